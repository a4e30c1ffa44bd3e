"""Signs read from what an advert offers: wording, overseas offers, seeking people for one thing and selling another.

Material -> read_wording(), read_overseas(), read_bridge() -> Readings
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from daybreak.find.assess.lines import LINE_OF_WORK, LOOKS_FOR_PEOPLE, SELLS
from daybreak.find.assess.material import Material
from daybreak.find.assess.observations import Reading, grown, observed
from daybreak.find.assess.table import Indicator

_OFTEN = 4  # adverts beyond the first from which wording counts in full
_ELEMENTS = ("travel_paid", "no_experience", "keyboard_work", "abroad", "high_pay")
_SAID = {
    "travel_paid": "travel or visa paid",
    "no_experience": "no experience asked",
    "keyboard_work": "keyboard or telephone work",
    "abroad": "abroad",
    "high_pay": "very high pay",
}


def read_wording(material: Material, table: Iterable[Indicator]) -> list[Reading]:
    """One reading for each indicator that is read from wording alone. The more adverts say it, the clearer.

    What stands in one advert only may be a slip or a copied sentence: it counts three quarters.
    """
    posted = material.ads.select("ad", "org", "text").with_columns(pl.len().over("org").alias("all"))
    readings = []
    for indicator in table:
        if indicator.how != "wording":
            continue
        texts = material.wording.filter(pl.col("list").is_in(indicator.wording))["text"].unique()
        rows = (
            posted.lazy()
            .filter(pl.col("text").is_in(texts.implode()))
            .group_by("org")
            .agg(
                pl.len().alias("count"),
                pl.col("all").first(),
                pl.col("text").n_unique().alias("support"),
                pl.col("ad").sort().alias("ads"),
            )
            .with_columns(
                _how_often().alias("observed"),
                (0.75 + 0.25 * pl.col("count") / pl.col("all") * ((pl.col("count") - 1) / _OFTEN).clip(0, 1)).alias(
                    "strength"
                ),
            )
        )
        readings.append(Reading(indicator.id, observed(rows, indicator.id), None))
    return readings


def _how_often() -> pl.Expr:
    """How many of an organisation's adverts (count of all) say something, as a person would put it."""
    return (
        pl.when(pl.col("all") == 1)
        .then(pl.lit("said in its only advert"))
        .when(pl.col("count") == pl.col("all"))
        .then(pl.format("said in all {} adverts", "all"))
        .otherwise(pl.format("said in {} of {} adverts", "count", "all"))
    )


def read_said_twice(material: Material, table: Iterable[Indicator]) -> list[Reading]:
    """Adverts that say one and the same sign of control in two or more different wordings: no slip of the pen."""
    lists = [name for i in table if i.how == "wording" and i.control >= 1 for name in i.wording]
    rows = (
        material.wording.lazy()
        .filter(pl.col("list").is_in(lists) & (pl.col("ways") > 1))
        .group_by("text")
        .agg(pl.col("ways").max())
        .join(material.ads.lazy().select("ad", "org", "text"), on="text")
        .group_by("org")
        .agg(pl.col("ways").max(), pl.col("text").n_unique().alias("support"), pl.col("ad").sort().alias("ads"))
        .with_columns(
            pl.format("one advert says one sign of control in {} different wordings", "ways").alias("observed"),
            grown(pl.col("ways"), 2, 4).alias("strength"),
        )
    )
    return [Reading("said_twice", observed(rows, "said_twice"), None)]


def _marks(material: Material, names: Iterable[str]) -> pl.LazyFrame:
    """text, and a column a list of wording: does the text hold it."""
    wanted = list(names)
    return (
        material.wording.lazy()
        .filter(pl.col("list").is_in(wanted))
        .group_by("text")
        .agg((pl.col("list") == n).any().alias(n) for n in wanted)
    )


def read_overseas(material: Material, pays_far_above: pl.DataFrame) -> list[Reading]:
    """Offers that are too good and far away, and offers that take over travel, papers and home.

    pays_far_above: ad, of adverts whose pay is far above the going rate.
    """
    marks = _marks(material, (*_ELEMENTS, "housing_offered"))
    offers = (
        material.ads.lazy()
        .select("ad", "org", "text")
        .join(marks, on="text")
        .filter("travel_paid")
        .with_columns((pl.col("high_pay") | pl.col("ad").is_in(pays_far_above["ad"].implode())).alias("high_pay"))
        .with_columns(
            pl.sum_horizontal(pl.col(e).cast(pl.UInt8) for e in _ELEMENTS).alias("count"),
            pl.concat_str(
                [pl.when(pl.col(e)).then(pl.lit(_SAID[e])) for e in _ELEMENTS], separator=", ", ignore_nulls=True
            ).alias("told"),
        )
        .collect()
    )
    return [
        Reading("overseas_offer", _too_good(offers.lazy()), None),
        Reading("arranges_all", _takes_over(offers.lazy()), None),
    ]


def _too_good(offers: pl.LazyFrame) -> pl.DataFrame:
    """Three or more of the five elements in one advert, a keyboard or a foreign country among them."""
    good = (
        offers.filter((pl.col("count") >= 3) & (pl.col("keyboard_work") | pl.col("abroad")))
        .sort("count", "ad", descending=[True, False])
        .group_by("org", maintain_order=True)
        .agg(
            pl.col("told").first(),
            pl.col("count").first(),
            pl.col("text").n_unique().alias("support"),
            pl.col("ad").alias("ads"),
        )
        .with_columns(
            pl.format("{} of 5 elements in one advert: {}", "count", "told").alias("observed"),
            grown(pl.col("count"), 3, 5).alias("strength"),
        )
    )
    return observed(good, "overseas_offer")


def _takes_over(offers: pl.LazyFrame) -> pl.DataFrame:
    """Travel or visa, and a place to live, arranged for work abroad by who offers it."""
    whole = (
        offers.filter(pl.col("abroad") & pl.col("housing_offered"))
        .group_by("org")
        .agg(pl.len().alias("count"), pl.col("text").n_unique().alias("support"), pl.col("ad").sort().alias("ads"))
        .with_columns(
            pl.format("travel or visa, and a place to live, arranged for work abroad, in {} adverts", "count").alias(
                "observed"
            ),
            pl.lit(0.8).alias("strength"),
        )
    )
    return observed(whole, "arranges_all")


def read_bridge(material: Material) -> list[Reading]:
    """Organisations that look for people for one line of work and sell another.

    A line of work is what remains of the site's category without general words. Where a category is missing on one
    side the lines cannot be compared: the sign is then weaker.
    """
    ads = _seeking_and_selling(material)
    both = (
        ads.filter(pl.col("searches") | pl.col("sells"))
        .with_columns((pl.col("searches").any() & pl.col("sells").any()).over("org").alias("both"))
        .filter("both")
        .group_by("org")
        .agg(
            pl.col("line").filter("searches").explode(empty_as_null=False).drop_nulls().unique().alias("seeks"),
            pl.col("line").filter("sells").explode(empty_as_null=False).drop_nulls().unique().alias("offers"),
            pl.col("category").filter("searches").drop_nulls().unique().sort().head(2).alias("sought"),
            pl.col("category").filter("sells").drop_nulls().unique().sort().head(2).alias("sold"),
            pl.col("searches").sum().alias("searching"),
            pl.col("sells").sum().alias("selling"),
            pl.col("ad")
            .filter("searches")
            .sort()
            .head(10)
            .append(pl.col("ad").filter("sells").sort().head(10))
            .alias("ads"),
        )
        .filter(pl.col("seeks").list.set_intersection("offers").list.len() == 0)
        .with_columns(
            pl.when((pl.col("seeks").list.len() > 0) & (pl.col("offers").list.len() > 0))
            .then(1.0)
            .otherwise(0.5)
            .alias("strength"),
            pl.min_horizontal("searching", "selling").alias("support"),
            pl.format(
                "{} adverts look for people ({}), {} offer a service ({})",
                "searching",
                _listed("sought"),
                "selling",
                _listed("sold"),
            ).alias("observed"),
        )
    )
    several = material.ads.group_by("org").agg(pl.len()).filter(pl.col("len") > 1)["org"].sort()
    return [Reading("bridge", observed(both, "bridge"), several)]


def _seeking_and_selling(material: Material) -> pl.LazyFrame:
    """ad, org, category, line (of work), searches, sells: an advert that does both looks for people."""
    kinds = (
        material.ads.lazy()
        .select("category")
        .unique()
        .with_columns(pl.col("category").str.to_lowercase().alias("low"))
        .with_columns(
            pl.col("low").str.contains(LOOKS_FOR_PEOPLE).fill_null(False).alias("filed_search"),
            pl.col("low").str.contains(SELLS).fill_null(False).alias("filed_sale"),
            LINE_OF_WORK.alias("line"),
        )
    )
    return (
        material.ads.lazy()
        .select("ad", "org", "text", "category")
        .join(_marks(material, ("recruits", "offers_service")), on="text", how="left")
        .join(kinds, on="category", how="left", nulls_equal=True)
        .with_columns((pl.col("recruits").fill_null(False) | pl.col("filed_search")).alias("searches"))
        .with_columns(
            ((pl.col("offers_service").fill_null(False) | pl.col("filed_sale")) & ~pl.col("searches")).alias("sells")
        )
    )


def _listed(column: str) -> pl.Expr:
    return (
        pl.when(pl.col(column).list.len() > 0)
        .then(pl.col(column).list.join(", "))
        .otherwise(pl.lit("no category given"))
    )
