"""What the digits are of a stretch where a phone might stand: runs of digits, number words and letters used as digits.

texts -> window_scan -> window    window -> read_groups() -> Group    its digits, place by place
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from daybreak.text.contacts.number_words import FILLERS, Word, words

#: Letters that stand for digits among digits. No small i, s, z: words of them would make windows of any text.
LEET: Final = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8",
               "Z": "2", "З": "3", "Q": "0", "Ø": "0"}
#: The same and more inside a run of nothing else that has digits too: there no word is meant (4lB-SS9-zz3z).
DENSE: Final = LEET | {"s": "5", "z": "2", "з": "3", "б": "6", "І": "1", "Ӏ": "1", "ӏ": "1"}
_RUNS: Final = re.compile(f"[0-9{''.join(DENSE).replace('|', '')}]+")
_DENSE: Final = re.compile(f"{_RUNS.pattern}(?:-{_RUNS.pattern})*")
_BETWEEN: Final = frozenset(" -.,()/\n")
_LEET_ALONE: Final = frozenset("OoОоlI|QSBZØ")
_DIGITS: Final = frozenset("0123456789")
_FILLER: Final = re.compile(rf"[\s-]+(?:{'|'.join(FILLERS)})[\s-]+", re.IGNORECASE)
_PAIR: Final = {"ten": ("unit",), "hundred": ("ten", "teen", "unit")}


class Group(NamedTuple):     # a tuple, not a dataclass: made by the million, and four times as quick
    """Digits written together: 555, or twenty-five, or 7O2; in the window, half-open."""

    start: int
    end: int
    digits: str
    word: bool = False
    leet: bool = False


@lru_cache(maxsize=20_000)
def read_groups(window: str) -> tuple[tuple[Group, ...], ...]:
    """The ways to read a window as groups of digits: numbers joined (twenty-five = 25), then word by word."""
    if window.isascii() and not _LETTER.search(window):
        return (tuple([Group(*m.span(), m.group()) for m in _RUN.finditer(window)]),)
    if _DENSE.fullmatch(window):
        return (tuple([_dense(*m.span(), m.group()) for m in _RUNS.finditer(window)]),)
    atoms = _atoms(window)
    joined = tuple(_joined(window, atoms, _PAIR))
    if not any(isinstance(a[2], Word) and a[2].kind in ("hundred", "times100") for a in atoms):
        return (joined,)
    apart = tuple(_joined(window, atoms, {"ten": ("unit",)}))
    return (joined,) if joined == apart else (joined, apart)


def _dense(start: int, end: int, run: str) -> Group:
    digits = "".join([DENSE.get(c, c) for c in run])
    return Group(start, end, digits, leet=digits != run)


_LETTER: Final = re.compile(r"[A-Za-z|]")
_RUN: Final = re.compile("[0-9]+")
_Atom = tuple[int, int, "Word | str"]      # start, end, a number word or the characters of a digit run


@cache
def _words_by_start() -> tuple[dict[str, tuple[tuple[int, frozenset[str]], ...]], frozenset[str]]:
    """By two first letters: each length that number words have there, longest first, with those words; and words of one."""
    found: dict[str, dict[int, set[str]]] = {}
    for word in words():
        found.setdefault(word[:2], {}).setdefault(len(word), set()).add(word)
    by_start = {start: tuple((n, frozenset(several)) for n, several in sorted(lengths.items(), reverse=True))
                for start, lengths in found.items() if len(start) == 2}
    return by_start, frozenset(w for w in words() if len(w) == 1)


def _word_at(lower: str, i: int) -> str | None:
    """The longest number word that starts here."""
    by_start, single = _words_by_start()
    for length, several in by_start.get(lower[i:i + 2], ()):
        word = lower[i:i + length]
        if word in several:
            return word
    return lower[i] if lower[i] in single else None


def _atoms(window: str) -> list[_Atom]:
    """Number words and runs of digits and look-alike letters, in order."""
    lower = window.lower()
    if len(lower) != len(window):       # a few capitals lower to two characters
        lower = window
    known = words()
    atoms: list[_Atom] = []
    i = 0
    while i < len(window):
        char = window[i]
        word = _word_at(lower, i) if char not in _BETWEEN else None
        if word:
            atoms.append((i, i + len(word), known[word]))
            i += len(word)
            continue
        if char in _DIGITS or char in LEET:
            start, end, run = atoms[-1] if atoms else (0, -1, "")
            if end == i and isinstance(run, str):
                atoms[-1] = (start, i + 1, run + char)
            else:
                atoms.append((i, i + 1, char))
        i += 1
    return _without_strays(window, atoms)


def _without_strays(window: str, atoms: list[_Atom]) -> list[_Atom]:
    """Leave out look-alike letters that stand among letters or at an edge (the I of "call me I am")."""
    kept: list[_Atom] = []
    for i, (start, end, what) in enumerate(atoms):
        if isinstance(what, str) and not _DIGITS.intersection(what):
            inside = 0 < i < len(atoms) - 1 or window[end:end + 1] == ")"
            if not inside or not _LEET_ALONE.issuperset(what) or len(what) > 4:
                continue
        kept.append((start, end, what))
    return kept


def _joined(window: str, atoms: list[_Atom], pairs: dict[str, tuple[str, ...]]) -> list[Group]:
    """Atoms as groups: tens with units, hundreds with tens, double two, soixante-dix, خمسة وعشرون."""
    groups: list[Group] = []
    i = 0
    while i < len(atoms):
        start, end, what = atoms[i]
        i += 1
        if isinstance(what, str):
            digits = "".join(LEET.get(c, c) for c in what)
            groups.append(Group(start, end, digits, leet=digits != what))
            continue
        value, kind, leet = what.value, what.kind, what.leet
        if kind == "repeat":
            if i < len(atoms):
                _, end, digits = _one_digit(atoms[i])
                groups.append(Group(start, end, digits * value, word=True))
                i += 1
            continue
        while i < len(atoms) and (after := _joins(window, value, kind, end, atoms[i], pairs)):
            value, kind = after
            end = atoms[i][1]
            i += 1
        if kind != "add":
            groups.append(Group(start, end, str(value), word=True, leet=leet))
    return groups


def _one_digit(atom: _Atom) -> tuple[int, int, str]:
    """An atom after "double" as digits."""
    start, end, what = atom
    return start, end, "".join(LEET.get(c, c) for c in what) if isinstance(what, str) else str(what.value)


def _joins(window: str, value: int, kind: str, end: int, after: _Atom,
           pairs: dict[str, tuple[str, ...]]) -> tuple[int, str] | None:
    """The value and kind of two neighbours read as one number, or nothing when they are two."""
    start, _, word = after
    if isinstance(word, str):
        return None
    between = window[end:start]
    close = not between.strip(" -") or _FILLER.fullmatch(between)
    if not close or (not between and kind == "unit" and word.kind != "add"):
        return None
    if word.kind == "add":
        return (value + word.value, "teen") if kind == "unit" and value else None
    if word.kind == "times100":
        return (value * 100, "hundred") if kind == "unit" and value else None
    if kind == "unit" and value == 4 and word.value == 20 and window[start:start + 5].lower() == "vingt":
        return 80, "ten"
    if kind == "ten" and word.kind == "teen" and word.value < 20 and value in (60, 80):
        return value + word.value, "teen"
    if word.kind in pairs.get(kind, ()) and (word.value or kind == "hundred"):
        if kind == "ten" and word.value == 0:
            return None
        return value + word.value, word.kind
    return None
