"""Canonical JSON: the published examples of RFC 8785, and a plain refusal of all that has no exact form."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import CannotRecord
from daybreak.ledger.canonical import canonical

SAFE = 2**53 - 1
values = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=10)

#: RFC 8785, appendix B: the bits of a number, and how it is written.
NUMBERS = {
    "0000000000000000": "0", "8000000000000000": "0", "0000000000000001": "5e-324", "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308", "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992", "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000", "44b52d02c7e14af5": "9.999999999999997e+22", "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23", "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000", "444b1ae4d6e2ef50": "1e+21", "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001", "41b3de4355555553": "333333333.3333332", "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333", "41b3de4355555556": "333333333.3333334", "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333", "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "written"), NUMBERS.items())
def test_numbers_are_written_as_the_standard_says(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == written


def test_an_object_is_written_as_the_standard_says() -> None:
    thing = {"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": [None, True, False]}
    assert canonical(thing).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    thing = dict.fromkeys(["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"], 0)
    assert list(json.loads(canonical(thing))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value: object) -> None:
    read = json.loads(canonical(value), parse_int=float)     # as JavaScript reads: decimals beyond 2^53 look like integers
    assert read == value
    assert canonical(read) == canonical(value)


@given(values, values)
def test_different_values_have_different_bytes(left: object, right: object) -> None:
    if canonical(left) == canonical(right):
        assert json.dumps(json.loads(canonical(left)), sort_keys=True) == json.dumps(json.loads(canonical(right)), sort_keys=True)


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": {"d": 2, "c": 3}}) == canonical({"a": {"c": 3, "d": 2}, "b": 1})


_round: list[object] = []
_round.append(_round)


@pytest.mark.parametrize("value", [
    float("nan"), float("inf"), -float("inf"), SAFE + 1, -SAFE - 1, "\ud800", {"\ud800": 1}, {1: 2}, {1: 2, "a": 3}, b"bytes",
    {1, 2}, datetime(2026, 1, 1, tzinfo=UTC), Decimal(1), object(), {"a": [{"b": float("nan")}]}, _round,
], ids=lambda value: type(value).__name__)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(CannotRecord) as refused:
        canonical(value)
    assert refused.value.do


def test_the_message_does_not_repeat_the_value() -> None:
    with pytest.raises(CannotRecord) as refused:
        canonical({"name": "Ilse Example", "n": 12345678901234567890})
    assert "Ilse" not in refused.value.advice()
    assert "12345678901234567890" not in refused.value.advice()
