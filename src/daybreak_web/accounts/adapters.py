"""How allauth and axes behave here: no sign-up, one counter of failures, sign-ins in the audit chain.

settings ACCOUNT_ADAPTER -> Door;  MFA_ADAPTER -> Factors;  AXES_USERNAME_CALLABLE -> tried_address
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from daybreak_web.accounts import acts
from daybreak_web.accounts.fresh import is_fresh
from daybreak_web.accounts.models import User


class Door(DefaultAccountAdapter):
    """Sign-in and sign-out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not belong together."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come by invitation."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are counted by axes, in the database, for every process alike; allauth counts codes."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and say so in the audit chain, or do neither."""
        with transaction.atomic():
            super().login(request, user)
            if isinstance(user, User):
                acts.signed_in(user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and say so in the audit chain."""
        with transaction.atomic():
            if isinstance(request.user, User):
                acts.signed_out(request.user)
            super().logout(request)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the person's password; wrong ones count towards the lock."""
        email = user.email if isinstance(user, User) else ""
        again = self.authenticate(context.request, email=email, password=password)
        return again is not None and again.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule for all dangerous acts, allauth's and ours."""
        return not is_fresh(context.request)


class Factors(DefaultMFAAdapter):
    """Second factors."""

    def build_totp_svg(self, url: str) -> SafeString:
        """The code to scan, drawn inside the page (the content policy allows no data addresses), on white in the dark too."""
        drawing: str = super().build_totp_svg(url)
        _declaration, _, drawing = drawing.partition("<svg")
        attributes, _, shapes = drawing.partition(">")
        return mark_safe(f'<svg{attributes}><rect width="100%" height="100%" fill="#fff"/>{shapes}')  # nothing of a person's


def tried_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail address somebody tries to sign in with, written one way only, so that case is no way round the lock."""
    said = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(said).strip().lower()[:255]
