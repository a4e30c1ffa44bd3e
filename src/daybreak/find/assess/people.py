"""Signs read from the people offered: many names or ages on one contact, ages that cannot be right, reused texts.

Material -> read_people() -> Readings. What a name says about anyone's origin or gender is never looked at: names are
only counted.
"""

from __future__ import annotations

import polars as pl

from daybreak.find.assess.material import Material
from daybreak.find.assess.observations import Reading, grown, observed, strongest

_MANY = 4  # names or ages on one contact
_YEARS_SLACK = 1.5  # a birthday and a rounding


def read_people(material: Material) -> list[Reading]:
    """The signs of this module, one reading each."""
    with_names, with_ages = material.names["org"].unique().sort(), material.ages["org"].unique().sort()
    return [
        Reading("names_on_contact", _many_on_contact(material, material.names, "name"), with_names),
        Reading("ages_on_contact", _many_on_contact(material, material.ages, "age"), with_ages),
        Reading("age_changes", _age_changes(material), with_ages),
        Reading("template_names", _template_names(material), with_names),
        Reading("young_age", _young_age(material), with_ages),
    ]


def _many_on_contact(material: Material, carried: pl.DataFrame, what: str) -> pl.DataFrame:
    """Contacts through which many different names (or ages) are offered, within one organisation."""
    rows = (
        material.contacts.lazy()
        .join(carried.lazy().select("ad", what), on="ad")
        .group_by("org", pl.col("contact").alias("key"))
        .agg(
            pl.col(what).n_unique().alias("count"),
            pl.col(what).unique().sort().head(6).cast(pl.String).alias("some"),
            pl.col("ad").n_unique().alias("support"),
            pl.col("ad").sort().alias("ads"),
        )
        .filter(pl.col("count") >= _MANY)
    )
    told = pl.format(
        "{} different " + what + "s on one contact ({}) in {} adverts: {}{}",
        "count",
        "key",
        "support",
        pl.col("some").list.join(", "),
        pl.when(pl.col("count") > 6).then(pl.lit(" ...")).otherwise(pl.lit("")),
    )
    best = strongest(rows, "count", "key").with_columns(
        told.alias("observed"), grown(pl.col("count"), _MANY, 10).alias("strength")
    )
    return observed(best, "names_on_contact" if what == "name" else "ages_on_contact")


def _age_changes(material: Material) -> pl.DataFrame:
    """One name on one contact with ages further apart than the time between the adverts allows."""
    rows = (
        material.contacts.lazy()
        .join(material.names.lazy().select("ad", "name"), on="ad")
        .join(material.ages.lazy().select("ad", "age"), on="ad")
        .join(material.ads.lazy().select("ad", "posted_at"), on="ad")
        .group_by("org", "contact", "name")
        .agg(
            (pl.col("age").max().cast(pl.Int32) - pl.col("age").min().cast(pl.Int32)).alias("apart"),
            pl.col("age").min().alias("low"),
            pl.col("age").max().alias("high"),
            ((pl.col("posted_at").max() - pl.col("posted_at").min()).dt.total_days() / 365.25)
            .fill_null(0)
            .alias("years"),
            pl.col("ad").n_unique().alias("support"),
            pl.col("ad").sort().alias("ads"),
        )
        .filter(pl.col("apart") > pl.col("years") + _YEARS_SLACK)
        .with_columns(pl.concat_str("contact", pl.lit(" "), "name").alias("key"))
    )
    best = strongest(rows, "apart", "key").with_columns(
        pl.format(
            "the name '{}' is given ages from {} to {} within {} years", "name", "low", "high", pl.col("years").round(1)
        ).alias("observed"),
        grown(pl.col("apart"), 2, 6).alias("strength"),
    )
    return observed(best, "age_changes")


def _template_names(material: Material) -> pl.DataFrame:
    """One template of the organisation whose adverts carry many names."""
    rows = (
        material.names.lazy()
        .join(material.ads.lazy().select("ad", "template"), on="ad")
        .group_by("org", pl.col("template").alias("key"))
        .agg(
            pl.col("name").n_unique().alias("count"),
            pl.col("ad").n_unique().alias("support"),
            pl.col("ad").sort().alias("ads"),
        )
        .filter((pl.col("count") >= _MANY) & (pl.col("support") >= _MANY))
    )
    best = strongest(rows, "count", "key").with_columns(
        pl.format("one text (template {}) stands in {} adverts under {} names", "key", "support", "count").alias(
            "observed"
        ),
        grown(pl.col("count"), _MANY, 12).alias("strength"),
    )
    return observed(best, "template_names")


def _young_age(material: Material) -> pl.DataFrame:
    """Adverts whose age column states less than 18 and that do not look for workers."""
    searching = material.wording.filter(pl.col("list") == "recruits")["text"].unique()
    rows = (
        material.ages.lazy()
        .filter(pl.col("given") & (pl.col("age") < 18))  # texts speak of the ages of too many other things
        .join(material.ads.lazy().select("ad", "text"), on="ad")
        .filter(~pl.col("text").is_in(searching.implode()))
        .group_by("org")
        .agg(
            pl.col("age").min().alias("youngest"),
            pl.col("ad").n_unique().alias("support"),
            pl.col("ad").sort().alias("ads"),
        )
        .with_columns(pl.format("an age of {} is stated", "youngest").alias("observed"), pl.lit(1.0).alias("strength"))
    )
    return observed(rows, "young_age")
