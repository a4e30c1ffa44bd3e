"""Who carries a sampled shingle: the list along which candidates are found.

Texts, Shingles -> sample() -> postings in order of shingle, and of rank among those who carry one

A text is sampled at a rate that gives it 8 to 16 postings of usable shingles; what a longer text samples, a shorter
one samples too.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from daybreak.find.link.copies.shingles import Array, Whole

Postings = npt.NDArray[np.uint64]       # sorted: shingle (high 32 bits), rank of a text that carries it (low 32)

_DIGIT = 11     # bits that one pass of sorting looks at


@numba.njit(cache=True, nogil=True)
def _sample(texts, items, starts, rank, used, least, most, size, turn):  # type: ignore[no-untyped-def]
    """The postings of each of these texts, not sorted."""
    out = np.empty(14 * len(texts) + 16, np.uint64)
    n = 0
    salt = np.uint64(turn) * np.uint64(0x85EBCA77)
    for t in texts:
        usable = starts[t + 1] - starts[t]
        if most:
            usable = 0
            for i in range(starts[t], starts[t + 1]):
                usable += least <= used[i] <= most
        if n + usable > len(out):
            out = np.concatenate((out, np.empty(len(out) + usable, np.uint64)))
        bits = 0
        while usable >> bits >= size:
            bits += 1
        below = np.uint64(1) << np.uint64(32 - bits)
        own = np.uint64(rank[t])
        for i in range(starts[t], starts[t + 1]):
            mixed = ((np.uint64(items[i]) ^ salt) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
            if mixed < below and (most == 0 or least <= used[i] <= most):
                out[n] = np.uint64(items[i]) << np.uint64(32) | own
                n += 1
    return out[:n]


@numba.njit(cache=True, nogil=True)
def _sort(numbers, spare, shifts):  # type: ignore[no-untyped-def]
    """Sort by the digits at these bits, the least significant first. Returns the one of two arrays that is sorted."""
    mask = np.uint64((1 << _DIGIT) - 1)
    place = np.zeros((len(shifts), 1 << _DIGIT), np.int64)
    for number in numbers:
        for d in range(len(shifts)):
            place[d, np.int64(number >> shifts[d] & mask)] += 1
    for d in range(len(shifts)):
        row = place[d]
        row[:] = np.cumsum(row) - row
        for number in numbers:
            k = np.int64(number >> shifts[d] & mask)
            spare[row[k]] = number
            row[k] += 1
        numbers, spare = spare, numbers
    return numbers


def sorted_pairs(pairs: Postings, high: int, low: int) -> Postings:
    """Sort pairs of 32 bits each. high, low: what every half is below; 1 where the low halves are in order already."""
    shifts = [*range(0, (low - 1).bit_length(), _DIGIT), *range(32, 32 + (high - 1).bit_length(), _DIGIT)]
    found: Postings = _sort(pairs, np.empty_like(pairs), np.array(shifts, np.uint64))
    return found


def order_of(keys: Whole, below: int) -> Whole:
    """What puts small whole numbers in order, equal ones in the order they have."""
    pairs = keys.astype(np.uint64) << np.uint64(32) | np.arange(len(keys), dtype=np.uint64)
    return (sorted_pairs(pairs, below, 1) & np.uint64(0xFFFFFFFF)).astype(np.int64)


def sample(
    texts: Whole, items: Array, starts: Whole, rank: Whole, used: Array, usable: tuple[int, int], size: int = 16,
    turn: int = 0,
) -> Postings:
    """Sample these texts.

    used: in how many groups each shingle is. usable: only those used by from, to groups; (0, 0) = all.
    size: take fewer than this, and half of it or more.
    turn: each turn samples other shingles.
    """
    return sorted_pairs(_sample(np.sort(texts), items, starts, rank, used, *usable, size, turn), 1 << 32, len(rank))
