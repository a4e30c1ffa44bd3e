"""Single values: amounts, units, currencies, hashes, names of columns, countries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import WrongSetting
from daybreak.read.columns import NAMES, fold_name, match_columns, read_mapping
from daybreak.read.countries import country_code
from daybreak.read.values import currency, image_hashes, number, pay_unit, several
from daybreak.settings import ReadSettings


@pytest.mark.parametrize(("written", "meant"), [
    ("16.23", 16.23), ("$1,250.50", 1250.5), ("1.250,50 €", 1250.5), ("1,250", 1250), ("12,5", 12.5), ("US$ 900", 900),
    ("1'200.00 CHF", 1200), ("2 500 руб", 2500), ("1.250.000", 1250000), ("15.125", 15.125), ("free", None), ("-5", None),
    ("", None), ("nan", None), ("1e999", None)])
def test_amounts_are_read_as_people_write_them(written, meant):
    assert number(written) == meant


@pytest.mark.parametrize(("written", "meant"), [
    ("Hour", "hour"), ("per hr", "hour"), ("hourly", "hour"), ("por mes", "month"), ("/week", "week"),
    ("Piece Rate", "piece"),
    ("/ Stunde", "hour"), ("小时", "hour"), ("fortnight", None), ("mes", "month"), ("per annum", "year")])
def test_units_of_pay_are_told_in_several_languages(written, meant):
    assert pay_unit(written) == meant


def test_a_dollar_sign_names_no_currency_but_a_code_does():
    assert (currency("usd"), currency("€"), currency("$")) == ("USD", "EUR", None)


def test_image_hashes_have_64_or_256_bits():
    assert image_hashes("0xFFEE00112233AABB; 00112233aabbccdd") == "ffee00112233aabb 00112233aabbccdd"
    assert image_hashes("a" * 64) == "a" * 64
    assert image_hashes("ffee") is None
    assert image_hashes("z" * 16) is None


def test_a_list_becomes_one_text_and_an_object_none():
    assert several('["+33 6", "+33 7", null]') == "+33 6;+33 7"
    assert several('[{"a": 1}]') is None
    assert several("[call me]") == "[call me]"


def test_no_name_of_a_column_means_two_of_ours():
    folded = [fold_name(name) for names in NAMES.values() for name in names.split()]
    assert len(folded) == len(set(folded))


def test_names_are_known_whatever_their_case_spaces_and_accents():
    told = match_columns(["Posted At", "TELÉFONO", "jobTitle", "Descripción", "País"], ReadSettings()).theirs
    assert told == {"posted_at": ("Posted At",), "phone": ("TELÉFONO",), "title": ("jobTitle",), "body": ("Descripción",),
                    "country": ("País",)}


def test_the_likeliest_name_wins_and_contacts_stand_side_by_side():
    told = match_columns(["description", "body", "whatsapp", "phone"], ReadSettings()).theirs
    assert told == {"body": ("body",), "phone": ("phone", "whatsapp")}


def test_what_columns_says_goes_before_what_a_name_suggests():
    told = match_columns(["body", "remarks"], ReadSettings((("body", "Remarks"),))).theirs
    assert told == {"body": ("remarks",)}


@pytest.mark.parametrize("said", ["body", "body=", "colour=x"])
def test_a_mapping_that_makes_no_sense_is_refused_with_what_to_do(said):
    with pytest.raises(WrongSetting) as error:
        read_mapping(said)
    assert error.value.do


def test_countries_are_known_by_name_and_code():
    written = ("United States", "usa", "FRA", "Deutschland", "Ivory Coast", "россия", "Atlantis")
    assert [country_code(c) for c in written] == ["US", "US", "FR", "DE", "CI", "RU", None]


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_values(written):
    for read in (number, pay_unit, currency, image_hashes, several, country_code):
        read(written)
