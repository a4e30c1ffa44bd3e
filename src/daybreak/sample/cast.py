"""Who posts: an organisation of a synthetic world, with its habits, contacts, places and life span.

draw_organisation() -> Organisation.  `kind` is the truth for assessing, never read by linking.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Final

from daybreak.sample.market import Market
from daybreak.sample.numbers import Numbers
from daybreak.sample.phrases import CATEGORIES, LANGUAGES, Language, address_word, read_language
from daybreak.sample.places import HOMES, City, cities
from daybreak.sample.style import Style, new_style

#: The classes of organisations; `third_party_control` is what a lead should find.
CLASSES: Final = (
    "third_party_control",
    "agency",
    "independent",
    "touring",
    "safety_sharing",
    "shared_flat",
    "employer",
    "recruiter_fraud",
    "spam",
)
_OFTEN: Final = {"en": 0.40, "es": 0.14, "fr": 0.09, "pt": 0.09, "ru": 0.08, "uk": 0.06, "zh": 0.07, "ar": 0.07}
_FREE_MAIL: Final = ("freemail.example", "post.example", "mailbox.test", "letters.example", "quickmail.test")
YEAR: Final = 365.0
#: Whether phone, mail and handle are shown: what a fifth of authors does each.
_SHOWS: Final = ((True, False, False), (True, False, False), (True, True, False), (False, True, False), (True, False, True))


@dataclass(slots=True)
class Organisation:
    """A source of adverts. Numbers are national digits; days count from the first of the world's year."""

    number: int
    kind: str
    language: Language
    country: str
    category: str
    style: Style
    route: tuple[City, ...]  # places in order; one for most
    names: tuple[str, ...]
    ages: tuple[int, ...]
    phones: tuple[str, ...]  # in the order in which they were used
    mail: str
    handle: str
    site: str  # its own web page, or ""
    sites: tuple[int, ...]  # boards it posts on
    pictures: tuple[int, ...]
    start: float
    days: float
    shows: tuple[bool, bool, bool]  # phone, mail, handle
    notes: list[str] = field(default_factory=list)


def draw_language(chance: Random) -> Language:
    """A language as often as the world speaks it."""
    return read_language(chance.choices(LANGUAGES, [_OFTEN[code] for code in LANGUAGES])[0])


def draw_organisation(
    number: int,
    kind: str,
    size: int,
    market: Market,
    chance: Random,
    language: Language | None = None,
    country: str | None = None,
    category: str | None = None,
) -> Organisation:
    """A new organisation that will post `size` adverts."""
    draw = chance.random
    language = language or draw_language(chance)
    if country is None:
        homes = HOMES[language.code]
        country = homes[0][0] if len(homes) == 1 else chance.choices([h for h, _ in homes], [w for _, w in homes])[0]
    if category is None:
        category = "recruit" if kind == "recruiter_fraud" else CATEGORIES[int(draw() * len(CATEGORIES))]
    moves = kind == "touring" or kind == "third_party_control" and draw() < 0.55 or draw() < 0.06
    many = _people(kind, chance)
    word = address_word(chance) + str(int(draw() * 10000))
    days = min(YEAR, 7 + 0.6 * size + draw() * 240) if size > 1 else 0.0
    shows = _SHOWS[int(draw() * len(_SHOWS))]
    return Organisation(
        number=number,
        kind=kind,
        language=language,
        country=country,
        category=category,
        style=new_style(language, country, chance),
        route=_route(country, 3 + int(draw() * 4) if moves else 1, chance),
        names=tuple(language.lists["firstname"][int(draw() * len(language.lists["firstname"]))] for _ in range(many)),
        ages=tuple(19 + int(draw() * 35) for _ in range(many)),
        phones=_phones(kind, size, country, market.numbers, chance),
        mail=f"{word}@{_FREE_MAIL[int(draw() * 5)]}" if draw() < 0.6 else f"info@{word}.example",
        handle=word + "_" + str(int(draw() * 100)),
        site=f"https://{word}.example/" if draw() < 0.12 else "",
        sites=tuple(int(draw() * 6) for _ in range(1 + int(draw() * 2.5))) if size > 1 else (int(draw() * 6),),
        pictures=tuple(chance.getrandbits(64) for _ in range(1 + int(draw() * 3))) if draw() < 0.45 else (),
        start=draw() * (YEAR - days),
        days=days,
        shows=shows,
    )


def _people(kind: str, chance: Random) -> int:
    """How many names an organisation posts under: one for who works alone, many under control."""
    if kind in ("independent", "touring", "safety_sharing", "shared_flat"):
        return 1
    return 2 + int(chance.random() * 7) if kind == "third_party_control" else 1 + int(chance.random() * 2)


def _route(country: str, stops: int, chance: Random) -> tuple[City, ...]:
    """Places in order, none twice; large cities more often."""
    places = cities()[country]
    found: dict[str, City] = {}
    while len(found) < min(stops, len(places)):
        city = places[int(len(places) * chance.random() ** 1.6)]
        found[city.name] = city
    return tuple(found.values())


def _phones(kind: str, size: int, country: str, numbers: Numbers, chance: Random) -> tuple[str, ...]:
    """One number, or several when it changes in mid-life."""
    if kind == "third_party_control":
        many = min(6, 1 + size // 8 + int(chance.random() * 2))
    else:
        many = 1 + (size > 4 and chance.random() < 0.3) + min(3, size // 60)
    return tuple(numbers.new(country) for _ in range(many if size > 1 else 1))
