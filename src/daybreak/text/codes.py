"""A column of texts as one string and one array of code points, for kernels that look at every character.

texts -> Codes -> codes[starts[row]:ends[row]]     Places that a kernel finds are code points, as spans are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numba
import numpy as np
import polars as pl

#: Entries in tables of characters: code points beyond stand as one of three that are no characters.
PLANE: Final = 0x10000
FAR_SIGN: Final = 0xFFFE        # emoji and other pictures
FAR_LETTER: Final = 0xFFFF      # rare ideographs
FAR_OTHER: Final = 0xFFF0       # historic scripts, styled letters


@dataclass(frozen=True, slots=True)
class Codes:
    """All texts one after the other, a line break between."""

    whole: str
    points: Any             # uint16, one a character of `whole`
    starts: Any             # int64, one a text
    ends: Any

    @classmethod
    def of(cls, texts: pl.Series) -> Codes:
        """texts: str, no nulls."""
        whole = texts.str.join("\n").item() if len(texts) else ""
        ends = np.cumsum(texts.str.len_chars().to_numpy().astype(np.int64) + 1) - 1
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(texts) else ends
        return cls(whole, _near(np.frombuffer(whole.encode("utf-32-le"), np.uint32)), starts, ends)

    def text(self, row: int) -> str:
        """One text."""
        return self.whole[self.starts[row]:self.ends[row]]


@numba.njit(cache=True)
def _near(points: Any):  # type: ignore[no-untyped-def]
    near = np.empty(len(points), np.uint16)
    for i in range(len(points)):
        point = points[i]
        near[i] = (point if point < 0x10000 else FAR_LETTER if point >= 0x20000
                   else FAR_SIGN if point >= 0x1F000 else FAR_OTHER)
    return near


@cache
def letters_and_numbers() -> Any:
    """bool by code point below PLANE: the letters and numbers (categories L and N) of Unicode."""
    known = [unicodedata.category(chr(point))[0] in "LN" for point in range(PLANE)]
    known[FAR_LETTER] = known[FAR_OTHER] = True
    return np.array(known)
