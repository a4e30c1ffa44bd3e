"""A column of texts as the bytes it stands in, for kernels that look at every character.

texts -> bytes_of() -> bytes[places[row]:places[row + 1]] -> point_at()     Nothing is copied when the texts are one Arrow array.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import polars as pl


def bytes_of(texts: pl.Series) -> tuple[Any, Any]:
    """uint8 of all texts, and where each begins and the last ends (int64, one more than texts). texts: str, no nulls."""
    array = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    if not len(texts):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    _, places, content = array.buffers()
    return (np.frombuffer(content or b"", np.uint8),
            np.frombuffer(places, np.int64)[array.offset:array.offset + len(texts) + 1])


def texts_of(name: str, content: Any, places: Any) -> pl.Series:
    """The way back: a column of the texts that stand between the places. content: UTF-8."""
    import pyarrow as pa

    array = pa.LargeStringArray.from_buffers(len(places) - 1, pa.py_buffer(places), pa.py_buffer(content))
    return pl.Series(name, array, dtype=pl.String)


@numba.njit(cache=True)
def point_at(content: Any, i: Any):  # type: ignore[no-untyped-def]
    """The code point whose bytes begin at i, and how many they are."""
    byte = np.int64(content[i])
    if byte < 0x80:
        return byte, 1
    second = np.int64(content[i + 1] & 0x3F)
    if byte < 0xE0:
        return (byte & 0x1F) << 6 | second, 2
    third = np.int64(content[i + 2] & 0x3F)
    if byte < 0xF0:
        return (byte & 0xF) << 12 | second << 6 | third, 3
    return (byte & 7) << 18 | second << 12 | third << 6 | np.int64(content[i + 3] & 0x3F), 4
