"""A person with an account, the invitation that made it, and the recovery of a lost second factor.

Invitation -> (accepted) -> User;  FactorRecovery: asked by one person, confirmed by another, for a third
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from daybreak_web.accounts.roles import Role

#: How long an invitation or a request for recovery stays open.
OPEN_FOR = timedelta(hours=72)


class People(BaseUserManager["User"]):
    """Makes people. There is no sign-up: `daybreak admin create` makes the first, invitations the others."""

    def create_user(self, email: str, password: str | None, role: str, **given: Any) -> User:
        """A person with a role; without password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), role=role, **given)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who works here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    #: Part of what every session of this person is checked against: one more, and all of them have ended.
    sessions_round = models.PositiveIntegerField(default=0)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What Django compares with a session on each request: the password and the round."""
        said = f"{self.password}:{self.sessions_round}"
        return salted_hmac("daybreak_web.accounts.session", said, secret=secret, algorithm="sha256").hexdigest()


class Invitation(models.Model):
    """One person asked to join with one role; the link is known by its hash only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email


class FactorRecovery(models.Model):
    """A person lost their second factor: an administrator asks, a supervisor confirms or refuses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recoveries")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)

    def __str__(self) -> str:
        return str(self.person)
