"""The scenes of a world: who posts how much, and what they share without being one.

SCENES: (share of the adverts, scene). A scene plays one organisation or a few at a time until its share is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from daybreak.sample.cast import YEAR, Organisation, draw_language, draw_organisation
from daybreak.sample.market import Market
from daybreak.sample.phrases import CATEGORIES, say
from daybreak.sample.places import HOMES
from daybreak.sample.poster import Last, Poster, Shown
from daybreak.sample.writer import Brief, Text, generic_text, write_text

_TEMPLATED: Final = (
    ("third_party_control", 0.15),
    ("agency", 0.15),
    ("employer", 0.25),
    ("independent", 0.30),
    ("recruiter_fraud", 0.08),
    ("spam", 0.07),
)
_ALONE: Final = (
    ("independent", 0.62),
    ("employer", 0.20),
    ("agency", 0.04),
    ("third_party_control", 0.05),
    ("recruiter_fraud", 0.04),
    ("spam", 0.05),
)


class Kept(NamedTuple):
    """What is told about an organisation when the world is made."""

    kind: str
    language: str
    country: str
    category: str
    notes: list[str]


@dataclass(slots=True)
class Stage:
    """What the scenes of one world play on."""

    ads: int
    chance: Random
    market: Market
    poster: Poster
    organisations: list[Kept]
    texts: int = 0

    def join(self, kind: str, size: int, **given: object) -> Organisation:
        """A new organisation, counted."""
        who = draw_organisation(len(self.organisations), kind, size, self.market, self.chance, **given)  # type: ignore[arg-type]
        self.organisations.append(Kept(kind, who.language.code, who.country, who.category, who.notes))
        return who

    def write(self, who: Organisation, brief: Brief) -> Text:
        """A new text, counted."""
        self.texts += 1
        return write_text(self.texts - 1, who.language, who.category, who.style, brief, self.chance)

    @property
    def largest(self) -> int:
        """Adverts of the largest template: a fiftieth of a small world, 1,000 of a large one."""
        return max(8, min(1000, self.ads // 50))


def zipf(least: int, most: int, chance: Random) -> int:
    """A size k in [least, most] with probability about as 1/k squared."""
    low, high = 1 / least, 1 / (most + 1)
    return int(1 / (high + (low - high) * chance.random()))


def draw_brief(kind: str, chance: Random, register: bool = False) -> Brief:
    """What a text of this kind of organisation says; one in ten under control says nothing of it."""
    draw = chance.random
    sections = ("age",) if kind in ("third_party_control", "independent") and draw() < 0.15 else ()
    return Brief(
        control=(1 + int(draw() * 3) if draw() < 0.9 else 0) if kind == "third_party_control" else int(draw() < 0.01),
        honest=int(draw() < 0.35) + int(draw() < 0.1) if kind in ("agency", "employer", "independent") else 0,
        fraud=1 + int(draw() * 3) if kind == "recruiter_fraud" else 0,
        spam=1 + int(draw() * 2) if kind == "spam" else 0,
        statutes=1 + int(draw() * 4) if register else int(draw() < 0.1),
        sections=sections,
    )


def contacts_at(who: Organisation, rank: int, size: int, chance: Random, missing: float) -> list[Shown]:
    """What the organisation shows in its advert number `rank` of `size`: numbers change in mid-life, with an overlap."""
    draw, shown = chance.random, []
    if draw() < missing:
        return []
    if who.shows[0]:
        many = len(who.phones)
        at = rank * many // max(size, 1)
        if draw() < 0.12:
            at = min(many - 1, max(0, at + (1 if draw() < 0.5 else -1)))
        shown.append(Shown("phone", who.phones[at], "own", "call", who.country))
        if many > 1 and draw() < 0.08:
            shown.append(Shown("phone", who.phones[(at + 1) % many], "own", "call", who.country))
    if who.shows[1]:
        shown.append(Shown("email", who.mail, "own", "mail", who.country))
    if who.shows[2]:
        shown.append(Shown("handle", who.handle, "own", "handle", who.country))
    if who.site and draw() < 0.5:
        shown.append(Shown("url", who.site, "own", "site", who.country))
    return shown


def desk(office_phone: str, office_mail: str, whose: str, country: str, chance: Random) -> list[Shown]:
    """An agency's or agent's number, its address, or both."""
    luck = chance.random()
    phone, mail = Shown("phone", office_phone, whose, "desk", country), Shown("email", office_mail, whose, "desk", country)
    return [phone] if luck < 0.4 else [mail] if luck < 0.7 else [phone, mail]


def play_templates(stage: Stage) -> None:
    """An organisation with one or several texts, each posted many times."""
    chance, market, draw = stage.chance, stage.market, stage.chance.random
    kind = chance.choices([k for k, _ in _TEMPLATED], [w for _, w in _TEMPLATED])[0]
    many = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4)[int(draw() * 10)] + (int(draw() * 3) if draw() < 0.1 else 0)
    sizes = [zipf(2, stage.largest, chance) for _ in range(many)]
    size = sum(sizes)
    who = stage.join(kind, size)
    _inherit(stage, who)
    extra, week = _driver(stage, who, size)
    texts = []
    for _ in sizes:
        bought = market.sold.pop((who.language.code, who.category), None) if draw() < 0.03 else None
        text = bought or stage.write(who, draw_brief(kind, chance))
        if bought:
            who.notes.append("bought text")
        elif draw() < 0.02:
            market.sold[who.language.code, who.category] = text
        texts.append(text)
    order = [t for t, n in zip(texts, sizes, strict=True) for _ in range(n)]
    if draw() < 0.8:
        chance.shuffle(order)
    days = sorted(who.start + who.days * draw() for _ in range(size))
    stay = 1 + int(draw() * max(1, size / 8))
    office = market.office(who.country, who.language) if kind == "independent" and draw() < 0.05 else None
    last: dict[int, Last] = {}
    for rank, (text, day) in enumerate(zip(order, days, strict=True)):
        if text.number in last and draw() < 0.15:
            stage.poster.again(last[text.number], day)
            continue
        shown = contacts_at(who, rank, size, chance, 0.08)
        if extra and abs(day - week) < 3.5:
            shown.append(extra)
        if office and draw() < 0.5:
            shown += desk(office.phone, office.mail, "agency", who.country, chance)
        last[text.number] = stage.poster.post(
            who, text, shown, day, who.route[rank // stay % len(who.route)], int(draw() * len(who.names)), _board(who, chance)
        )
    if size > 3 and draw() < 0.04 and who.start + who.days < 260:
        market.freed[who.country] = (who.phones[-1], who.start + who.days)


def _inherit(stage: Stage, who: Organisation) -> None:
    """Some get a number that another organisation had until a month ago."""
    freed = stage.market.freed.get(who.country)
    if freed and stage.chance.random() < 0.05 and freed[1] + 30 + who.days < YEAR:
        del stage.market.freed[who.country]
        who.start = freed[1] + 30 + stage.chance.random() * (YEAR - freed[1] - 30 - who.days)
        who.phones = (freed[0], *who.phones[1:])
        who.notes.append("recycled number")


def _driver(stage: Stage, who: Organisation, size: int) -> tuple[Shown | None, float]:
    """Two organisations in one country show the same driver's number for a week."""
    if size < 6 or stage.chance.random() > 0.05:
        return None, 0.0
    waiting = stage.market.drivers.pop(who.country, None)
    week = waiting[1] if waiting else who.start + who.days / 2
    number = waiting[0] if waiting else stage.market.numbers.new(who.country)
    if not waiting:
        stage.market.drivers[who.country] = (number, week)
    who.start = min(max(0.0, week - who.days / 2), YEAR - who.days)
    who.notes.append("shared driver")
    return Shown("phone", number, "driver", "driver", who.country), week


def _board(who: Organisation, chance: Random) -> int:
    return who.sites[int(chance.random() * len(who.sites))]


def play_alone(stage: Stage) -> None:
    """Somebody who posts once; one in eight shows an agency's contact, often instead of an own one."""
    chance, draw = stage.chance, stage.chance.random
    kind = chance.choices([k for k, _ in _ALONE], [w for _, w in _ALONE])[0]
    who = stage.join(kind, 1)
    text = stage.write(who, draw_brief(kind, chance))
    shown = contacts_at(who, 0, 1, chance, 0.06)
    if draw() < 0.12 and kind in ("independent", "employer"):
        office = stage.market.office(who.country, who.language)
        shown = (shown if draw() < 0.5 else []) + desk(office.phone, office.mail, "agency", who.country, chance)
        who.notes.append("agency contact")
    stage.poster.post(who, text, shown, who.start, who.route[0], 0, who.sites[0])


def play_generic(stage: Stage) -> None:
    """Three words that many say ("Farm worker needed"), posted once or a few times by one of them."""
    chance, draw = stage.chance, stage.chance.random
    size = 1 if draw() < 0.8 else 2 + int(draw() * 3)
    who = stage.join("independent" if draw() < 0.5 else "employer", size)
    titles = who.language.lists[f"{who.category}.generic"]
    title = titles[int(draw() * len(titles))]
    text = generic_text(stage.texts, title)     # its own, though a hundred others say the same: nobody copied it
    stage.texts += 1
    for rank in range(size):
        shown = contacts_at(who, rank, size, chance, 0.0)
        stage.poster.post(
            who, text, shown, who.start + rank * 5 % max(1.0, who.days), who.route[0], 0, _board(who, chance)
        )


def play_employers(stage: Stage) -> None:
    """An honest employer in a job register: many texts, no wording of its own, only an address or number in common.

    Half file through an agent whose contact and set phrases stand in the orders of 2 to 60 employers.
    A few are sisters: two firms under two names with one office number.
    """
    chance, market, draw = stage.chance, stage.market, stage.chance.random
    size = zipf(1, 60, chance)
    who = stage.join("employer", size, category=("farm", "construction", "recruit", "cleaning", "moving")[int(draw() * 5)])
    who.shows = (True, True, False) if draw() < 0.6 else (False, True, False) if draw() < 0.7 else (True, False, False)
    agent = market.agent(who.country, who.language) if draw() < 0.45 else None
    alone = agent is not None and draw() < 0.3  # shows the agent's contact only, so it keeps to one text
    line = market.office_lines.pop(who.country, None) if draw() < 0.03 else None
    if line:
        who.notes.append("sister")
    elif draw() < 0.03:
        market.office_lines[who.country] = who.phones[0]
    text: Text | None = None
    for rank in range(size):
        if text is None or not alone and draw() < 0.6:
            fixed = tuple(p for p in agent.phrases if draw() < 0.7) if agent else ()
            brief = draw_brief("employer", chance, register=True)
            text = stage.write(
                who, Brief(honest=brief.honest, statutes=brief.statutes, fixed=fixed, length=1 + int(9 * draw() ** 2))
            )
        shown = contacts_at(who, rank, size, chance, 0.02)
        if agent and (alone or draw() < 0.75):
            shown = ([] if alone else shown[:1]) + desk(agent.phone, agent.mail, "agent", who.country, chance)
        if line and draw() < 0.5:
            shown.append(Shown("phone", line, "sister", "call", who.country))
        stage.poster.post(who, text, shown, who.start + who.days * rank / size, who.route[0], 0, 2)


def play_filing(stage: Stage) -> None:
    """An agent who files for many employers all over the country: one number on all their orders.

    Half of the agents write one text for all; the others let each employer say what is wanted, between their own set
    phrases and the law's. Two employers in five show an address of their own. Nothing else tells them apart but their
    towns; a register of seasonal work is full of them, and to join what shares such a number joins everybody.
    """
    chance, draw = stage.chance, stage.chance.random
    language = draw_language(chance)
    given = {"language": language, "country": HOMES[language.code][0][0], "category": ("farm", "construction")[int(draw() * 2)]}
    phone, text = stage.market.numbers.new(str(given["country"])), None
    phrases = tuple(say(language, "sentence", "recruit", chance) for _ in range(2)) if draw() < 0.5 else ()
    for _ in range(zipf(8, min(1000, max(30, stage.ads // 25)), chance)):
        size = zipf(1, 4, chance)
        who = stage.join("employer", size, **given)
        who.shows = (False, draw() < 0.4, False)
        if text is None or phrases:
            brief = Brief(honest=1, statutes=1 + int(draw() * 3), length=1 + int(draw() * 6), fixed=phrases)
            text = stage.write(who, brief)
        for rank in range(size):
            shown = [Shown("phone", phone, "agent", "desk", who.country), *contacts_at(who, rank, size, chance, 0.0)]
            stage.poster.post(who, text, shown, who.start + who.days * rank / size, who.route[0], 0, 2)


def play_tour(stage: Stage) -> None:
    """An independent who travels: places in order, one name, one number, dates of their own."""
    chance, draw = stage.chance, stage.chance.random
    size = zipf(3, min(40, stage.largest), chance)
    who = stage.join("touring", size, category=("massage", "beauty", "tutoring", "massage")[int(draw() * 4)])
    text = stage.write(who, Brief(sections=("touring",), honest=int(draw() < 0.3)))
    for rank in range(size):
        shown = contacts_at(who, rank, size, chance, 0.05)
        city = who.route[rank * len(who.route) // size]
        stage.poster.post(who, text, shown, who.start + who.days * rank / size, city, 0, _board(who, chance))


def play_safety(stage: Stage) -> None:
    """Independents who post each other's safety advice with one advice line: nobody controls anybody."""
    chance, draw = stage.chance, stage.chance.random
    language = draw_language(chance)
    country = HOMES[language.code][0][0]
    line = Shown("phone", stage.market.numbers.new(country), "line", "safety.line", country)
    advice = tuple(say(language, "safety", "massage", chance) for _ in range(2))
    for _ in range(3 + int(draw() * 12)):
        size = 1 + int(draw() * 3)
        who = stage.join(
            "safety_sharing",
            size,
            language=language,
            country=country,
            category=("massage", "cleaning", "care", "beauty")[int(draw() * 4)],
        )
        text = stage.write(who, Brief(fixed=advice, length=2 + int(draw() * 3)))
        for rank in range(size):
            shown = [*contacts_at(who, rank, size, chance, 0.0), line]
            stage.poster.post(who, text, shown, who.start + rank * 9 % max(1.0, who.days), who.route[0], 0, _board(who, chance))


def play_flat(stage: Stage) -> None:
    """Three to five independents who share a workroom, its set phrases and often its landline."""
    chance, draw = stage.chance, stage.chance.random
    language, category = draw_language(chance), ("massage", "beauty")[int(draw() * 2)]
    country = HOMES[language.code][0][0]
    line = Shown("phone", stage.market.numbers.new(country), "line", "call", country) if draw() < 0.5 else None
    words = tuple(say(language, "flat", category, chance) for _ in range(2))
    first: Organisation | None = None
    for _ in range(3 + int(draw() * 3)):
        size = 1 + int(draw() * 5)
        who = stage.join("shared_flat", size, language=language, country=country, category=category)
        first = first or who
        who.route = first.route[:1]
        text = stage.write(who, Brief(fixed=words))
        for rank in range(size):
            shown = contacts_at(who, rank, size, chance, 0.0) + ([line] if line and draw() < 0.5 else [])
            stage.poster.post(who, text, shown, who.start + who.days * rank / size, who.route[0], 0, _board(who, chance))


#: Share of the adverts of a world, and the scene that makes them.
SCENES: Final[tuple[tuple[float, Callable[[Stage], None]], ...]] = (
    (0.41, play_templates),
    (0.29, play_alone),
    (0.03, play_generic),
    (0.13, play_employers),
    (0.08, play_filing),
    (0.03, play_tour),
    (0.015, play_safety),
    (0.015, play_flat),
)
assert set(CATEGORIES) >= {"massage", "beauty"}
