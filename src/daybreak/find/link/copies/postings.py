"""Who carries a sampled shingle: the list along which candidates are found.

Texts, Shingles -> sample_postings() -> sorted postings -> neighbours() -> candidate pairs

A text is sampled at a rate that gives it 8 to 16 postings; what a longer text samples, a shorter one samples too.
"""

from __future__ import annotations

import numba
import numpy as np

from daybreak.find.link.copies.shingles import Array, Whole


@numba.njit(cache=True, nogil=True)
def _sample(texts, items, starts, rank, frequency, most, out):  # type: ignore[no-untyped-def]
    """Shingle (high 32 bits) and rank of its text (low 32): how many were written."""
    n = 0
    for t in texts:
        bits = 0
        while (starts[t + 1] - starts[t]) >> bits >= 16:
            bits += 1
        for i in range(starts[t], starts[t + 1]):
            mixed = np.int64((np.uint64(items[i]) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF))
            if bits and mixed >> (32 - bits):
                continue
            if most:
                often = frequency[np.int64(items[i]) & (len(frequency) - 1)]
                if often < 2 or often > most:
                    continue
            if n < len(out):
                out[n] = np.uint64(items[i]) << np.uint64(32) | np.uint64(rank[t])
            n += 1
    return n


def sample_postings(texts: Whole, items: Array, starts: Whole, rank: Whole, frequency: Array, most: int) -> Array:
    """Sorted postings of these texts. most: keep shingles of document frequency 2 to `most`; 0 = keep all."""
    out = np.empty(int(min(len(texts) * 16, starts[-1])) + 16, np.uint64)
    n = _sample(texts, items, starts, rank, frequency, most, out)
    if n > len(out):
        out = np.empty(n, np.uint64)
        _sample(texts, items, starts, rank, frequency, most, out)
    out = out[:n].copy()
    out.sort()
    return out


def neighbours(postings: Array, by_rank: Whole, back: int) -> tuple[Whole, Whole]:
    """Pairs of texts `back` places apart on the list of one shingle. by_rank: rank -> text."""
    same = np.flatnonzero((postings[back:] ^ postings[:-back]) >> np.uint64(32) == 0)
    low = np.uint64(0xFFFFFFFF)
    return by_rank[(postings[same] & low).astype(np.int64)], by_rank[(postings[same + back] & low).astype(np.int64)]
