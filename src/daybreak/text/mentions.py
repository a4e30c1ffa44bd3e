"""Everything else that a text says in a form worth keeping: prices, ages, names, dates, times, measures, places.

texts -> read_mentions() -> the MENTIONS of each text

Each kind is a finder: it reads a column of texts at once and gives spans and comparable values. Where two kinds claim
the same characters, the one that stands first in `FINDERS` has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from daybreak.model.tables import MENTIONS
from daybreak.store.schema import polars_schema
from daybreak.text.ages import find_ages
from daybreak.text.measures import find_measures
from daybreak.text.moments import find_dates, find_times
from daybreak.text.named_places import find_places
from daybreak.text.names import find_names
from daybreak.text.prices import find_prices

Finder = Callable[[pl.Series, pl.Series], pl.DataFrame]
#: kind -> (texts, regions) -> row, start, end, value, certainty.
FINDERS: Final[dict[str, Finder]] = {
    "date": find_dates,
    "time": lambda texts, regions: find_times(texts),
    "price": find_prices,
    "age": lambda texts, regions: find_ages(texts),
    "measure": lambda texts, regions: find_measures(texts),
    "name": lambda texts, regions: find_names(texts),
    "place": find_places,
}
_FIELDS: Final = ("title", "body")


def read_mentions(texts: pl.DataFrame) -> pl.DataFrame:
    """text u32 and the columns of MENTIONS but `ad`, in order of text, field (title first) and place.

    texts: text u32, title, body, region (str), placeless (bool: its adverts' columns do not say where they are).
    """
    fields = pl.concat([
        texts.select("text", "region", "placeless", pl.lit(field).alias("field"), pl.col(field).fill_null("").alias("content"))
        for field in _FIELDS
    ]).filter(pl.col("content") != "")
    found = []
    for order, (kind, finder) in enumerate(FINDERS.items()):
        asked = fields.filter("placeless") if kind == "place" else fields
        if not len(asked):
            continue
        spans = finder(asked["content"], asked["region"])
        found.append(spans.select(
            asked["text"].gather(spans["row"]), pl.lit(kind).alias("kind"), "value", asked["field"].gather(spans["row"]),
            pl.col("start").cast(pl.UInt32), pl.col("end").cast(pl.UInt32), pl.col("certainty").cast(pl.Float32),
            pl.lit(order).alias("order")))
    schema = {"text": pl.UInt32()} | {c: t for c, t in polars_schema(MENTIONS).items() if c != "ad"}
    if not found:
        return pl.DataFrame(schema=schema)
    return _apart(pl.concat(found)).select(schema.keys())


def _apart(found: pl.DataFrame) -> pl.DataFrame:
    """Without mentions that begin or end inside one of a kind that stands before theirs."""
    ordered = (
        found.with_columns((pl.col("field") == "body").alias("second"))
        .sort("text", "second", "start", "order", "end").drop("second").with_row_index("here")
    )
    lost: pl.Expr = pl.lit(False)
    # only near neighbours in order of start overlap: mentions are short
    for step in (-2, -1, 1, 2):
        other = {c: pl.col(c).shift(step) for c in ("text", "field", "order", "start", "end")}
        lost |= (
            (other["text"] == pl.col("text")) & (other["field"] == pl.col("field")) & (other["order"] < pl.col("order"))
            & (other["start"] < pl.col("end")) & (pl.col("start") < other["end"])).fill_null(False)
    return ordered.filter(~lost).drop("here")
