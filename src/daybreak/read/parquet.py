"""A Parquet file -> the wanted columns with the number of the row.

path or bytes -> read_parquet() -> frame (line = row from 1, columns ...)
Types are kept: a time is a time, a number a number. Lists of texts become one text, parts separated by ";".
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import polars as pl

from daybreak.errors import UnreadableInput
from daybreak.read.json_lines import REFUSED, Wanted

_MOST_ROWS_PER_BYTE: Final = 64         # a row of an advert takes more than a quarter of a bit


def read_parquet(source: Path | bytes, name: str, wanted: Wanted, keys: set[str]) -> pl.DataFrame:
    """All rows. `keys` collects all columns. Raises UnreadableInput when the file is damaged."""
    content = source if isinstance(source, Path) else io.BytesIO(source)
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    try:
        schema = pl.read_parquet_schema(content)
        keys.update(schema)
        rows = pl.scan_parquet(content).select(pl.len()).collect().item()
        if rows > _MOST_ROWS_PER_BYTE * size:
            raise UnreadableInput(f"{name}: {rows} rows in {size} bytes; no file of adverts is like that.",
                                  "It may have been made to fill the memory. Give a file with the adverts themselves.")
        columns = [_as_plain(column, kind) for column, kind in schema.items() if wanted(column) and _readable(kind)]
        if not columns:
            return pl.DataFrame({"line": pl.Series(range(1, rows + 1), dtype=pl.UInt32)})
        frame = pl.scan_parquet(content).select(columns).collect()
    except REFUSED as error:
        raise UnreadableInput(f"{name}: the Parquet file is damaged or cut off ({str(error)[:120]}).",
                              "Fetch or copy it again, or write it again from where it came.") from error
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("line"))


def _readable(kind: pl.DataType) -> bool:
    return not isinstance(kind, pl.Struct | pl.Object) and not (
        isinstance(kind, pl.List | pl.Array) and getattr(kind, "inner", None) != pl.String())


def _as_plain(column: str, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.List):
        return pl.col(column).list.join(";", ignore_nulls=True)
    if isinstance(kind, pl.Array):
        return pl.col(column).arr.join(";", ignore_nulls=True)
    if isinstance(kind, pl.Binary):
        return pl.coalesce(pl.col(column).cast(pl.String, strict=False), pl.col(column).bin.encode("hex"))
    if isinstance(kind, pl.Date | pl.Datetime) or kind.is_float():
        return pl.col(column)
    return pl.col(column).cast(pl.String)
