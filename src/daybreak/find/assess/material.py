"""What the indicators are read from, brought together once: who is offered through what, where, when, for how much.

Linked -> gather_material() -> Material. Organisations become numbers 0..n-1 in order of their id.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from daybreak.find.assess.wording import find_wording
from daybreak.find.link.linked import Linked
from daybreak.progress import Progress
from daybreak.text.places import locate_ads

_PERSONAL = ("phone", "handle", "email", "wallet")  # contacts through which people are reached or paid
_SURE = 0.5  # mentions and contacts less certain than this are left out


@dataclass(frozen=True, slots=True)
class Material:
    """Tables by advert; `org` (u32) is the organisation's place in `organisations`."""

    organisations: pl.Series  # ids, sorted
    ads: pl.DataFrame  # ad, org, text, template, category, posted_at, pay, pay_unit, pay_currency, country, state
    wording: pl.DataFrame  # text, list, field, start, end, ways
    contacts: pl.DataFrame  # ad, org, contact
    names: pl.DataFrame  # ad, org, name
    ages: pl.DataFrame  # ad, org, age (u8), given (by the advert's column, not read out of its text)
    places: pl.DataFrame  # ad, org, place, latitude, longitude, posted_at (only where all are known)


def gather_material(linked: Linked, progress: Progress) -> Material:
    """Read the wording once a text; bring contacts, names, ages and places to the adverts of organisations."""
    organisations = linked.organisations["organisation"].sort()
    numbers = pl.DataFrame({"organisation": organisations}).with_row_index("org")
    ads = linked.ads.join(numbers, on="organisation", how="left", maintain_order="left").select(
        "ad",
        "org",
        "text",
        "template",
        "category",
        "posted_at",
        "pay",
        "pay_unit",
        "pay_currency",
        "country",
        "state",
        "name",
        "age",
    )
    of = ads.select("ad", "org")
    first = linked.texts.select("text", "ad").join(
        linked.ads.select("ad", "title", "body"), on="ad", how="left", maintain_order="left"
    )
    located = locate_ads(linked.ads).select("ad", pl.col("geonames").alias("place"), "latitude", "longitude")
    contacts = (
        linked.contacts.lazy()
        .filter(pl.col("kind").is_in(_PERSONAL) & (pl.col("certainty") >= _SURE))
        .select("ad", pl.concat_str("kind", pl.lit(" "), "value").alias("contact"))
        .join(of.lazy(), on="ad")
        .unique()
        .sort("ad", "contact")
        .collect()
    )
    return Material(
        organisations,
        ads.drop("name", "age"),
        find_wording(first.select("text", "title", "body"), progress),
        contacts,
        _names(ads, linked),
        _ages(ads, linked),
        located.join(ads.select("ad", "org", "posted_at"), on="ad")
        .filter(pl.col("posted_at").is_not_null())
        .sort("ad"),
    )


def _mentioned(ads: pl.DataFrame, linked: Linked, kind: str) -> pl.LazyFrame:
    """What a text mentions, at every advert that carries the text: ad, org, value."""
    of_text = (
        linked.mentions.lazy()
        .filter((pl.col("kind") == kind) & (pl.col("certainty") >= _SURE))
        .join(linked.ads.lazy().select("ad", "text"), on="ad")
        .select("text", "value")
    )
    return ads.lazy().select("ad", "org", "text").join(of_text, on="text").select("ad", "org", "value")


def _names(ads: pl.DataFrame, linked: Linked) -> pl.DataFrame:
    """ad, org, name: as the name column gives it, several parted by ; , | & or /, else as the text mentions it."""
    given = (
        ads.lazy()
        .filter(pl.col("name").is_not_null())
        .select("ad", "org", pl.col("name").str.replace_all(r"[|,&/]", ";").str.split(";").alias("value"))
        .explode("value", empty_as_null=False)
    )
    told = _mentioned(ads, linked, "name").join(given.select("ad").unique(), on="ad", how="anti")
    return (
        pl.concat([given, told])
        .select("ad", "org", pl.col("value").str.strip_chars().str.to_lowercase().alias("name"))
        .filter(pl.col("name").str.len_chars() >= 2)
        .unique()
        .sort("ad", "name")
        .collect()
    )


def _ages(ads: pl.DataFrame, linked: Linked) -> pl.DataFrame:
    """ad, org, age: whole years from 12 to 99, as the age column gives it, else as the text mentions it."""
    given = ads.lazy().filter(pl.col("age").is_not_null()).select("ad", "org", pl.col("age").alias("value"))
    told = _mentioned(ads, linked, "age").join(given.select("ad").unique(), on="ad", how="anti")
    return (
        pl.concat([given.with_columns(pl.lit(True).alias("given")), told.with_columns(pl.lit(False).alias("given"))])
        .select(
            "ad",
            "org",
            "given",
            pl.col("value").str.extract(r"^\s*(\d{2})(?:\D|$)", 1).cast(pl.UInt8, strict=False).alias("age"),
        )
        .filter(pl.col("age").is_between(12, 99))
        .unique()
        .sort("ad", "age")
        .collect()
    )
