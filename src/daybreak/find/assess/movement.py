"""Signs read from where and when: circuits of towns, several people moved, travel that nobody could have made, bursts.

Material -> read_movement() -> Readings. Distances are great-circle kilometres between the places' coordinates.
"""

from __future__ import annotations

import polars as pl

from daybreak.find.assess.material import Material
from daybreak.find.assess.observations import Reading, grown, observed, strongest

_FAR_KM = 50.0  # less is a neighbouring town
_FAST_KMH = 900.0  # nobody travels faster, airport included
_JUMP_KM = 200.0  # and only over distances where clocks and coordinates do not matter
_STAY_DAYS = 14.0  # a stop of a circuit is shorter
_STOPS = 3
_PEOPLE = 3
_BURST = 8
_EARTH_KM = 6371.0


def kilometres(lat1: pl.Expr, lon1: pl.Expr, lat2: pl.Expr, lon2: pl.Expr) -> pl.Expr:
    """Great-circle distance by the haversine formula; degrees in, kilometres out."""
    half_lat, half_lon = (lat2 - lat1).radians() / 2, (lon2 - lon1).radians() / 2
    chord = half_lat.sin() ** 2 + lat1.radians().cos() * lat2.radians().cos() * half_lon.sin() ** 2
    return 2 * _EARTH_KM * chord.clip(0, 1).sqrt().arcsin()


def read_movement(material: Material) -> list[Reading]:
    """The signs of this module, one reading each."""
    moving = material.contacts.lazy().join(material.places.lazy().drop("org"), on="ad").collect()
    steps = _steps(moving)
    placed = moving.group_by("org").agg(pl.len()).filter(pl.col("len") > 1)["org"].sort()
    timed = (
        material.ads.filter(pl.col("posted_at").is_not_null())
        .group_by("org")
        .agg(pl.len(), (pl.col("posted_at").max() - pl.col("posted_at").min()).dt.total_days().alias("days"))
        .filter((pl.col("len") > 2) & (pl.col("days") >= 3))["org"]
        .sort()
    )
    return [
        Reading("circuit", _circuit(steps), placed),
        Reading("impossible_travel", _impossible(steps), placed),
        Reading("moves_people", _moves_people(material, moving), placed),
        Reading("burst", _burst(material, timed), timed),
    ]


def _steps(moving: pl.DataFrame) -> pl.DataFrame:
    """Each change of place of a contact: from one advert to the next in time (then in order of advert)."""
    same = (pl.col("org") == pl.col("org").shift(1)) & (pl.col("contact") == pl.col("contact").shift(1))
    return (
        moving.lazy()
        .filter((pl.col("place").min() != pl.col("place").max()).over("org"))  # few move at all: sort only those
        .sort("org", "contact", "posted_at", "ad")
        .with_columns(
            pl.when(same).then(pl.col(c).shift(1)).alias(f"{c}_before")
            for c in ("place", "latitude", "longitude", "posted_at", "ad")
        )
        .with_columns(
            kilometres(
                pl.col("latitude_before"), pl.col("longitude_before"), pl.col("latitude"), pl.col("longitude")
            ).alias("km"),
            ((pl.col("posted_at") - pl.col("posted_at_before")).dt.total_seconds() / 3600).alias("hours"),
        )
        .filter((pl.col("place") != pl.col("place_before")) & (pl.col("km") >= _FAR_KM))
        .collect()
    )


def _circuit(steps: pl.DataFrame) -> pl.DataFrame:
    """Contacts that appear in three or more far places one after another, each for at most some days."""
    feasible = steps.lazy().filter(pl.col("km") / pl.col("hours").clip(1e-3) < _FAST_KMH)
    rows = (
        feasible.with_columns(
            (
                (pl.col("posted_at") - pl.col("posted_at").shift(1).over("org", "contact")).dt.total_seconds() / 86400
            ).alias("stay")
        )
        .group_by("org", "contact")
        .agg(
            pl.len().alias("moves"),
            pl.concat_list("place", "place_before").explode(empty_as_null=False).n_unique().alias("stops"),
            pl.col("stay").median(),
            pl.col("km").sum().alias("way"),
            pl.col("ad").sort().alias("ads"),
        )
        .filter((pl.col("stops") >= _STOPS) & (pl.col("moves") >= _STOPS) & (pl.col("stay") <= _STAY_DAYS))
        .pipe(strongest, "moves")
        .with_columns(
            pl.format(
                "{} moves between {} towns at least {} km apart ({} km in all), half of the stops at most {} days",
                "moves",
                "stops",
                pl.lit(int(_FAR_KM)),
                pl.col("way").round(0).cast(pl.Int64),
                pl.col("stay").round(1),
            ).alias("observed"),
            grown(pl.col("moves"), _STOPS, 12).alias("strength"),
            pl.col("moves").alias("support"),
        )
    )
    return observed(rows, "circuit")


def _impossible(steps: pl.DataFrame) -> pl.DataFrame:
    """Contacts offered in places that nobody could have travelled between in the time."""
    rows = (
        steps.lazy()
        .filter((pl.col("km") >= _JUMP_KM) & (pl.col("km") / pl.col("hours").clip(1e-3) > _FAST_KMH))
        .sort("km", "ad", descending=[True, False])
        .group_by("org", "contact", maintain_order=True)
        .agg(
            pl.len().alias("jumps"),
            pl.col("km").first().alias("far"),
            pl.col("hours").first().alias("in"),
            pl.concat_list("ad", "ad_before").explode(empty_as_null=False).sort().alias("ads"),
        )
        .pipe(strongest, "jumps")
        .with_columns(
            pl.format(
                "{} times in places that nobody could have travelled between; the farthest {} km in {} hours",
                "jumps",
                pl.col("far").round(0).cast(pl.Int64),
                pl.col("in").round(1),
            ).alias("observed"),
            grown(pl.col("jumps"), 1, 6).alias("strength"),
            pl.col("jumps").alias("support"),
        )
    )
    return observed(rows, "impossible_travel")


def _moves_people(material: Material, moving: pl.DataFrame) -> pl.DataFrame:
    """Contacts on which three or more names each appear in far places."""
    corner = {
        c: (pl.col(c).min().alias(f"{c}_low"), pl.col(c).max().alias(f"{c}_high")) for c in ("latitude", "longitude")
    }
    people = (
        moving.lazy()
        .join(material.names.lazy().select("ad", "name"), on="ad")
        .group_by("org", "contact", "name")
        .agg(
            *corner["latitude"],
            *corner["longitude"],
            pl.col("place").n_unique().alias("towns"),
            pl.col("ad").sort().alias("ads"),
        )
        .filter(pl.col("towns") > 1)
        .filter(
            kilometres(
                pl.col("latitude_low"), pl.col("longitude_low"), pl.col("latitude_high"), pl.col("longitude_high")
            )
            >= _FAR_KM
        )
    )
    rows = (
        people.group_by("org", "contact")
        .agg(
            pl.len().alias("people"),
            pl.col("towns").max(),
            pl.col("name").sort().head(6).alias("some"),
            pl.col("ads").explode(empty_as_null=False).sort(),
        )
        .filter(pl.col("people") >= _PEOPLE)
        .pipe(strongest, "people")
        .with_columns(
            pl.format(
                "{} names on one contact each appear in two or more far towns: {}",
                "people",
                pl.col("some").list.join(", "),
            ).alias("observed"),
            grown(pl.col("people"), _PEOPLE, 8).alias("strength"),
            pl.col("people").alias("support"),
        )
    )
    return observed(rows, "moves_people")


def _burst(material: Material, timed: pl.Series) -> pl.DataFrame:
    """Organisations most of whose adverts stand on one day although they were seen on others too."""
    rows = (
        material.ads.lazy()
        .filter(pl.col("posted_at").is_not_null() & pl.col("org").is_in(timed.implode()))
        .with_columns(pl.len().over("org").alias("all"))
        .group_by("org", pl.col("posted_at").dt.date().alias("day"))
        .agg(pl.len().alias("count"), pl.col("all").first(), pl.col("ad").sort().alias("ads"))
        .filter((pl.col("count") >= _BURST) & (pl.col("count") * 2 > pl.col("all")))
        .with_columns(
            pl.format("{} of {} adverts stand on one day, {}", "count", "all", "day").alias("observed"),
            grown(pl.col("count"), _BURST, 40).alias("strength"),
            pl.col("count").alias("support"),
        )
    )
    return observed(rows, "burst")
