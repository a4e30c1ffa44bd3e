"""Which image hashes show the same picture: hashes within a few bits of each other.

ads.image_hash -> group_pictures() -> ad, value (one name for each picture)

64-bit hashes (pHash, dHash) match within 6 bits, 256-bit ones (PDQ) within 31, the distance its authors advise.
Candidates: two hashes within 6 bits agree in at least two of their eight bytes, so the 28 pairs of bytes find all of
them; for 256 bits, sixteen 16-bit words find all within 15 bits and nearly all within 31. Each hash takes
the name of the smallest near hash that has none above it, so chains of near hashes do not grow into one picture.
Source: multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012); PDQ (Facebook, 2019).
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

NEAR_64: Final = 6
NEAR_256: Final = 31
_LOOK_AHEAD: Final = 32     # hashes compared with each in one bucket; blank pictures would fill a bucket

Words = npt.NDArray[np.uint64]


def group_pictures(image_hash: pl.DataFrame) -> pl.DataFrame:
    """One row for each advert and picture.

    image_hash: ad u32, image_hash str (hex of 64 or 256 bits, several separated by a space).
    Returns: ad u32, value str (the hash that names the picture).
    """
    shown = (
        image_hash.filter(pl.col("image_hash").is_not_null())
        .select("ad", pl.col("image_hash").str.to_lowercase().str.split(" ").alias("value"))
        .explode("value")
        .filter(pl.col("value").str.len_bytes().is_in([16, 64]))
    )
    if shown.is_empty():
        return shown
    names = shown.select("value").unique().sort("value")
    named = [_name(names.filter(pl.col("value").str.len_bytes() == size), near)
             for size, near in ((16, NEAR_64), (64, NEAR_256))]
    by_name = shown.join(pl.concat(named), on="value").select("ad", pl.col("name").alias("value"))
    return by_name.unique().sort("ad", "value")


def _name(hashes: pl.DataFrame, near: int) -> pl.DataFrame:
    """value -> name, for distinct sorted hashes of one size."""
    if hashes.is_empty():
        return hashes.with_columns(pl.col("value").alias("name"))
    words = hashes["value"].to_list()
    raw = np.frombuffer(bytes.fromhex("".join(words)), ">u8").reshape(len(words), -1).astype(np.uint64)
    found = []
    for key in keys_of(raw):
        order = np.argsort(key.astype(np.uint16), kind="stable")
        left, right = _near_in_buckets(key[order], order, raw[order], near, _LOOK_AHEAD)
        found.append(np.maximum(left, right) * len(words) + np.minimum(left, right))
    name = _smallest_near(len(words), np.concatenate(found))
    return hashes.with_columns(hashes["value"].gather(name).alias("name"))


def keys_of(raw: Words) -> list[Words]:
    """The 16-bit keys of each hash: two near hashes agree in at least one of them."""
    if raw.shape[1] == 1:
        octets = [(raw[:, 0] >> np.uint64(8 * i)) & np.uint64(255) for i in range(8)]
        return [(octets[i] << np.uint64(8)) | octets[j] for i, j in combinations(range(8), 2)]
    return [(raw[:, w] >> np.uint64(16 * i)) & np.uint64(65535) for w in range(raw.shape[1]) for i in range(4)]


@numba.njit(cache=True)
def bits(x):  # type: ignore[no-untyped-def]
    """How many bits of a 64-bit number are set."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@numba.njit(cache=True)
def _near_in_buckets(key, order, raw, near, ahead):  # type: ignore[no-untyped-def]
    """Pairs of hashes that are near and stand close together; key, raw: in this order."""
    left = np.empty(1024, np.int64)
    right = np.empty(1024, np.int64)
    found = 0
    for i in range(len(key)):
        for j in range(i + 1, min(i + 1 + ahead, len(key))):
            if key[j] != key[i]:
                break
            apart = 0
            for w in range(raw.shape[1]):
                apart += bits(raw[i, w] ^ raw[j, w])
            if apart <= near:
                if found == len(left):
                    left = np.concatenate((left, np.empty(found, np.int64)))
                    right = np.concatenate((right, np.empty(found, np.int64)))
                left[found], right[found] = order[i], order[j]
                found += 1
    return left[:found], right[:found]


def _smallest_near(count: int, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Each hash's name: itself, or the smallest near hash that names itself. pairs: larger * count + smaller."""
    pairs = np.sort(pairs)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    high, low = np.divmod(pairs, max(count, 1))
    name: npt.NDArray[np.int64] = _take_names(np.arange(count), low, high)
    return name


@numba.njit(cache=True)
def _take_names(name, low, high):  # type: ignore[no-untyped-def]
    for i in range(len(low)):
        if name[low[i]] == low[i] and name[high[i]] == high[i]:
            name[high[i]] = low[i]
    return name
