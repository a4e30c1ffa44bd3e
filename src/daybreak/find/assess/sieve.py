"""Which texts could hold which phrase at all: its words near each other in order, found in one pass over the bytes.

phrases -> build_sieve() -> Sieve;  texts -> sift() -> text, sentence, phrase: few rows, none of the true ones missing

Patterns are only tried on the sentences that pass, so the texts need not be taken apart before. Letters are compared
as `phrases.ALIKE` compares them, apostrophes are skipped; a word of an Arabic phrase may follow joined particles, a word
of a script without spaces may begin at any sign. Cost: one hash step a letter and one look into a table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from daybreak.find.assess.phrases import ALIKE, Need

_BITS: Final = 18  # of the table that says what a hash may be
_CELLS: Final = 14  # of the table of hashes, in bits: small enough to stay near
_START: Final = 1469598103934665603 & 0x7FFFFFFFFFFFFFFF
_LETTERS: Final = 0x3000  # code points whose likeness is looked up
_BREAK, _SKIP = 1, 2
#: What ends a sentence in the texts to be sifted.
END: Final = "\x1f"
_END: Final = ord(END)
_FAR: Final = 1_000_000  # words: more than any step of a phrase reaches, so that none goes on in the next sentence
_PARTICLES: Final = 5  # letters that joined Arabic particles can take
_RUN: Final = 8  # signs of a spaceless script that a phrase's word can take


def _likeness() -> NDArray[np.uint32]:
    """Code point -> the letter it is compared as, _BREAK for what parts words, _SKIP for what is inside them."""
    table = np.array([ord(chr(code).lower()[0]) for code in range(_LETTERS)], np.uint32)
    for code in range(_LETTERS):
        sign = chr(code)
        if unicodedata.category(sign) == "Nd":
            table[code] = ord("0")
        elif unicodedata.category(sign)[0] not in "LM":
            table[code] = _BREAK
    table = np.array([ALIKE.get(int(letter), int(letter)) for letter in table], np.uint32)
    for sign in "'’‘ʼ´`\u0640\u00ad\u200b\u200c\u200d\u200e\u200f":
        table[ord(sign)] = _SKIP
    table[0x64B:0x660] = table[0x670] = table[0x300:0x370] = _SKIP
    return table


_LIKENESS: Final = _likeness()


@dataclass(frozen=True, slots=True)
class Sieve:
    """Hashes of stems, and for each stem the steps of phrases that it takes. A step comes after the one before it."""

    table: NDArray[np.int64]  # hash or 0, open addressing; more cells than stems
    entry: NDArray[np.int32]  # place in `starts` for each cell
    bits: NDArray[
        np.uint8
    ]  # low bits of a hash -> 1: a stem that any letters may follow, 2: one that ends here, 4: one goes on
    starts: NDArray[np.int64]  # entry -> its rows of `uses`
    uses: NDArray[np.int64]  # what a stem does: step, 1 if the word must end there, the step before or -1, and its reach
    phrase: NDArray[np.int64]  # step -> the phrase whose last it is, or -1


def build_sieve(phrases: Sequence[Sequence[Need]]) -> Sieve:
    """A sieve for phrases told by the words they need."""
    steps, uses = _tree(phrases)
    cells, mask = 2 << len(uses).bit_length(), (1 << _BITS) - 1
    table, entry = np.zeros(cells, np.int64), np.zeros(cells, np.int32)
    bits = np.zeros(1 << _BITS, np.uint8)
    starts: list[int] = [0]
    taken: list[tuple[int, bool, int, int]] = []
    for value, stem in sorted((_hash(stem), stem) for stem in uses):
        cell = value % cells
        while table[cell]:
            cell = (cell + 1) % cells
        table[cell], entry[cell] = value, len(starts) - 1
        for end in range(1, len(stem)):
            bits[_hash(stem[:end]) & mask] |= 4
        for at, ends in sorted(uses[stem], reverse=True):  # later steps first: one word takes one step of a phrase
            bits[value & mask] |= 2 if ends else 1
            taken.append((at, ends, steps[at].after, steps[at].reach))
        starts.append(len(taken))
    return Sieve(
        table, entry, bits, np.array(starts), np.array(taken, np.int64).reshape(-1, 4),
        np.array([step.phrase for step in steps], np.int64))


class _Step(NamedTuple):
    """A word that a phrase needs, at most `reach` words after another step (-1: none); the phrase it ends, or -1."""

    after: int
    reach: int
    phrase: int
    stems: tuple[str, ...]


def _tree(phrases: Sequence[Sequence[Need]]) -> tuple[list[_Step], dict[str, list[tuple[int, bool]]]]:
    """The steps of all phrases, those that phrases begin with in common once; stem -> its steps, and if the word ends."""
    steps: dict[_Step, int] = {}
    uses: dict[str, list[tuple[int, bool]]] = {}
    for number, needs in enumerate(phrases):
        after = -1
        for i, need in enumerate(needs):
            step = _Step(after, need.reach if i else 0, number if i == len(needs) - 1 else -1, need.stems)
            if step not in steps:
                steps[step] = len(steps)
                for stem in need.stems:
                    uses.setdefault(stem.removesuffix("*"), []).append((steps[step], not stem.endswith("*")))
            after = steps[step]
    return list(steps), uses


def _hash(stem: str) -> int:
    value = _START
    for sign in stem:
        value = ((value ^ ord(sign)) * 1099511628211) & 0x7FFFFFFFFFFFFFFF
        value ^= value >> 29
    return value


def sift(texts: pl.Series, sieve: Sieve) -> pl.DataFrame:
    """Which sentence may hold which phrase, in order of text and sentence.

    texts: str without nulls, their sentences parted by END. Returns row, phrase, start, end (bytes of the sentence in its
    text) and before (the letters in front of it, END not counted), all i64.
    """
    if not len(texts) or not len(sieve.phrase):
        return pl.DataFrame(schema=_SIFTED)
    column = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    _, starts, letters = column.buffers()
    if letters is None:
        return pl.DataFrame(schema=_SIFTED)
    offsets = np.frombuffer(starts, np.int64, len(texts) + 1, 8 * column.offset)
    parts = sieve.table, sieve.entry, sieve.bits, sieve.starts, sieve.uses, sieve.phrase
    size = 4 * len(texts) + 1024
    while True:
        out = np.empty((size, len(_SIFTED)), np.int64)
        found = _sift(np.frombuffer(letters, np.uint8), offsets, _LIKENESS, *parts, out)
        if found <= size:
            break
        size = found
    return pl.DataFrame({name: out[:found, i] for i, name in enumerate(_SIFTED)}, schema=_SIFTED)


_SIFTED: Final = {name: pl.Int64() for name in ("row", "phrase", "start", "end", "before")}


@numba.njit(cache=True, nogil=True)
def _sift(  # type: ignore[no-untyped-def]  # long: 2026-11-24, one pass over bytes reads best in one place
    buffer: Any, offsets: Any, likeness: Any, table: Any, entry: Any, bits: Any, starts: Any, uses: Any, phrase: Any, out: Any,
):  # fmt: skip
    """Write rows (see `sift`) into `out`; returns how many there are, also beyond what fits."""
    mask = len(bits) - 1
    steps = (table, entry, starts, uses, phrase)
    last = np.full(len(phrase), -_FAR, np.int64)  # word at which a step was last taken
    told = np.full(phrase.max() + 1, -1, np.int64)  # sentence for which the phrase was already said
    hashes = np.zeros(_RUN, np.int64)
    found, word, sentence = 0, 0, 0
    for text in range(len(offsets) - 1):
        at, end = offsets[text], offsets[text + 1]
        before, passed, start, first = 0, 0, at, found
        running, letters, spaceless, gap = 0, 0, False, 0
        word += _FAR
        sentence += 1
        while at <= end:
            c, size = _letter(buffer, at) if at < end else (_BREAK, 1)
            at += size
            passed += 1
            if c < len(likeness):
                c = int(likeness[c])
            elif c < 0x3041 or c >= 0xFF00 or 0xD800 <= c < 0xF900:
                c = _BREAK
            if c == _SKIP:
                continue
            if c == _BREAK:
                # words of scripts with spaces end: those that must end here are looked up
                if running and not spaceless:
                    for way in range(running):
                        if bits[hashes[way] & mask] & 2:
                            found = _use(hashes[way], True, word, text, sentence, steps, last, told, out, found)
                if not spaceless or gap:
                    running = 0
                gap += 1
                letters = 0
                word += 1 if not spaceless else 0
                if at > end or buffer[at - 1] == _END:
                    for row in range(first, min(found, len(out))):
                        out[row, 2], out[row, 3], out[row, 4] = start - offsets[text], at - 1 - offsets[text], before
                    before += passed - 1
                    passed, start, first = 0, at, found
                    running, spaceless, gap = 0, False, 0
                    word += _FAR
                    sentence += 1
                continue
            if c >= 0x3041:
                if not spaceless:
                    running = 0
                spaceless, gap = True, 0
                word += 1
                if running == _RUN:
                    for way in range(_RUN - 1):
                        hashes[way] = hashes[way + 1]
                    running = _RUN - 1
                hashes[running] = _START
                running += 1
                for way in range(running):
                    hashes[way] = _step(hashes[way], c)
                    if bits[hashes[way] & mask] & 2:
                        found = _use(hashes[way], True, word, text, sentence, steps, last, told, out, found)
                    if bits[hashes[way] & mask] & 1:
                        found = _use(hashes[way], False, word, text, sentence, steps, last, told, out, found)
                continue
            if spaceless:
                running, spaceless, letters, word = 0, False, 0, word + 1
            gap = 0
            if letters == 0 or (0x600 <= c < 0x700 and letters < _PARTICLES and running < _RUN):
                hashes[running] = _START
                running += 1
            letters += 1
            if running == 0:  # the rest of a word that no stem begins
                continue
            alive = 0
            for way in range(running):
                value = _step(hashes[way], c)
                kind = bits[value & mask]
                if kind == 0:
                    continue
                if kind & 1:
                    found = _use(value, False, word, text, sentence, steps, last, told, out, found)
                if kind & 6:  # a stem goes on, or may end here
                    hashes[alive] = value
                    alive += 1
            running = alive
    return found


@numba.njit(cache=True, inline="always")
def _letter(buffer: Any, at: Any):  # type: ignore[no-untyped-def]
    """The code point whose UTF-8 begins at `at` (above 0xFFFF only that it is), and its bytes."""
    c = int(buffer[at])
    if c < 128:
        return c, 1
    if c < 224:
        return (c & 31) << 6 | int(buffer[at + 1] & 63), 2
    if c < 240:
        return (c & 15) << 12 | (int(buffer[at + 1] & 63) << 6) | int(buffer[at + 2] & 63), 3
    return 0x10000, 4


@numba.njit(cache=True, inline="always")
def _step(value: Any, c: Any):  # type: ignore[no-untyped-def]
    value = ((value ^ c) * 1099511628211) & 0x7FFFFFFFFFFFFFFF
    return value ^ (value >> 29)


@numba.njit(cache=True, inline="always")
def _use(  # type: ignore[no-untyped-def]
    value: Any, ending: Any, word: Any, text: Any, sentence: Any, steps: Any, last: Any, told: Any, out: Any, found: Any,
):  # fmt: skip
    """Take the steps that a stem allows here, and write down the phrases whose last step that was."""
    table, entry, starts, uses, phrase = steps
    cell = value & (len(table) - 1)
    while table[cell] != 0 and table[cell] != value:
        cell = (cell + 1) & (len(table) - 1)
    if table[cell] == 0:
        return found
    for use in range(starts[entry[cell]], starts[entry[cell] + 1]):
        before = uses[use, 2]
        if uses[use, 1] != ending or (before >= 0 and word - last[before] > uses[use, 3]):
            continue
        at = uses[use, 0]
        last[at] = word
        if phrase[at] >= 0 and told[phrase[at]] != sentence:
            told[phrase[at]] = sentence
            if found < len(out):
                out[found, 0], out[found, 1] = text, phrase[at]
            found += 1
    return found
