"""The comparable form of a text: what copies and templates are found by.

title, body -> joined() -> words_of() (opened up by `daybreak.text.opening`) -> "room for 0 people call 0"

Lower-case words with one space between. What makes copies look different is undone:
  - zero-width, full-width, enclosed and mixed-script characters, by `daybreak.text.fold`;
  - accents on Latin letters, Arabic tatweel and harakat, Hebrew points: dropped; all other letters stay letters;
  - a digit or "$" between two letters is read as the letter it stands for (w0rk, ca$h);
  - a letter three times or more becomes one at the end of a word and two inside it (heyyyy, pleeease); www, xxx and iii
    stay; an apostrophe inside a word goes (don't -> dont).
Numbers vary between copies (phones, prices, dates), so any run of numbers, however it is punctuated, is the one
token `0`: a template still sees that a number stood there. Scripts written without spaces (Chinese, Japanese,
Thai, Lao, Khmer, Burmese) become one token a character, with its marks, so that runs of tokens work there too.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import polars as pl

from daybreak.text.opening import opened
from daybreak.text.utf8 import texts_of

_BREAK, _LETTER, _DIGIT, _QUOTE = 0, 1, 2, 3
_CLASS = np.zeros(256, np.uint8)
_CLASS[[*range(97, 123), *range(128, 256)]] = _LETTER
_CLASS[48:58] = _DIGIT
_CLASS[39] = _QUOTE
_LOWER = np.arange(256, dtype=np.uint8)
_LOWER[65:91] += 32
_STANDS_FOR = np.zeros(256, np.uint8)
for _sign, _letter in zip("013457$", "oieast" + "s", strict=True):
    _STANDS_FOR[ord(_sign)] = ord(_letter)


def joined(title: str = "title", body: str = "body") -> pl.Expr:
    """Title and body as one text, with a line break between; an empty one is left out."""
    return pl.concat_str(
        [pl.col(c).fill_null("").replace("", None) for c in (title, body)], separator="\n", ignore_nulls=True)


def words_of(texts: pl.Series) -> pl.Series:
    """The comparable form of each text, as this module describes. texts: str, null reads as empty."""
    buffer, starts, ends = opened(texts.fill_null(""))
    out, to = np.empty(2 * len(buffer), np.uint8), np.zeros(len(texts) + 1, np.int64)
    _tokenise(buffer, starts, ends, _CLASS, _LOWER, _STANDS_FOR, out, to)
    return texts_of("words", out[:to[-1]], to)


@numba.njit(cache=True)
def _same(buffer: Any, lower: Any, first: Any, i: Any, j: Any, size: Any):  # type: ignore[no-untyped-def]
    """Whether the letter at j is the one at i, whose first byte reads as `first`."""
    if lower[buffer[j]] != first:
        return False
    for byte in range(1, size):  # noqa: SIM110  (numba reads loops, not generators)
        if buffer[i + byte] != buffer[j + byte]:
            return False
    return True


@numba.njit(cache=True)
def _tokenise(  # type: ignore[no-untyped-def]  # long: 2026-11-24, one pass over bytes reads best in one place
    buffer: Any, starts: Any, ends: Any, classes: Any, lower: Any, stands_for: Any, out: Any, to: Any
):
    """Write each text's tokens into `out`; `to` gets where each text ends, after its start."""
    at = 0
    for text in range(len(starts)):
        begin = at
        start, end = starts[text], ends[text]
        last = 0                    # class of the last thing written: 0 nothing or a number, 1 a letter
        gap = False                 # a break stands between it and what comes
        number = False              # the last token is a number
        i = start
        while i < end:
            c = lower[buffer[i]]
            kind = classes[c]
            if kind != 1 and i > start and i + 1 < end:
                before, after = classes[lower[buffer[i - 1]]], classes[lower[buffer[i + 1]]]
                if before == 1 and after == 1 and not gap and last == 1:
                    if stands_for[c] != 0:
                        c, kind = stands_for[c], 1
                    elif kind == 3:
                        i += 1
                        continue
            if kind == 1:
                if (gap or last == 0) and at > begin:
                    out[at] = 32
                    at += 1
                size = 1 if c < 192 else 2 if c < 224 else 3 if c < 240 else 4      # bytes of the letter
                copies, after = 1, i + size
                while after + size <= end and _same(buffer, lower, c, i, after, size):
                    copies, after = copies + 1, after + size
                if copies > 2:
                    goes_on = after < end and classes[lower[buffer[after]]] in (1, 2)
                    begun = i > start and classes[lower[buffer[i - 1]]] in (1, 2)
                    copies = 2 if goes_on else 3 if copies == 3 and not begun else 1
                for _ in range(copies):
                    out[at] = c
                    for byte in range(1, size):
                        out[at + byte] = buffer[i + byte]
                    at += size
                last, gap, number = 1, False, False
                i = after
                continue
            if kind == 2 and not number:
                if at > begin:
                    out[at] = 32
                    at += 1
                out[at] = 48
                at += 1
                last, gap, number = 0, False, True
            elif kind != 2:
                gap = True
            i += 1
        to[text + 1] = at
