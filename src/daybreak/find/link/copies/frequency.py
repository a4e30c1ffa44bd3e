"""In how many groups a shingle is used, and what it therefore weighs.

heads, Shingles -> count_frequency() -> look_up() -> `used`, one number a shingle of these heads; weight_of() -> weight by use

A table of one byte a counter is larger than any cache, so it is read once a round, in reading order.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from daybreak.find.link.copies.shingles import Array, Shingles, Whole
from daybreak.settings import CopySettings

FULL: Final = 64                # weight of wording that nobody else uses


def weight_of(groups: int) -> Array:
    """Weight of a shingle by the number of groups that use it.

    Full up to the cube root of the groups over three, nothing from twice their square root, but at least 100 and at
    most 255; between, it falls with the logarithm. (With 100 texts nobody can tell a campaign of twenty from a
    phrase of twenty; long stretches apart do.)
    """
    full = min(max(groups ** (1 / 3) / 3, 2.0), 100.0)
    never = min(max(2.0 * groups**0.5, 100.0), 255.0)
    used = np.log2(np.maximum(np.arange(256), 1))
    weight: Array = np.rint(np.clip((np.log2(never) - used) / (np.log2(never) - np.log2(full)), 0, 1) * FULL).astype(np.uint8)
    return weight


@numba.njit(cache=True, nogil=True)
def _count(heads, items, starts, by, frequency):  # type: ignore[no-untyped-def]
    mask = len(frequency) - 1
    for t in heads:
        for i in range(starts[t], starts[t + 1]):
            slot = np.int64(items[i]) & mask
            if frequency[slot] < 255:
                frequency[slot] += by


@numba.njit(cache=True, nogil=True)
def _look_up(texts, items, starts, frequency, used):  # type: ignore[no-untyped-def]
    mask = len(frequency) - 1
    for t in texts:
        for i in range(starts[t], starts[t + 1]):
            used[i] = frequency[np.int64(items[i]) & mask]


def count_frequency(heads: Whole, shingles: Shingles, settings: CopySettings) -> Array:
    """In how many groups a shingle is used, each group counted by its head. Shingles are told apart by their low bits."""
    total = int((shingles.starts[heads + 1] - shingles.starts[heads]).sum())
    size = 1 << min(max(int(2 * total).bit_length(), 10), settings.table_bits)
    frequency = np.zeros(size, np.uint8)
    _count(np.sort(heads), shingles.items, shingles.starts, np.int8(1), frequency)
    return frequency


def recount(before: Whole, heads: Whole, shingles: Shingles, frequency: Array) -> None:
    """Count again, in place, where other heads stand for the groups than before. A full counter stays full."""
    for some, others, by in ((before, heads, -1), (heads, before, 1)):
        changed = np.setdiff1d(some, others, assume_unique=True)
        _count(changed, shingles.items, shingles.starts, np.int8(by), frequency)


def look_up(texts: Whole, shingles: Shingles, frequency: Array, used: Array) -> None:
    """Write for each shingle of these texts in how many groups it is used."""
    _look_up(np.sort(texts), shingles.items, shingles.starts, frequency, used)
