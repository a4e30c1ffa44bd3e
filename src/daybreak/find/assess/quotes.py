"""The words that a sign was read from, as they stand in the adverts.

signs, wording, adverts -> quotes() -> org, indicator, quotes
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from daybreak.find.assess.material import Material
from daybreak.find.assess.table import Indicator
from daybreak.find.link.linked import Linked


def quotes(
    signs: pl.DataFrame, linked: Linked, material: Material, table: Sequence[Indicator], kept: int
) -> pl.DataFrame:
    """org, indicator, quotes: for each sign read from wording, at most `kept` quotes, one a distinct text and list."""
    lists = pl.DataFrame(
        [(i.id, name) for i in table for name in i.wording],
        schema={"indicator": pl.String, "list": pl.String},
        orient="row",
    )
    of_list = (
        signs.lazy()
        .select("org", "indicator", "ads")
        .join(lists.lazy(), on="indicator")
        .explode("ads", empty_as_null=False)
        .rename({"ads": "ad"})
        .join(linked.ads.lazy().select("ad", "text"), on="ad")
        .join(material.wording.lazy(), on=["text", "list"])
        .sort("org", "indicator", "ad", "list")
        .unique(["org", "indicator", "text", "list"], keep="first", maintain_order=True)
        .group_by("org", "indicator", maintain_order=True)
        .head(kept)
    )
    words = (
        of_list.join(linked.ads.lazy().select("ad", "title", "body"), on="ad", how="left")
        .with_columns(
            pl.when(pl.col("field") == "title")
            .then(pl.col("title"))
            .otherwise(pl.col("body"))
            .str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
            .alias("quote")
        )
        .sort("org", "indicator", "ad", "start", "field", "end")
        .group_by("org", "indicator", maintain_order=True)
        .agg(pl.struct("ad", "field", "start", "end", "quote").alias("quotes"))
    )
    return words.collect()
