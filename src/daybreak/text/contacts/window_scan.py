"""Where in texts a phone might stand: one pass over the characters, at a few nanoseconds each.

texts (Codes) -> scan_windows() -> rows, starts, ends of windows

A window is at least five digits, look-alike letters or number words with little between them, and enough of them for
seven digits; or a run of digits and look-alike letters alone. A pattern of all number words does the same a hundred
times slower: its automaton outgrows its memory where a text is not ASCII.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numba
import numpy as np

from daybreak.text.codes import PLANE, Codes, letters_and_numbers
from daybreak.text.contacts.number_words import FILLERS, words
from daybreak.text.contacts.windows import DENSE, LEET

_DIGIT, _LEET, _BREAK, _BLANK, _INSIDE = 1, 2, 4, 8, 16     # what a character can be, bit by bit
_NEVER_BETWEEN: Final = "$€£¥₽₴₺%@#"                # beside letters and digits
_TOKENS: Final = 5                                  # fewest in a window
_SPACED: Final = 0x530                              # scripts below write words apart: a number word begins where a word does


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
    kinds[[ord(c) for c in (*DENSE, *"0123456789") if c != "|"]] |= _INSIDE
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
def _skip(points: Any, at: Any, stop: Any, inside: Any, kinds: Any, symbols: Any, pairs: Any):  # type: ignore[no-untyped-def]
    """The first place from here where the first token of a window may begin. inside: whether a text goes on before `at`."""
    here, kind = symbols[points[at]], kinds[points[at]]
    inside = inside and points[at - 1] < _SPACED and kinds[points[at - 1]] & 4 > 0      # a letter or digit stands before
    while at < stop:
        after, following = (symbols[points[at + 1]], kinds[points[at + 1]]) if at + 1 < stop else (0, 0)
        # a look-alike alone is none; "Telephone:" does not begin with one
        begins = (pairs[here, after] | ((kind & 18 > 0) & (following & 17 > 0))) & ((not inside) | (points[at] >= _SPACED))
        if begins | (kind & 1 > 0):
            break
        inside = (points[at] < _SPACED) & (kind & 4 > 0)
        here, kind = after, following
        at += 1
    return at


@numba.njit(cache=True)
def _dense(points: Any, at: Any, stop: Any, kinds: Any):  # type: ignore[no-untyped-def]
    """Where a run of digits and look-alikes that begins here ends, hyphens inside it allowed; 0 when it is no phone's."""
    start, digits, signs, letters = at, 0, 0, 0
    while at < stop:
        kind = kinds[points[at]]
        if kind & 1:
            digits += 1
        elif kind & 16:
            letters += 1
        elif points[at] == 45 and at > start and at + 1 < stop and kinds[points[at + 1]] & 16:
            signs += 1
        else:
            break
        at += 1
    if digits < 2 or letters == 0 or not 8 <= digits + letters <= 15 or signs > 4:
        return 0
    return 0 if at < stop and points[at] < _SPACED and kinds[points[at]] & 4 else at


@numba.njit(cache=True)
def _date(points: Any, at: Any, stop: Any):  # type: ignore[no-untyped-def]
    """Whether these characters are a date and nothing else: 28.8.2025, 21-03-1999."""
    if not 8 <= stop - at <= 10:
        return False
    first = at + 2 if points[at + 1] >= 48 and points[at + 1] <= 57 else at + 1
    second = stop - 5
    sign = points[second]
    if points[first] != sign or not 2 <= second - first <= 3 or not (sign == 46 or sign == 45 or sign == 47):
        return False
    for place in range(at, stop):
        if place != first and place != second and not 48 <= points[place] <= 57:
            return False
    return (points[stop - 4] == 50 and points[stop - 3] == 48) or (points[stop - 4] == 49 and points[stop - 3] == 57)


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
            at = _skip(points, at, stop, at > begins[row], kinds, symbols, pairs)
            if at == stop:
                break
            if kinds[points[at]] & 16 and (at == begins[row] or points[at - 1] >= _SPACED or not kinds[points[at - 1]] & 4):
                end = _dense(points, at, stop, kinds)
                if end:
                    rows[count], starts[count], finishes[count] = row, at, end
                    count += 1
                    at = end
                    continue
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
            if enough and first >= 0 and not _date(points, first, last):
                if first > begins[row] and points[first - 1] == 40:     # (
                    first -= 1
                rows[count], starts[count], finishes[count] = row, first, last
                count += 1
    return count
