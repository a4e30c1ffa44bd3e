"""Numbering plans: our own quick steps give the library's answer, number for number."""

from __future__ import annotations

import re

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from daybreak.text.contacts.numbering import dialled
from daybreak.text.contacts.plans import group_lengths, grouped, lacks_trunk, parse

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "uan")


def by_library(digits: str, region: str | None, plus: bool) -> tuple[str, str, str] | None:
    """E.164, as written abroad, as written at home; nothing when the library says that no such number exists."""
    try:
        number = phonenumbers.parse(("+" if plus else "") + digits, None if plus else region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    forms = (PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL)
    e164, abroad, home = (phonenumbers.format_number(number, form) for form in forms)
    return e164, abroad, home


def by_plans(digits: str, region: str | None, plus: bool) -> tuple[str, str, str] | None:
    number = parse(digits, region, plus)
    if number is None:
        return None
    abroad, home = grouped(*number)
    return f"+{number[0]}{number[1]}", f"+{number[0]} {abroad}", home


@st.composite
def nearly_numbers(draw: st.DrawFn) -> tuple[str, str | None, bool]:
    """A plan's own example with a few digits changed and something dialled before it; where from; whether with a plus."""
    region = draw(st.sampled_from(REGIONS))
    plan = PhoneMetadata.metadata_for_region(region)
    examples = [p.example_number for k in KINDS if (p := getattr(plan, k)) is not None and p.example_number]
    digits = list(draw(st.sampled_from(examples or ["123456789"])))
    for place, digit in draw(st.lists(st.tuples(st.integers(0, 20), st.sampled_from("0123456789")), max_size=3)):
        if place < len(digits):
            digits[place] = digit
        elif place == 20:
            digits.append(digit)
    code = str(plan.country_code)
    before = draw(st.sampled_from(
        ["", "", "0", plan.national_prefix or "", code, f"00{code}", f"011{code}", f"{code}0", "1", "8", "00", "15"]))
    return before + "".join(digits), draw(st.sampled_from([region, region, *REGIONS, None])), draw(st.booleans())


@settings(max_examples=2000)
@given(nearly_numbers())
@example(("112012000000", "US", False))     # the country code and the trunk prefix, both 1
@example(("39" + "0612345678", "IT", True))     # the nought stays
@example(("0" * 9, "FR", False))
def test_a_number_is_what_the_library_says(said: tuple[str, str | None, bool]) -> None:
    assert by_plans(*said) == by_library(*said)


@settings(max_examples=2000)
@given(nearly_numbers())
def test_groups_and_trunk_prefix_are_those_of_the_number_as_written(said: tuple[str, str | None, bool]) -> None:
    number = parse(*said)
    if number is not None:
        abroad, home = grouped(*number)
        assert group_lengths(*number) == tuple(len(run) for run in re.findall("[0-9]+", abroad))
        assert lacks_trunk(*number) == ("".join(re.findall("[0-9]+", home)) == "0" + number[1])


@settings(max_examples=500)
@given(st.text("0123456789", min_size=1, max_size=20), st.sampled_from([*REGIONS, None]), st.booleans())
def test_any_digits_are_what_the_library_says(digits: str, region: str | None, plus: bool) -> None:
    assert by_plans(digits, region, plus) == by_library(digits, region, plus)


@settings(max_examples=500)
@given(st.text("0123456789", min_size=7, max_size=13))
@example("112012000000")
def test_the_quick_check_of_north_american_numbers_agrees_with_the_library(digits: str) -> None:
    ours, known = dialled(digits, "US", False), by_library(digits, "US", False)
    assert (ours and ours.e164) == (known and known[0])
