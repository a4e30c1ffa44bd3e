"""Which texts could hold which phrase at all: its words near each other in order, found in one pass over the bytes.

phrases -> build_sieve() -> Sieve;  texts -> sift() -> text, phrase: few pairs, none of the true ones missing

Patterns are only tried on what passes. Letters are compared as `phrases.ALIKE` compares them, apostrophes are skipped;
a word of an Arabic phrase may follow joined particles, a word of a script without spaces may begin at any sign.
Cost: one hash step a letter and one look into a table; 100,000 texts of 690 bytes take about a third of a second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from daybreak.find.assess.phrases import ALIKE, Need

_BITS: Final = 18  # of the table of hashes
_START: Final = 1469598103934665603 & 0x7FFFFFFFFFFFFFFF
_LETTERS: Final = 0x3000  # code points whose likeness is looked up
_BREAK, _SKIP = 1, 2
_PARTICLES: Final = 5  # letters that joined Arabic particles can take
_RUN: Final = 8  # signs of a spaceless script that a phrase's word can take


def _likeness() -> NDArray[np.uint32]:
    """Code point -> the letter it is compared as, _BREAK for what parts words, _SKIP for what is inside them."""
    table = np.arange(_LETTERS, dtype=np.uint32)
    for code in range(_LETTERS):
        sign = chr(code)
        if unicodedata.category(sign) == "Nd":
            table[code] = ord("0")
        elif unicodedata.category(sign)[0] not in "LM":
            table[code] = _BREAK
    for code, letter in ALIKE.items():
        if code < _LETTERS:
            table[code] = letter
    for sign in "'’‘ʼ´`\u0640\u00ad\u200b\u200c\u200d\u200e\u200f":
        table[ord(sign)] = _SKIP
    table[0x64B:0x660] = table[0x670] = table[0x300:0x370] = _SKIP
    return table


_LIKENESS: Final = _likeness()


@dataclass(frozen=True, slots=True)
class Sieve:
    """Hashes of stems, and for each stem the steps of phrases that it takes. Steps of a phrase follow each other."""

    table: NDArray[np.int64]  # hash or 0, open addressing
    entry: NDArray[np.int32]  # place in `starts` for each cell
    bits: NDArray[
        np.uint8
    ]  # low bits of a hash -> 1: a stem that any letters may follow, 2: one that ends here, 4: one goes on
    starts: NDArray[np.int64]  # entry -> its uses
    step: NDArray[np.int32]
    ends: NDArray[np.bool_]  # of each use: the word must end there
    reach: NDArray[np.int32]  # step -> words since the step before at most
    place: NDArray[np.uint8]  # step -> 1 first of its phrase, 2 last, 3 both
    phrase: NDArray[np.int32]  # step -> its phrase


def build_sieve(phrases: Sequence[Sequence[Need]]) -> Sieve:
    """A sieve for phrases told by the words they need."""
    uses: dict[str, list[tuple[int, bool]]] = {}
    steps = [(number, i, need, len(needs)) for number, needs in enumerate(phrases) for i, need in enumerate(needs)]
    for at, (_, _, need, _) in enumerate(steps):
        for stem in need.stems:
            uses.setdefault(stem.removesuffix("*"), []).append((at, not stem.endswith("*")))
    mask = (1 << _BITS) - 1
    table, entry = np.zeros(1 << _BITS, np.int64), np.zeros(1 << _BITS, np.int32)
    bits = np.zeros(1 << _BITS, np.uint8)
    starts: list[int] = [0]
    taken: list[tuple[int, bool]] = []
    for value, stem in sorted((_hash(stem), stem) for stem in uses):
        cell = value & mask
        while table[cell]:
            cell = (cell + 1) & mask
        table[cell], entry[cell] = value, len(starts) - 1
        for end in range(1, len(stem)):
            bits[_hash(stem[:end]) & mask] |= 4
        for at, ends in sorted(uses[stem], reverse=True):  # later steps first: one word takes one step of a phrase
            bits[value & mask] |= 2 if ends else 1
            taken.append((at, ends))
        starts.append(len(taken))
    return Sieve(
        table,
        entry,
        bits,
        np.array(starts),
        np.array([at for at, _ in taken], np.int32),
        np.array([ends for _, ends in taken], np.bool_),
        np.array([need.reach for _, _, need, _ in steps], np.int32),
        np.array([(i == 0) + 2 * (i == of - 1) for _, i, _, of in steps], np.uint8),
        np.array([number for number, _, _, _ in steps], np.int32),
    )


def _hash(stem: str) -> int:
    value = _START
    for sign in stem:
        value = ((value ^ ord(sign)) * 1099511628211) & 0x7FFFFFFFFFFFFFFF
        value ^= value >> 29
    return value


def sift(texts: pl.Series, sieve: Sieve) -> pl.DataFrame:
    """row, phrase (both i64): what may hold what, by row. texts: str without nulls, lower case."""
    schema = {"row": pl.Int64, "phrase": pl.Int64}
    if not len(texts) or not len(sieve.phrase):
        return pl.DataFrame(schema=schema)
    lengths = texts.str.len_bytes().to_numpy().astype(np.int64)
    ends = np.cumsum(lengths + 1) - 1
    buffer = np.frombuffer((texts.str.join("\n").item() + "\n").encode(), np.uint8)
    parts = (
        sieve.table,
        sieve.entry,
        sieve.bits,
        sieve.starts,
        sieve.step,
        sieve.ends,
        sieve.reach,
        sieve.place,
        sieve.phrase,
    )
    size = 4 * len(texts) + 1024
    while True:
        out = np.empty((size, 2), np.int64)
        found = _sift(buffer, ends, _LIKENESS, *parts, out)
        if found <= size:
            break
        size = found
    return pl.DataFrame({"row": out[:found, 0], "phrase": out[:found, 1]}, schema=schema)


@numba.njit(cache=True, nogil=True)
def _sift(  # type: ignore[no-untyped-def]  # long: 2026-11-24, one pass over bytes reads best in one place
    buffer: Any, ends: Any, likeness: Any, table: Any, entry: Any, bits: Any, starts: Any, step: Any, must_end: Any,
    reach: Any, place: Any, phrase: Any, out: Any,
):  # fmt: skip
    """Write (text, phrase) pairs into `out`; returns how many there are, also beyond what fits."""
    mask = len(table) - 1
    steps = (table, entry, starts, step, must_end, reach, place, phrase)
    last = np.full(len(reach), -1_000_000, np.int64)  # word at which a step was last taken
    told = np.full(phrase[-1] + 1, -1, np.int64)  # text for which the phrase was already said
    hashes = np.zeros(_RUN, np.int64)
    found, at, word = 0, 0, 0
    for text in range(len(ends)):
        end = ends[text]
        word += 1_000_000
        running, letters, spaceless, gap = 0, 0, False, 0
        while at <= end:
            c = int(buffer[at])
            if c < 128:
                size = 1
            elif c < 224:
                size, c = 2, (c & 31) << 6 | int(buffer[at + 1] & 63)
            elif c < 240:
                size, c = 3, (c & 15) << 12 | (int(buffer[at + 1] & 63) << 6) | int(buffer[at + 2] & 63)
            else:
                size, c = 4, 0x10000
            at += size
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
                            found = _use(hashes[way], True, word, text, steps, last, told, out, found)
                if not spaceless or gap:
                    running = 0
                gap += 1
                letters = 0
                word += 1 if not spaceless else 0
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
                        found = _use(hashes[way], True, word, text, steps, last, told, out, found)
                    if bits[hashes[way] & mask] & 1:
                        found = _use(hashes[way], False, word, text, steps, last, told, out, found)
                continue
            if spaceless:
                running, spaceless, letters, word = 0, False, 0, word + 1
            gap = 0
            if letters == 0 or (0x600 <= c < 0x700 and letters < _PARTICLES and running < _RUN):
                hashes[running] = _START
                running += 1
            letters += 1
            alive = 0
            for way in range(running):
                value = _step(hashes[way], c)
                kind = bits[value & mask]
                if kind & 1:
                    found = _use(value, False, word, text, steps, last, told, out, found)
                if kind & 6:  # a stem goes on, or may end here
                    hashes[alive] = value
                    alive += 1
            running = alive
    return found


@numba.njit(cache=True, inline="always")
def _step(value: Any, c: Any):  # type: ignore[no-untyped-def]
    value = ((value ^ c) * 1099511628211) & 0x7FFFFFFFFFFFFFFF
    return value ^ (value >> 29)


@numba.njit(cache=True, nogil=True)
def _use(value: Any, ending: Any, word: Any, text: Any, steps: Any, last: Any, told: Any, out: Any, found: Any):  # type: ignore[no-untyped-def]
    """Take the steps that a stem allows here, and write down the phrases whose last step that was."""
    table, entry, starts, step, must_end, reach, place, phrase = steps
    mask = len(table) - 1
    cell = value & mask
    while table[cell] != 0 and table[cell] != value:
        cell = (cell + 1) & mask
    if table[cell] == 0:
        return found
    for use in range(starts[entry[cell]], starts[entry[cell] + 1]):
        at = step[use]
        if must_end[use] != ending or not (place[at] & 1 or word - last[at - 1] <= reach[at]):
            continue
        last[at] = word
        if place[at] & 2 and told[phrase[at]] != text:
            told[phrase[at]] = text
            if found < len(out):
                out[found, 0], out[found, 1] = text, phrase[at]
            found += 1
    return found
