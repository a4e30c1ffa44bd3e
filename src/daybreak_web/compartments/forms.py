"""Forms about who may know what; whom or what they name is looked up through access only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daybreak_web.accounts.models import User
from daybreak_web.compartments.access import memberships_of, person_for
from daybreak_web.compartments.models import LONGEST_EMERGENCY, LONGEST_MEMBERSHIP, Category, Compartment, Kind, Purpose


class Day(forms.DateInput):
    """A day, with the browser's calendar where it has one."""

    input_type = "date"


class _WithPerson(forms.Form):
    """A person, a purpose, a legal basis and an end."""

    address = forms.EmailField(label=_("E-mail address of the person"), max_length=254)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=500,
                                  help_text=_("The law, order or consent that allows it, and where to find it."))
    last_day = forms.DateField(label=_("Last day"), widget=Day, help_text=_("Within one year from now."))

    def kind(self) -> str:
        """The kind of the compartment that the person is to be in."""
        raise NotImplementedError

    def clean_last_day(self) -> date:
        """A day from today on, within a year."""
        day: date = self.cleaned_data["last_day"]
        if not timezone.now() < _end_of(day) <= timezone.now() + LONGEST_MEMBERSHIP:
            raise ValidationError(gettext("A membership ends in the future, and within one year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The person is found by their address, or nobody is; which of the reasons it was is not told."""
        said = self.cleaned_data
        if "address" in said and self.kind():
            said["person"] = person_for(self.kind(), said["address"])
            if said["person"] is None:
                self.add_error("address", gettext("Nobody with this address can be in this kind of compartment."))
        if "last_day" in said:
            said["ends_at"] = _end_of(said["last_day"])
        return said


class Open(_WithPerson):
    """A new compartment."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Only members see it."))
    which = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    field_order = ("title", "which", "purpose", "address", "legal_basis", "last_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].label = _("E-mail address of the owner")

    def kind(self) -> str:
        """The kind that was chosen."""
        return str(self.cleaned_data.get("which", ""))


class Grant(_WithPerson):
    """One more member."""

    def __init__(self, *args: Any, compartment: Compartment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = compartment.kind

    def kind(self) -> str:
        """The kind of this compartment."""
        return self._kind


class HandOver(forms.Form):
    """Another owner, from the members."""

    def __init__(self, *args: Any, user: User, compartment: Compartment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = {held.user_id: held.user for held in memberships_of(user, compartment)
                   if held.user_id != compartment.owner_id and held.starts_at <= timezone.now()}
        self._members = {str(pk): person for pk, person in members.items()}
        self.fields["owner"] = forms.ChoiceField(
            label=_("New owner"), choices=[(pk, person.name) for pk, person in self._members.items()],
            help_text=_("A member; the owner until now stays a member."))

    def clean_owner(self) -> User:
        """The member who was chosen."""
        return self._members[self.cleaned_data["owner"]]


class Break(forms.Form):
    """An emergency."""

    reference = forms.UUIDField(label=_("Reference"), help_text=_("Members read it at the top of the compartment's page."))
    category = forms.ChoiceField(label=_("Why it cannot wait"), choices=Category.choices)
    reason = forms.CharField(label=_("Reason"), min_length=20, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
                             help_text=_("In your own words. The owner and a supervisor read it."))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=LONGEST_EMERGENCY, initial=2)


class Review(forms.Form):
    """What a second person found."""

    justified = forms.ChoiceField(label=_("Was it right?"), widget=forms.RadioSelect,
                                  choices=[("yes", _("Yes, it was an emergency")), ("no", _("No: access ends at once"))])
    findings = forms.CharField(label=_("What you found"), min_length=10, max_length=2000,
                               widget=forms.Textarea(attrs={"rows": 4}))


class Nothing(forms.Form):
    """Only a button."""


def _end_of(day: date) -> datetime:
    """The last moment of a day, where the desk is; a day that is beyond every calendar is its own start."""
    start = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
    return start + timedelta(days=1) if day < date.max else start
