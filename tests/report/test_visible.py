"""Hidden characters are shown, whatever an advert does with them."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.find.report.spans import Mark, mark_text
from daybreak.find.report.visible import affordable, visible_html, visible_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("call \u202e321", "call <U+202E>321"),
        ("zero\u200b\u200bwidth", "zero<U+200B×2>width"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("a\u200cb", "a<U+200C>b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("two\r\nlines", "two lines"),
    ],
)
def test_what_hides_is_named_and_what_scripts_need_stays(written: str, shown: str) -> None:
    assert visible_text(written) == shown


@given(st.text(max_size=200))
def test_no_text_sends_a_control_character_to_a_terminal(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", visible_text(text))


@given(st.text(alphabet=st.sampled_from("<>&\"'ab\u202e\x00\n"), max_size=60))
def test_no_text_opens_a_tag_of_its_own(text: str) -> None:
    shown = visible_html(text)
    rest = re.sub(r'<span class="cc" title="[^"<>]*">U\+[0-9A-F]{4,6}(×\d+)?</span>', "", shown)
    assert "<" not in rest
    assert ">" not in rest


@given(st.text(max_size=300), st.integers(0, 400))
def test_what_is_afforded_never_costs_more_than_a_little_over_the_budget(text: str, budget: int) -> None:
    assert 0 <= affordable(text, budget) <= min(len(text), budget)


def test_an_advert_of_hidden_characters_alone_does_not_blow_up_the_page() -> None:
    hostile = "\u202ea" * 50_000
    assert len(mark_text(hostile, [], 2400)) < 20_000


marks = st.builds(
    lambda a, b, note: Mark(min(a, b), max(a, b), "k-phone", "phone", note, "t"),
    st.integers(0, 130), st.integers(0, 130), st.sampled_from(["", "S1"]),
)  # fmt: skip


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=120), st.lists(marks, max_size=6))
def test_marking_changes_no_character_of_the_text(text: str, over: list[Mark]) -> None:
    shown = mark_text(text, over, 10_000)
    without = re.sub(r'<a class="ref"[^>]*>S1</a>', "", shown)
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", without)) == text


def test_a_quote_beyond_the_cut_is_shown_with_what_surrounds_it() -> None:
    text = "a" * 5000 + "ask the boss" + "b" * 5000
    shown = mark_text(text, [Mark(5000, 5012, "sign", "", "S1", "x-s1")], 500)
    assert ">ask the boss</mark>" in shown
    assert "4,340 characters not shown" in shown
    assert len(shown) < 2000


def test_a_span_beyond_the_text_is_cut_and_an_empty_one_dropped() -> None:
    assert mark_text("abc", [Mark(1, 99, "k-phone"), Mark(50, 60, "k-url")], 99) == (
        'a<mark class="k-phone" title="">bc</mark>'
    )
