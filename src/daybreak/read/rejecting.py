"""What could not be read, kept with where it stood and why, so that nothing is lost in silence.

(line, field, reason, content) -> Rejects -> REJECTS.  field None: the whole row is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from daybreak.model.tables import REJECTS
from daybreak.store.schema import conform, polars_schema

_KEPT = 200             # characters of what stood there


@dataclass(slots=True)
class Rejects:
    """The rejects of one file, in the order in which they were found."""

    file: str
    rows: list[tuple[int, str | None, str, str]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(self, line: int, field_name: str | None, reason: str, content: str) -> None:
        """Keep one reject."""
        self.rows.append((line, field_name, reason, showable(content)))

    def add_frame(self, frame: pl.DataFrame) -> None:
        """Keep many: line, field, reason, content."""
        if len(frame):
            self.frames.append(frame.select(
                pl.col("line").cast(pl.UInt32), pl.col("field").cast(pl.String), pl.col("reason").cast(pl.String),
                pl.col("content").cast(pl.String).fill_null("").str.slice(0, _KEPT)))

    def as_frame(self) -> pl.DataFrame:
        """REJECTS, in order of line and field."""
        shape = {c: t for c, t in polars_schema(REJECTS).items() if c != "file"}
        found = pl.concat([pl.DataFrame(self.rows, schema=shape, orient="row"), *self.frames])
        found = found.sort("line", "field", "reason", nulls_last=False, maintain_order=True)
        return conform(found.with_columns(pl.lit(self.file).alias("file")), REJECTS)


def showable(content: str) -> str:
    """The first characters, without halves of surrogate pairs, which no file can hold."""
    return content[:_KEPT].encode("utf-8", "replace").decode("utf-8")
