"""Texts opened up for comparison: lower case, plain letters, signs as spaces, scripts without spaces spaced.

texts -> opened() -> one buffer of UTF-8, and where each text stands in it

Almost every character is opened alone: a table made by `open_up`, the rule itself, says as what. Texts with characters
that act on their neighbours (marks, jamo, a final sigma) or with words that mix scripts are opened by the rule.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numba
import numpy as np
import polars as pl

from daybreak.text.characters import INVISIBLE, MARK
from daybreak.text.confusables import LATIN, NOT_LATIN
from daybreak.text.fold import fold_column
from daybreak.text.utf8 import bytes_of, point_at

_SPACELESS: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_POINTS: Final = (
    r"[\x{0640}\x{064B}-\x{065F}\x{0670}\x{06D6}-\x{06ED}\x{0591}-\x{05BD}\x{05BF}-\x{05C7}\x{200B}-\x{200F}\x{FEFF}]")
#: A Latin letter with an accent, a mark, or a fraction.
_ACCENTED: Final = (r"[\x{00BC}-\x{00BE}\x{2150}-\x{215F}\x{2189}\x{00C0}-\x{024F}\x{1E00}-\x{1EFF}\x{2C60}-\x{2C7F}"
                    r"\x{A720}-\x{A7FF}\x{AB30}-\x{AB6F}]|\p{M}")
#: Characters that act on their neighbours: marks, parts of Hangul syllables, and a letter with a form for the end of words.
_ACTING: Final = r"[\p{M}\x{1100}-\x{11FF}\x{A960}-\x{A97F}\x{D7B0}-\x{D7FF}\x{03A3}]"
_KNOWN: Final = 0x20000             # code points that the table has; those beyond are rare ideographs and tags
_LONGEST: Final = 3                 # bytes written for one byte read; what is longer is left to the rule
#: Kinds of characters: seen through, letters of the two sides, left to the rule.
_THROUGH, _LATIN, _OTHER, _BOTH, _HARD = 1, 2, 4, 6, 8


def opened(texts: pl.Series) -> tuple[Any, Any, Any]:
    """uint8 of all texts opened, and the first byte and the end of each (int64). texts: str, no nulls."""
    read, places = bytes_of(texts)
    only_ascii = texts.str.len_chars().to_numpy() == np.diff(places)
    out = np.empty(_LONGEST * int(places[-1] - places[0]), np.uint8)
    to, hard = np.empty(len(texts) + 1, np.int64), np.zeros(len(texts), np.bool_)
    size = _open(read, places, only_ascii, *_table(), out, to, hard)
    starts, ends = to[:-1].copy(), to[1:].copy()
    if hard.any():
        slow = open_up(texts.filter(pl.Series(hard)))
        lengths = slow.str.len_bytes().to_numpy().astype(np.int64)
        ends[hard] = size + np.cumsum(lengths)
        starts[hard] = ends[hard] - lengths
        out = np.concatenate([out[:size], np.frombuffer(slow.str.join("").item().encode(), np.uint8)])
    return out, starts, ends


def open_up(texts: pl.Series) -> pl.Series:
    """The rule: texts folded, in lower case; signs become spaces, points and Latin accents go, spaceless scripts get spaces."""
    return _open_folded(fold_column(texts, squeeze=False)[0])


def _open_folded(folded: pl.Series) -> pl.Series:
    plain = folded.str.to_lowercase().str.replace_all(r"[’‘ʼ´]", "'")
    accented = plain.str.contains(_ACCENTED).arg_true()       # elsewhere, folding has composed what there is to compose
    plain = plain.scatter(accented, (
        plain.gather(accented).str.normalize("NFD")
        .str.replace_all(r"(\p{Latin})[\x{0300}-\x{036F}]+", "$1")
        .str.normalize("NFKC")))
    return (
        plain.str.replace_all(_POINTS, "")
        .str.replace_all(r"ß", "ss").str.replace_all(r"ı", "i").str.replace_all("ё", "е")
        .str.replace_all(r"\p{Nd}", "0")
        .str.replace_all(r"[^\p{L}\p{M}\x00-\x7F]+", " ")
        .str.replace_all(rf"([{_SPACELESS}]\p{{M}}*)", " $1 ")
    )


@cache
def _table() -> tuple[Any, Any, Any]:
    """What each code point opens to, as bytes; where these begin, by code point; and its kind.

    A character is left to the rule unless it opens to the same beside an accent, which has the whole text composed anew.
    """
    points = np.array([*range(0xD800), *range(0xE000, 0x10000), *range(0x1F000, _KNOWN)])     # the second plane: emoji only
    chars = pl.Series([chr(point) for point in points])
    folded, _ = fold_column(chars, squeeze=False)
    alone, beside = _open_folded(folded), _open_folded("é " + folded).str.slice(2)
    hidden = chars.str.contains(f"[{INVISIBLE}]")
    hard = (chars.str.contains(_ACTING) | folded.str.contains(_ACTING)) & ~hidden | folded.str.contains(f"[{MARK}]")
    hard |= (alone.str.strip_chars() != beside.str.strip_chars()) | (
        alone.str.len_bytes() > _LONGEST * chars.str.len_bytes())
    kinds = np.full(_KNOWN, _HARD, np.uint8)
    kinds[points] = 0
    for condition, kind in ((hidden, _THROUGH), (folded.str.contains("[0-9]"), _THROUGH), (hard, _HARD),
                            (folded.str.contains(f"[{LATIN}]"), _LATIN), (folded.str.contains(f"[{NOT_LATIN}]"), _OTHER)):
        kinds[points[condition.to_numpy()]] |= kind
    lengths = np.zeros(_KNOWN + 1, np.int32)
    lengths[points + 1] = alone.str.len_bytes().to_numpy()
    return np.frombuffer(alone.str.join("").item().encode(), np.uint8), np.cumsum(lengths, dtype=np.int32), kinds


@numba.njit(cache=True)
def _open(  # type: ignore[no-untyped-def]
    read: Any, places: Any, only_ascii: Any, written: Any, first: Any, kinds: Any, out: Any, to: Any, hard: Any
):
    """Write each text opened into `out`; `to` gets where each begins (and the end), `hard` those left to the rule.

    Letters of both sides with nothing but figures between are a mixed word. Returns the bytes written.
    """
    at = 0
    for text in range(len(places) - 1):
        to[text] = at
        side = 0
        i, end = places[text], places[text + 1]
        if only_ascii[text]:
            out[at:at + end - i] = read[i:end]
            at += end - i
            continue
        while i < end:
            point, size = point_at(read, i)
            kind = kinds[point] if point < len(kinds) else _HARD
            if kind & _HARD or (kind | side) & _BOTH == _BOTH:
                hard[text] = True
                at = to[text]
                break
            if kind != _THROUGH:
                side = kind
            for place in range(first[point], first[point + 1]):
                out[at] = written[place]
                at += 1
            i += size
    to[-1] = at
    return at
