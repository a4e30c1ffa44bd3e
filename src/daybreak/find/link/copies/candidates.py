"""Pairs worth judging: next to each other on a list, not of one group yet, and with enough wording in common to pass.

Texts -> sketch_texts() -> 512 and 1024 bits each, postings -> candidates() -> pairs, a block at a time

Each shingle sets one bit. Two texts have at most as many shingles in common as bits, and as many more as one of them
has shingles that share a bit; where that is less than the test asks for, the pair cannot pass. No true pair is lost.
Few bits are soon read and settle most pairs; many, of which fewer agree by chance, most of the rest.
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
    """What a few words of 64 bits say of each text."""

    bits: npt.NDArray[np.uint64]        # [texts, 24]: 512 bits, then 1024 of which they are the halves laid on each other
    terms: npt.NDArray[np.int32]        # [texts, 3]: shingles more than bits, for few and many; shingles that must be common


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
def _sketch(texts, items, starts, used, scale, heaviest, least, overhead, bits, terms):  # type: ignore[no-untyped-def]
    many = np.zeros(16, np.uint64)
    for t in texts:
        many[:] = 0
        weight = np.int64(0)
        count = 0
        for i in range(starts[t], starts[t + 1]):
            own = np.int64(scale[used[i]])
            if own:
                weight += own
                count += 1
                place = np.int64((items[i] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(54))
                many[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
        for k in range(8):
            bits[t, k] = many[k] | many[k + 8]
        bits[t, 8:] = many
        terms[t, 0] = count - _count(bits[t, :8])
        terms[t, 1] = count - _count(many)
        asked = 1024 * max(count, 1) * heaviest
        terms[t, 2] = (weight * (least * count + overhead * 1024) + asked - 1) // asked


def sketch_texts(
    texts: Whole, shingles: Shingles, used: Array, scale: Array, least: int, overhead: int, into: Sketches
) -> None:
    """Sketch these texts for a test with these terms (see `judge_pairs`)."""
    heaviest = max(int(scale.max()), 1)
    _sketch(np.sort(texts), shingles.items, shingles.starts, used, scale, heaviest, least, overhead,
            into.bits, into.terms)


def no_sketches(count: int) -> Sketches:
    """Room for so many texts."""
    return Sketches(np.empty((count, 24), np.uint64), np.empty((count, 3), np.int32))


@numba.njit(cache=True, nogil=True)
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


@numba.njit(cache=True, nogil=True)
def _neighbours(postings, at, to, by_rank, left, right):  # type: ignore[no-untyped-def]
    """Each text with the one before it on the list of its shingle, and with the first on it."""
    n = 0
    first = at
    while first > 0 and first < len(postings) and (postings[first - 1] ^ postings[first]) >> np.uint64(32) == 0:
        first -= 1
    low = np.uint64(0xFFFFFFFF)
    for i in range(at, to):
        if (postings[i] ^ postings[first]) >> np.uint64(32) != 0:
            first = i
        if first < i:
            left[n] = np.int64(postings[i - 1] & low)
            right[n] = np.int64(postings[i] & low)
            n += 1
        if first < i - 1:
            left[n] = np.int64(postings[first] & low)
            right[n] = np.int64(postings[i] & low)
            n += 1
    for p in range(n):
        left[p] = by_rank[left[p]]
        right[p] = by_rank[right[p]]
    return n


@numba.njit(cache=True, nogil=True)
def candidates(postings, at, to, by_rank, parent, fresh, bits, terms, left, right):  # type: ignore[no-untyped-def]
    """Fill left and right with the pairs from posting `at` to `to`, at most two a posting. Returns how many.

    fresh: of a pair at least one text must be. One short loop a question: what a loop reads it need not wait for.
    """
    found = _neighbours(postings, at, to, by_rank, left, right)
    n = 0
    for p in range(found):
        a, b = left[p], right[p]
        left[n] = a
        right[n] = b
        n += (fresh[a] or fresh[b]) and root(parent, a) != root(parent, b)
    for k, first, last in ((0, 0, 8), (1, 8, 24)):
        found = n
        n = 0
        for p in range(found):
            a, b = left[p], right[p]
            common = np.int64(min(terms[a, k], terms[b, k]))
            for word in range(first, last):
                common += np.int64(_ones(bits[a, word] & bits[b, word]))  # type: ignore[call-arg]
            left[n] = a
            right[n] = b
            n += common >= max(terms[a, 2], terms[b, 2])
    return n
