"""Every write to who may know what: one verb, one actor, one transaction, one row in the compartment's audit chain.

open_compartment -> grant -> end_membership, hand_over;   break_glass -> (owner, a supervisor told) -> review

What an actor may not do does not exist for them (404); what makes no sense is refused with a sentence (ValidationError).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daybreak_web.accounts.models import User
from daybreak_web.audit.acts import record
from daybreak_web.compartments import keys
from daybreak_web.compartments.access import (
    compartment_of,
    has_lost_right,
    kinds_open_to,
    may_break_glass,
    may_open,
    may_steer,
    membership,
    reach_in_emergency,
    require,
    reviews_of,
    supervisor_to_tell,
)
from daybreak_web.compartments.models import (
    LONGEST_EMERGENCY,
    LONGEST_MEMBERSHIP,
    BreakGlass,
    Category,
    Compartment,
    Kind,
    Membership,
    Notice,
    Purpose,
)


@transaction.atomic
def open_compartment(
    actor: User, *, title: str, kind: str, purpose: str, owner: User, legal_basis: str, ends_at: datetime
) -> Compartment:
    """A new compartment with an owner, who becomes its first member; whoever opens it sees nothing in it."""
    require(may_open(actor))
    if kind not in Kind.values:
        raise ValidationError(_("There is no such kind of compartment."))
    pk = uuid4()
    compartment = Compartment(pk=pk, kind=kind, purpose=purpose, owner=owner, wrapped_key=keys.new_compartment_key(pk))
    compartment.title = keys.seal_in(compartment, "title", _said(title))
    _check_member(compartment, owner, purpose, ends_at)
    compartment.save(force_insert=True)
    first = _join(actor, compartment, owner, purpose, legal_basis, ends_at)
    record(actor, "compartments.opened", compartment=pk, purpose=purpose, records=[pk, first.pk, owner.pk],
           fields=["title", "kind", "purpose", "owner", "legal_basis", "ends_at"])
    return compartment


@transaction.atomic
def grant(
    actor: User, compartment: Compartment, person: User, *, purpose: str, legal_basis: str, ends_at: datetime
) -> Membership:
    """Somebody may be in the compartment until a time; an earlier membership of theirs is replaced."""
    require(may_steer(actor, compartment))
    if person.pk == actor.pk:
        raise ValidationError(_("Nobody grants anything to themselves. Another who decides here has to do it."))
    _check_member(compartment, person, purpose, ends_at)
    compartment.memberships.filter(user=person, ended_at=None, ends_at__gt=timezone.now()).update(ended_at=timezone.now())
    granted = _join(actor, compartment, person, purpose, legal_basis, ends_at)
    record(actor, "compartments.granted", compartment=compartment.pk, purpose=purpose, records=[granted.pk, person.pk],
           fields=["purpose", "legal_basis", "ends_at"])
    return granted


@transaction.atomic
def end_membership(actor: User, held: Membership) -> None:
    """Somebody is in the compartment no longer: they leave, or those who decide end it."""
    compartment = compartment_of(actor, held.compartment_id)
    require(held.user_id == actor.pk or may_steer(actor, compartment))
    if held.user_id == compartment.owner_id:
        raise ValidationError(_("The owner cannot leave. Hand the compartment over first."))
    ended = Membership.objects.filter(pk=held.pk, ended_at=None, ends_at__gt=timezone.now())
    require(ended.update(ended_at=timezone.now()) == 1)
    record(actor, "compartments.membership_ended", compartment=compartment.pk, purpose=held.purpose,
           records=[held.pk, held.user_id], fields=["ended_at"])


@transaction.atomic
def hand_over(actor: User, compartment: Compartment, owner: User) -> None:
    """Another member owns the compartment from now on; the one before stays a member."""
    require(may_steer(actor, compartment))
    steering = membership(actor, compartment)
    if membership(owner, compartment) is None:
        raise ValidationError(_("Only somebody who is a member now can own the compartment."))
    if not Compartment.objects.filter(pk=compartment.pk, owner=compartment.owner_id).exclude(owner=owner).update(owner=owner):
        raise ValidationError(_("This person owns the compartment already, or it was just handed over."))
    record(actor, "compartments.handed_over", compartment=compartment.pk, records=[compartment.pk, owner.pk],
           purpose=steering.purpose if steering else "", fields=["owner"])


@transaction.atomic
def break_glass(actor: User, reference: UUID, *, category: str, reason: str, hours: int) -> BreakGlass:
    """Come into a compartment by emergency for some hours; its owner and a supervisor are told at once."""
    require(may_break_glass(actor))
    User.objects.select_for_update().get(pk=actor.pk)       # one emergency of a person after the other
    if has_lost_right(actor):
        raise ValidationError(_("An earlier emergency of yours was not reviewed in time. Until it is, you cannot open another."))
    if category not in Category.values or not 1 <= hours <= LONGEST_EMERGENCY:
        raise ValidationError(_("Choose a category, and between 1 and 24 hours."))
    compartment = reach_in_emergency(actor, reference)
    if compartment is None:
        raise ValidationError(_("Nothing with this reference can be opened by you."))
    if membership(actor, compartment) is not None:
        raise ValidationError(_("You are a member of this compartment. No emergency is needed."))
    supervisor = supervisor_to_tell(compartment, actor)
    told = {each.pk: each for each in (compartment.owner, supervisor) if each is not None and each.pk != actor.pk}
    if supervisor is None:
        raise ValidationError(_("No supervisor works here who could review this. Ask an administrator to invite one."))
    now = timezone.now()
    made = BreakGlass.objects.create(
        user=actor, compartment=compartment, category=category, supervisor=supervisor, opened_at=now,
        reason=keys.seal_in(compartment, "reason", _said(reason)), ends_at=now + timedelta(hours=hours),
    )
    Notice.objects.bulk_create([Notice(user=each, break_glass=made) for each in told.values()])
    record(actor, "compartments.glass_broken", compartment=compartment.pk, purpose=category, records=[made.pk, *told],
           fields=["category", "reason", "ends_at"])
    return made


@transaction.atomic
def review(actor: User, made: BreakGlass, *, justified: bool, findings: str) -> None:
    """A second person says whether an emergency was right; if not, it is over at once."""
    waiting = reviews_of(actor).filter(pk=made.pk).first()
    if waiting is None:
        require(False)
        return
    now = timezone.now()
    said = keys.seal_in(waiting.compartment, "findings", _said(findings))
    changed = {"reviewed_by": actor, "reviewed_at": now, "justified": justified, "findings": said}
    if not justified and waiting.ends_at > now:
        changed["ends_at"] = now
    require(BreakGlass.objects.filter(pk=made.pk, reviewed_at=None).update(**changed) == 1)
    record(actor, "compartments.glass_reviewed", compartment=waiting.compartment_id, purpose=waiting.category,
           records=[made.pk], fields=sorted(changed))


def _join(actor: User, compartment: Compartment, person: User, purpose: str, basis: str, ends_at: datetime) -> Membership:
    """The row of a membership that begins now."""
    sealed = keys.seal_in(compartment, "legal_basis", _said(basis))
    return Membership.objects.create(user=person, compartment=compartment, purpose=purpose, legal_basis=sealed,
                                     starts_at=timezone.now(), ends_at=ends_at, granted_by=actor)


def _check_member(compartment: Compartment, person: User, purpose: str, ends_at: datetime) -> None:
    """Refuse a member whose role may not be in here, a purpose that is none, and an end that is none."""
    now = timezone.now()
    if not person.is_active or compartment.kind not in kinds_open_to(person.role):
        raise ValidationError(_("Nobody with this address can be in this kind of compartment."))
    if purpose not in Purpose.values:
        raise ValidationError(_("There is no such purpose."))
    if not now < ends_at <= now + LONGEST_MEMBERSHIP:
        raise ValidationError(_("A membership ends in the future, and within one year."))


def _said(text: str) -> str:
    """A text that says something."""
    if not text.strip():
        raise ValidationError(_("Please say it in words."))
    return text.strip()
