"""A compartment, who is in it, the keys of its records, and the times somebody came in by emergency.

Compartment (its own key, under the master) -> RecordKey (under that) -> what a slice seals
Membership, BreakGlass: who may, for what, until when;  BreakGlass -> Notice to those who must know

Titles, legal bases and reasons are themselves protected: they are sealed under the compartment's own key.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daybreak_web.accounts.roles import Role

#: A membership lasts at most so long; then its need is looked at anew.
LONGEST_MEMBERSHIP: Final = timedelta(days=365)
#: An emergency lasts at most so many hours, and is reviewed by a second person within so many.
LONGEST_EMERGENCY: Final = 24
REVIEW_WITHIN: Final = timedelta(hours=72)


class Kind(models.TextChoices):
    """What a compartment holds; this decides which roles may ever be in it."""

    INVESTIGATION = "investigation", _("Investigation")
    SERVICES = "services", _("Services for clients")
    RESEARCH = "research", _("Research")


class Purpose(models.TextChoices):
    """What somebody needs a compartment for: a code, so that the audit can carry it."""

    INVESTIGATION = "investigation", _("Investigating an offence")
    PROSECUTION = "prosecution", _("Prosecuting an offence")
    SUPPORT = "support", _("Supporting clients")
    CUSTODY = "custody", _("Keeping evidence")
    SUPERVISION = "supervision", _("Supervising the work")
    AUDIT = "audit", _("Auditing the work")
    RESEARCH = "research", _("Research")


class Category(models.TextChoices):
    """Why an emergency cannot wait for a membership."""

    LIFE = "life", _("A danger to life or health")
    CHILD = "child", _("A child in danger")
    LOSS = "loss", _("Evidence about to be lost")
    DEADLINE = "deadline", _("A court's deadline, and the members cannot be reached")


#: Which roles may be in which kind. Service data is walled off from law enforcement, in emergencies too.
MAY_JOIN: Final[dict[str, frozenset[Role]]] = {
    Kind.INVESTIGATION: frozenset({
        Role.ANALYST, Role.INVESTIGATOR, Role.PROSECUTOR, Role.SUPERVISOR, Role.CUSTODIAN, Role.AUDITOR}),
    Kind.SERVICES: frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR}),
    Kind.RESEARCH: frozenset({Role.RESEARCHER, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR}),
}
#: Roles that may come in by emergency: those that act for somebody in danger, or answer for who does.
MAY_BREAK_GLASS: Final = frozenset({
    Role.ANALYST, Role.INVESTIGATOR, Role.PROSECUTOR, Role.CASEWORKER, Role.SUPERVISOR, Role.CUSTODIAN})


class MasterCheck(models.Model):
    """The one row that tells a wrong master key from the right one, and nothing else about it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    value = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_master"),)

    def __str__(self) -> str:
        return "master"


class Compartment(models.Model):
    """A walled set of records with one purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.BinaryField()                # sealed
    kind = models.CharField(max_length=20, choices=Kind.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


class Membership(models.Model):
    """Somebody may be in a compartment, for a purpose, on a legal basis, until a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="memberships")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    legal_basis = models.BinaryField()          # sealed
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "compartment", "ends_at"], name="membership_now"),)
        constraints = (models.CheckConstraint(
            condition=models.Q(ends_at__gt=models.F("starts_at")), name="membership_ends_after_start"),)

    def __str__(self) -> str:
        return str(self.id)


class RecordKey(models.Model):
    """The key of one record. Once `wrapped` is gone nobody can read the record, whatever else is kept of it."""

    record = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.record)


class BreakGlass(models.Model):
    """Somebody came into a compartment by emergency, for some hours; a second person says later whether rightly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=Category.choices)
    reason = models.BinaryField()               # sealed
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    findings = models.BinaryField(default=bytes)    # sealed

    def __str__(self) -> str:
        return str(self.id)

    @property
    def review_by(self) -> datetime:
        """Until when a second person has to say whether this was right."""
        return self.opened_at + REVIEW_WITHIN


class Notice(models.Model):
    """Somebody has to know that a compartment was opened by emergency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    break_glass = models.ForeignKey(BreakGlass, on_delete=models.PROTECT, related_name="notices")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)
