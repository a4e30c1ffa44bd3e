"""Signs read from how contacts come and go: phones and handles that replace each other.

Material -> read_churn() -> Readings
"""

from __future__ import annotations

import polars as pl

from daybreak.find.assess.material import Material
from daybreak.find.assess.observations import Reading, grown, observed, strongest

_REPLACED = 2  # three contacts in a row


def read_churn(material: Material) -> list[Reading]:
    """Organisations whose phones (or handles) follow each other, each last seen before the next is first seen."""
    dated = (
        material.contacts.lazy()
        .filter(pl.col("contact").str.contains("^(?:phone|handle) "))
        .join(material.ads.lazy().select("ad", "posted_at").filter(pl.col("posted_at").is_not_null()), on="ad")
        .collect()
    )
    lives = (
        dated.lazy()
        .filter(pl.len().over("org") > _REPLACED)
        .group_by("org", "contact")
        .agg(pl.col("posted_at").min().alias("first"), pl.col("posted_at").max().alias("last"), pl.col("ad").min())
        .with_columns(pl.col("contact").str.extract("^([a-z]+) ", 1).alias("kind"))
        .sort("org", "kind", "first", "last", "contact")
    )
    ends = pl.col("last").cum_max().shift(1).over("org", "kind")
    rows = (
        lives.with_columns((pl.col("first") > ends).fill_null(False).alias("replaces"))
        .group_by("org", "kind")
        .agg(
            pl.col("replaces").sum().alias("count"),
            pl.len().alias("contacts"),
            pl.col("ad").sort().alias("ads"),
            (pl.col("last").max() - pl.col("first").min()).dt.total_days().alias("days"),
        )
        .filter((pl.col("count") >= _REPLACED) & (pl.col("count") * 2 >= pl.col("contacts") - 1))
        .pipe(strongest, "count", "kind")
        .with_columns(
            pl.format(
                "{} {}s, {} of them taken up only after the one before was given up, within {} days",
                "contacts",
                "kind",
                "count",
                "days",
            ).alias("observed"),
            grown(pl.col("count"), _REPLACED, 6).alias("strength"),
            pl.col("contacts").alias("support"),
        )
    )
    return [Reading("contact_churn", observed(rows, "contact_churn"), dated["org"].unique().sort())]
