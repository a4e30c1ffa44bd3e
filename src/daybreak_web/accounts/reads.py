"""What pages about accounts show.

token -> open_invitation -> Invitation, or a sentence why not
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from daybreak_web.accounts.models import FactorRecovery, Invitation


def hash_token(token: str) -> bytes:
    """What is kept of the word in a link: it has 256 bits of chance, so a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link, if it can be accepted now; else a sentence that says why not."""
    invitation = Invitation.objects.filter(token_hash=hash_token(token)).first()
    if invitation is None:
        raise ValidationError(_("There is no such invitation. Check that the whole link was copied."))
    if invitation.accepted_at is not None:
        raise ValidationError(_("This invitation has been used already."))
    if invitation.withdrawn_at is not None:
        raise ValidationError(_("This invitation was withdrawn. Ask an administrator for a new one."))
    if invitation.expires_at <= timezone.now():
        raise ValidationError(_("This invitation has expired. Ask an administrator for a new one."))
    return invitation


def is_open(asked: FactorRecovery, now: datetime) -> bool:
    """A request for recovery still waits for its answer."""
    return asked.answered_at is None and asked.expires_at > now
