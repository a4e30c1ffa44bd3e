"""Where an organisation advertises, and in what order: the rows behind its map.

adverts, located -> name_places() -> adverts with a place -> stops_of(), moves_of()
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

_EARTH: Final = 6371.0      # km


@dataclass(frozen=True, slots=True)
class Stop:
    """A place with adverts."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    ads: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Move:
    """One advert in one place, the next in another."""

    start: str
    end: str
    left: datetime
    arrived: datetime
    km: float | None


def name_places(ads: pl.DataFrame, located: pl.DataFrame) -> pl.DataFrame:
    """The adverts with `place`, `place_country`, and the latitude and longitude of the place.

    located: ad, geonames, name, country, latitude, longitude. A place is called as the gazetteer calls it, else as
    the city is given; two places of one name are told apart by their state. Null where an advert names none.
    """
    found = located.select(
        "ad",
        pl.col("geonames").cast(pl.String).alias("_key"),
        pl.col("name").alias("_name"),
        pl.col("country").alias("_country"),
        pl.col("latitude").alias("_lat"),
        pl.col("longitude").alias("_lon"),
    ).unique("ad", keep="first")
    city = pl.col("city").str.strip_chars()
    written = pl.concat_str([city, *(pl.col(c).fill_null("") for c in ("state", "country"))], separator="|")
    placed = ads.join(found, on="ad", how="left", maintain_order="left").with_columns(
        pl.coalesce("_key", pl.when(city != "").then(written.str.to_lowercase())).alias("_key"),
        pl.coalesce("_name", pl.when(city != "").then(city)).alias("_name"),
        pl.coalesce("_country", "country").alias("place_country"),
        pl.coalesce("_lat", "latitude").alias("latitude"),
        pl.coalesce("_lon", "longitude").alias("longitude"),
    )
    labels = _labels(placed)
    return placed.join(labels, on="_key", how="left", maintain_order="left").drop("_key", "_name", "_country", "_lat", "_lon")


def _labels(placed: pl.DataFrame) -> pl.DataFrame:
    """One name for each place, no two the same: _key, place."""
    places = (
        placed.filter(pl.col("_key").is_not_null())
        .group_by("_key")
        .agg(pl.col("_name").min(), pl.col("state").drop_nulls().min(), pl.col("place_country").drop_nulls().min())
        .sort("_key")
    )
    where = pl.coalesce("state", "place_country", "_key")
    longer = places.with_columns(
        pl.when(pl.len().over("_name") > 1).then(pl.format("{}, {}", "_name", where)).otherwise("_name").alias("place"))
    return longer.select(
        "_key",
        pl.when(pl.len().over("place") > 1).then(pl.format("{} ({})", "place", "_key")).otherwise("place").alias("place"),
    )


def stops_of(ads: pl.DataFrame) -> list[Stop]:
    """The places of one organisation, most adverts first."""
    rows = (
        ads.filter(pl.col("place").is_not_null())
        .group_by("place", "place_country")
        .agg(pl.col("latitude").median(), pl.col("longitude").median(), pl.len().alias("ads"),
             pl.col("posted_at").min().alias("first"), pl.col("posted_at").max().alias("last"))
        .sort("ads", "place", "place_country", descending=[True, False, False], nulls_last=True)
    )
    return [Stop(r["place"], r["place_country"] or "", _degrees(r["latitude"], 90), _degrees(r["longitude"], 180),
                 r["ads"], r["first"], r["last"]) for r in rows.iter_rows(named=True)]


def moves_of(ads: pl.DataFrame) -> list[Move]:
    """The moves of one organisation in order of time; adverts of one place that follow one another are one stay."""
    dated = ads.filter(pl.col("place").is_not_null() & pl.col("posted_at").is_not_null()).sort("posted_at", "ad")
    moves: list[Move] = []
    before: dict[str, object] | None = None
    for row in dated.select("place", "place_country", "posted_at", "latitude", "longitude").iter_rows(named=True):
        if before is not None and (before["place"], before["place_country"]) != (row["place"], row["place_country"]):
            moves.append(Move(str(before["place"]), row["place"], before["posted_at"], row["posted_at"],  # type: ignore[arg-type]
                              distance(before["latitude"], before["longitude"], row["latitude"], row["longitude"])))
        before = row
    return moves


def distance(lat1: object, lon1: object, lat2: object, lon2: object) -> float | None:
    """Kilometres along a great circle; None when a place is not known."""
    if not all(isinstance(x, float) and math.isfinite(x) for x in (lat1, lon1, lat2, lon2)):
        return None
    a, b, c, d = (math.radians(x) for x in (lat1, lon1, lat2, lon2))  # type: ignore[arg-type]
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(h)))


def _degrees(value: float | None, most: float) -> float | None:
    return value if value is not None and math.isfinite(value) and abs(value) <= most else None
