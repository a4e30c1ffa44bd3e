"""Where a pattern stands in each text of a column: polars finds, Python gets row and place.

folded texts, pattern -> locate() -> row, place, matched

The pattern must not look around (no boundaries): then a match that polars reports is the first occurrence of its
characters after the match before, so that the place can be had without a second search by pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from daybreak.text.codes import Codes


class Rows:
    """A column of texts: for polars, for kernels, and each as a Python string when asked for."""

    def __init__(self, column: pl.Series) -> None:
        self.column = column

    @cached_property
    def codes(self) -> Codes:
        """The same texts as code points."""
        return Codes.of(self.column)

    @cached_property
    def strings(self) -> list[str]:
        """The same texts as Python strings."""
        return self.column.to_list()

    def __getitem__(self, row: int) -> str:
        return self.strings[row]


def locate(texts: Rows, pattern: str, worth: pl.Expr | None = None) -> Iterator[tuple[int, int, str]]:
    """Every match in order: row, where it starts (code points), and the matched characters.

    worth: which matches to keep, an expression on the column "match"; the others are passed over.
    """
    frame = pl.DataFrame({"match": texts.column.str.extract_all(pattern)}).with_row_index("row")
    frame = frame.filter(pl.col("match").list.len() > 0).explode("match")
    if worth is not None:
        frame = frame.with_columns(kept=worth)
        frame = frame.filter(pl.col("kept").any().over("row"))
    rows = frame["row"].to_list()
    kept = frame["kept"].to_list() if worth is not None else [True] * len(rows)
    last, place, text = -1, 0, ""
    for row, match, keep in zip(rows, frame["match"].to_list(), kept, strict=True):
        if row != last:
            last, place, text = row, 0, texts[row]
        start = text.find(match, place)
        place = start + len(match)
        if keep:
            yield row, start, match
