"""Forms of accounts: inviting, accepting, roles, recovery, the own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role


def _password_help() -> str:
    """What a password needs, in sentences."""
    return " ".join(password_validators_help_texts())


class Invite(forms.Form):
    """Whom to invite, and for what kind of work."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)


class Accept(forms.Form):
    """What an invited person says about themselves."""

    name = forms.CharField(label=gettext_lazy("Your name, as colleagues see it"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, help_text=lazy(_password_help, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Password, once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same, and not easily guessed."""
        said = self.cleaned_data
        password = said.get("password")
        if password is not None and "again" in said and password != said["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if password is not None:
            try:
                validate_password(password, User(email=self._email, name=said.get("name", "")))
            except ValidationError as weak:
                self.add_error("password", weak)
        return said


class ChangeRole(forms.Form):
    """Another kind of work."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)


class AskRecovery(forms.Form):
    """Why a second factor must go."""

    reason = forms.CharField(
        label=gettext_lazy("What happened, and how you made sure that it is this person"), max_length=300
    )


class OwnAccount(forms.Form):
    """How a person is called here, and the language they read."""

    name = forms.CharField(label=gettext_lazy("Your name, as colleagues see it"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)
