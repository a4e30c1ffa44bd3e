"""What organisations of a world share although they are not one: offices, agents, drivers, texts, numbers, pictures.

Market hands out: an agency's contact (used by 10-60 posters), an agent (2-60 employers), a sold text, a
number somebody else had before, a driver of two organisations in one week, a stock picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from daybreak.sample.numbers import Numbers
from daybreak.sample.phrases import Language, address_word, say
from daybreak.sample.writer import Text


@dataclass(slots=True)
class Office:
    """An agency or agent many file through: one number, one address, its own set phrases."""

    phone: str
    mail: str
    phrases: tuple[str, ...]
    left: int  # posters it still takes


@dataclass(slots=True)
class Market:
    """Shared things by country or by language and trade."""

    chance: Random
    numbers: Numbers
    pictures: list[int]
    offices: dict[str, list[Office]] = field(default_factory=dict)
    agents: dict[str, list[Office]] = field(default_factory=dict)
    sold: dict[tuple[str, str], Text] = field(default_factory=dict)
    freed: dict[str, tuple[str, float]] = field(default_factory=dict)  # country -> number, day it ended
    drivers: dict[str, tuple[str, float]] = field(default_factory=dict)  # country -> number, first day of the week
    office_lines: dict[str, str] = field(default_factory=dict)  # country -> number of a sister's office

    def office(self, country: str, language: Language) -> Office:
        """An agency's contact that other, independent posters show too."""
        return self._open(self.offices.setdefault(country, []), country, language, 10 + int(50 * self.chance.random() ** 2))

    def agent(self, country: str, language: Language) -> Office:
        """An agent who files for 2 to 60 employers; few file for many."""
        many = min(60, int(2 / (1.0001 - self.chance.random())))
        return self._open(self.agents.setdefault(country, []), country, language, many)

    def _open(self, open_: list[Office], country: str, language: Language, many: int) -> Office:
        draw = self.chance.random
        if not open_ or draw() < 0.02:
            phrases = tuple(say(language, "sentence", "recruit", self.chance) for _ in range(1 + int(draw() * 3)))
            mail = f"desk@{address_word(self.chance)}{int(draw() * 1000)}.example"
            open_.append(Office(self.numbers.new(country), mail, phrases, many))
        at = int(draw() * len(open_))
        office = open_[at]
        office.left -= 1
        if office.left <= 0:
            open_.pop(at)
        return office

    def picture(self) -> int:
        """A stock picture's hash."""
        return self.pictures[int(len(self.pictures) * self.chance.random() ** 2)]


def blur(picture: int, chance: Random) -> int:
    """The hash of the same picture saved again: up to four of 64 bits differ."""
    for _ in range(int(chance.random() * 5)):
        picture ^= 1 << int(chance.random() * 64)
    return picture
