"""A person with an account: an e-mail address to sign in with, a name to be shown, and a role."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from daybreak_web.accounts.roles import Role


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

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    def __str__(self) -> str:
        return self.name
