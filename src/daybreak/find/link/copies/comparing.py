"""How much two texts have in common, and whether that makes them copies.

Pairs of texts, Shingles, weights -> judge_pairs() -> 1 where they are copies

Only integers are added and compared. The tests are symmetric in the two texts.
"""

from __future__ import annotations

import numba
import numpy as np

_STRETCH = 8        # so many shingles in a row without a match are another text, not an edit


@numba.njit(cache=True, nogil=True)
def _hopeless(a, b, sampled, sample_starts, odds):  # type: ignore[no-untyped-def]
    """Whether the samples of two texts have less than one in `odds` in common. Samples are ascending."""
    i, j = sample_starts[a], sample_starts[b]
    to_i, to_j = sample_starts[a + 1], sample_starts[b + 1]
    fewer = min(to_i - i, to_j - j)
    common = 0
    while i < to_i and j < to_j:
        if sampled[i] == sampled[j]:
            common += 1
            i += 1
            j += 1
        elif sampled[i] < sampled[j]:
            i += 1
        else:
            j += 1
    return common * odds < fewer


@numba.njit(cache=True, nogil=True)
def judge_pairs(  # type: ignore[no-untyped-def]
    left, right, items, starts, sampled, sample_starts, used, scale, least, most_apart, overhead, odds, verdict, share,
):  # long: 2026-11-24, one pass over two texts with shared scratch; cut in pieces it would carry twenty arguments
    """Whether each pair are copies, and the share of the weight that they have in common, in 1024ths.

    used: u8 a shingle; scale: its weight by that. least, most_apart: 1024ths; the share of weight in common that both
    must reach, and the share of weight in long unmatched stretches that not both may exceed (one may, up to twice).
    What weighs nothing ends a stretch where it is common, and is passed over where it is not. overhead: so many
    shingles of average weight must be common on top: a short text needs a larger share. odds: say no early where less
    than one in so many sampled shingles is common; 0 = never.
    """
    size = 64
    key = np.zeros(size, np.uint32)
    stamp = np.full(size, -1, np.int64)
    hit = np.zeros(size, np.bool_)
    for p in range(len(left)):
        a, b = left[p], right[p]
        na, nb = starts[a + 1] - starts[a], starts[b + 1] - starts[b]
        verdict[p] = 0
        share[p] = 0
        if a == b or na == 0 or nb == 0:
            continue
        if odds > 0 and _hopeless(a, b, sampled, sample_starts, odds):
            continue
        while size < 2 * na:
            size *= 2
            key = np.zeros(size, np.uint32)
            stamp = np.full(size, -1, np.int64)
            hit = np.zeros(size, np.bool_)
        mask = 64
        while mask < 2 * na:
            mask *= 2
        mask -= 1
        for i in range(starts[a], starts[a + 1]):
            slot = np.int64(items[i]) & mask
            while stamp[slot] == p:
                slot = (slot + 1) & mask
            stamp[slot] = p
            key[slot] = items[i]
            hit[slot] = False
        common = 0
        weight_b = 0
        count_b = 0
        run = 0
        waiting = 0
        apart_b = 0
        for i in range(starts[b], starts[b + 1]):
            weight_b += scale[used[i]]
            count_b += (scale[used[i]] > 0)
            slot = np.int64(items[i]) & mask
            while stamp[slot] == p and key[slot] != items[i]:
                slot = (slot + 1) & mask
            if stamp[slot] == p:
                hit[slot] = True
                common += scale[used[i]]
                run = 0
                waiting = 0
            elif scale[used[i]]:
                run += 1
                waiting += scale[used[i]]
                if run >= _STRETCH:
                    apart_b += waiting
                    waiting = 0
        if common * count_b * 1024 < weight_b * (least * count_b + overhead * 1024):
            continue
        weight_a = 0
        count_a = 0
        run = 0
        waiting = 0
        apart_a = 0
        for i in range(starts[a], starts[a + 1]):
            weight_a += scale[used[i]]
            count_a += (scale[used[i]] > 0)
            slot = np.int64(items[i]) & mask
            while key[slot] != items[i]:
                slot = (slot + 1) & mask
            if hit[slot]:
                run = 0
                waiting = 0
            elif scale[used[i]]:
                run += 1
                waiting += scale[used[i]]
                if run >= _STRETCH:
                    apart_a += waiting
                    waiting = 0
        heavier = max(weight_a, weight_b)
        if heavier == 0:
            verdict[p] = overhead == 0
            continue
        share[p] = common * 1024 // heavier
        if common * count_a * 1024 < weight_a * (least * count_a + overhead * 1024):
            continue
        less, more = apart_a * weight_b, apart_b * weight_a
        if less > more:
            less, more = more, less
        whole = most_apart * weight_a * weight_b
        if less * 1024 <= whole and more * 1024 <= 2 * whole:
            verdict[p] = 1
