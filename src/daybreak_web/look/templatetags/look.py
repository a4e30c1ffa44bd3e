"""Tags for every page: the site's name, and form fields dressed as our style sheet knows them."""

from __future__ import annotations

from typing import Final

from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.utils.safestring import SafeString

register = template.Library()

#: Kind of field -> class in the style sheet; the first that fits.
CLASSES: Final = (
    (RadioSelect, "usa-radio__input"), (CheckboxSelectMultiple, "usa-checkbox__input"),
    (CheckboxInput, "usa-checkbox__input"), (Select, "usa-select"), (Textarea, "usa-textarea"),
)


@register.simple_tag
def site_name() -> str:
    """The neutral name by which the desk calls itself."""
    return str(settings.SITE_NAME)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The field's control with the class of its kind, marked where the answer is wrong."""
    kind = next((name for widget, name in CLASSES if isinstance(field.field.widget, widget)), "usa-input")
    wrong = " usa-input--error" if field.errors and kind.startswith(("usa-input", "usa-select", "usa-textarea")) else ""
    return field.as_widget(attrs={"class": kind + wrong})


@register.filter
def is_single_check(field: BoundField) -> bool:
    """The field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """The field is several boxes or buttons, which need a legend and not a label."""
    return field.use_fieldset and isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
