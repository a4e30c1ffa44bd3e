"""How much two texts have in common, and whether that makes them copies.

Pairs of texts, Shingles, weights -> judge_pairs() -> 1 where they are copies

Only integers are added and compared. The tests are symmetric in the two texts.
"""

from __future__ import annotations

import numba
import numpy as np

_AHEAD = 8          # pairs
_STRETCH = 8        # so many shingles in a row without a match are another text, not an edit


@numba.njit(cache=True, nogil=True)
def _match(own, other, table, base, hit_own, hit_other):  # type: ignore[no-untyped-def]
    """Mark what of two texts is in both. table: where a shingle of `own` is, plus `base`; less is of an earlier pair."""
    mask = 64
    while mask < 8 * len(own):
        mask *= 2
    mask -= 1
    for i in range(len(own)):
        slot = np.int64(own[i]) & mask
        while table[slot] >= base:
            slot = (slot + 1) & mask
        table[slot] = base + i
        hit_own[i] = 0
    for i in range(len(other)):
        slot = np.int64(other[i]) & mask
        while table[slot] >= base and own[table[slot] - base] != other[i]:
            slot = (slot + 1) & mask
        found = table[slot] >= base
        hit_other[i] = found
        if found:
            hit_own[table[slot] - base] = 1


@numba.njit(cache=True, nogil=True)
def _weigh(used, scale, hit):  # type: ignore[no-untyped-def]
    """Of one text: weight in common, weight in all, how many shingles weigh, weight in long unmatched stretches."""
    zero = np.int64(0)
    common = weight = count = run = waiting = apart = zero
    for i in range(len(used)):
        own = np.int64(scale[used[i]])
        weight += own
        count += own > 0
        common += own if hit[i] else zero
        run = zero if hit[i] else run + (own > 0)
        waiting = zero if hit[i] else waiting + own
        if run >= _STRETCH:
            apart += waiting
            waiting = zero
    return common, weight, count, apart


@numba.njit(cache=True, nogil=True)
def _fetch(texts, items, starts, used):  # type: ignore[no-untyped-def]
    """Read a little of each cache line of these texts, all at once: waiting for one after the other was a fifth."""
    read = np.int64(0)
    for t in texts:
        for i in range(starts[t], starts[t + 1], 16):
            read += items[i]
        for i in range(starts[t], starts[t + 1], 64):
            read += used[i]
    return read


@numba.njit(cache=True, nogil=True)
def judge_pairs(  # type: ignore[no-untyped-def]
    left, right, items, starts, used, scale, least, most_apart, overhead, verdict, share,
):
    """Whether each pair are copies, and the share of the weight that they have in common, in 1024ths.

    used: u8 a shingle; scale: its weight by that. least, most_apart: 1024ths; the share of weight in common that both
    must reach, and the share of weight in long unmatched stretches that not both may exceed (one may, up to twice).
    What weighs nothing ends a stretch where it is common, and is passed over where it is not. overhead: so many
    shingles of average weight must be common on top: a short text needs a larger share.
    """
    table = np.full(1024, -1, np.int32)
    hit_a, hit_b = np.empty(128, np.uint8), np.empty(128, np.uint8)
    base = 0
    for p in range(len(left)):
        if p % _AHEAD == 0:
            read = _fetch(left[p : p + _AHEAD], items, starts, used) + _fetch(right[p : p + _AHEAD], items, starts, used)
            hit_a[0] = read & 1     # or the compiler would leave it out
        verdict[p] = 0
        share[p] = 0
        from_a, to_a = starts[left[p]], starts[left[p] + 1]
        from_b, to_b = starts[right[p]], starts[right[p] + 1]
        if left[p] == right[p] or from_a == to_a or from_b == to_b:
            continue
        if len(table) < 16 * (to_a - from_a) or base >= 1 << 30:
            table = np.full(max(len(table), 32 * (to_a - from_a)), -1, np.int32)
            base = 0
        if len(hit_a) < max(to_a - from_a, to_b - from_b):
            size = 2 * max(to_a - from_a, to_b - from_b)
            hit_a, hit_b = np.empty(size, np.uint8), np.empty(size, np.uint8)
        _match(items[from_a:to_a], items[from_b:to_b], table, base, hit_a, hit_b)
        base += to_a - from_a
        common, weight_b, count_b, apart_b = _weigh(used[from_b:to_b], scale, hit_b)
        if common * count_b * 1024 < weight_b * (least * count_b + overhead * 1024):
            continue
        _, weight_a, count_a, apart_a = _weigh(used[from_a:to_a], scale, hit_a)
        heavier = max(weight_a, weight_b)
        if heavier == 0:
            verdict[p] = overhead == 0
            continue
        share[p] = common * 1024 // heavier
        if common * count_a * 1024 < weight_a * (least * count_a + overhead * 1024):
            continue
        less, more = min(apart_a * weight_b, apart_b * weight_a), max(apart_a * weight_b, apart_b * weight_a)
        whole = most_apart * weight_a * weight_b
        verdict[p] = less * 1024 <= whole and more * 1024 <= 2 * whole
