"""Where adverts stand: large cities of each country, with the name that local authors use.

words/cities.csv -> cities() -> City.  Source: GeoNames (CC BY 4.0); local names by hand.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

#: language -> countries it is written in, with how often; a migrant's language appears abroad too.
HOMES: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "en": (("US", 0.6), ("GB", 0.25), ("CA", 0.15)),
    "es": (("ES", 0.4), ("MX", 0.4), ("US", 0.2)),
    "fr": (("FR", 0.8), ("CA", 0.2)),
    "pt": (("BR", 0.6), ("PT", 0.4)),
    "ru": (("RU", 0.8), ("DE", 0.2)),
    "uk": (("UA", 0.75), ("PL", 0.25)),
    "zh": (("CN", 0.8), ("US", 0.1), ("GB", 0.1)),
    "ar": (("AE", 0.45), ("EG", 0.45), ("FR", 0.1)),
}
MONEY: Final = {
    "US": "USD",
    "CA": "CAD",
    "GB": "GBP",
    "ES": "EUR",
    "MX": "MXN",
    "FR": "EUR",
    "PT": "EUR",
    "BR": "BRL",
    "RU": "RUB",
    "UA": "UAH",
    "CN": "CNY",
    "AE": "AED",
    "EG": "EGP",
    "PL": "PLN",
    "DE": "EUR",
}
#: What an hour of plain work costs there, in that money: made up, of the right size.
HOURLY: Final = {
    "US": 17.0,
    "CA": 18.0,
    "GB": 12.5,
    "ES": 10.0,
    "MX": 70.0,
    "FR": 12.0,
    "PT": 7.5,
    "BR": 18.0,
    "RU": 350.0,
    "UA": 120.0,
    "CN": 28.0,
    "AE": 25.0,
    "EG": 60.0,
    "PL": 30.0,
    "DE": 13.5,
}


@dataclass(frozen=True, slots=True)
class City:
    """A place adverts come from."""

    country: str
    name: str
    state: str | None
    latitude: float
    longitude: float
    local: str  # as authors of that country write it


@cache
def cities() -> dict[str, tuple[City, ...]]:
    """The cities of every country, largest first."""
    found: dict[str, list[City]] = {}
    table = (files("daybreak.sample") / "words" / "cities.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        city = City(
            row["country"],
            row["name"],
            row["state"] or None,
            float(row["latitude"]),
            float(row["longitude"]),
            row["local"] or row["name"],
        )
        found.setdefault(city.country, []).append(city)
    return {country: tuple(places) for country, places in found.items()}
