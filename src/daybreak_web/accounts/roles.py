"""The roles of people who work here. A role says what kind of work; a membership says on what.

The administrator manages accounts and sees no case content.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What kind of work a person does."""

    ANALYST = "analyst", _("Analyst")
    INVESTIGATOR = "investigator", _("Investigator")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    CASEWORKER = "caseworker", _("Caseworker")
    SUPERVISOR = "supervisor", _("Supervisor")
    CUSTODIAN = "custodian", _("Custodian")
    AUDITOR = "auditor", _("Auditor")
    RESEARCHER = "researcher", _("Researcher")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Roles that may be members of a compartment and therefore see protected data; all of them need a second factor.
PROTECTED = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.TRAINER}
