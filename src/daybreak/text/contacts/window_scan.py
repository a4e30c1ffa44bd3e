"""Where in texts a phone might stand: one pass over the characters, at a few nanoseconds each.

texts (Codes) -> scan_windows() -> rows, starts, ends of windows

A window is at least five digits, look-alike letters or number words with little between them, and enough of them for
seven digits. A pattern of all number words does the same a hundred times slower: its automaton outgrows its memory
where a text is not ASCII.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numba
import numpy as np

from daybreak.text.codes import PLANE, Codes, letters_and_numbers
from daybreak.text.contacts.number_words import FILLERS, words
from daybreak.text.contacts.windows import LEET

_DIGIT, _LEET, _BREAK, _BLANK = 1, 2, 4, 8          # what a character can be, bit by bit
_NEVER_BETWEEN: Final = "$€£¥₽₴₺%@#"                # beside letters and digits
_TOKENS: Final = 5                                  # fewest in a window
_DIGITS: Final = 7                                  # fewest in a phone
_TRUE_DIGITS: Final = 3                             # of them written as digits, where no word is
_A_WORD_HAS: Final = 3                              # digits at most


def scan_windows(texts: Codes) -> tuple[Any, Any, Any]:
    """row, start, end (code points in `texts.whole`) of each window, in order. Look-alikes alone at its edges are left out."""
    kinds, symbols = _characters()
    room = len(texts.points) // _TOKENS + 1
    rows, starts, stops = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    count = _scan(texts.points, texts.starts, texts.ends, kinds, symbols, *_trie(), rows, starts, stops)
    return rows[:count], starts[:count], stops[:count]


@cache
def _characters() -> tuple[Any, Any]:
    """By code point below PLANE: what it can be (bits), and its number in the alphabet of the words (0: in no word)."""
    kinds = np.where(letters_and_numbers(), _BREAK, 0).astype(np.uint8)
    kinds[[ord(c) for c in _NEVER_BETWEEN]] |= _BREAK
    kinds[[ord(c) for c in "0123456789"]] |= _DIGIT
    kinds[[ord(c) for c in LEET]] |= _LEET
    kinds[[c for c in range(PLANE) if chr(c).isspace() or c == ord("-")]] |= _BLANK
    symbols = np.zeros(PLANE, np.uint8)
    letters = sorted({c for word in (*words(), *FILLERS) for c in word})
    for number, letter in enumerate(letters, 1):
        symbols[[ord(c) for c in (letter, letter.upper()) if len(c) == 1]] = number
    return kinds, symbols


@cache
def _trie() -> tuple[Any, Any, Any]:
    """The words as a tree: step[node, symbol] -> node (0: none, 1: the root); what ends at a node: 1 a word, 2 a filler;
    and pairs[symbol, symbol]: whether a word can begin with these two (0: any other character)."""
    symbols = _characters()[1]
    step: list[dict[int, int]] = [{}, {}]
    ends = [0, 0]
    for listed, what in ((words(), 1), (FILLERS, 2)):
        for word in listed:
            node = 1
            for symbol in symbols[[ord(letter) for letter in word]].tolist():
                if symbol not in step[node]:
                    step[node][symbol] = len(step)
                    step.append({})
                    ends.append(0)
                node = step[node][symbol]
            ends[node] |= what
    table = np.zeros((len(step), int(symbols.max()) + 1), np.uint16)
    for node, after in enumerate(step):
        for symbol, other in after.items():
            table[node, symbol] = other
    ending = np.array(ends, np.uint8)
    pairs = table[table[1]] > 0
    pairs[table[1] == 0] = False
    pairs[ending[table[1]] & 1 > 0] = True
    return table, ending, pairs


@numba.njit(cache=True)
def _word(points: Any, at: Any, stop: Any, symbols: Any, step: Any, ends: Any, what: Any):  # type: ignore[no-untyped-def]
    """Where the longest word (what = 1) or filler (2) that begins here ends; 0 when none does."""
    node, found = 1, 0
    while at < stop:
        node = step[node, symbols[points[at]]]
        if node == 0:
            break
        at += 1
        if ends[node] & what:
            found = at
    return found


@numba.njit(cache=True)
def _token(points: Any, at: Any, stop: Any, kinds: Any, symbols: Any, step: Any, ends: Any):  # type: ignore[no-untyped-def]
    """Where the token that begins here ends (0: none), and its kind: 0 a word, 1 a digit, 2 a look-alike."""
    if at >= stop:
        return 0, 0
    end = _word(points, at, stop, symbols, step, ends, 1)
    if end:
        return end, 0
    kind = kinds[points[at]] & 3
    return (at + 1, kind) if kind else (0, 0)


@numba.njit(cache=True)
def _blank(points: Any, at: Any, stop: Any, kinds: Any):  # type: ignore[no-untyped-def]
    while at < stop and kinds[points[at]] & 8:
        at += 1
    return at


@numba.njit(cache=True)
def _next(points: Any, at: Any, stop: Any, kinds: Any, symbols: Any, step: Any, ends: Any):  # type: ignore[no-untyped-def]
    """The token that follows one which ends here: start, end, kind (end 0: none). At most four signs, or a filler, between."""
    after = at
    while after < stop and after < at + 4:
        if kinds[points[after]] & 4:
            break
        after += 1
    for start in range(after, at - 1, -1):
        if start == after or kinds[points[start]] & 2:
            end, kind = _token(points, start, stop, kinds, symbols, step, ends)
            if end:
                return start, end, kind
    filler = _blank(points, at, stop, kinds)
    if filler > at:
        filled = _word(points, filler, stop, symbols, step, ends, 2)
        start = _blank(points, filled, stop, kinds)
        if filled and start > filled:
            end, kind = _token(points, start, stop, kinds, symbols, step, ends)
            return start, end, kind
    return 0, 0, 0


@numba.njit(cache=True)
def _skip(points: Any, at: Any, stop: Any, kinds: Any, symbols: Any, pairs: Any):  # type: ignore[no-untyped-def]
    """The first place from here where a token may begin."""
    here, kind = symbols[points[at]], kinds[points[at]]
    while at < stop:
        after, following = (symbols[points[at + 1]], kinds[points[at + 1]]) if at + 1 < stop else (0, 0)
        # a look-alike alone is none
        if pairs[here, after] | (kind & 1 > 0) | ((kind & 2 > 0) & (following & 3 > 0)):
            break
        here, kind = after, following
        at += 1
    return at


@numba.njit(cache=True)
def _scan(  # type: ignore[no-untyped-def]  # long: 2026-11-24, one pass over characters reads best in one place
    points: Any, begins: Any, stops: Any, kinds: Any, symbols: Any, step: Any, ends: Any, pairs: Any,
    rows: Any, starts: Any, finishes: Any
):
    """Write row, start and end of each window; returns how many."""
    count = 0
    for row in range(len(begins)):
        at, stop = begins[row], stops[row]
        while at < stop:
            at = _skip(points, at, stop, kinds, symbols, pairs)
            if at == stop:
                break
            end, kind = _token(points, at, stop, kinds, symbols, step, ends)
            if not end:
                at += 1
                continue
            tokens, words, digits, letters = 0, 0, 0, 0
            start, first, last = at, -1, 0      # first, last: without look-alikes that stand alone at the edges
            run, run_end, run_digits = at, at, 0        # digits and look-alikes that touch
            while True:
                tokens += 1
                if kind == 0:
                    words += 1
                    last = end
                    if first < 0:
                        first = start
                else:
                    if kind == 1:
                        digits += 1
                    else:
                        letters += 1
                    if run_end != start:
                        run, run_digits = start, 0
                    run_end = end
                    run_digits += kind == 1
                    if run_digits or (first >= 0 and end < stop and points[end] == 41):     # )
                        last = end
                        if first < 0:
                            first = run
                after = end
                start, end, kind = _next(points, after, stop, kinds, symbols, step, ends)
                if not end:
                    break
            if tokens < 5:
                at += 1
                continue
            at = after
            enough = digits + letters >= 7 and digits >= 3 if words == 0 else digits + letters + 3 * words >= 7
            if enough and first >= 0:
                if first > begins[row] and points[first - 1] == 40:     # (
                    first -= 1
                rows[count], starts[count], finishes[count] = row, first, last
                count += 1
    return count
