"""Where each comparable word stands in the text as it was written: the way back from `daybreak.text.words`.

whole texts, their words -> find_tokens() -> first and last byte and character of each token, and whether that is sure

The comparable words of a text are read from its characters in one pass; here the same pass is walked again over the
characters as they were written, and says where each token began and ended. What a character is (a letter, a figure, a
break, a letter that is a word of its own, or nothing) is asked of `words_of` itself. The walk is believed only where it gives
as many tokens as the text has words, with figures at the same places; else the text's values are shown as compared.
"""

from __future__ import annotations

from functools import cache
from unicodedata import category

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.text.words import words_of

_NOTHING, _BREAK, _LETTER, _DIGIT, _ALONE, _QUOTE = 0, 1, 2, 3, 4, 5
_STANDS_IN = 8              # may stand for a letter when it is between two
#: code points that words_of is asked about, from and up to; Chinese and Korean are known, other rare scripts are not walked
_ASKED = ((0x1, 0x3400), (0xA000, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F200))
_KNOWN = ((0x3400, 0x4DC0, _ALONE), (0x4E00, 0xA000, _ALONE), (0xAC00, 0xD7A4, _LETTER),
          (0x20000, 0x33480, _ALONE), (0xE0000, 0xE0200, _NOTHING))
_QUOTES = "'’‘ʼ´"


@cache
def character_kinds() -> npt.NDArray[np.uint8]:
    """The kind of every code point, as words_of treats it alone and between two letters."""
    points = np.concatenate([np.arange(low, high) for low, high in _ASKED])
    alone = words_of(pl.Series([f" {chr(p)} " for p in points]))
    read = words_of(pl.Series([f"q{chr(p)}q" for p in points]))
    between = read.str.slice(1, read.str.len_chars().cast(pl.Int64) - 2)
    stands_in = (alone == "0") & ~between.str.starts_with(" ")
    kind = np.select(
        [alone == "0", between == "", between == " ", between.str.starts_with(" ")],
        [np.uint8(_DIGIT), np.uint8(_NOTHING), np.uint8(_BREAK), np.uint8(_ALONE)], np.uint8(_LETTER))
    kinds = np.full(0x110000, _BREAK, np.uint8)
    kinds[points] = kind | stands_in.to_numpy() * np.uint8(_STANDS_IN)
    on_a_letter = [p for p in points[kind == _ALONE] if category(chr(p)).startswith("M")]
    kinds[on_a_letter] = _NOTHING
    for low, high, known in _KNOWN:
        kinds[low:high] = known
    kinds[[ord(c) for c in _QUOTES]] = _QUOTE
    kinds[ord("$")] = _BREAK | _STANDS_IN
    return kinds


@numba.njit(cache=True, nogil=True)
def _point(raw, i, end):  # type: ignore[no-untyped-def]
    """The code point at byte i, and its size in bytes."""
    c = np.int64(raw[i])
    if c < 128:
        return c, 1
    size = 2 if c < 224 else 3 if c < 240 else 4
    point = c & (0x7F >> size)
    for k in range(1, min(size, end - i)):
        point = (point << 6) | (np.int64(raw[i + k]) & 63)
    return min(point, 0x10FFFF), size


@numba.njit(cache=True, nogil=True)
def _letter_after(raw, i, end, kinds):  # type: ignore[no-untyped-def]
    """Whether the next character that is something is a letter."""
    while i < end:
        point, size = _point(raw, i, end)
        if kinds[point] != _NOTHING:
            return kinds[point] == _LETTER
        i += size
    return False


@numba.njit(cache=True, nogil=True)
def find_tokens(raw, offsets, kinds, starts, token, spans, sure):  # type: ignore[no-untyped-def]
    # long: 2026-11-25, the same walk as text/words._tokenise, which reads best in one place
    """Fill spans[j] = first byte, end byte, first character, end character of token j, and sure[t] for each text.

    raw, offsets: the texts as they were written. starts, token: their comparable words, as read_tokens gives them.
    """
    for t in range(len(offsets) - 1):
        end = offsets[t + 1]
        at, stop = starts[t], starts[t + 1]
        high = np.uint8(0)
        for i in range(offsets[t], end):
            high |= raw[i]
        i, place, size = offsets[t], -1, 0
        letter = gap = number = False       # what was read last: a letter, a break after it; the last token is a number
        sure[t] = True
        while i + size < end:
            i, place = i + size, place + 1
            if letter and raw[i] == 32:         # most of what is no letter
                gap, size = True, 1
                continue
            point, size = _point(raw, i, end)
            kind, may = kinds[point] & 7, kinds[point] >= _STANDS_IN
            if kind == _DIGIT and high > 127:       # there words_of writes every figure as 0
                may = True
            if letter and not gap and (may or kind == _QUOTE) and _letter_after(raw, i + size, end, kinds):
                kind = _LETTER
            if kind == _NOTHING:
                if gap or at == starts[t]:
                    continue
                begins = False
            elif kind in (_BREAK, _QUOTE):
                gap = True
                continue
            elif kind == _LETTER:
                begins = gap or not letter
                letter, number, gap = True, False, False
            elif kind == _ALONE:
                begins = True
                letter = number = gap = False
            else:
                begins = not number
                letter, number, gap = False, True, False
            if begins:
                if at == stop or (token[at] == 0) != number:
                    sure[t] = False
                    break
                spans[at, 0], spans[at, 2] = i, place
                at += 1
            while letter and i + size < end:        # the rest of the word
                byte = raw[i + size]
                if 97 <= byte <= 122:
                    i, place, size = i + size, place + 1, 1
                    continue
                point, more = _point(raw, i + size, end)
                if kinds[point] != _LETTER:
                    break
                i, place, size = i + size, place + 1, more
            spans[at - 1, 1], spans[at - 1, 3] = i + size, place + 1
        if at != stop:
            sure[t] = False
