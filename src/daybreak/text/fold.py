"""Text as it is compared, with the way back to the characters as they were written.

text -> fold() -> Folded     Folded.text is compared; Folded.span() leads back, for the exhibit.

Undone: compatibility forms (full width, enclosed, mathematical), digits of every script, keycaps, zero-width
characters, variation selectors, marks no language writes, letters of another script that only look right (in
words that mix scripts; a wholly Cyrillic word stays Cyrillic), and elongation (heyyyyy). Kept: real diacritics,
every script, case, emoji. Source: UAX 15 (NFKC), UTS 39 (confusables), read in the Unicode database.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from daybreak.text.characters import INVISIBLE, MARK, REAL_MARKS, character_class, single_characters
from daybreak.text.confusables import MIXED, MIXED_RUST, OTHER, unmix

Edit = tuple[int, int, str]             # half-open span in the text before, and what stands there after

_ELONGATED: Final = re.compile(r"\u0640+|([^\W\d_])\1{2,}")
#: A quick look for elongation without back-references, for whole columns.
_ELONGATED_RUST: Final = "(?i)" + "|".join(3 * c for c in "abcdefghijklmnopqrstuvwxyz")
_NOT_LATIN_LETTERS: Final = "[\u00aa-\U000fffff]"


@dataclass(frozen=True, slots=True)
class Layer:
    """One pass of edits that changed lengths: where they stand before (old) and after (new)."""

    new_start: tuple[int, ...]
    new_end: tuple[int, ...]
    old_start: tuple[int, ...]
    old_end: tuple[int, ...]

    def start(self, place: int) -> int:
        """Where the character at this place began before the pass."""
        i = bisect_right(self.new_start, place) - 1
        if i < 0:
            return place
        if place < self.new_end[i]:
            return self.old_start[i]
        return self.old_end[i] + place - self.new_end[i]

    def end(self, place: int) -> int:
        """Where the character just before this place ended before the pass."""
        i = bisect_left(self.new_start, place) - 1
        if i < 0:
            return place
        if place <= self.new_end[i]:
            return self.old_end[i]
        return self.old_end[i] + place - self.new_end[i]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and the way back."""

    text: str
    layers: tuple[Layer, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original that the characters start..end of the folded text were read from."""
        for layer in reversed(self.layers):
            before = layer.start(start)
            end = layer.end(end) if end > start else before
            start = before
        return start, end


def fold(text: str, *, squeeze: bool = True) -> Folded:
    """The text as it is compared. ASCII without elongation is itself.

    squeeze: shorten a letter written three times or more (not for addresses, where each letter counts).
    """
    layers: list[Layer] = []
    if not text.isascii():
        text = _apply(text, _unicode_edits(text), layers)
        if OTHER.search(text) and MIXED.search(text):
            text = unmix(text)
    if squeeze and ("\u0640" in text or any(3 * c in text for c in set(text))):
        text = _apply(text, _elongation_edits(text), layers)
    return Folded(text, tuple(layers))


def fold_column(texts: pl.Series, *, squeeze: bool = True) -> tuple[pl.Series, dict[int, Folded]]:
    """A column of texts folded, and the way back for each row that changed (the others are as they were)."""
    pattern = "|".join([special_rust(), *([_ELONGATED_RUST] if squeeze else [])])
    wants = texts.str.contains(pattern)
    if squeeze:
        wants |= texts.str.contains(_NOT_LATIN_LETTERS)
    rows = wants.arg_true()
    if not len(rows):
        return texts, {}
    folded = {row: fold(text, squeeze=squeeze) for row, text in zip(rows, texts.gather(rows), strict=True)}
    changed = texts.clone()       # scatter works in place
    return changed.scatter(rows, [f.text for f in folded.values()]), folded


@cache
def special_rust() -> str:
    """A pattern for polars: does a text hold anything that folding (without squeezing) would change?"""
    return f"[{MARK}{INVISIBLE}\u1100-\u11ff\u3099\u309a{character_class(list(single_characters()))}]|{MIXED_RUST}"


@cache
def _kinds() -> dict[str, str]:
    """Every character that folding looks at: run (marks, invisible), jamo (loose Hangul letters) or single."""
    loose = re.compile(f"[{MARK}{INVISIBLE}\u0653-\u0655\u3099\u309a]")
    runs = [chr(c) for low, high in ((0xAD, 0x10000), (0xE0000, 0xE0200)) for c in range(low, high)
            if loose.match(chr(c))]
    jamo = [chr(c) for c in range(0x1100, 0x1200) if c not in (0x115F, 0x1160)]
    return dict.fromkeys(single_characters(), "single") | dict.fromkeys(jamo, "jamo") | dict.fromkeys(runs, "run")


def _places(text: str, characters: Iterable[str]) -> list[int]:
    """Where any of the characters stands, in order. Much faster than a pattern of thousands of characters."""
    places: list[int] = []
    for char in characters:
        place = text.find(char)
        while place >= 0:
            places.append(place)
            place = text.find(char, place + 1)
    places.sort()
    return places


def _unicode_edits(text: str) -> list[Edit]:
    """What to change so that characters that look or mean the same are the same."""
    edits: list[Edit] = []
    kinds, table = _kinds(), single_characters()
    places = _places(text, kinds.keys() & set(text))
    i = 0
    while i < len(places):
        start = places[i]
        kind = kinds[text[start]]
        i += 1
        if kind == "single":
            edits.append((start, start + 1, table[text[start]]))
            continue
        end = start + 1
        while i < len(places) and places[i] == end and kinds[text[end]] == kind:
            i, end = i + 1, end + 1
        if kind == "run":
            _edit_run(text, text[start:end], start, end, edits)
        else:
            edits.append((start, end, unicodedata.normalize("NFC", text[start:end])))
    return edits


@cache
def _invisible() -> re.Pattern[str]:
    """Characters that a reader does not see."""
    return re.compile(f"[{INVISIBLE}]+")


def _edit_run(text: str, run: str, start: int, end: int, edits: list[Edit]) -> None:
    """Fold one run of marks and invisible characters into the character before it."""
    marks = _invisible().sub("", run)
    if not marks:
        joins = "\u200d" in run and start > 0 and end < len(text) and min(text[start - 1], text[end]) >= "\u2190"
        edits.append((start, end, "\u200d" if joins else ""))
        return
    if edits and edits[-1][1] == start and edits[-1][2]:
        first, _, before = edits.pop()
    elif start and not text[start - 1].isspace() and not (edits and edits[-1][1] == start):
        first, before = start - 1, text[start - 1]
    else:
        edits.append((start, end, ""))
        return
    edits.append((first, end, before[:-1] + _with_marks(before[-1], marks)))


def _with_marks(base: str, marks: str) -> str:
    """The character with those of its marks that a language writes, at most two; none over what is no letter."""
    if not base.isalpha():
        return base
    return unicodedata.normalize("NFC", base + "".join(m for m in marks if m in REAL_MARKS)[:2])


def _elongation_edits(text: str) -> list[Edit]:
    """A letter three times or more becomes one at the end of a word and two inside it."""
    edits: list[Edit] = []
    for match in _ELONGATED.finditer(text):
        start, end = match.span()
        letter = match.group(1)
        at_end = end == len(text) or not text[end].isalnum()
        alone = at_end and (start == 0 or not text[start - 1].isalnum())
        if letter is None:
            edits.append((start, end, ""))
        elif not (alone and end - start == 3):      # www, xxx, iii
            edits.append((start, end, letter if at_end else letter * 2))
    return edits


def _apply(text: str, edits: Iterable[Edit], layers: list[Layer]) -> str:
    """The text with its edits made; remembers those that changed lengths as one more layer."""
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    last = shift = 0
    for start, end, after in edits:
        pieces += (text[last:start], after)
        last = end
        if len(after) != end - start:
            places.append((start + shift, start + shift + len(after), start, end))
            shift += len(after) - (end - start)
    if not pieces:
        return text
    pieces.append(text[last:])
    if places:
        layers.append(Layer(*zip(*places, strict=True)))
    return "".join(pieces)
