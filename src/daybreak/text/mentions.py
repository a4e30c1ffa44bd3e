"""Everything else that a text says in a form worth keeping: prices, ages, names, dates, times, measures, places."""

from __future__ import annotations

import polars as pl

from daybreak.model.tables import MENTIONS
from daybreak.store.schema import polars_schema


def read_mentions(texts: pl.DataFrame) -> pl.DataFrame:
    """text u32 and the MENTIONS columns but `ad`."""
    schema = {"text": pl.UInt32()} | {c: t for c, t in polars_schema(MENTIONS).items() if c != "ad"}
    return pl.DataFrame(schema=schema)
