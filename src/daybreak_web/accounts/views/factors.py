"""allauth's pages that change a person's own password and factors, each with its row in the audit chain.

allauth's view: form is valid -> one transaction: allauth writes, we record -> its answer
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from daybreak_web.accounts import acts
from daybreak_web.accounts.models import User


class _Recorded:
    """What allauth changes is recorded in the same transaction."""

    act: str
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Let allauth write, then record."""
        assert isinstance(self.request.user, User)
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            acts.changed_own(self.request.user, self.act)
        return answer


class ActivateApp(_Recorded, ActivateTOTPView):
    """Set up an authenticator app."""

    act = "factor_added"


class DeactivateApp(_Recorded, DeactivateTOTPView):
    """Remove the authenticator app."""

    act = "factor_removed"


class AddKey(_Recorded, AddWebAuthnView):
    """Add a security key or passkey."""

    act = "factor_added"


class RenameKey(_Recorded, EditWebAuthnView):
    """Call a security key something else."""

    act = "factor_renamed"


class RemoveKey(_Recorded, RemoveWebAuthnView):
    """Remove a security key or passkey."""

    act = "factor_removed"


class NewCodes(_Recorded, GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""

    act = "recovery_codes_made"


class ChangePassword(_Recorded, PasswordChangeView):
    """Choose another password."""

    act = "password_changed"


activate_app = never_cache(login_required(ActivateApp.as_view()))
deactivate_app = never_cache(login_required(DeactivateApp.as_view()))
add_key = never_cache(login_required(AddKey.as_view()))
rename_key = never_cache(login_required(RenameKey.as_view()))
remove_key = never_cache(login_required(RemoveKey.as_view()))
new_codes = never_cache(login_required(NewCodes.as_view()))
change_password = never_cache(login_required(ChangePassword.as_view()))
