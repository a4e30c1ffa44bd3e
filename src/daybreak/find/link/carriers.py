"""The channels beside contacts, each as "which advert carries which value": texts, pictures, style, places.

ads, texts, templates -> carriers() -> kind -> frame (ad, value, length)
"""

from __future__ import annotations

import polars as pl

from daybreak.find.link.identifiers import IMAGE, KINDS, PLACE, STYLE, TEMPLATE, TEXT, Whole
from daybreak.find.link.marks import group_marks

_STYLE_EMOJI = 3        # a row of fewer emoji says nothing about who wrote it


def carriers(
    ads: pl.DataFrame, texts: pl.DataFrame, first_equal: Whole, template_of_ad: Whole, located: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """kind -> ad u32, value str, and for texts and templates length u32 (words).

    ads: with columns text, city, state, country, latitude, longitude, image_hash.
    first_equal: per text, the first text with the same words. located: as `locate_ads` gives it.
    A text that one advert alone carries is no identifier: there is nobody to share it with.
    """
    numbered = ads.select("ad", "text").with_columns(pl.Series("template", template_of_ad, pl.UInt32))
    worded = texts.select(
        pl.col("text").cast(pl.UInt32), pl.Series("same", first_equal, pl.UInt32),
        (pl.col("words").str.count_matches(" ") + 1).cast(pl.UInt32).alias("length"))
    shown = numbered.join(worded, on="text", how="left", maintain_order="left")
    text = shown.filter(pl.len().over("same") > 1)
    template = shown.filter(pl.col("same").n_unique().over("template") > 1)
    style = (
        texts.filter(pl.col("emoji").str.count_matches(" ") >= _STYLE_EMOJI - 1)
        .select("text", pl.col("emoji").alias("value"))
        .join(ads.select("ad", "text"), on="text")
        .select("ad", "value")
    )
    return {
        KINDS[TEXT]: text.select("ad", pl.col("same").cast(pl.String).alias("value"), "length"),
        KINDS[TEMPLATE]: template.select("ad", pl.col("template").cast(pl.String).alias("value"), "length"),
        KINDS[IMAGE]: group_marks(ads.select("ad", "image_hash")),
        KINDS[STYLE]: style, KINDS[PLACE]: places(ads, located),
    }


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
