"""The quick ways to read contacts give the answers of the slow ones, which define them."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from daybreak.text.contacts import cues, emails
from daybreak.text.contacts.found import SEAM
from daybreak.text.contacts.phones import read_phones
from daybreak.text.contacts.plain_phones import read_plain

BEFORE = st.lists(st.sampled_from([
    "Call ", "tel. ", "order no. ", "ref: ", "$", "€ ", "price ", "R", "+", " +", "(", " ", "-", "/", "_", "@", "a", "é", "电话",
    "订单", "QQ", "plus ", "3", ".", "\n", "id ", "call us. 12, ", "ſ"]), max_size=4).map("".join)
AFTER = st.lists(st.sampled_from(
    [" ", "\n", ".", "usd", "km", " kg", "m2", "%", " ₽", "руб", "рублей", "a", "é", "电", "_", "@", ")", " hours", "in", "°",
     "x", "9"]), max_size=4).map("".join)
NUMBERS = st.sampled_from([
    "2125550143", "12125550143", "0612345678", "679480023", "07492660872", "89165277156", "13570621368", "0582123456",
    "123456789", "1111111111", "2002002000", "33612345678", "005521987654321", "20252026", "5550143"])
CUTS = st.sampled_from(["", " ", "-", ".", ") ", "  ", ", ", "\n", "/", SEAM, "   ", ":", " - "])


@st.composite
def windows(draw: st.DrawFn) -> str:
    """A number, its own or with a digit changed, cut anywhere with anything between."""
    digits = draw(NUMBERS | st.text("0123456789", min_size=7, max_size=18))
    places = sorted(draw(st.sets(st.integers(1, len(digits) - 1), max_size=5)))
    sign = draw(CUTS)
    signs = [sign if draw(st.booleans()) else draw(CUTS) for _ in places]
    parts = [digits[a:b] for a, b in zip([0, *places], [*places, len(digits)], strict=True)]
    return draw(st.sampled_from(["", "", "("])) + "".join(p + s for p, s in zip(parts, [*signs, ""], strict=True))


@settings(max_examples=3000, deadline=None)
@given(windows(), st.sampled_from(["US", "FR", "ES", "GB", "RU", "CN", "BR", "UA", None]), BEFORE, AFTER)
@example("212-555-0143", "US", "Call ", " kg")
@example("(212) 555-0143", "US", "+", "")
@example("1999-2004", "US", "", "")
@example("792166462" + SEAM + "93", "RU", "+", "")
@example("07400 672 223", "GB", "Call ", " kg")
@example("8:00-17:30", "US", "", "")
@example("2 1 2 5 5 5 0 1 4 3", "US", "so that all of you recall us now on ", "")
def test_a_plain_window_is_read_as_with_all_its_readings(window: str, region: str | None, before: str, after: str) -> None:
    quick = read_plain(window, region, before, after)
    assert quick is None or quick == read_phones(window, region, before, after)


def test_most_plain_windows_are_read_quickly() -> None:
    for window in ("2125550143", "(212) 555-0143", "212.555.0143", "555014"):
        assert read_plain(window, "US", "Call ", " today") is not None


@settings(max_examples=2000)
@given(AFTER | st.text(max_size=6))
def test_a_unit_is_told_from_the_word_that_follows(after: str) -> None:
    assert cues.unit_follows(after) == (cues._UNIT.match(after) is not None)


PIECES = st.sampled_from([
    "john", "a.b", "x_dot_y", "j-dot-k", "9", "@", "@", "@", ".", "..", "-", "_", "%", "+", " ", "\n",
    "site.com", "example", ".co.uk", ".com", "gmail", " dot ", "(dot)", "[at]", " punto", ") ",
    "]", "é", "电", "ſ", "\u212a", "İ", ", ", ". we", ". It", ".net", "~", "d", " d", "д", "mail@site.com",
    "desk@holm97.example"])


@settings(max_examples=3000, deadline=None)
@given(st.lists(PIECES, max_size=9).map("".join))
@example("x_dot_y@site.com, or")
@example("to john@site.com. we are")
@example("john@site.com dot uk ")
@example("john@site.com.")
@example("a" * 70 + "@site.com")
def test_a_usual_address_is_read_as_any_other(text: str) -> None:
    assume("@" in text)
    for sign in (i for i, char in enumerate(text) if char == "@"):
        quick = emails._plain(text, sign)
        assert quick is None or quick == emails._hidden(text, sign)


@pytest.mark.parametrize("text", ["john@site.com", "Write to J.Doe@Site.co.uk.", "a@b.com, c", "desk@holm97.example\nNext"])
def test_most_addresses_are_read_quickly(text: str) -> None:
    assert emails._plain(text, text.index("@")) is not None
