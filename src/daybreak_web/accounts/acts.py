"""Every write to accounts: one verb, one actor, one transaction, one row in the audit chain of the desk.

invite -> accept_invitation -> a person;  change_role, deactivate;  ask_recovery -> answer_recovery;  own password,
factors, language, sessions. What may not be is refused with a sentence (ValidationError) or does not exist (404).
"""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from daybreak_web.accounts.access import has_role, has_second_factor, people_of, recoveries_of, require, sessions_of
from daybreak_web.accounts.models import OPEN_FOR, FactorRecovery, Invitation, User
from daybreak_web.accounts.reads import hash_token, is_open, open_invitation
from daybreak_web.accounts.roles import Role
from daybreak_web.audit.acts import record


def signed_in(person: User) -> None:
    """A person has come in, past the password and the second factor."""
    record(person, "accounts.signed_in", records=[person.id])


def signed_out(person: User) -> None:
    """A person has gone out."""
    record(person, "accounts.signed_out", records=[person.id])


@transaction.atomic
def invite(actor: User, email: str, role: str) -> tuple[Invitation, str]:
    """Ask somebody to join with a role. Returns the invitation and the word of its link, which is kept nowhere."""
    require(has_role(actor, Role.ADMINISTRATOR))
    email = User.objects.normalize_email(email).lower()
    if User.objects.filter(email=email).exists():
        raise ValidationError(_("Somebody with this address has an account already."))
    token, now = secrets.token_urlsafe(32), timezone.now()
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        email=email, role=role, token_hash=hash_token(token), invited_by=actor, made_at=now, expires_at=now + OPEN_FOR
    )
    record(actor, "accounts.invited", records=[invitation.id], fields=["email", "role"])
    return invitation, token


@transaction.atomic
def first_administrator(email: str, *, name: str, password: str) -> User:
    """Make the administrator with whom everything begins, from the command line; later ones are invited."""
    if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise ValidationError(_("There is an administrator already, who can invite others."))
    if User.objects.filter(email=User.objects.normalize_email(email).lower()).exists():
        raise ValidationError(_("Somebody with this address has an account already."))
    person = User.objects.create_user(email, password, Role.ADMINISTRATOR, name=name)
    record(None, "accounts.first_administrator_made", records=[person.id], fields=["email", "name", "role"])
    return person


@transaction.atomic
def withdraw_invitation(actor: User, invitation: Invitation) -> None:
    """The link stops working."""
    require(has_role(actor, Role.ADMINISTRATOR))
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    ):
        record(actor, "accounts.invitation_withdrawn", records=[invitation.id])


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str, language: str) -> User:
    """The invited person gives a name and a password and has an account; the link is used up."""
    invitation, now = open_invitation(token), timezone.now()
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    if not unused.update(accepted_at=now) or User.objects.filter(email=invitation.email).exists():
        raise ValidationError(_("This invitation has been used already."))
    person = User.objects.create_user(invitation.email, password, invitation.role, name=name, language=language)
    record(person, "accounts.invitation_accepted", records=[invitation.id, person.id], fields=["name", "language"])
    return person


@transaction.atomic
def change_role(actor: User, person: User, role: str) -> None:
    """A person does another kind of work from now on."""
    _require_other(actor, person)
    if role not in Role.values:
        raise ValidationError(_("There is no such role."))
    _keep_an_administrator(actor, person, role)
    User.objects.filter(pk=person.pk).update(role=role, sessions_round=F("sessions_round") + 1)
    record(actor, "accounts.role_changed", records=[person.id], fields=["role"])


@transaction.atomic
def deactivate(actor: User, person: User) -> None:
    """A person works here no longer: every session ends, and their invitations are withdrawn."""
    _require_other(actor, person)
    _keep_an_administrator(actor, person, None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    mine = Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None)
    mine.update(withdrawn_at=timezone.now())
    _end_every_session(person)
    record(actor, "accounts.deactivated", records=[person.id], fields=["is_active"])


@transaction.atomic
def ask_recovery(actor: User, person: User, reason: str) -> FactorRecovery:
    """An administrator asks that a person's lost second factor be taken away; a supervisor will decide."""
    _require_other(actor, person)
    now = timezone.now()
    if not person.is_active or not has_second_factor(person):
        raise ValidationError(_("This person has no second factor to recover."))
    if any(is_open(asked, now) for asked in person.recoveries.filter(answered_at=None)):
        raise ValidationError(_("This has been asked already and waits for a supervisor."))
    asked = FactorRecovery.objects.create(
        person=person, reason=reason, asked_by=actor, asked_at=now, expires_at=now + OPEN_FOR
    )
    record(actor, "accounts.recovery_asked", records=[asked.id, person.id], fields=["reason"])
    return asked


@transaction.atomic
def answer_recovery(actor: User, asked: FactorRecovery, confirmed: bool) -> None:
    """A supervisor, a third person, decides: the factors go and all sessions end, or nothing changes."""
    still = recoveries_of(actor).filter(pk=asked.pk)
    require(still.update(answered_by=actor, answered_at=timezone.now(), confirmed=confirmed) == 1)
    if confirmed:
        Authenticator.objects.filter(user=asked.person).delete()
        _end_every_session(asked.person)
    verb = "accounts.recovery_confirmed" if confirmed else "accounts.recovery_refused"
    record(actor, verb, records=[asked.id, asked.person_id])


def changed_own(actor: User, act: str) -> None:
    """A person changed their own password, factors or recovery codes by allauth's pages, in the same transaction."""
    record(actor, f"accounts.{act}", records=[actor.id])


@transaction.atomic
def choose(actor: User, *, name: str, language: str) -> None:
    """A person changes how they are called and which language they read."""
    User.objects.filter(pk=actor.pk).update(name=name, language=language)
    record(actor, "accounts.own_account_changed", records=[actor.id], fields=["name", "language"])


@transaction.atomic
def end_sessions(actor: User, current: str, only: int | None = None) -> int:
    """Sign out elsewhere: one other session, or every one but the current; returns how many ended."""
    others = sessions_of(actor).exclude(session_key=current)
    ending = list(others if only is None else others.filter(pk=only))
    for session in ending:
        session.end()
    if ending:
        record(actor, "accounts.sessions_ended", records=[actor.id])
    return len(ending)


def _require_other(actor: User, person: User) -> None:
    """An administrator acts on somebody else, never on themselves."""
    require(people_of(actor).filter(pk=person.pk).exists())
    if actor.pk == person.pk:
        raise ValidationError(_("Somebody else has to do this to your own account."))


def _keep_an_administrator(actor: User, person: User, role: str | None) -> None:
    """Take turns with other administrators, so that two cannot remove each other at once and leave none."""
    heads = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    staying = {head.pk for head in heads} - (set() if role == Role.ADMINISTRATOR else {person.pk})
    if actor.pk not in staying:
        raise ValidationError(_("At least one administrator has to stay."))


def _end_every_session(person: User) -> None:
    """Sign a person out everywhere: the sessions go, and any that is not listed no longer fits the round."""
    User.objects.filter(pk=person.pk).update(sessions_round=F("sessions_round") + 1)
    for session in sessions_of(person):
        session.end()
