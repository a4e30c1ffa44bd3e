"""Windows: where a phone might stand is found in one pass over characters, in any script, and ordinary text has none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daybreak.text.codes import Codes
from daybreak.text.contacts import find_contacts
from daybreak.text.contacts.number_words import words
from daybreak.text.contacts.window_scan import scan_windows


def windows(*texts: str) -> list[tuple[int, str]]:
    codes = Codes.of(pl.Series(texts, dtype=pl.String))
    return [(row, codes.whole[start:end]) for row, start, end in zip(*scan_windows(codes), strict=True)]


@pytest.mark.parametrize(("text", "window"), [
    ("Call (212) 555-0143 today", "(212) 555-0143"),
    ("Звоните 8 912 345-67-89 вечером", "8 912 345-67-89"),
    ("Phone: 212 555 0143", "212 555 0143"),                    # not from the "one" of Phone
    ("oh SEVEN four double oh one two", "oh SEVEN four double oh one two"),
    ("电话一三一二三四五六七八九吧", "一三一二三四五六七八九"),
    ("اتصل صفر واحد صفر صفر واحد اثنان ثلاثة", "صفر واحد صفر صفر واحد اثنان ثلاثة"),
    ("treinta y cuatro y cinco y seis y siete ocho", "treinta y cuatro y cinco y seis y siete ocho"),
    ("write to 4lB-SS9-zz3z now", "4lB-SS9-zz3z"),
    ("212\U0001f338555\U0001f3380143", "212\U0001f338555\U0001f3380143"),
])
def test_a_window_is_cut_where_the_number_begins_and_ends(text: str, window: str) -> None:
    assert windows(text) == [(0, window)]


@pytest.mark.parametrize("text", [
    "", "someone has to be alone on weekends, often for one or two", "from 28.8.2025", "rent 1,200 a month", "𠀀𠀀 zoo loss boss",
    "solo los libros", "one two three",
])
def test_ordinary_text_has_no_window(text: str) -> None:
    assert windows(text) == []


def test_a_window_does_not_run_over_into_the_next_text() -> None:
    assert windows("212 555", "0143", "", "212 555 0143") == [(3, "212 555 0143")]


@given(st.lists(st.sampled_from(
    [*words(), "0", "7", "55", "l", "S", "-", " ", "\n", "(", "☎", "\U0001f4de", "a", "ж", "电"]), max_size=30))
@example(["quatre-vingt", " ", "dix", "0", "0", "0", "0"])
def test_a_window_is_the_same_alone_and_among_others(parts: list[str]) -> None:
    text = "".join(parts)
    assert [w for row, w in windows("0", text, "555") if row == 1] == [w for _, w in windows(text)]


@pytest.mark.parametrize(("region", "text", "number"), [
    ("US", "Call 4lBsSS9zz3 or write", "+14185559223"),
    ("US", "text 9Oz-5ss-373z", "+19025553732"),
    ("ES", "llama б5об94зОз", "+34650694303"),
    ("RU", "звоните 892І254б7О9", "+79212546709"),
])
def test_letters_that_look_like_digits_are_read_in_a_run_that_has_digits(region: str, text: str, number: str) -> None:
    assert [(f.value, f.how) for f in find_contacts("", text, region) if f.certainty >= 0.5] == [(number, "leet")]


@pytest.mark.parametrize("text", ["model BOSS-ZZ10-SO", "so 10 zoos", "size SSSSSSSS20", "ask З нами 20 років"])
def test_words_that_happen_to_be_of_such_letters_are_no_number(text: str) -> None:
    assert [f for f in find_contacts("", text, "US") if f.kind == "phone"] == []
