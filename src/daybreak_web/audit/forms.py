"""What an auditor may ask for: who, what, when, where, about which record."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from daybreak_web.audit.access import person_at


class Asked(forms.Form):
    """The filters of the viewer; all may stay empty."""

    actor = forms.CharField(
        label=_("Who"), required=False, max_length=254, help_text=_("An e-mail address, or the id of an account"))
    act = forms.CharField(
        label=_("What"), required=False, max_length=60, help_text=_("How the act begins, for example records.read"))
    since = forms.DateField(
        label=_("From this day"), required=False, widget=forms.DateInput({"type": "date"}), help_text=_("UTC"))
    until = forms.DateField(
        label=_("Up to this day"), required=False, widget=forms.DateInput({"type": "date"}), help_text=_("UTC"))
    compartment = forms.UUIDField(label=_("Id of a compartment"), required=False)
    record = forms.UUIDField(label=_("Id of a record"), required=False)

    def clean_actor(self) -> UUID | None:
        """The id of the account."""
        text: str = self.cleaned_data["actor"].strip()
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError:
            found = person_at(text)
        if found is None:
            raise forms.ValidationError(_("Nobody here has this e-mail address, and it is not an id."))
        return found

    def clean_since(self) -> datetime | None:
        """The first moment of the day."""
        day = self.cleaned_data["since"]
        return None if day is None else datetime.combine(day, time(), UTC)

    def clean_until(self) -> datetime | None:
        """The first moment after the day."""
        day = self.cleaned_data["until"]
        try:
            return None if day is None else datetime.combine(day, time(), UTC) + timedelta(days=1)
        except OverflowError:
            return None
