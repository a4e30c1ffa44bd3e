"""Where an advert says it is: from its columns to a place of the gazetteer.

ads (city, state, country, latitude, longitude) -> locate_ads() -> geonames id, name, country, coordinates
ads -> region_of() -> ISO 3166-1 alpha-2, by which phone numbers are read

Gazetteer: GeoNames, CC BY 4.0 (see `daybreak.text.gazetteer`). Of cities with one name, the country and state given
choose; then the most people, a main name counting ten times an alternate one. Without country and state, a name
shared by cities of like size locates nothing: better no place than a wrong one.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from daybreak.text.gazetteer import cities, country_code, names, place_key, state_of

_MAIN: Final = 10.0          # how much more a city's own name counts than an alternate one
_CLEAR: Final = 3.0          # without a country, the first must be so much larger than the second
_NEAR_KM: Final = 30.0       # a coordinate belongs to the nearest city within this distance
_EARTH_KM: Final = 6371.0
_GIVEN: Final = ("city", "state", "country")


def locate_ads(ads: pl.DataFrame, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Where each advert is, for those that can be located: one row each, in order of `ad`.

    ads: ad, and any of city, state, country, latitude, longitude. Returns ad u32, geonames u32, name, country (str),
    latitude, longitude (f64, of the city). The city as written comes first, then the nearest city within 30 km of
    the coordinates; with `mentions` (and `text` among the columns), then the first place that the text names.
    """
    given = _complete(ads)
    triples = given.select(_GIVEN).unique(maintain_order=True)
    by_name = given.join(_locate(triples), on=_GIVEN, how="left", nulls_equal=True, maintain_order="left")["geonames"]
    located = given.select("ad").with_columns(by_name)
    missing = located["geonames"].is_null() & given["latitude"].is_not_null() & given["longitude"].is_not_null()
    if missing.any():
        near = _nearest(given.filter(missing).select("latitude", "longitude"))
        located = located.with_columns(located["geonames"].scatter(missing.arg_true(), near))
    if mentions is not None and "text" in ads.columns:
        located = located.with_columns(pl.coalesce("geonames", _mentioned(ads, mentions)))
    return (
        located.filter(pl.col("geonames").is_not_null())
        .join(cities().select("geonames", "name", "country", "latitude", "longitude"), on="geonames", how="inner", maintain_order="left")
        .sort("ad")
    )


def region_of(ads: pl.DataFrame, otherwise: str | None = None) -> pl.Series:
    """ISO 3166-1 alpha-2 of each advert's country: as given, else its state's, else its city's, else `otherwise`."""
    given = _complete(ads)
    triples = given.select(_GIVEN).unique(maintain_order=True)
    read = _read(triples)
    found = triples.with_columns(read["country"].alias("region"))
    unknown = found["region"].is_null() & triples["city"].is_not_null()
    if unknown.any():
        located = _locate(triples.filter(unknown)).join(cities().select("geonames", "country"), on="geonames", how="left", maintain_order="left")
        found = found.with_columns(found["region"].scatter(unknown.arg_true(), located["country_right"]))
    regions = given.join(found, on=_GIVEN, how="left", nulls_equal=True, maintain_order="left")["region"]
    return (regions.fill_null(otherwise) if otherwise else regions).alias("region")


def _complete(ads: pl.DataFrame) -> pl.DataFrame:
    kinds: dict[str, Any] = dict.fromkeys(_GIVEN, pl.String) | dict.fromkeys(("latitude", "longitude"), pl.Float64)
    return ads.select("ad", *(
        (pl.col(c) if c in ads.columns else pl.lit(None)).cast(kind).alias(c) for c, kind in kinds.items()))


def _read(triples: pl.DataFrame) -> pl.DataFrame:
    """city_key, state (code), country (ISO or null) of each distinct triple; "Houston, TX" is taken apart."""
    parts = triples.select(
        place_key(pl.col("city").str.extract(r"^([^,;/(|]+)")).alias("city_key"),
        place_key(pl.coalesce("state", pl.col("city").str.extract(r"[,(]\s*([^,;/()|]+)"))).alias("state_key"),
        place_key(pl.col("city").str.extract(r",[^,]*,\s*([^,]+)$")).alias("last"),
        "country",
    )
    country = country_code(parts["country"])
    country = country.zip_with(country.is_not_null(), country_code(parts["last"]))
    state = state_of(pl.DataFrame({"state_key": parts["state_key"], "country": country}))
    # "Paris, France" in the city column: what follows the comma may be a country
    said = country_code(parts["state_key"])
    known = pl.DataFrame({"a": country, "b": state["state_country"], "c": said}).select(pl.coalesce("a", "b", "c").alias("country"))
    return pl.DataFrame({"city_key": parts["city_key"], "state": state["state_code"], "country": known["country"]})


def _locate(triples: pl.DataFrame) -> pl.DataFrame:
    """The distinct triples with `geonames` beside them, null where not located; order kept."""
    read = _read(triples).with_row_index("row")
    candidates = (
        read.join(names(), left_on="city_key", right_on="key", how="inner")
        .join(cities().select("geonames", pl.col("country").alias("in_country"), pl.col("state").alias("in_state"), "population"), on="geonames")
        .filter(pl.col("country").is_null() | (pl.col("country") == pl.col("in_country")))
        .filter(pl.col("state").is_null() | (pl.col("state") == pl.col("in_state")))
        .with_columns(((pl.col("population") + 100) * pl.when("main").then(_MAIN).otherwise(1.0)).alias("weight"))
        .sort("row", "weight", "geonames", descending=[False, True, False])
    )
    best = candidates.group_by("row", maintain_order=True).agg(
        pl.col("geonames", "country").first(), pl.col("weight").get(0).alias("first"),
        pl.col("weight").get(1, null_on_oob=True).fill_null(0).alias("second"))
    clear = best.filter(pl.col("country").is_not_null() | (pl.col("first") >= _CLEAR * pl.col("second")))
    joined = read.join(clear.select("row", "geonames"), on="row", how="left", maintain_order="left")
    return triples.with_columns(joined["geonames"])


def _nearest(points: pl.DataFrame) -> pl.Series:
    """geonames of the nearest city within 30 km of each (latitude, longitude) in degrees, else null."""
    rounded = points.select(pl.col("latitude").round(2), pl.col("longitude").round(2))
    distinct = rounded.unique(maintain_order=True).filter(
        pl.col("latitude").is_between(-90, 90) & pl.col("longitude").is_between(-180, 180))
    large = cities().filter(pl.col("population") >= 15_000)
    there = _on_sphere(large["latitude"], large["longitude"])
    here = _on_sphere(distinct["latitude"], distinct["longitude"])
    found = np.zeros(len(here), np.int64)
    close = np.zeros(len(here), np.float32)
    for start in range(0, len(here), 2048):
        likeness = here[start:start + 2048] @ there.T
        found[start:start + 2048] = likeness.argmax(axis=1)
        close[start:start + 2048] = likeness.max(axis=1)
    # the chord, not the cosine, is exact enough in single precision at this distance
    apart = np.linalg.norm(here - there[found], axis=1) * _EARTH_KM if len(here) else close
    numbers = large["geonames"].gather(found.astype(np.uint32)).zip_with(
        pl.Series(apart <= _NEAR_KM), pl.Series([None], dtype=pl.UInt32)) if len(here) else pl.Series([], dtype=pl.UInt32)
    return rounded.join(distinct.with_columns(numbers.alias("geonames")), on=["latitude", "longitude"], how="left", maintain_order="left")["geonames"]


def _on_sphere(latitude: pl.Series, longitude: pl.Series) -> Any:
    a, b = np.radians(latitude.to_numpy()), np.radians(longitude.to_numpy())
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1).astype(np.float32)


def _mentioned(ads: pl.DataFrame, mentions: pl.DataFrame) -> pl.Series:
    """The first place that the text of each advert names, as geonames u32 or null."""
    first = (
        mentions.filter(pl.col("kind") == "place").join(ads.select("ad", "text"), on="ad", how="inner")
        .sort("text", pl.col("field") == "body", "start")
        .group_by("text", maintain_order=True).agg(pl.col("value").first().cast(pl.UInt32, strict=False).alias("geonames"))
    )
    return ads.join(first, on="text", how="left", maintain_order="left")["geonames"]
