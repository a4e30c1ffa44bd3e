"""What a person may do here, by role: one list, shown on the start page and at the side of every page.

PLACES -> places_for(user) -> look/start.html and look/page.html. A slice with a page of its own adds a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybreak_web.accounts.roles import PROTECTED, Role


class Person(Protocol):
    """Whoever has a role."""

    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """A page to go to: the name of its address, what it is called, what one does there, and whose work it is."""

    view: str
    title: str | Promise
    words: str | Promise
    roles: frozenset[str]


PLACES: Final[tuple[Place, ...]] = ()


def places_for(person: Person) -> list[Place]:
    """The places of this person's role, in the order of the list."""
    return [place for place in PLACES if person.role in place.roles]
