"""Texts as shingles: two words in a row, hashed to 32 bits by a hash of our own that never changes.

words -> read_shingles() -> Shingles      The strings are read once, a slice at a time, and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

_SLICE: Final = 50_000      # texts read at a time


@dataclass(frozen=True, slots=True)
class Shingles:
    """Text i has `items[starts[i]:starts[i + 1]]`, in reading order, each once; none when it is one word or less."""

    items: npt.NDArray[np.uint32]
    starts: Whole
    words: npt.NDArray[np.int32]        # how many words a text has
    content: npt.NDArray[np.uint64]     # [texts, 2]: 128 bits of the whole text

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.words)


@numba.njit(cache=True, nogil=True)
def _read_texts(raw, offsets, items, starts, words, content):  # type: ignore[no-untyped-def]
    # long: 2026-11-24, one pass over bytes that keeps word, pair and text hash in step
    """Fill one slice's shingles (from 0), word counts and content hashes. Returns how many shingles."""
    n = 0
    size = 16
    seen = np.zeros(size, np.uint32)
    stamp = np.full(size, -1, np.int64)
    for t in range(len(offsets) - 1):
        text = raw[offsets[t] : offsets[t + 1]]
        end = len(text)
        while size < end + 16:
            size *= 2
            seen = np.zeros(size, np.uint32)
            stamp = np.full(size, -1, np.int64)
        mask = 16
        while mask < end // 2:
            mask *= 2
        mask -= 1
        last = np.uint64(0)
        low, high = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
        count = 0
        i = 0
        while i < end:
            word = np.uint64(0xCBF29CE484222325)
            begin = i
            while i < end and text[i] != 32:
                word = (word ^ np.uint64(text[i])) * np.uint64(0x100000001B3)
                i += 1
            i += 1
            if i == begin + 1:
                continue
            word ^= word >> np.uint64(29)
            word *= np.uint64(0xBF58476D1CE4E5B9)
            word ^= word >> np.uint64(32)
            low = (low ^ word) * np.uint64(0x9FB21C651E98DF25)
            low ^= low >> np.uint64(28)
            high = (high + word) * np.uint64(0xC2B2AE3D27D4EB4F)
            high ^= high >> np.uint64(31)
            if count:
                pair = last * np.uint64(0x94D049BB133111EB) + word
                pair = (pair ^ (pair >> np.uint64(31))) * np.uint64(0xD6E8FEB86659FD93)
                shingle = np.uint32(pair >> np.uint64(32))
                slot = np.int64(shingle) & mask
                while stamp[slot] == t and seen[slot] != shingle:
                    slot = (slot + 1) & mask
                if stamp[slot] != t:
                    stamp[slot] = t
                    seen[slot] = shingle
                    items[n] = shingle
                    n += 1
            last = word
            count += 1
        starts[t + 1] = n
        words[t] = count
        content[t, 0] = low
        content[t, 1] = high
    return n


def read_shingles(words: pl.Series, threads: int, progress: Callable[[int], None] = lambda done: None) -> Shingles:
    """The shingles of every text; null reads as empty.

    words: comparable strings, words separated by one space. threads: slices read at once; never changes the result.
    """
    count = len(words)
    starts = np.zeros(count + 1, np.int64)
    number = np.zeros(count, np.int32)
    content = np.zeros((count, 2), np.uint64)

    def read(at: int) -> npt.NDArray[np.uint32]:
        raw, offsets = strings(words.slice(at, _SLICE))
        items = np.empty(len(raw) // 2 + 1, np.uint32)
        stop = at + len(offsets) - 1
        local = np.zeros(len(offsets), np.int64)
        n = _read_texts(raw, offsets, items, local, number[at:stop], content[at:stop])
        starts[at + 1 : stop + 1] = np.diff(local)
        progress(stop)
        return items[:n].copy()

    parts = list(spread(read, range(0, count, _SLICE), threads))
    np.cumsum(starts, out=starts)
    items = np.empty(int(starts[-1]), np.uint32)
    for k in range(len(parts)):
        at = starts[k * _SLICE]
        items[at : at + len(parts[k])] = parts[k]
        parts[k] = np.empty(0, np.uint32)
    return Shingles(items, starts, number, content)


def strings(words: pl.Series) -> tuple[npt.NDArray[np.uint8], Whole]:
    """The bytes of a column of strings, and where each begins and ends."""
    array = words.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
    offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array) + 1]
    held = array.buffers()[2]
    raw = np.frombuffer(held, np.uint8) if held is not None and held.size else np.zeros(1, np.uint8)
    return raw, offsets


def spread(step: Callable[[int], Any], over: range, threads: int) -> Iterator[Any]:
    """The results of a step that lets go of the interpreter lock, in order, on so many threads."""
    if threads <= 1 or len(over) <= 1:
        yield from map(step, over)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(step, over)
