"""Where an advert says it is: from its columns to a place of the gazetteer.

ads (city, state, country, latitude, longitude) -> locate_ads() -> geonames id, name, country, coordinates
ads -> region_of() -> ISO 3166-1 alpha-2, by which phone numbers are read

Gazetteer: GeoNames, CC BY 4.0 (see `daybreak.text.gazetteer`). Of cities with one name, the country and state given
choose; then cities of 15,000 and more come before smaller ones; then the most people, a main name counting ten times
another one. Without country and state, a name shared by cities of like size locates nothing: better no place than a
wrong one.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from daybreak.text.gazetteer import cities, country_code, names, place_key, state_of

_MAIN: Final = 10.0          # how much more a city's own name counts than another one
_CLEAR: Final = 3.0          # without a country, the first must be so much larger than the second
_NEAR_KM: Final = 30.0       # a coordinate belongs to the nearest city within this distance
_DISTRICT_KM: Final = 6.0
_EARTH_KM: Final = 6371.0
_GIVEN: Final = ("city", "state", "country")
_POINT: Final = ("latitude", "longitude")


def locate_ads(ads: pl.DataFrame, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Where each advert is, for those that can be located: one row each, in order of `ad`.

    ads: ad, and any of city, state, country, latitude, longitude. Returns ad u32, geonames u32, name, country (str),
    latitude, longitude (f64, of the city). The city as written comes first, then the nearest city within 30 km of
    the coordinates; with `mentions` (and `text` among the columns), then the first place that the text names.
    """
    given = _complete(ads)
    triples = given.select(_GIVEN).unique(maintain_order=True)
    by_name = given.join(locate(triples), on=_GIVEN, how="left", nulls_equal=True, maintain_order="left")["geonames"]
    located = given.select("ad").with_columns(by_name)
    missing = by_name.is_null() & given["latitude"].is_not_null() & given["longitude"].is_not_null()
    if missing.any():
        near = nearest(given.filter(missing).select(_POINT))
        located = located.with_columns(by_name.scatter(missing.arg_true(), near))
    if mentions is not None and "text" in ads.columns and located["geonames"].has_nulls():
        located = located.with_columns(pl.coalesce("geonames", _mentioned(ads, mentions)))
    return located.filter(pl.col("geonames").is_not_null()).pipe(_describe).sort("ad")


def region_of(ads: pl.DataFrame, otherwise: str | None = None) -> pl.Series:
    """ISO 3166-1 alpha-2 of each advert's country: as given, else its state's, else its city's, else `otherwise`."""
    given = _complete(ads)
    triples = given.select(_GIVEN).unique(maintain_order=True)
    found = triples.with_columns(_read(triples)["country"].alias("region"))
    unknown = found["region"].is_null() & triples["city"].is_not_null()
    if unknown.any():
        located = _describe(locate(triples.filter(unknown)).select("geonames").with_row_index("ad"), keep=True)
        found = found.with_columns(found["region"].scatter(unknown.arg_true(), located["country"]))
    regions = given.join(found, on=_GIVEN, how="left", nulls_equal=True, maintain_order="left")["region"]
    return (regions.fill_null(otherwise) if otherwise else regions).alias("region")


def _complete(ads: pl.DataFrame) -> pl.DataFrame:
    kinds: dict[str, Any] = (
        {"ad": pl.UInt32} | dict.fromkeys(_GIVEN, pl.String) | dict.fromkeys(_POINT, pl.Float64))
    return ads.select((pl.col(c) if c in ads.columns else pl.lit(None)).cast(kind).alias(c) for c, kind in kinds.items())


def _describe(located: pl.DataFrame, keep: bool = False) -> pl.DataFrame:
    """ad, geonames and what the gazetteer says about it. keep: also rows without a place."""
    what = ("geonames", "name", "country", *_POINT)
    table = cities(large=True).select(what)
    beyond = located.join(table, on="geonames", how="anti")["geonames"].drop_nulls()
    if len(beyond):
        table = pl.concat([table, cities(large=False).select(what)]).unique("geonames", keep="first")
    return located.join(table, on="geonames", how="left" if keep else "inner", maintain_order="left")


def _read(triples: pl.DataFrame) -> pl.DataFrame:
    """city_key, state (code), country (ISO or null) of each distinct triple; "Houston, TX" is taken apart."""
    city = pl.col("city")
    parts = triples.select(
        place_key(city.str.extract(r"^([^,;/(|]+)")).alias("city_key"),
        place_key(pl.coalesce("state", city.str.extract(r"[,(]\s*([^,;/()|]+)"))).alias("state_key"),
        place_key(city.str.extract(r",[^,]*,\s*([^,]+)$")).alias("last"), "country",
    )
    country = country_code(parts["country"])
    country = country.zip_with(country.is_not_null(), country_code(parts["last"]))
    state = state_of(pl.DataFrame({"state_key": parts["state_key"], "country": country}))
    said = country_code(parts["state_key"])         # "Paris, France" in the city column
    known = pl.DataFrame({"a": country, "b": state["state_country"], "c": said}).select(pl.coalesce("a", "b", "c"))
    return pl.DataFrame({"city_key": parts["city_key"], "state": state["state_code"], "country": known["a"]})


def locate(triples: pl.DataFrame, large_only: bool = False) -> pl.DataFrame:
    """Distinct triples (city, state, country) with `geonames` beside them, null where not located; order kept."""
    read = _read(triples).with_row_index("row")
    found = _choose(read, large=True)
    rest = read.join(found, on="row", how="anti").filter(pl.col("city_key").is_not_null())
    if len(rest) and not large_only:
        found = pl.concat([found, _choose(rest, large=False)])
    return triples.with_columns(read.join(found, on="row", how="left", maintain_order="left")["geonames"])


def _choose(read: pl.DataFrame, large: bool) -> pl.DataFrame:
    """row, geonames of the city that each row means, where that is clear."""
    known = cities(large).select(
        "geonames", "population", pl.col("country").alias("in_country"), pl.col("state").alias("in_state"))
    candidates = (
        read.join(names(large), left_on="city_key", right_on="key", how="inner").join(known, on="geonames")
        .filter(pl.col("country").is_null() | (pl.col("country") == pl.col("in_country")))
        .filter(pl.col("state").is_null() | (pl.col("state") == "") | (pl.col("state") == pl.col("in_state")))
        .with_columns(((pl.col("population") + 100) * pl.when("main").then(_MAIN).otherwise(1.0)).alias("weight"))
        .sort("row", "weight", "geonames", descending=[False, True, False])
    )
    best = candidates.group_by("row", maintain_order=True).agg(
        pl.col("geonames", "country").first(), pl.col("weight").first().alias("first"),
        pl.col("weight").get(1, null_on_oob=True).fill_null(0).alias("second"))
    clear = pl.col("country").is_not_null() | (pl.col("first") >= _CLEAR * pl.col("second"))
    return best.filter(clear).select("row", "geonames")


def nearest(points: pl.DataFrame) -> pl.Series:
    """geonames of the nearest city of 15,000 and more within 30 km of each point (degrees), else null; order kept."""
    rounded = points.select(pl.col(_POINT).round(2))
    distinct = rounded.unique(maintain_order=True).filter(
        pl.col("latitude").is_between(-90, 90) & pl.col("longitude").is_between(-180, 180))
    table = cities(large=True)
    there, here = _on_sphere(table), _on_sphere(distinct)
    found = np.zeros(len(here), np.uint32)
    for start in range(0, len(here), 2048):
        found[start:start + 2048] = (here[start:start + 2048] @ there.T).argmax(axis=1)
    # the chord, not the cosine, is exact enough in single precision at this distance
    near = np.linalg.norm(here - there[found], axis=1) * _EARTH_KM <= _NEAR_KM
    numbers = table["geonames"].gather(pl.Series(_whole_city(found), dtype=pl.UInt32))
    placed = distinct.with_columns(numbers.alias("geonames")).filter(pl.Series(near, dtype=pl.Boolean))
    return rounded.join(placed, on=_POINT, how="left", maintain_order="left")["geonames"]


def _whole_city(rows: Any) -> Any:
    """Rows of the large cities; a district of a city (within 6 km of one with ten times the people) becomes that city."""
    table = cities(large=True)
    there, people = _on_sphere(table), table["population"].to_numpy()
    distinct, back = np.unique(rows, return_inverse=True)
    whole = distinct.copy()
    for start in range(0, len(distinct), 256):
        some = distinct[start:start + 256]
        close = there[some] @ there.T >= np.float32(1 - (_DISTRICT_KM / _EARTH_KM) ** 2 / 2)
        size = np.where(close, people, 0)
        largest = size.argmax(axis=1)
        whole[start:start + 256] = np.where(people[largest] >= 10 * people[some], largest, some)
    return whole[back].astype(np.uint32)


def _on_sphere(points: pl.DataFrame) -> Any:
    a, b = np.radians(points["latitude"].to_numpy()), np.radians(points["longitude"].to_numpy())
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1).astype(np.float32)


def _mentioned(ads: pl.DataFrame, mentions: pl.DataFrame) -> pl.Series:
    """The first place that the text of each advert names, as geonames u32 or null."""
    first = (
        mentions.filter(pl.col("kind") == "place").join(ads.select("ad", "text"), on="ad", how="inner")
        .sort("text", pl.col("field") == "body", "start").group_by("text", maintain_order=True)
        .agg(pl.col("value").first().cast(pl.UInt32, strict=False).alias("geonames"))
    )
    return ads.join(first, on="text", how="left", maintain_order="left")["geonames"]
