"""Folding: what looks or means the same is the same, and the way back is always there."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text.fold import fold, fold_column

#: Any string Python can hold, with more of what folding is about.
ANY = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"]),
                        st.sampled_from("\u200b\u200d\ufe0f\u20e3\u0301\u0336\u0653１①𝟐٣аеоАВ1aabbsss\u1112\u1161\u11ab…ﬁ½❤👩🅰ـ")),
              max_size=40)


@pytest.mark.parametrize(("written", "compared"), [
    ("plain ASCII stays", "plain ASCII stays"), ("1️⃣2️⃣3️⃣", "123"), ("①⓪❷⑶", "1023"), ("２１２", "212"),
    ("𝟐𝟏𝟐 𝓕𝓪𝓻𝓶", "212 Farm"),
    ("٠١٢ ०१२ ๐๑๒", "012 012 012"), ("p\u200bh\u00ado\u2060ne", "phone"), ("f\u0336a\u0336r\u0336m\u0336", "farm"),
    ("F\u0301\u0302\u0303\u0304", "F\u0301\u0302"), ("cafe\u0301", "café"), ("Việt Nam", "Việt Nam"),
    ("ё й ї", "ё й ї"), ("हिन्दी", "हिन्दी"),
    ("한", "한"), ("\u1112\u1161\u11ab", "한"), ("は\u3099", "ば"), ("мaссаж", "массаж"),
    ("fаrm wоrk", "farm work"), ("Ρaypal", "Paypal"),
    ("уборка дома", "уборка дома"), ("сосна", "сосна"), ("heyyyyy sooo goood", "hey so good"),
    ("www xxx", "www xxx"), ("½ pay", "½ pay"),
    ("a…b", "a...b"), ("“q” – ’s", "\"q\" - 's"), ("❤️ ok 👩‍👩‍👧", "❤ ok 👩‍👩‍👧"), ("ﬁsh", "fish"),
    ("🅰🅱", "AB"), ("ғᴀʀᴍ", "ғarm"), ("مـــرحبا", "مرحبا"), ("", ""),
])
def test_what_looks_the_same_is_the_same(written: str, compared: str) -> None:
    assert fold(written).text == compared


@settings(max_examples=400, deadline=None)
@given(ANY, st.booleans())
def test_every_span_leads_back_into_the_original_in_order(text: str, squeeze: bool) -> None:
    folded = fold(text, squeeze=squeeze)
    before = (0, 0)
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert before[0] <= start
        assert before[1] <= end
        before = start, end
    whole = folded.span(0, len(folded.text))
    assert 0 <= whole[0] <= whole[1] <= len(text)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_a_character_that_was_kept_is_found_where_it_stood(text: str) -> None:
    marked = f"<{text}>"
    folded = fold(marked)
    assert marked[slice(*folded.span(0, 1))][0] == "<"
    assert marked[slice(*folded.span(len(folded.text) - 1, len(folded.text)))][-1] == ">" or not folded.text.endswith(">")


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_ascii_without_elongation_is_itself(text: str) -> None:
    assert fold(text, squeeze=False).text is text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=6), st.booleans())
def test_a_column_folds_like_its_texts_one_by_one(texts: list[str], squeeze: bool) -> None:
    column = pl.Series(texts, dtype=pl.String)
    folded, ways = fold_column(column, squeeze=squeeze)
    assert folded.to_list() == [fold(t, squeeze=squeeze).text for t in texts]
    assert column.to_list() == texts
    assert all(ways[row].text == folded[row] for row in ways)
