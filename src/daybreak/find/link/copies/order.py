"""An order in which texts alike stand together, so that neighbours on a list of many are worth judging.

Texts, Shingles -> order_alike() -> place of each text

A shingle that everybody writes is on ten thousand lists; in the order of their content the copies among those who
carry it would hardly ever stand next to each other. In the order of their least shingles under fixed hashes they do.
Source: min-wise hashing, Broder, SEQUENCES 1997; sorted neighbourhoods, Hernández and Stolfo, SIGMOD 1995.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from daybreak.find.link.copies.postings import order_of
from daybreak.find.link.copies.shingles import Array, Shingles, Whole, spread

_LEAST: Final = 4           # least shingles that are compared in turn
_SLICE: Final = 50_000      # texts read at a time


@numba.njit(cache=True, nogil=True)
def _least_shingles(texts, items, starts, salt, least):  # type: ignore[no-untyped-def]
    """least[k, i]: the smallest of text i's shingles under the k-th of four hashes."""
    for k in range(len(texts)):
        t = texts[k]
        a = b = c = d = np.uint32(0xFFFFFFFF)
        for i in range(starts[t], starts[t + 1]):
            item = np.uint32(items[i] ^ salt)
            a = min(a, np.uint32(item * np.uint32(0x9E3779B1)))
            b = min(b, np.uint32((item ^ (item >> np.uint32(15))) * np.uint32(0x85EBCA77)))
            c = min(c, np.uint32((item ^ (item >> np.uint32(13))) * np.uint32(0xC2B2AE3D)))
            d = min(d, np.uint32((item ^ (item >> np.uint32(17))) * np.uint32(0x27D4EB2F)))
        least[0, k], least[1, k], least[2, k], least[3, k] = a, b, c, d


def order_alike(texts: Whole, shingles: Shingles, rank: Whole, turn: int, threads: int) -> tuple[Whole, Whole]:
    """These texts, those alike together: text -> place, place -> text. rank: decides between equals.

    turn: each gives another order, so that texts which one edit drives apart in one meet in the next.
    """
    least = np.empty((_LEAST, len(texts)), np.uint32)
    salt = np.uint32(turn * 0x9E3779B1 & 0xFFFFFFFF)

    def step(at: int) -> None:
        _least_shingles(texts[at : at + _SLICE], shingles.items, shingles.starts, salt, least[:, at : at + _SLICE])

    for _ in spread(step, range(0, len(texts), _SLICE), threads):
        pass
    order = order_of(rank[texts], len(rank))
    for key in least[::-1]:
        order = order[order_of(key[order], 1 << 32)]
    ordered = texts[order]
    place: Array = np.zeros(shingles.count, np.int64)
    place[ordered] = np.arange(len(ordered))
    return place, ordered
