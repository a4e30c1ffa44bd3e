"""Who carries a sampled shingle: the list along which candidates are found.

Texts, Shingles -> sample() -> Sample: postings in order of shingle

A text is sampled at a rate that gives it 8 to 16 postings of usable shingles; what a longer text samples, a shorter
one samples too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from daybreak.find.link.copies.shingles import Array, Whole


@dataclass(frozen=True, slots=True)
class Sample:
    """Sampled shingles of some texts: by text, ascending, and as a list of who carries which."""

    items: npt.NDArray[np.uint32]       # text t sampled items[starts[t]:starts[t + 1]]
    starts: Whole
    postings: npt.NDArray[np.uint64]    # sorted: shingle (high 32 bits), rank of a text that carries it (low 32)


@numba.njit(cache=True, nogil=True)
def _sample(texts, items, starts, used, least, most, size, turn, out, sample_starts):  # type: ignore[no-untyped-def]
    """Write the sampled shingles of each of these texts (ascending numbers), each text's ascending."""
    n = 0
    done = 0
    salt = np.uint64(turn) * np.uint64(0x85EBCA77)
    for t in texts:
        sample_starts[done : t + 1] = n
        done = t + 1
        usable = starts[t + 1] - starts[t]
        if most:
            usable = 0
            for i in range(starts[t], starts[t + 1]):
                usable += least <= used[i] <= most
        bits = 0
        while usable >> bits >= size:
            bits += 1
        first = n
        for i in range(starts[t], starts[t + 1]):
            mixed = np.int64(((np.uint64(items[i]) ^ salt) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF))
            if bits and mixed >> (32 - bits):
                continue
            if most and not least <= used[i] <= most:
                continue
            if n == len(out):
                out = np.concatenate((out, np.empty(len(out), np.uint32)))
            k = n
            while k > first and out[k - 1] > items[i]:
                out[k] = out[k - 1]
                k -= 1
            out[k] = items[i]
            n += 1
    sample_starts[done:] = n
    return out[:n]


def sample(
    texts: Whole, items: Array, starts: Whole, rank: Whole, used: Array, usable: tuple[int, int], size: int = 16,
    turn: int = 0,
) -> Sample:
    """Sample these texts.

    used: in how many groups each shingle is. usable: only those used by from, to groups; (0, 0) = all.
    size: take fewer than this, and half of it or more.
    turn: each turn samples other shingles.
    """
    texts = np.sort(texts)
    sample_starts = np.zeros(len(starts), np.int64)
    room = np.empty(14 * len(texts) + 16, np.uint32)
    chosen = _sample(texts, items, starts, used, *usable, size, turn, room, sample_starts)
    postings = chosen.astype(np.uint64) << np.uint64(32)
    postings |= np.repeat(rank[texts], np.diff(sample_starts)[texts]).astype(np.uint64)
    postings.sort()
    return Sample(chosen, sample_starts, postings)
