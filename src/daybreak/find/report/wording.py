"""Figures and codes of the tables said in words: channels, weights, dates, counts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

#: channel of evidence -> how a sentence names it
CHANNELS: Final[dict[str, str]] = {
    "phone": "the phone number", "email": "the e-mail address", "handle": "the handle", "url": "the web address",
    "wallet": "the wallet", "account": "the poster's account", "text": "the text, word for word", "template": "the wording",
    "image": "the picture", "movement": "how it moves from place to place",
    "style": "the way of writing (a row of emoji)", "place": "the place", "difference": "that they differ in what both show",
    "judgement": "a person's judgement",
}

#: kind -> its short name in legends and labels
KINDS: Final[dict[str, str]] = {
    "phone": "phone",
    "email": "e-mail",
    "handle": "handle",
    "url": "web address",
    "wallet": "wallet",
    "account": "account",
    "text": "wording",
    "template": "wording",
    "movement": "movement",
    "image": "picture",
    "style": "style",
    "place": "place",
    "judgement": "judgement",
    "difference": "difference",
}

_STEPS: Final = ((9.0, "very strongly"), (6.0, "strongly"), (3.0, "clearly"), (1.0, "a little"))
#: ISO 639-1 -> English name, for the languages that adverts are mostly written in
_LANGUAGES: Final = dict(
    pair.strip().split(" ", 1)
    for pair in """
ar Arabic, az Azerbaijani, be Belarusian, bg Bulgarian, bn Bengali, bs Bosnian, ca Catalan, cs Czech, da Danish,
de German, el Greek, en English, es Spanish, et Estonian, eu Basque, fa Persian, fi Finnish, fr French, gl
Galician, gu Gujarati, he Hebrew, hi Hindi, hr Croatian, ht Haitian Creole, hu Hungarian, hy Armenian, id
Indonesian, it Italian, ja Japanese, ka Georgian, kk Kazakh, km Khmer, ko Korean, ky Kyrgyz, lo Lao, lt
Lithuanian, lv Latvian, mk Macedonian, ml Malayalam, mn Mongolian, mr Marathi, ms Malay, ne Nepali, nl Dutch, no
Norwegian, nb Norwegian, pa Punjabi, pl Polish, ps Pashto, pt Portuguese, ro Romanian, ru Russian, si Sinhala,
sk Slovak, sl Slovene, so Somali, sq Albanian, sr Serbian, sv Swedish, sw Swahili, ta Tamil, te Telugu, tg
Tajik, th Thai, tl Tagalog, tr Turkish, uk Ukrainian, und not recognised, ur Urdu, uz Uzbek, vi Vietnamese, zh
Chinese""".replace(
        "\n", " "
    ).split(",")
)


def weigh(log_odds: float | None) -> str:
    """A log-odds weight in words: 'speaks strongly for one source'."""
    if log_odds is None:
        return "not weighed"
    for least, word in _STEPS:
        if abs(log_odds) >= least:
            return f"speaks {word} {'for' if log_odds > 0 else 'against'} one source"
    return "says hardly anything"


def signed(log_odds: float | None) -> str:
    """The weight as a number with its sign, one decimal; a dash when there is none."""
    return "–" if log_odds is None else f"{log_odds:+.1f}".replace("-", "−")


def adds(weight: float) -> str:
    """How much one indicator adds to an organisation's place in the order."""
    return "weighs much" if weight >= 1.5 else "weighs some" if weight >= 0.6 else "weighs little"


def number(count: int | None) -> str:
    """1234567 -> '1,234,567'."""
    return "–" if count is None else f"{count:,}"


def several(count: int, one: str, many: str | None = None) -> str:
    """(1, 'advert') -> '1 advert'; (1200, 'advert') -> '1,200 adverts'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(when: datetime | None) -> str:
    """'3 March 2024'."""
    return "unknown" if when is None else f"{when.day} {when:%b %Y}"


def period(first: datetime | None, last: datetime | None) -> str:
    """'3 Mar 2024 to 9 Apr 2024', or one day."""
    if first is None or last is None:
        return "no dates given"
    return day(first) if first.date() == last.date() else f"{day(first)} to {day(last)}"


def ordinal(rank: int) -> str:
    """1 -> '1st'."""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank:,}{ending}"


def language(code: str | None) -> str:
    """'es' -> 'Spanish'; a code without a name here is given as it is."""
    return _LANGUAGES.get(code or "und", code or "")


def titled(code: str) -> str:
    """An id of the catalogue as words: 'third_party_control' -> 'Third party control'."""
    return code.replace("_", " ").replace("-", " ").strip().capitalize()
