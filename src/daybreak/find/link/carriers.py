"""The channels beside contacts, each as "which advert carries which value": texts, pictures, style, places.

ads, texts -> wording() and marks() -> kind -> frame (ad, value, length)
"""

from __future__ import annotations

from typing import Final

import polars as pl

from daybreak.find.link.identifiers import IMAGE, KINDS, PLACE, STYLE, TEMPLATE, TEXT
from daybreak.find.link.pictures import group_pictures

_STYLE_EMOJI = 3        # a row of fewer emoji says nothing about who wrote it


#: How many words a comparable text has.
LENGTH: Final = (pl.col("words").str.count_matches(" ") + 1).cast(pl.UInt32).alias("length")


def wording(ads: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The texts and the templates that several adverts carry: ad u32, value str, length u32 (words).

    ads: ad, same (the first text with the same words), template, length. A text that one advert alone carries is no
    identifier: there is nobody to share it with. Nor is a template whose texts are all the same words.
    """
    text = ads.filter(pl.len().over("same") > 1)
    template = ads.filter(pl.col("same").n_unique().over("template") > 1)
    return {
        KINDS[kind]: shared.select("ad", pl.col(column).cast(pl.String).alias("value"), "length")
        for kind, shared, column in ((TEXT, text, "same"), (TEMPLATE, template, "template"))
    }


def marks(ads: pl.DataFrame, emoji: pl.DataFrame, located: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Pictures, rows of emoji and places: ad u32, value str.

    ads: ad, text, city, state, country, image_hash. emoji: text, emoji. located: as `locate_ads` gives it.
    """
    style = (
        emoji.filter(pl.col("emoji").str.count_matches(" ") >= _STYLE_EMOJI - 1)
        .select("text", pl.col("emoji").alias("value"))
        .join(ads.select("ad", "text"), on="text")
        .select("ad", "value")
    )
    pictures = group_pictures(ads.select("ad", "image_hash"))
    return {KINDS[IMAGE]: pictures, KINDS[STYLE]: style, KINDS[PLACE]: places(ads, located)}


def places(ads: pl.DataFrame, located: pl.DataFrame) -> pl.DataFrame:
    """ad u32, value str: the place an advert names, by gazetteer number where it is known, else as written."""
    columns = [pl.col(c).fill_null("").str.strip_chars().str.to_lowercase() for c in ("city", "state", "country")]
    written = pl.concat_str(columns, separator="|")
    return (
        ads.select("ad", pl.when(pl.col("city").is_not_null()).then(written).alias("written"))
        .join(located.select("ad", "geonames"), on="ad", how="left")
        .select("ad", pl.coalesce(pl.col("geonames").cast(pl.String), "written").alias("value"))
        .filter(pl.col("value").is_not_null())
    )
