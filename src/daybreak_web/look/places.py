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


EVERYBODY: Final = frozenset(Role.values)

PLACES: Final[tuple[Place, ...]] = (
    Place("compartments:mine", _("My compartments"), _("What you may look into, until when, and with whom."), PROTECTED),
    Place("compartments:reviews", _("Reviews to do"), _("Say whether an emergency was right."), frozenset({Role.SUPERVISOR})),
    Place("audit:entries", _("Audit"), _("See what was done and looked at, by whom and for what; verify the chains."),
          frozenset({Role.AUDITOR})),
    Place("accounts:people", _("People"), _("Invite people, give roles, close accounts."), frozenset({Role.ADMINISTRATOR})),
    Place("accounts:recoveries", _("Lost second factors"), _("Agree, or not, that a colleague gets a new second factor."),
          frozenset({Role.SUPERVISOR})),
    Place("accounts:own", _("My account"), _("Your name, language, password, second factors and sessions."), EVERYBODY),
)


def places_for(person: Person) -> list[Place]:
    """The places of this person's role, in the order of the list."""
    return [place for place in PLACES if person.role in place.roles]
