"""The comparable form of a text: copies look alike in it whatever was done to hide them."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text.emoji import emoji_of
from daybreak.text.opening import open_up, opened
from daybreak.text.words import joined, words_of


def words(text: str) -> str:
    return str(words_of(pl.Series([text])).item())


@pytest.mark.parametrize(
    ("text", "comparable"),
    [
        ("Farm work, housing included!", "farm work housing included"),
        ("Don’t miss it - don't", "dont miss it dont"),
        ("$25.50/hr, call 555-123 4567 now", "0 hr call 0 now"),
        ("2 rooms / 3 beds", "0 rooms 0 beds"),
        ("w0rk ca$h", "work cash"),
        ("heyyyyy sooo pleeease www iii", "hey so pleease www iii"),
        ("Días de campo, niñera en São Paulo", "dias de campo ninera en sao paulo"),
        ("Straße à côté", "strasse a cote"),
        ("ПРИВЕТТТТ, Ёлка 25 лет; йод", "привет елка 0 лет йод"),
        ("Шукаємо їжу та ґрунт", "шукаємо їжу та ґрунт"),
        ("مرحـــبا بِكُم ٢٥", "مرحبا بكم 0"),
        ("我叫小红，25岁", "我 叫 小 红 0 岁"),
        ("農場でがんばる", "農 場 で が ん ば る"),
        ("สวัสดี", "ส วั ส ดี"),
        ("농장에서 일할 사람", "농장에서 일할 사람"),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("🌹 rose 🌹", "rose"),
        ("", ""), ("  \n\t ", ""), ("...", ""), ("42", "0"),
    ],
)
def test_a_text_is_reduced_to_its_words(text: str, comparable: str) -> None:
    assert words(text) == comparable


def test_copies_that_differ_in_phone_price_and_date_have_the_same_words() -> None:
    left, right = "Call 713-555-0188, 15.50 per hour from 01/02/2026", "Call (305) 555 0142, 16 per hour from 1-3-26"
    assert words(left) == words(right)


def test_a_missing_title_or_body_leaves_no_trace() -> None:
    ads = pl.DataFrame({"title": ["Farm", None, "", None], "body": [None, "work", "work", None]}, schema_overrides={
        "title": pl.String, "body": pl.String})
    whole = ads.select(joined().alias("whole"))["whole"]
    assert words_of(whole).to_list() == ["farm", "work", "work", ""]


FULL_WIDTH = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}
LOOK_ALIKE = str.maketrans("aeopcxy", "аеорсху")        # Cyrillic letters that look Latin
SENTENCES = st.lists(st.sampled_from(
    "seasonal farm workers needed housing provided call today maximum pay 15 dollars an hour excellent experience "
    "people company".split()), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None)
@given(SENTENCES)
def test_full_width_letters_change_nothing(text: str) -> None:
    assert words(text.translate(FULL_WIDTH)) == words(text)


@settings(deadline=None)
@given(SENTENCES, st.integers(0, 100))
def test_a_zero_width_character_anywhere_changes_nothing(text: str, place: int) -> None:
    place %= len(text) + 1
    assert words(text[:place] + "\u200b" + text[place:]) == words(text)


@settings(deadline=None)
@given(SENTENCES)
def test_look_alike_letters_inside_latin_words_change_nothing(text: str) -> None:
    disguised = " ".join(w[0] + w[1:-1].translate(LOOK_ALIKE) + w[-1] if len(w) > 3 else w for w in text.split())
    assert words(disguised) == words(text)


@settings(deadline=None)
@given(SENTENCES)
def test_capitals_change_nothing(text: str) -> None:
    assert words(text.upper()) == words(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_words_with_one_space_between(text: str) -> None:
    found = words(text)
    assert found == " ".join(found.split())
    assert not any(c.isupper() for c in found if c.isascii())


@settings(deadline=None)
@given(st.lists(st.text(), max_size=6))
def test_a_text_has_the_same_words_whatever_it_is_read_with(texts: list[str]) -> None:
    assert words_of(pl.Series(texts, dtype=pl.String)).to_list() == [words(text) for text in texts]


TRICKY = st.text(st.one_of(
    st.characters(), st.sampled_from("aZ19 éÅßıİΣσёйжІоأـَ中ไทํำगि한하\u200b\ufe0f\u20e3\u0301\u0307½"
    "…’ﬁ﷽ﾞ²①Ａ０🏴❤😀𝐚\u3000")), max_size=12)


@settings(deadline=None, max_examples=400)
@given(st.lists(TRICKY, max_size=5))
def test_the_table_of_characters_opens_a_text_as_the_rule_does(texts: list[str]) -> None:
    texts = [text + "é" for text in texts]          # what is ASCII is left to the reading of words
    buffer, starts, ends = opened(pl.Series(texts, dtype=pl.String))
    quick = [bytes(buffer[start:end]).decode().split() for start, end in zip(starts, ends, strict=True)]
    assert quick == [text.split() for text in open_up(pl.Series(texts, dtype=pl.String))]


def test_every_character_opens_as_the_rule_opens_it() -> None:
    texts = [f"{chr(c)} é" for c in (*range(0xD800), *range(0xE000, 0x20000))]
    buffer, starts, ends = opened(pl.Series(texts))
    slow = open_up(pl.Series(texts))
    assert [bytes(buffer[s:e]).decode().split() for s, e in zip(starts, ends, strict=True)] == [t.split() for t in slow]


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("💋🌹 hello 👍🏽", "💋 🌹 👍"),
        ("👩‍🌾 works", "👩‍🌾"),
        ("🇺🇸🇫🇷", "🇺🇸 🇫🇷"),
        ("☎️ 1️⃣2️⃣ © ™", "☎"),
        ("no emoji: 1 # *", ""),
        ("", ""),
    ],
)
def test_emoji_are_told_in_order(text: str, emoji: str) -> None:
    assert emoji_of(pl.Series([text])).item() == emoji


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text())))
def test_emoji_never_fail(texts: list[str | None]) -> None:
    assert len(emoji_of(pl.Series(texts, dtype=pl.String))) == len(texts)
