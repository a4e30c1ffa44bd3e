"""Who may do what with accounts; nothing else of this slice reads the tables of people.

user -> has_role, needs_second_factor -> yes or no;  user -> people_of, invitations_of, recoveries_of -> rows
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from daybreak_web.accounts.models import FactorRecovery, Invitation, User
from daybreak_web.accounts.roles import PROTECTED, Role

#: What counts as a second factor; recovery codes alone do not.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def require(allowed: bool) -> None:
    """Go on only if allowed; for anybody else the page does not exist."""
    if not allowed:
        raise Http404


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """The person is signed in, active, and has one of the roles."""
    return isinstance(user, User) and user.is_active and user.role in roles


def has_second_factor(user: User) -> bool:
    """The person has an authenticator app or a security key."""
    found: bool = Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
    return found


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """The person's role sees protected data, and they have no second factor yet."""
    return isinstance(user, User) and user.role in PROTECTED and not has_second_factor(user)


def people_of(user: User | AnonymousUser) -> QuerySet[User]:
    """The accounts a person manages: an administrator's are all, with `with_factor`; anybody else has none."""
    if not has_role(user, Role.ADMINISTRATOR):
        return User.objects.none()
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.annotate(with_factor=Exists(factor)).order_by("-is_active", "name", "email")


def invitations_of(user: User | AnonymousUser) -> QuerySet[Invitation]:
    """The invitations an administrator may still withdraw; anybody else has none."""
    if not has_role(user, Role.ADMINISTRATOR):
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return waiting.select_related("invited_by").order_by("made_at")


def recoveries_of(user: User | AnonymousUser) -> QuerySet[FactorRecovery]:
    """The requests for recovery a supervisor may answer: open, not for themselves, not asked by themselves."""
    if not isinstance(user, User) or not has_role(user, Role.SUPERVISOR):
        return FactorRecovery.objects.none()
    waiting = FactorRecovery.objects.filter(answered_at=None, expires_at__gt=timezone.now())
    return waiting.exclude(person=user).exclude(asked_by=user).select_related("person", "asked_by").order_by("asked_at")


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where a person is signed in."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user).order_by("created_at")
    return found
