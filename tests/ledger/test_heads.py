"""Heads: one line that reads back, a signature that any change breaks, and one head for many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import WrongHead, WrongKey
from daybreak.ledger.heads import COMBINED, Head, combine, new_signing_key, read_head, sign, verify_key
from daybreak.ledger.merkle import inclusion_proof, verify_inclusion

names = st.from_regex(r"[a-z0-9][a-z0-9:._-]{0,20}", fullmatch=True)
heads = st.builds(Head, names, st.integers(0, 10**15 - 1), st.binary(min_size=32, max_size=32))
KEY = bytes(range(32))


@given(heads)
def test_a_line_reads_back_as_the_head(head: Head) -> None:
    assert "\n" not in head.as_text()
    assert read_head(head.as_text(), None) == head
    assert read_head(head.as_text() + "\r\n", None) == head
    assert read_head(sign(head, KEY), None) == head
    assert read_head(sign(head, KEY) + "\n", verify_key(KEY)) == head


@given(heads, st.data())
def test_a_changed_line_is_refused(head: Head, data: st.DataObject) -> None:
    line = sign(head, KEY)
    place = data.draw(st.integers(0, len(line) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != line[place]))
    with pytest.raises(WrongHead):
        read_head(line[:place] + letter + line[place + 1:], verify_key(KEY))


@given(heads)
def test_another_key_or_no_signature_is_refused(head: Head) -> None:
    with pytest.raises(WrongHead, match="does not hold"):
        read_head(sign(head, KEY), verify_key(bytes(32)))
    with pytest.raises(WrongHead, match="not signed"):
        read_head(head.as_text(), verify_key(KEY))


@given(heads, heads)
def test_a_signature_of_one_head_does_not_fit_another(left: Head, right: Head) -> None:
    if left != right:
        with pytest.raises(WrongHead):
            read_head(f"{left.as_text()} {sign(right, KEY).split()[-1]}", verify_key(KEY))


def test_the_signature_is_plain_ed25519() -> None:
    """RFC 8032, 7.1, test 1: the key pair; so that another program can check a line."""
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert verify_key(secret).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_new_keys_differ() -> None:
    assert new_signing_key() != new_signing_key()
    assert len(new_signing_key()) == len(verify_key(new_signing_key())) == 32


D = "0" * 64


@pytest.mark.parametrize("line", [
    "", "desk", f"daybreak-head/2 desk 1 {D}", f"daybreak-head/1 desk 01 {D}", f"daybreak-head/1 desk -1 {D}",
    f"daybreak-head/1 desk ١ {D}", f"daybreak-head/1 desk 1 {D[1:]}", f"daybreak-head/1 desk 1 {D} 00",
    f"daybreak-head/1 desk 1 {'A' * 64}", f"daybreak-head/1  desk 1 {D}", f"daybreak-head/1 De/sk 1 {D}",
    f"daybreak-head/1 desk 1 {D}\ndaybreak-head/1 desk 2 {D}", f"daybreak-head/1 {'a' * 101} 1 {D}",
    f"daybreak-head/1 desk {10**15} {D}",
])
def test_what_is_no_head_is_refused_with_advice(line: str) -> None:
    with pytest.raises(WrongHead) as refused:
        read_head(line, None)
    assert refused.value.do


@pytest.mark.parametrize(("chain", "size", "digest"), [
    ("", 0, bytes(32)), ("a b", 0, bytes(32)), ("a\n", 0, bytes(32)), ("desk", -1, bytes(32)), ("desk", 10**15, bytes(32)),
    ("desk", 0, bytes(31)),
])
def test_a_head_that_could_not_be_written_is_not_made(chain: str, size: int, digest: bytes) -> None:
    with pytest.raises(WrongHead):
        Head(chain, size, digest)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_the_wrong_length_is_told(key: bytes) -> None:
    head = Head("desk", 1, bytes(32))
    with pytest.raises(WrongKey):
        sign(head, key)
    with pytest.raises(WrongKey):
        read_head(sign(head, KEY), key)


many = st.lists(heads, min_size=1, max_size=9, unique_by=lambda head: head.chain)


@given(many, st.randoms(use_true_random=False))
def test_combined_heads_do_not_depend_on_their_order(heads: list[Head], random: object) -> None:
    whole = combine(heads)
    assert (whole.chain, whole.size) == (COMBINED, len(heads))
    random.shuffle(other := list(heads))  # type: ignore[attr-defined]
    assert combine(other) == whole


@given(many, st.data())
def test_any_change_of_one_head_changes_the_combined_one(heads: list[Head], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(heads) - 1))
    digest = data.draw(st.binary(min_size=32, max_size=32).filter(lambda d: d != heads[place].digest))
    changed = [*heads[:place], replace(heads[place], digest=digest), *heads[place + 1:]]
    assert combine(changed) != combine(heads)
    assert combine(heads[:place] + heads[place + 1:]) != combine(heads)


@given(many)
def test_each_head_can_be_proved_to_be_in_the_combined_one(heads: list[Head]) -> None:
    whole, lines = combine(heads), [head.as_text().encode() for head in sorted(heads, key=lambda head: head.chain)]
    assert all(verify_inclusion(line, i, whole.size, inclusion_proof(lines, i), whole.digest) for i, line in enumerate(lines))


def test_two_heads_of_one_chain_are_refused() -> None:
    with pytest.raises(WrongHead, match="two heads"):
        combine([Head("desk", 1, bytes(32)), Head("desk", 2, bytes(32))])


def test_no_heads_at_all_have_a_head_too() -> None:
    assert combine([]).size == 0
