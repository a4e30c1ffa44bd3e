"""Pairs worth judging: next to each other on a list, not of one group yet, and with enough wording in common to pass.

Texts -> sketch_texts() -> 512 bits each -> Sample -> candidates() -> pairs, a block at a time

Each shingle sets one bit. Two texts have at most as many shingles in common as bits, and as many more as one of them
has shingles that share a bit; where that is less than the test asks for, the pair cannot pass. No true pair is lost.
Source: bitmap filter, Sandes et al., Information Systems 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba.core import types
from numba.extending import intrinsic

from daybreak.find.link.copies.shingles import Array, Shingles, Whole


@dataclass(frozen=True, slots=True)
class Sketches:
    """Per text: `bits` [texts, 8]; `slack` shingles more than bits; `need` shingles in common, or no test is passed."""

    bits: npt.NDArray[np.uint64]
    slack: npt.NDArray[np.int32]
    need: npt.NDArray[np.int32]


@intrinsic
def _ones(typing_context: Any, word: Any) -> Any:
    """How many bits of a word are set: one machine instruction."""
    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), code


@numba.njit(cache=True, nogil=True)
def _count(row):  # type: ignore[no-untyped-def]
    ones = np.int64(0)
    for word in row:
        ones += np.int64(_ones(word))  # type: ignore[call-arg]
    return ones


@numba.njit(cache=True, nogil=True)
def _sketch(texts, items, starts, used, scale, heaviest, least, overhead, bits, slack, need):  # type: ignore[no-untyped-def]
    row = np.zeros(8, np.uint64)
    for t in texts:
        row[:] = 0
        weight = np.int64(0)
        count = 0
        for i in range(starts[t], starts[t + 1]):
            own = np.int64(scale[used[i]])
            if own:
                weight += own
                count += 1
                place = np.int64((items[i] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(55))
                row[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
        for k in range(8):
            bits[t, k] = row[k]
        slack[t] = count - _count(row)
        asked = 1024 * max(count, 1) * heaviest
        need[t] = (weight * (least * count + overhead * 1024) + asked - 1) // asked


def sketch_texts(
    texts: Whole, shingles: Shingles, used: Array, scale: Array, least: int, overhead: int, into: Sketches
) -> None:
    """Sketch these texts for a test with these terms (see `judge_pairs`)."""
    heaviest = max(int(scale.max()), 1)
    _sketch(np.sort(texts), shingles.items, shingles.starts, used, scale, heaviest, least, overhead,
            into.bits, into.slack, into.need)


def no_sketches(count: int) -> Sketches:
    """Room for so many texts."""
    return Sketches(np.empty((count, 8), np.uint64), np.empty(count, np.int32), np.empty(count, np.int32))


@numba.njit(cache=True)
def root(parent, x):  # type: ignore[no-untyped-def]
    """The text that stands for x's group so far."""
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@numba.njit(cache=True)
def roots(parent):  # type: ignore[no-untyped-def]
    """The same for every text."""
    for x in range(len(parent)):
        parent[x] = root(parent, x)


@numba.njit(cache=True)
def unite(left, right, verdict, parent):  # type: ignore[no-untyped-def]
    """Join the groups of the pairs found to be copies."""
    for p in range(len(left)):
        if verdict[p]:
            a, b = root(parent, left[p]), root(parent, right[p])
            if a < b:
                parent[b] = a
            elif b < a:
                parent[a] = b


@numba.njit(cache=True)
def candidates(  # type: ignore[no-untyped-def]
    postings, at, to, by_rank, parent, fresh, bits, slack, need, left, right,
):
    """Fill left and right with pairs from posting `at` to `to`, while they have room. Returns how many, and where it stopped.

    Each text is paired with the one before it on the list of its shingle and with the first on it.
    fresh: of a pair at least one text must be.
    """
    n = 0
    first = at
    while first > 0 and first < len(postings) and (postings[first - 1] ^ postings[first]) >> np.uint64(32) == 0:
        first -= 1
    low = np.uint64(0xFFFFFFFF)
    i = at
    while i < to and n + 2 <= len(left):
        if (postings[i] ^ postings[first]) >> np.uint64(32) != 0:
            first = i
        b = by_rank[np.int64(postings[i] & low)]
        for turn in range(2):
            if turn == 0:
                j = i - 1
            elif first < i - 1:
                j = first
            else:
                break
            if j < first:
                break
            a = by_rank[np.int64(postings[j] & low)]
            if not (fresh[a] or fresh[b]) or root(parent, a) == root(parent, b):
                continue
            common = min(slack[a], slack[b])
            for k in range(8):
                common += np.int64(_ones(bits[a, k] & bits[b, k]))  # type: ignore[call-arg]
            if common >= max(need[a], need[b]):
                left[n] = a
                right[n] = b
                n += 1
        i += 1
    return n, i
