"""Putting an advert on a board: which columns the board fills, where the contact stands, how it is disguised.

Poster.post(organisation, text, shown contacts ...) -> a row of ads, of truth, and of true contacts
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

import polars as pl

from daybreak.sample.cast import Organisation
from daybreak.sample.disguise import disguise, disguise_mail
from daybreak.sample.market import Market, blur
from daybreak.sample.numbers import PLANS, e164, show
from daybreak.sample.phrases import say
from daybreak.sample.places import HOURLY, MONEY, City
from daybreak.sample.style import dress, edit_word
from daybreak.sample.writer import Text


@dataclass(frozen=True, slots=True)
class Board:
    """How often a board has its columns filled."""

    name: str
    phone: float
    mail: float
    account: float
    place: float
    price: float
    titled: float = 1.0


BOARDS: Final = (
    Board("north-board.example", 0.75, 0.3, 0.9, 0.98, 0.4),
    Board("open-listings.example", 0.0, 0.0, 0.0, 0.9, 0.0),
    Board("job-register.example", 0.75, 0.9, 0.0, 1.0, 0.9),
    Board("rooms-and-work.example", 0.5, 0.0, 1.0, 0.95, 0.6),
    Board("service-pages.example", 0.9, 0.1, 0.5, 1.0, 0.7),
    Board("messages.example", 0.0, 0.0, 0.3, 0.6, 0.0, 0.1),
)
_HOURS: Final = {"hour": 1.0, "day": 8.0, "week": 40.0, "month": 170.0}
_UNITS: Final = tuple(_HOURS)
FIRST_DAY: Final = 1_735_689_600  # 2025-01-01, seconds
_CHUNK: Final = 50_000
_AD: Final[dict[str, Any]] = {
    "key": pl.UInt32,
    "site": pl.String,
    "category": pl.String,
    "seconds": pl.Int64,
    "title": pl.String,
    "body": pl.String,
    "city": pl.String,
    "state": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "phone": pl.String,
    "email": pl.String,
    "handle": pl.String,
    "url": pl.String,
    "account": pl.String,
    "name": pl.String,
    "age": pl.String,
    "price": pl.String,
    "pay": pl.Float64,
    "pay_unit": pl.String,
    "pay_currency": pl.String,
    "image_hash": pl.String,
    "organisation": pl.UInt32,
    "template": pl.UInt32,
    "class": pl.String,
    "language": pl.String,
}
_CONTACT: Final[dict[str, Any]] = {
    "key": pl.UInt32,
    "kind": pl.String,
    "value": pl.String,
    "field": pl.String,
    "how": pl.String,
    "written": pl.String,
    "whose": pl.String,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact that an advert shows."""

    kind: str  # phone email handle url
    value: str  # national digits, address, handle, page
    whose: str  # own agency agent driver line recycled sister
    section: str  # how the sentence around it is made
    country: str


@dataclass(frozen=True, slots=True)
class Last:
    """What an advert said, so that it can be posted again word for word."""

    row: tuple[Any, ...]
    contacts: tuple[tuple[Any, ...], ...]


class Poster:
    """Collects the rows of a world."""

    def __init__(self, market: Market, noise: float, chance: Random) -> None:
        self.market, self.noise, self.chance = market, noise, chance
        self.count = 0
        self._rows: list[tuple[Any, ...]] = []
        self._contacts: list[tuple[Any, ...]] = []
        self._frames: list[pl.DataFrame] = []
        self._contact_frames: list[pl.DataFrame] = []

    def post(
        self, who: Organisation, text: Text, shown: list[Shown], day: float, city: City, alias: int, board: int,
        surely: bool = False,
    ) -> Last:  # fmt: skip
        """One advert. alias: which of the organisation's names and ages. surely: every contact stands in the text and a
        picture of its own, if it has any, beside it. Returns what a repost needs."""
        draw, board_ = self.chance.random, BOARDS[board]
        pay, unit, price = self._offer(who.country)
        name, age = who.names[alias % len(who.names)], who.ages[alias % len(who.ages)]
        placed = draw() < board_.place
        contacts: list[tuple[Any, ...]] = []
        title, body = self._wording(who, text, shown, contacts, placed, surely)
        if "{" in title or "{" in body:
            later = self._later(who, day) | {"city": city.local, "name": name, "age": str(age), "price": price}
            later["unit"] = _said(who, unit)
            title, body = _open_slots(title, later), _open_slots(body, later)
        if draw() > board_.titled:
            title, body = None, f"{title}\n{body}"
            contacts = [(*c[:2], "body" if c[2] == "title" else c[2], *c[3:]) for c in contacts]
        columns = self._columns(who, shown, board_, contacts)
        stands = draw() < 0.3 and placed
        priced = draw() < board_.price
        aged = who.category in ("massage", "care") and draw() < 0.2
        place = (city.name, city.state) if placed else (None, None)
        row = (
            board_.name, who.category, 0, title, body, *place, who.country if placed or draw() < 0.5 else None,
            *((city.latitude, city.longitude) if stands else (None, None)),
            *columns.values(), name if draw() < 0.2 else None, str(age) if aged else None,
            price if priced and draw() < 0.5 else None, *((pay, unit, MONEY[who.country]) if priced else (None, None, None)),
            self._picture(who, surely), who.number, text.number, who.kind, who.language.code,
        )  # fmt: skip
        last = Last(row, tuple(contacts))
        self.again(last, day)
        return last

    def _offer(self, country: str) -> tuple[float, str, str]:
        """What is paid, for which unit, and as it is written: near what plain work costs there."""
        draw = self.chance.random
        hour, unit = HOURLY[country] * (0.9 + 0.6 * draw()), _UNITS[int(draw() * 4)]
        pay = round(hour, 2) if unit == "hour" else round(hour * _HOURS[unit] / 5) * 5.0
        return pay, unit, f"{pay:g} {MONEY[country]}" if draw() < 0.6 else f"{pay:g}"

    def _later(self, who: Organisation, day: float) -> dict[str, str]:
        """What fills the slots that need no more than chance and the day."""
        draw = self.chance.random
        stops = [f"{c.local} {1 + int(day + 4 * i) % 28}.{1 + int(day + 4 * i) // 31 % 12}." for i, c in enumerate(who.route)]
        return {
            "ref": f"{int(draw() * 9000) + 1000}-{int(draw() * 90) + 10}",
            "date": f"{1 + int(draw() * 28)}.{1 + int(draw() * 12)}.2025", "stops": ", ".join(stops),
        }  # fmt: skip

    def again(self, last: Last, day: float) -> None:
        """The same advert word for word on another day."""
        row = last.row
        self._rows.append((self.count, *row[:2], FIRST_DAY + int(day * 86400), *row[3:]))
        self._contacts += [(self.count, *contact) for contact in last.contacts]
        self.count += 1
        if len(self._rows) >= _CHUNK:
            self._flush()

    def _wording(
        self, who: Organisation, text: Text, shown: list[Shown], contacts: list[tuple[Any, ...]], placed: bool, surely: bool
    ) -> tuple[Any, str]:
        """Title and body with edits, order, contacts; {slots} still open."""
        chance, draw, style = self.chance, self.chance.random, who.style
        pieces = list(text.pieces)
        if len(pieces) > 3 and draw() < 0.05 + 2 * self.noise:
            pieces.pop(int(draw() * len(pieces)))
        if len(pieces) > 3 and draw() < 0.05 + 2 * self.noise:
            at = int(draw() * (len(pieces) - 1))
            pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
        if self.noise:
            luck = draw()
            rate = self.noise * (0.5 if luck < 0.6 else 1.2 if luck < 0.9 else 3.4)
            for _ in range(int(rate * text.length + draw())):
                at = int(draw() * len(pieces))
                pieces[at] = edit_word(pieces[at], who.language, chance)
        title, head = text.title, ""
        for contact in shown:
            if surely or draw() < (0.9 if contact.whose != "own" or text.bare else 0.75):
                value, written, how = self._written(who, contact, placed)
                if how == "split":
                    if head:
                        continue
                    cut = len(written) // 2
                    title, head = f"{title} {written[:cut]}", written[cut:] + " "
                    contacts.append((contact.kind, value, "title", how, written, contact.whose))
                    continue
                line = dress(say(who.language, contact.section, who.category, chance), style, chance).replace("{C}", "{c}")
                pieces.insert(int(style.contact_at * len(pieces) + 0.5), line.replace("{c}", written))
                contacts.append((contact.kind, value, "body", how, written, contact.whose))
        return title, head + style.join.join(pieces)

    def _written(self, who: Organisation, contact: Shown, placed: bool) -> tuple[str, str, str]:
        """Comparable value, the characters that stand there, and how they are disguised."""
        chance, style = self.chance, who.style
        if contact.kind == "email":
            if chance.random() < 0.25:
                return contact.value, disguise_mail(contact.value, chance), "at-dot"
            return contact.value, contact.value, "plain"
        if contact.kind == "handle":
            return f"telegram:{contact.value}", "@" + contact.value, "plain"
        if contact.kind == "url":
            return contact.value.removeprefix("https://").rstrip("/"), contact.value, "plain"
        value = e164(contact.value, contact.country)
        if not placed or chance.random() < 0.15:
            return value, show(contact.value, style.abroad), "plain"
        plan = PLANS[contact.country]
        if style.hides and contact.whose == "own" and chance.random() < style.hides_often:
            digits = show(contact.value, plan.national[0])
            digits = "".join([c for c in digits if c.isdigit()])
            if style.hides == "split":
                return value, digits, "split"
            written = disguise(digits, style.hides, who.language.lists["digits"], who.language.spaced, chance)
            return value, written, style.hides
        layout = style.layout if contact.country == who.country else plan.abroad[0]
        return value, show(contact.value, layout), "plain"

    def _columns(
        self, who: Organisation, shown: list[Shown], board: Board, contacts: list[tuple[Any, ...]]
    ) -> dict[str, str | None]:
        """The board's contact columns; a contact may stand there, in the text, or in both."""
        draw = self.chance.random
        columns: dict[str, str | None] = dict.fromkeys(("phone", "email", "handle", "url", "account"))
        for contact in shown:
            if contact.whose in ("driver", "line") or draw() > {"phone": board.phone, "email": board.mail}.get(
                contact.kind, 0.15
            ):
                continue
            written = (
                contact.value
                if contact.kind != "phone"
                else (
                    e164(contact.value, contact.country)
                    if draw() < 0.7
                    else show(contact.value, PLANS[contact.country].abroad[0])
                )
            )
            value = self._written(who, contact, False)[0]
            before = columns[contact.kind]
            columns[contact.kind] = f"{before};{written}" if before else written
            contacts.append((contact.kind, value, contact.kind, "column", written, contact.whose))
        if draw() < board.account:
            same = draw() < (0.6 if who.kind in ("third_party_control", "spam") else 0.9)
            columns["account"] = f"u{who.number * 7919 % 10**7}" if same else f"u{10**7 + self.count}"
        return columns

    def _picture(self, who: Organisation, surely: bool) -> str | None:
        draw = self.chance.random
        if who.pictures and (surely or draw() < 0.7):
            return f"{blur(who.pictures[int(draw() * len(who.pictures))], self.chance):016x}"
        return f"{blur(self.market.picture(), self.chance):016x}" if draw() < 0.06 else None

    def _flush(self) -> None:
        self._frames.append(pl.DataFrame(self._rows, schema=_AD, orient="row"))
        self._contact_frames.append(pl.DataFrame(self._contacts, schema=_CONTACT, orient="row"))
        self._rows, self._contacts = [], []

    def tables(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All rows posted (ads with their truth, contacts)."""
        self._flush()
        return pl.concat(self._frames), pl.concat(self._contact_frames)


def _said(who: Organisation, unit: str) -> str:
    """The unit of pay in the organisation's language."""
    return who.language.lists["unit"][_UNITS.index(unit)]


def _open_slots(text: str, values: dict[str, str]) -> str:
    """The text with its {slots} filled."""
    first, *parts = text.split("{")
    said = [first]
    for part in parts:
        slot, _, rest = part.partition("}")
        said.append(values.get(slot, "{" + slot + "}") + rest)
    return "".join(said)
