"""A chain: whatever is changed in it, the walk from its first entry, or the head kept elsewhere, shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import CannotRecord
from daybreak.ledger.chain import GENESIS, Entry, Verdict, link, verify
from daybreak.ledger.heads import Head

Body = Mapping[str, object]
bodies = st.dictionaries(st.text(max_size=5), st.integers(-9, 9) | st.text(max_size=5) | st.none() | st.booleans(), max_size=3)
many = st.lists(bodies, min_size=1, max_size=12)


def chained(bodies: Sequence[Body]) -> list[Entry]:
    """A chain with these bodies."""
    entries: list[Entry] = []
    for number, body in enumerate(bodies, 1):
        previous = entries[-1].digest if entries else GENESIS
        entries.append(Entry(number, previous, body, link(previous, number, body)))
    return entries


def head_of(entries: Sequence[Entry]) -> Head:
    """Its head."""
    return Head("desk", len(entries), entries[-1].digest if entries else GENESIS)


def test_a_digest_can_be_computed_with_nothing_but_sha_256() -> None:
    first = link(GENESIS, 1, {"act": "lead.opened", "records": ["a", "b"]})
    text = '{"body":{"act":"lead.opened","records":["a","b"]},"previous":"' + "0" * 64 + '","sequence":1}'
    assert first == hashlib.sha256(text.encode()).digest()


@given(st.lists(bodies, max_size=12))
def test_an_untouched_chain_is_whole(bodies: list[Body]) -> None:
    entries = chained(bodies)
    found = verify(iter(entries), head_of(entries))
    assert (found.verdict, found.size, found.covered, found.at) == (Verdict.WHOLE, len(entries), len(entries), None)
    assert found.is_sound
    assert found.digest == head_of(entries).digest


@given(st.lists(bodies, max_size=12))
def test_without_a_head_the_tail_is_not_checkable(bodies: list[Body]) -> None:
    found = verify(chained(bodies), None)
    assert found.verdict is Verdict.TAIL_UNKNOWN
    assert str(found).startswith("tail not checkable")
    assert found.covered == 0


@given(many, st.data())
def test_any_single_change_of_any_entry_is_found_where_it_is(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    place = data.draw(st.integers(0, len(entries) - 1))
    old = entries[place]
    digests = st.binary(min_size=32, max_size=32)
    new = data.draw(st.one_of(
        st.integers(-3, 20).map(lambda n: replace(old, sequence=n)), digests.map(lambda d: replace(old, previous=d)),
        digests.map(lambda d: replace(old, digest=d)), bodies_other_than(old.body).map(lambda b: replace(old, body=b)),
    ).filter(lambda new: new != old))
    changed = [*entries[:place], new, *entries[place + 1:]]
    for head in (None, head_of(entries)):
        found = verify(changed, head)
        assert (found.verdict, found.at, found.size) == (Verdict.EDITED, place + 1, place)
        assert not found.is_sound


@given(many, st.data())
def test_a_changed_entry_with_its_digest_made_to_fit_is_found(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    place = data.draw(st.integers(0, len(entries) - 1))
    old = entries[place]
    body = data.draw(bodies_other_than(old.body))
    changed = [*entries[:place], replace(old, body=body, digest=link(old.previous, old.sequence, body)), *entries[place + 1:]]
    found = verify(changed, head_of(entries))
    if place == len(entries) - 1:
        assert found.verdict is Verdict.REWRITTEN
        assert verify(changed, None).verdict is Verdict.TAIL_UNKNOWN    # only a head tells
    else:
        assert (found.verdict, found.at) == (Verdict.EDITED, place + 2)     # the next does not follow from it


@given(many, st.data())
def test_an_entry_put_in_is_found(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    place = data.draw(st.integers(0, len(entries)))
    previous = entries[place - 1].digest if place else GENESIS
    body = data.draw(st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2))
    new = Entry(place + 1, previous, body, link(previous, place + 1, body))
    found = verify([*entries[:place], new, *entries[place:]], head_of(entries))
    if place < len(entries):
        assert found.verdict is Verdict.EDITED
    else:
        assert (found.verdict, found.covered) == (Verdict.TAIL_UNKNOWN, len(entries))   # a chain may grow after its head


@given(many, st.data())
def test_an_entry_taken_out_is_found(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    place = data.draw(st.integers(0, len(entries) - 1))
    found = verify([*entries[:place], *entries[place + 1:]], head_of(entries))
    last = place == len(entries) - 1
    assert (found.verdict, found.at) == (Verdict.CUT if last else Verdict.EDITED, place + 1)


@given(st.lists(bodies, min_size=2, max_size=12), st.data())
def test_another_order_is_found(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    moved = data.draw(st.permutations(entries).filter(lambda order: order != entries))
    assert verify(moved, head_of(entries)).verdict is Verdict.EDITED
    assert verify(moved, None).verdict is Verdict.EDITED


@given(many, st.data())
def test_a_cut_tail_is_found_against_a_head_and_only_then(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    left = data.draw(st.integers(0, len(entries) - 1))
    found = verify(entries[:left], head_of(entries))
    assert (found.verdict, found.size, found.at) == (Verdict.CUT, left, left + 1)
    assert "cut tail" in str(found)
    assert verify(entries[:left], None).verdict is Verdict.TAIL_UNKNOWN


@given(many, st.data())
def test_a_chain_written_anew_is_found_against_a_head(bodies: list[Body], data: st.DataObject) -> None:
    entries = chained(bodies)
    place = data.draw(st.integers(0, len(bodies) - 1))
    anew = chained([*bodies[:place], data.draw(bodies_other_than(bodies[place])), *bodies[place + 1:]])
    assert verify(anew, head_of(entries)).verdict is Verdict.REWRITTEN
    longer = chained([*(e.body for e in anew), {"more": 1}])
    assert verify(longer, head_of(entries)).verdict is Verdict.REWRITTEN


@given(many, many)
def test_an_older_head_vouches_for_the_beginning(first: list[Body], later: list[Body]) -> None:
    entries = chained([*first, *later])
    old = head_of(entries[:len(first)])
    found = verify(entries, old)
    assert (found.verdict, found.covered, found.size) == (Verdict.TAIL_UNKNOWN, len(first), len(entries))
    broken = [*entries[:-1], replace(entries[-1], digest=GENESIS)]
    assert (verify(broken, old).verdict, verify(broken, old).covered) == (Verdict.EDITED, len(first))


def test_an_empty_chain_fits_an_empty_head_only() -> None:
    assert verify([], Head("desk", 0, GENESIS)).verdict is Verdict.WHOLE
    assert verify([], Head("desk", 0, b"x" * 32)).verdict is Verdict.REWRITTEN
    assert verify([], Head("desk", 1, b"x" * 32)).verdict is Verdict.CUT


def test_a_body_that_nobody_could_have_linked_is_an_edit() -> None:
    entries = chained([{"a": 1}])
    assert verify([replace(entries[0], body={"a": float("nan")})], None).verdict is Verdict.EDITED


def test_a_body_that_has_no_exact_form_is_not_linked() -> None:
    with pytest.raises(CannotRecord):
        link(GENESIS, 1, {"a": float("nan")})


@pytest.mark.parametrize(("wrong", "words"), [
    (chained([{}, {}])[:1], "cut tail: 1 entries are here, entry 2"), (chained([{}, {}])[1:], "edited at entry 1"),
    (chained([{}, {"a": 1}]), "rewritten"), (chained([{}, {}]), "whole: all 2"), (chained([{}, {}, {}]), "vouches for 2"),
])
def test_the_finding_says_what_is_wrong_and_where(wrong: list[Entry], words: str) -> None:
    assert words in str(verify(wrong, head_of(chained([{}, {}]))))


def bodies_other_than(body: Body) -> st.SearchStrategy[Body]:
    """Bodies whose digest must be another one."""
    return bodies.filter(lambda other: link(GENESIS, 1, other) != link(GENESIS, 1, body))
