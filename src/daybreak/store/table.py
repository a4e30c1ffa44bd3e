"""One table as one Parquet file, with the same bytes for the same frame.

frame -> write_table() -> TableFile (rows, bytes, SHA-256);  keys and orders of the composed tables
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from daybreak.model.tables import ALL
from daybreak.store.canonical import fingerprint, sync_file
from daybreak.store.schema import conform, polars_schema

#: The column by which a segment says which rows of the tables before it no longer hold.
KEYS: Final[dict[str, str]] = {
    "ads": "ad", "texts": "text", "contacts": "ad", "mentions": "ad", "templates": "template", "evidence": "left",
    "organisations": "organisation", "indicators": "organisation", "leads": "organisation",
    "memory/identifiers": "identifier", "memory/carried": "ad", "memory/votes": "organisation",
}

#: The order of a composed table. Rows that are equal in it keep the order in which they came.
ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "ads": ("ad",), "texts": ("text",), "contacts": ("ad",), "mentions": ("ad",), "templates": ("template",),
    "evidence": ("left", "right", "channel", "key", "used"), "organisations": ("organisation",),
}

_ROW_GROUP: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class TableFile:
    """What a manifest says of one Parquet file."""

    rows: int
    bytes: int
    sha256: str
    replaces: bool = False      # of a segment: it stands instead of all that came before

    def as_json(self) -> dict[str, object]:
        """As the manifest writes it."""
        said: dict[str, object] = {"rows": self.rows, "bytes": self.bytes, "sha256": self.sha256}
        return said | {"replaces": True} if self.replaces else said


def write_table(frame: pl.DataFrame, name: str, path: Path, replaces: bool = False) -> TableFile:
    """Write a table; one of the model's tables gets exactly its schema.

    Fixed: compression, size of row groups, one chunk a column; so the bytes depend on the frame alone.
    """
    whole = (conform(frame, ALL[name]) if name in ALL else frame).rechunk()
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.write_parquet(path, compression="zstd", compression_level=3, statistics=True, row_group_size=_ROW_GROUP)
    sync_file(path)
    return TableFile(whole.height, path.stat().st_size, fingerprint(path), replaces)


def schema_of(name: str) -> dict[str, pl.DataType] | None:
    """The columns and types that a table must have; None for a table of a stage's own."""
    return polars_schema(ALL[name]) if name in ALL else None
