"""Who may know what, asked anew each time: a membership that has ended, or an emergency that is over, opens nothing.

user -> compartments_of, memberships_of, break_glasses_of, reviews_of, notices_of -> rows;  membership, may_steer -> yes or no

What somebody may not see does not exist for them (404). Administrators and trainers are in no compartment, ever; a person
whose role was changed loses at once what the new role may not join.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeGuard
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from daybreak_web.accounts.access import has_role
from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import PROTECTED, Role
from daybreak_web.compartments.models import (
    MAY_BREAK_GLASS,
    MAY_JOIN,
    REVIEW_WITHIN,
    BreakGlass,
    Compartment,
    Membership,
    Notice,
    RecordKey,
)

Anyone = User | AnonymousUser


def require(allowed: bool) -> None:
    """Go on only if allowed; for anybody else it does not exist."""
    if not allowed:
        raise Http404


def kinds_open_to(role: str) -> list[str]:
    """The kinds of compartment that a role may ever be in."""
    return [str(kind) for kind, roles in MAY_JOIN.items() if role in roles]


def works_in_compartments(user: Anyone) -> TypeGuard[User]:
    """The person has a role that may be in compartments at all."""
    return isinstance(user, User) and user.is_active and user.role in PROTECTED


def compartments_of(user: Anyone, at: datetime | None = None) -> QuerySet[Compartment]:
    """The compartments a person may look into at a time: by a membership that holds then, or an emergency not yet over."""
    if not works_in_compartments(user):
        return Compartment.objects.none()
    at = at or timezone.now()
    here = {"user": user, "compartment": OuterRef("pk")}
    member = Membership.objects.filter(_holds(at), **here)
    emergency = BreakGlass.objects.filter(opened_at__lte=at, ends_at__gt=at, **here)
    found = Compartment.objects.filter(Exists(member) | Exists(emergency), kind__in=kinds_open_to(user.role))
    return found.select_related("owner").order_by("created_at", "pk")


def compartment_of(user: Anyone, compartment: UUID) -> Compartment:
    """One compartment a person may look into; for anybody else it does not exist."""
    found = compartments_of(user).filter(pk=compartment).first()
    if found is None:
        raise Http404
    return found


def membership(user: Anyone, compartment: Compartment, at: datetime | None = None) -> Membership | None:
    """The membership a person has in a compartment now, if any; an emergency is none."""
    if not works_in_compartments(user) or compartment.kind not in kinds_open_to(user.role):
        return None
    holding = Membership.objects.filter(_holds(at or timezone.now()), user=user, compartment=compartment)
    return holding.order_by("-ends_at").first()


def may_steer(user: Anyone, compartment: Compartment) -> bool:
    """A person decides who is in a compartment: its owner, or a supervisor in it; never one who is in by emergency."""
    if not works_in_compartments(user) or membership(user, compartment) is None:
        return False
    return compartment.owner_id == user.pk or user.role == Role.SUPERVISOR


def may_open(user: Anyone) -> TypeGuard[User]:
    """A person may open new compartments: supervisors."""
    return has_role(user, Role.SUPERVISOR)


def memberships_of(user: Anyone, compartment: Compartment) -> QuerySet[Membership]:
    """The memberships a person may see in a compartment: those that hold or will; none if they may not look into it."""
    if not compartments_of(user).filter(pk=compartment.pk).exists():
        return Membership.objects.none()
    lasting = Membership.objects.filter(compartment=compartment, ended_at=None, ends_at__gt=timezone.now())
    return lasting.select_related("user", "granted_by").order_by("starts_at", "pk")


def break_glasses_of(user: Anyone, compartment: Compartment) -> QuerySet[BreakGlass]:
    """The emergencies of a compartment, for those who steer it."""
    if not may_steer(user, compartment):
        return BreakGlass.objects.none()
    found = BreakGlass.objects.filter(compartment=compartment)
    return found.select_related("user", "reviewed_by", "compartment").order_by("-opened_at")


def may_break_glass(user: Anyone) -> TypeGuard[User]:
    """A person's role may come in by emergency; whether their right is lost at the moment is another question."""
    return has_role(user, *MAY_BREAK_GLASS)


def has_lost_right(user: User, at: datetime | None = None) -> bool:
    """An emergency of this person was not reviewed in time: no new one until it is."""
    overdue = (at or timezone.now()) - REVIEW_WITHIN
    return BreakGlass.objects.filter(user=user, reviewed_at=None, opened_at__lte=overdue).exists()


def reach_in_emergency(user: User, reference: UUID) -> Compartment | None:
    """The compartment with this reference if a person may come into it by emergency; else the same as if there were none."""
    return Compartment.objects.filter(pk=reference, kind__in=kinds_open_to(user.role)).first()


def reviews_of(user: Anyone) -> QuerySet[BreakGlass]:
    """The emergencies a person has to review: told to them, or of a compartment they own; never their own.

    Where the supervisor who was told works here no longer, every other supervisor has it to do.
    """
    if not works_in_compartments(user):
        return BreakGlass.objects.none()
    owned = compartments_of(user).filter(owner=user)
    mine = Q(compartment__in=owned)
    if user.role == Role.SUPERVISOR:
        left = Q(supervisor__isnull=True) | Q(supervisor__is_active=False) | ~Q(supervisor__role=Role.SUPERVISOR)
        mine |= Q(supervisor=user) | left
    waiting = BreakGlass.objects.filter(mine, reviewed_at=None).exclude(user=user)
    return waiting.select_related("user", "compartment").order_by("opened_at")


def notices_of(user: Anyone) -> QuerySet[Notice]:
    """What a person was told of emergencies and is still to be reviewed or was reviewed lately."""
    if not works_in_compartments(user):
        return Notice.objects.none()
    told = Notice.objects.filter(user=user, made_at__gt=timezone.now() - 10 * REVIEW_WITHIN)
    return told.select_related("break_glass__user", "break_glass__compartment").order_by("-made_at")


def supervisor_to_tell(compartment: Compartment, actor: User) -> User | None:
    """The supervisor who is told of an emergency: one in the compartment if there is one, else any; never the actor."""
    holding = Membership.objects.filter(_holds(timezone.now()), compartment=compartment, user=OuterRef("pk"))
    others = User.objects.filter(role=Role.SUPERVISOR, is_active=True).exclude(pk=actor.pk)
    return others.annotate(inside=Exists(holding)).order_by("-inside", "joined_at", "pk").first()


def person_for(kind: str, address: str) -> User | None:
    """The person with this e-mail address if their role may be in compartments of a kind; else the same as if none."""
    person = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    return person if person is not None and kind in kinds_open_to(person.role) else None


def records_of(user: Anyone) -> QuerySet[RecordKey]:
    """The records, not erased, of the compartments a person may look into."""
    return RecordKey.objects.filter(compartment__in=compartments_of(user), destroyed_at=None)


def _holds(at: datetime) -> Q:
    """A membership holds at a time: begun, not run out, not ended before."""
    return Q(starts_at__lte=at, ends_at__gt=at) & (Q(ended_at=None) | Q(ended_at__gt=at))
