"""The steps of finding copies do what plain Python says: sorting, sampling, judging, and a filter that loses no pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from daybreak.find.link.copies.candidates import candidates, no_sketches, sketch_texts
from daybreak.find.link.copies.comparing import judge_pairs
from daybreak.find.link.copies.postings import order_of, sample, sorted_pairs
from daybreak.find.link.copies.shingles import Shingles

Text = list[int]
SHINGLE = st.integers(0, 60).map(lambda n: n * 0x9E3779B1 % 2**32)
TEXTS = st.lists(st.lists(SHINGLE, max_size=40, unique=True), min_size=2, max_size=8)
SCALES = st.lists(st.sampled_from([0, 0, 1, 20, 64]), min_size=4, max_size=4)
LEAST = st.integers(0, 700)
APART = st.integers(0, 400)
OVERHEAD = st.integers(0, 8)


def shingles_of(texts: list[Text]) -> Shingles:
    starts = np.cumsum([0, *map(len, texts)])
    items = np.array([item for text in texts for item in text], np.uint32)
    return Shingles(items, starts, np.diff(starts).astype(np.int32), np.zeros((len(texts), 2), np.uint64))


def used_of(shingles: Shingles) -> np.ndarray:
    """Any use will do, as long as one shingle has one."""
    return (shingles.items >> np.uint32(7) & np.uint32(3)).astype(np.uint8)


def judged(shingles: Shingles, pairs: list[tuple[int, int]], scale: np.ndarray, least: int, apart: int, over: int) -> np.ndarray:
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    verdict, share = np.zeros(len(pairs), np.uint8), np.zeros(len(pairs), np.int64)
    judge_pairs(left, right, shingles.items, shingles.starts, used_of(shingles), scale, least, apart, over, verdict, share)
    return verdict


def apart_of(text: Text, other: Text, weight: dict[int, int]) -> int:
    """The weight in stretches of eight shingles that weigh something, without one in common."""
    total = run = waiting = 0
    for item in text:
        if item in other:
            run = waiting = 0
        elif weight[item]:
            run, waiting = run + 1, waiting + weight[item]
            if run >= 8:
                total, waiting = total + waiting, 0
    return total


def plainly_copies(a: Text, b: Text, weight: dict[int, int], least: int, apart: int, over: int) -> bool:
    if not a or not b:
        return False
    common = sum(weight[item] for item in set(a) & set(b))
    all_a, all_b = sum(weight[item] for item in a), sum(weight[item] for item in b)
    if not all_a and not all_b:
        return over == 0
    for text, total in ((a, all_a), (b, all_b)):
        count = sum(weight[item] > 0 for item in text)
        if common * count * 1024 < total * (least * count + over * 1024):
            return False
    less, more = sorted((apart_of(a, b, weight) * all_b, apart_of(b, a, weight) * all_a))
    return less * 1024 <= apart * all_a * all_b and more * 1024 <= 2 * apart * all_a * all_b


@given(texts=TEXTS, scale=SCALES, least=LEAST, apart=APART, over=OVERHEAD)
def test_pairs_are_judged_as_plain_sets_would(texts: list[Text], scale: list[int], least: int, apart: int, over: int) -> None:
    shingles, by_use = shingles_of(texts), np.array(scale, np.uint8)
    weight = dict(zip(shingles.items.tolist(), by_use[used_of(shingles)].tolist(), strict=True))
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts)) if a != b]
    expected = [plainly_copies(texts[a], texts[b], weight, least, apart, over) for a, b in pairs]
    assert judged(shingles, pairs, by_use, least, apart, over).tolist() == expected


def test_a_text_longer_than_those_before_it_is_judged_too() -> None:
    texts = [[1, 2, 3], [1, 2, 4], list(range(5000)), list(range(100, 5100))]
    found = judged(shingles_of(texts), [(0, 1), (2, 3), (1, 0), (3, 2)], np.ones(4, np.uint8), 512, 400, 0)
    assert found.tolist() == [1, 1, 1, 1]


@given(texts=TEXTS, scale=SCALES, least=LEAST, over=OVERHEAD)
def test_no_pair_that_would_pass_is_kept_from_judgement(texts: list[Text], scale: list[int], least: int, over: int) -> None:
    shingles, by_use = shingles_of(texts), np.array(scale, np.uint8)
    sketches, every = no_sketches(len(texts)), np.arange(len(texts))
    sketch_texts(every, shingles, used_of(shingles), by_use, least, over, sketches)
    pairs = [(a, b) for a in range(len(texts)) for b in range(a)]
    verdict = judged(shingles, pairs, by_use, least, 1 << 20, over)
    for (a, b), copies in zip(pairs, verdict, strict=True):
        postings, left, right = np.array([b, a], np.uint64), np.zeros(4, np.int64), np.zeros(4, np.int64)
        n = candidates(postings, 0, 2, every, every.copy(), every >= 0, sketches.bits, sketches.terms, left, right)
        assert n == 1 or not copies


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=40), st.integers(1, 12))
def test_each_is_paired_with_the_one_before_it_and_the_first_of_its_list(given_: list[tuple[int, int]], block: int) -> None:
    lists: dict[int, list[int]] = {}
    for text, shingle in sorted(set(given_)):
        lists.setdefault(shingle, []).append(text)
    expected = [pair for _, texts in sorted(lists.items()) for i in range(1, len(texts))
                for pair in dict.fromkeys([(texts[i - 1], texts[i]), (texts[0], texts[i])])]
    postings = np.array(sorted(shingle << 32 | text for text, shingle in set(given_)), np.uint64)
    texts, sketches, found = np.arange(31), no_sketches(31), []
    sketches.bits[:] = sketches.terms[:] = 0
    left, right = np.zeros(2 * block, np.int64), np.zeros(2 * block, np.int64)
    for at in range(0, len(postings), block):
        n = candidates(postings, at, min(at + block, len(postings)), texts, texts.copy(), texts >= 0, sketches.bits,
                       sketches.terms, left, right)
        found += zip(left[:n].tolist(), right[:n].tolist(), strict=True)
    assert found == expected


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 5000)), max_size=60))
def test_pairs_are_sorted_as_numbers_are(pairs: list[tuple[int, int]]) -> None:
    numbers = np.array([high << 32 | low for high, low in pairs], np.uint64)
    assert sorted_pairs(numbers.copy(), 1 << 32, 5001).tolist() == sorted(numbers.tolist())


@given(st.lists(st.integers(0, 3000), max_size=60))
def test_equal_keys_stay_in_order(keys: list[int]) -> None:
    assert order_of(np.array(keys, np.int64), 3001).tolist() == sorted(range(len(keys)), key=lambda place: keys[place])


@given(texts=TEXTS, size=st.sampled_from([2, 5, 16]), turn=st.integers(0, 2), usable=st.sampled_from([(0, 0), (1, 2)]))
def test_a_text_is_sampled_by_the_hash_of_its_shingles(
    texts: list[Text], size: int, turn: int, usable: tuple[int, int]
) -> None:
    shingles = shingles_of(texts)
    used = used_of(shingles)
    expected = []
    for t in range(len(texts)):
        own = [int(i) for i, u in zip(shingles.items[shingles.starts[t] : shingles.starts[t + 1]],
                                      used[shingles.starts[t] : shingles.starts[t + 1]], strict=True)
               if usable == (0, 0) or usable[0] <= u <= usable[1]]
        bits = 0
        while len(own) >> bits >= size:
            bits += 1
        expected += [i << 32 | t for i in own if ((i ^ turn * 0x85EBCA77) * 0x9E3779B1 & 0xFFFFFFFF) >> 32 - bits == 0]
    every = np.arange(len(texts))
    found = sample(every, shingles.items, shingles.starts, every, used, usable, size, turn)
    assert found.tolist() == sorted(expected)
