"""Commitments and look-up marks: equal for equal value, key and place only, and never one for the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import WrongKey
from daybreak.seal.blind import blind
from daybreak.seal.commitments import commit
from daybreak.seal.keys import derive
from daybreak.seal.master import check_value

Mark = Callable[[str, bytes, bytes], bytes]
Asked = tuple[str, bytes, bytes]

keys = st.binary(min_size=32, max_size=32)
asked = st.tuples(st.text(st.characters(exclude_categories=()), max_size=20), keys, st.binary(max_size=20))
both = pytest.mark.parametrize("mark", [commit, blind])


@both
@given(left=asked, right=asked)
def test_marks_are_equal_only_for_equal_value_key_and_place(mark: Mark, left: Asked, right: Asked) -> None:
    assert (mark(*left) == mark(*right)) == (left == right)
    assert len(mark(*left)) == 32


@both
@given(asked, st.sampled_from([0, 1, 2]), st.data())
def test_one_difference_is_enough(mark: Mark, same: Asked, part: int, data: st.DataObject) -> None:
    value, key, about = same
    other = (data.draw(st.text(max_size=20)) if part == 0 else value, data.draw(keys) if part == 1 else key,
             data.draw(st.binary(max_size=20)) if part == 2 else about)
    assert (mark(*other) == mark(*same)) == (other == same)


@both
def test_a_place_and_a_value_cannot_trade_letters(mark: Mark) -> None:
    assert mark("bc", bytes(32), b"a") != mark("c", bytes(32), b"ab")


@given(asked)
def test_a_mark_of_one_use_is_never_a_mark_of_another(same: Asked) -> None:
    value, key, about = same
    marks = {commit(value, key, about), blind(value, key, about), derive(key, "look-up"), check_value(key), key}
    assert len(marks) == 5


@both
def test_what_cannot_be_a_key_marks_nothing(mark: Mark) -> None:
    for key in (b"", b"short", bytes(33)):
        with pytest.raises(WrongKey):
            mark("value", key, b"")
