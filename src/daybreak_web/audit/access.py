"""Who may look into the audit: auditors, and nobody else.

user -> entries_of -> rows (none for anybody but an auditor)
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from daybreak_web.accounts.access import has_role
from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role
from daybreak_web.audit.models import Entry


def auditor(user: User | AnonymousUser) -> User:
    """The person, if they are an auditor; for anybody else the page does not exist."""
    if isinstance(user, User) and has_role(user, Role.AUDITOR):
        return user
    raise Http404


def entries_of(user: User | AnonymousUser) -> QuerySet[Entry]:
    """The entries a person may look at, newest first."""
    if not has_role(user, Role.AUDITOR):
        return Entry.objects.none()
    return Entry.objects.order_by("-at", "-chain", "-sequence")


def names_of(actors: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people by id; whoever has no account any more has no name here."""
    return dict(User.objects.filter(pk__in={each for each in actors if each}).values_list("pk", "name"))


def person_at(email: str) -> UUID | None:
    """The id of the person with this e-mail address."""
    found: UUID | None = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
    return found
