"""The master key on paper and in the hands of several: slips are told by their place, and too few have nothing."""

from __future__ import annotations

import itertools

import pytest
import shamir_mnemonic
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from daybreak.errors import WrongKey, WrongShares
from daybreak.seal.master import check_value, from_words, new_master, to_words
from daybreak.seal.quorum import join, split

masters = st.binary(min_size=32, max_size=32)
places = st.integers(0, 32)
MASTER = bytes(range(32))


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets of shares are numbered 0, 1, 2 ...; without this one pair of sets in 32,768 has one number."""
    numbers = itertools.count()
    monkeypatch.setattr("shamir_mnemonic.shamir._random_identifier", lambda: next(numbers))


@given(masters)
def test_a_master_comes_back_from_its_words_however_they_are_typed(master: bytes) -> None:
    words = to_words(master)
    assert len(words.split()) == 33
    assert to_words(master) == words
    assert from_words(words) == master
    assert from_words("\n ".join(words.upper().split()) + "\n") == master


def test_the_words_are_plain_slip_39_that_other_tools_read() -> None:
    assert shamir_mnemonic.combine_mnemonics([to_words(MASTER)]) == MASTER
    assert shamir_mnemonic.combine_mnemonics(split(MASTER, 3, 2)[:2]) == MASTER


@given(masters, places)
def test_a_misspelt_word_is_told_by_its_place_and_never_repeated(master: bytes, place: int) -> None:
    words = to_words(master).split()
    words[place] += "x"
    with pytest.raises(WrongKey, match=rf"Word {place + 1} is not in the list") as told:
        from_words(" ".join(words))
    assert words[place] not in told.value.advice()


def test_all_misspelt_words_are_told_at_once() -> None:
    words = to_words(MASTER).split()
    words[3] = words[7] = "qqq"
    with pytest.raises(WrongKey, match="Words 4, 8 are not in the list"):
        from_words(" ".join(words))


@given(masters, st.dictionaries(places, st.sampled_from(WORDLIST), min_size=1, max_size=3))
def test_up_to_three_words_of_the_list_in_the_wrong_place_are_refused(master: bytes, wrong: dict[int, str]) -> None:
    words = to_words(master).split()
    changed = [wrong.get(place, word) for place, word in enumerate(words)]
    assume(changed != words)
    with pytest.raises(WrongKey):
        from_words(" ".join(changed))


def test_two_words_that_changed_places_are_refused() -> None:
    words = to_words(MASTER).split()
    for left, right in itertools.combinations(range(33), 2):
        swapped = words.copy()
        swapped[left], swapped[right] = swapped[right], swapped[left]
        if swapped != words:
            with pytest.raises(WrongKey, match=r"do not pass the check|not made by Daybreak"):
                from_words(" ".join(swapped))


@pytest.mark.parametrize("words", ["", "   ", "academic", "the master key", to_words(MASTER).rsplit(" ", 1)[0],
                                   to_words(MASTER) + " academic", "\x00", "é" * 500, "academic " * 33])
def test_what_are_not_the_words_of_a_master_is_refused(words: str) -> None:
    with pytest.raises(WrongKey) as told:
        from_words(words)
    assert told.value.do


@given(st.text(max_size=300))
def test_any_text_gets_a_clear_answer(text: str) -> None:
    with pytest.raises(WrongKey, match="not the words of the master key"):
        from_words(text)
    with pytest.raises(WrongShares, match="Share 1: "):
        join([text])


def test_words_of_another_tool_that_would_take_hours_are_refused_at_once() -> None:
    slow = Share(0, True, 15, 0, 1, 1, 0, 1, MASTER).mnemonic()
    with pytest.raises(WrongKey, match="not made by Daybreak"):
        from_words(slow)


@pytest.mark.parametrize("no_master", [b"", bytes(16), bytes(31), bytes(33), bytes(64)])
def test_what_cannot_be_a_master_gets_no_words_and_no_shares(no_master: bytes) -> None:
    for act in (to_words, check_value, lambda master: split(master, 3, 2)):
        with pytest.raises(WrongKey, match="32 bytes"):
            act(no_master)


@given(masters, masters)
def test_the_check_value_tells_one_master_from_another(one: bytes, other: bytes) -> None:
    assert (check_value(one) == check_value(other)) == (one == other)


def test_new_masters_differ() -> None:
    assert len({new_master() for _ in range(100)}) == 100


@settings(max_examples=30)
@given(masters, st.data())
def test_any_so_many_shares_give_the_master_in_any_order(master: bytes, data: st.DataObject) -> None:
    needed = data.draw(st.integers(2, 6))
    shares = split(master, data.draw(st.integers(needed, 16)), needed)
    brought = data.draw(st.permutations(shares))[:data.draw(st.integers(needed, len(shares)))]
    assert join(brought) == master


@settings(max_examples=30)
@given(masters, st.data())
def test_fewer_shares_than_needed_give_nothing_and_say_so(master: bytes, data: st.DataObject) -> None:
    needed = data.draw(st.integers(2, 6))
    shares = split(master, 6, needed)
    few = data.draw(st.permutations(shares))[:data.draw(st.integers(1, needed - 1))]
    for brought in (few, few + few):                # a share brought twice counts once
        with pytest.raises(WrongShares, match=f"{needed} different shares are needed; {len(few)} were given"):
            join(brought)


def test_a_share_looks_the_same_whatever_the_master() -> None:
    """One share of two is drawn at random: over many splits of one master each of its bytes takes many values."""
    values = [Share.from_mnemonic(split(MASTER, 2, 2)[0]).value for _ in range(200)]
    assert min(len({value[place] for value in values}) for place in range(32)) > 80


@pytest.mark.usefixtures("numbered")
def test_shares_of_two_masters_are_refused_and_the_foreign_one_is_named() -> None:
    ours, theirs = split(MASTER, 3, 2), split(bytes(32), 3, 2)
    with pytest.raises(WrongShares, match="other than share 1 is share 2"):
        join([ours[0], theirs[1]])
    with pytest.raises(WrongShares, match="other than share 1 is share 3"):
        join([ours[0], ours[1], theirs[2]])


@pytest.mark.usefixtures("numbered")
def test_shares_of_two_splits_of_one_master_do_not_mix() -> None:
    with pytest.raises(WrongShares, match="other than share 1 is share 2"):
        join([split(MASTER, 3, 2)[0], split(MASTER, 3, 2)[1]])


def test_shares_of_two_masters_with_one_set_number_are_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of a set is drawn from 32,768: two sets may share it, and then the digest inside tells."""
    monkeypatch.setattr("shamir_mnemonic.shamir._random_identifier", lambda: 7)
    ours, theirs = split(MASTER, 4, 2), split(bytes(32), 4, 2)
    for brought in ([ours[0], theirs[1]], [ours[0], ours[1], theirs[2]], [ours[0], theirs[0]]):
        with pytest.raises(WrongShares, match="do not fit together"):
            join(brought)


def test_a_misspelt_share_is_told_by_share_and_word() -> None:
    shares = split(MASTER, 3, 2)
    words = shares[1].split()
    words[10] = "qqq"
    with pytest.raises(WrongShares, match="Share 2: Word 11 is not in the list"):
        join([shares[0], " ".join(words)])


def test_words_of_the_master_and_of_a_share_are_not_taken_for_each_other() -> None:
    with pytest.raises(WrongShares, match="whole master key"):
        join([to_words(MASTER), to_words(MASTER)])
    with pytest.raises(WrongKey, match="words of a share"):
        from_words(split(MASTER, 3, 2)[0])


def test_no_share_at_all_is_refused() -> None:
    with pytest.raises(WrongShares, match="No share"):
        join([])


@pytest.mark.parametrize(("shares", "needed"), [(1, 1), (3, 1), (2, 3), (17, 2), (0, 0), (3, -1), (-3, -3)])
def test_a_split_that_makes_no_sense_is_refused(shares: int, needed: int) -> None:
    with pytest.raises(WrongShares, match="cannot be split"):
        split(MASTER, shares, needed)
