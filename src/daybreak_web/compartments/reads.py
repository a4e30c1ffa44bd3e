"""What pages about compartments show, opened for people whom access let through.

compartments -> lines -> titles;  a compartment -> members, emergencies -> what is sealed, in words
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from daybreak_web.accounts.models import User
from daybreak_web.compartments import keys
from daybreak_web.compartments.access import (
    break_glasses_of,
    compartments_of,
    membership,
    memberships_of,
    notices_of,
    reviews_of,
)
from daybreak_web.compartments.models import BreakGlass, Compartment, Membership, Notice


@dataclass(frozen=True, slots=True)
class Line:
    """One of my compartments: its title, and until when I am in it; without membership, I am in by emergency."""

    compartment: Compartment
    title: str
    held: Membership | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is or will be in a compartment, and on what legal basis."""

    held: Membership
    legal_basis: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency with its reason, and what the review found; the title only for those in the compartment."""

    made: BreakGlass
    reason: str
    findings: str
    title: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A notice: who came in by emergency when, and whether I am the one to review it."""

    notice: Notice
    title: str
    to_review: bool


def lines(user: User, at: datetime | None = None) -> list[Line]:
    """My compartments, with titles."""
    return [Line(each, keys.title_of(each), membership(user, each)) for each in compartments_of(user, at)]


def members(user: User, compartment: Compartment) -> list[Member]:
    """Who is in a compartment or will be."""
    return [Member(held, keys.open_in(compartment, "legal_basis", held.legal_basis), held.user_id == compartment.owner_id)
            for held in memberships_of(user, compartment)]


def emergencies(user: User, compartment: Compartment) -> list[Emergency]:
    """The emergencies of a compartment, for those who steer it."""
    return list(_opened(user, break_glasses_of(user, compartment)))


def waiting(user: User) -> list[Emergency]:
    """The emergencies a person has to review."""
    return list(_opened(user, reviews_of(user)))


def told(user: User) -> list[Told]:
    """What a person was told of emergencies."""
    seen = _titles(user)
    to_review = set(reviews_of(user).values_list("pk", flat=True))
    return [Told(each, seen.get(each.break_glass.compartment_id, ""), each.break_glass_id in to_review)
            for each in notices_of(user)]


def _titles(user: User) -> dict[object, str]:
    """The titles a person may read now, by compartment."""
    return {each.pk: keys.title_of(each) for each in compartments_of(user)}


def _opened(user: User, made: Iterable[BreakGlass]) -> Iterable[Emergency]:
    """Emergencies with what is sealed in them, in words."""
    seen, now = _titles(user), timezone.now()
    for each in made:
        where = each.compartment
        yield Emergency(
            each, keys.open_in(where, "reason", each.reason),
            keys.open_in(where, "findings", each.findings) if each.findings else "",
            seen.get(where.pk, ""), each.reviewed_at is None and each.review_by <= now,
        )
