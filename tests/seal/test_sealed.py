"""What is sealed opens with its own key, for its own place, unchanged; and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from daybreak.errors import CannotOpen, DaybreakError, WrongKey
from daybreak.seal.boxes import KEY_BYTES, OVERHEAD
from daybreak.seal.fields import bucket, open_sealed, seal
from daybreak.seal.keys import derive, new_key, unwrap, wrap

keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
abouts = st.binary(max_size=40)
anything = st.text(st.characters(exclude_categories=()), max_size=300)     # half surrogate pairs and NUL among them
no_keys = st.binary(max_size=80).filter(lambda key: len(key) != KEY_BYTES)


@given(anything, keys, abouts)
def test_a_text_comes_back_as_it_was(text: str, key: bytes, about: bytes) -> None:
    assert open_sealed(seal(text, key, about), key, about) == text


@given(keys, keys, abouts)
def test_a_key_comes_back_as_it_was(key: bytes, under: bytes, about: bytes) -> None:
    assert unwrap(wrap(key, under, about), under, about) == key


@given(anything, keys, abouts, st.data())
def test_any_changed_byte_is_refused(text: str, key: bytes, about: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(text, key, about))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen) as told:
        open_sealed(bytes(sealed), key, about)
    assert "changed" in told.value.what
    assert told.value.do


def test_no_single_bit_of_a_wrapped_key_can_be_turned() -> None:
    under = new_key()
    wrapped = wrap(new_key(), under, b"record")
    for bit in range(8 * len(wrapped)):
        turned = bytearray(wrapped)
        turned[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            unwrap(bytes(turned), under, b"record")


@given(st.binary(max_size=200), keys, abouts)
def test_bytes_that_were_never_sealed_are_refused(noise: bytes, key: bytes, about: bytes) -> None:
    for opens in (open_sealed, unwrap):
        with pytest.raises(CannotOpen):
            opens(noise, key, about)


@given(anything, keys, abouts, st.integers(0, 400))
def test_what_was_cut_or_grew_is_refused(text: str, key: bytes, about: bytes, kept: int) -> None:
    sealed = seal(text, key, about)
    for wrong in (sealed[:min(kept, len(sealed) - 1)], sealed + b"\x00"):
        with pytest.raises(CannotOpen):
            open_sealed(wrong, key, about)


@given(anything, keys, keys, abouts)
def test_another_key_is_refused(text: str, key: bytes, other: bytes, about: bytes) -> None:
    assume(key != other)
    with pytest.raises(CannotOpen):
        open_sealed(seal(text, key, about), other, about)
    with pytest.raises(CannotOpen):
        unwrap(wrap(key, key, about), other, about)


@given(anything, keys, abouts, abouts)
def test_what_was_moved_to_another_place_is_refused(text: str, key: bytes, about: bytes, other: bytes) -> None:
    assume(about != other)
    with pytest.raises(CannotOpen):
        open_sealed(seal(text, key, about), key, other)
    with pytest.raises(CannotOpen):
        unwrap(wrap(key, key, about), key, other)


@given(keys, abouts)
def test_a_wrapped_key_is_no_field_and_a_field_no_wrapped_key(key: bytes, about: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(wrap(key, key, about), key, about)
    with pytest.raises(CannotOpen):
        unwrap(seal("words", key, about), key, about)


@given(no_keys, keys)
def test_what_cannot_be_a_key_seals_nothing_and_opens_nothing(no_key: bytes, key: bytes) -> None:
    for act in (lambda: seal("words", no_key, b""), lambda: wrap(no_key, key, b""), lambda: wrap(key, no_key, b""),
                lambda: derive(no_key, "look-up")):
        with pytest.raises(WrongKey, match=f"32 bytes; this one has {len(no_key)}"):
            act()
    for opens in (open_sealed, unwrap):
        with pytest.raises(CannotOpen):
            opens(seal("words", key, b""), no_key, b"")


@given(st.text(max_size=200), st.text(max_size=200), keys)
def test_texts_of_one_bucket_have_one_length(left: str, right: str, key: bytes) -> None:
    buckets, lengths = ({measure(text) for text in (left, right)} for measure in (
        lambda text: bucket(len(text.encode())), lambda text: len(seal(text, key, b""))))
    assert len(lengths) == len(buckets)


@pytest.mark.parametrize(("length", "room"), [
    (0, 64), (2, 64), (63, 64), (64, 128), (127, 128), (128, 256), (16_383, 16_384), (16_384, 32_768), (40_000, 49_152),
])
def test_the_buckets_are_those_that_the_page_names(length: int, room: int) -> None:
    key = new_key()
    sealed = seal("x" * length, key, b"")
    assert len(sealed) - OVERHEAD == room
    assert open_sealed(sealed, key, b"") == "x" * length


def test_the_same_text_never_looks_the_same_twice() -> None:
    key = new_key()
    assert len({seal("yes", key, b"record") for _ in range(1000)}) == 1000


def test_new_keys_differ() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


@given(keys, st.text(max_size=40), st.text(max_size=40))
def test_a_subkey_is_the_same_for_the_same_purpose_only(master: bytes, purpose: str, other: str) -> None:
    assert derive(master, purpose) == derive(master, purpose)
    assert (derive(master, purpose) == derive(master, other)) == (purpose == other)
    assert derive(master, purpose) != master


@given(st.text(st.characters(categories=["Nd", "Lo"]), min_size=8, max_size=40), keys)
def test_no_message_tells_the_text_or_the_key(text: str, key: bytes) -> None:
    with pytest.raises(DaybreakError) as told:
        open_sealed(seal(text, key, b"here"), key, b"there")
    assert text not in told.value.advice()
    assert key.hex() not in told.value.advice()
