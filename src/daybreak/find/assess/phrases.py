"""Phrases as a person writes them in a data file, made into patterns that a whole column can be searched with.

"keep|keeps your? passport*" -> compile_phrases() -> Patterns (a regular expression, and words that must be there)

The patterns are for a linear-time engine (Rust, through polars): no look-around, no Unicode word boundary (which
would make the search slow on non-Latin text), words parted by a plain space or comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: What may stand between two words once a sentence has been made plain: see `SEPARATORS`.
EDGE = "[ ,]"
_SPACE = EDGE + "+"
_REST = "[^ ,]*"
_WORD = "[^ ,]+"
_GAP = f"(?:{_WORD}{_SPACE}){{0,4}}"
_NUMBER = r"[$€£¥₽₴]?[0-9][0-9.,]*k?(?: ?(?:usd|eur|gbp|dollars|euros))?"
_CLITIC = "(?:و|ف)?(?:ب|ل|ك)?(?:ال|لل)?"
_SPACELESS = ("zh",)

#: Signs that only part words become a space, signs that part clauses a comma; one character for one.
SEPARATORS = dict.fromkeys('\t\r\n:/()[]"“”«»*&+–—!?#_~', " ") | dict.fromkeys("،、，;", ",")

#: Letters compared as one: accents and Arabic spelling that writers often leave out. One character for one.
ALIKE = str.maketrans(
    "áàâãäåāéèêëēíìîïīóòôõöōúùûüūñçýÿёґأإآٱىةئؤ’‘ʼ´`", "aaaaaaaeeeeeiiiiioooooouuuuuncyyегاااايهيو'''''"
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """A list of phrases in all its languages, ready to be looked for."""

    anchors: tuple[str, ...]  # a text without any of these has no phrase of the list
    plain: str | None  # phrases without a word that denies
    denying: str | None  # phrases that hold one themselves ("not allowed to leave")


@dataclass(frozen=True, slots=True)
class Denials:
    """Patterns on a sentence in which the phrase is replaced by MARK: does the sentence take it back?"""

    around: str
    inside: str


MARK = "\x01"


def alike(text: str) -> str:
    """Lower case, and letters that are compared as one."""
    return text.lower().translate(ALIKE)


def compile_phrases(by_language: Mapping[str, Iterable[str]], inside: re.Pattern[str]) -> Patterns:
    """Patterns of one list. inside: what counts as a word that denies, to tell the two kinds of phrases apart."""
    anchors: set[str] = set()
    rows: dict[tuple[bool, bool], list[str]] = {}
    for language, phrases in by_language.items():
        for phrase in phrases:
            slots = alike(phrase).split(" ")
            anchors.update(_anchors(slots))
            denies = any(inside.search(f" {option.replace('_', ' ')} ") for s in slots for option in _options(s)[0])
            rows.setdefault((denies, language in _SPACELESS), []).append(_row(slots, language))
    return Patterns(tuple(sorted(anchors)), _union(rows, False), _union(rows, True))


def _union(rows: dict[tuple[bool, bool], list[str]], denies: bool) -> str | None:
    spaced, spaceless = rows.get((denies, False)), rows.get((denies, True))
    parts = []
    if spaced:
        parts.append(f"(?:^|{EDGE})(?P<phrase>{'|'.join(spaced)})(?:[ ,.]|$)")
    if spaceless:
        parts.append(f"(?P<other>{'|'.join(spaceless)})")
    return "|".join(parts) if parts else None


def _options(slot: str) -> tuple[list[str], bool]:
    """The alternatives of a slot, and whether it may be missing."""
    return slot.removesuffix("?").split("|"), slot.endswith("?")


def _anchors(slots: list[str]) -> list[str]:
    """The alternatives of the slot that says most: all of them long, and one of them always there."""
    best: list[str] = []
    for slot in slots:
        options, missing = _options(slot)
        if missing or slot in ("..", "#"):
            continue
        stems = [min(re.split(r".\?|\*", o.replace("_", " ")), key=lambda s: -len(s)) for o in options]
        if not best or min(map(len, stems)) > min(map(len, best)):
            best = stems
    assert best, f"a phrase needs one word that is always there: {slots}"
    return best


def _row(slots: list[str], language: str) -> str:
    """The regular expression of one phrase."""
    space = f"{EDGE}?" if language in _SPACELESS else _SPACE
    gap = "[^,]{0,8}?" if language in _SPACELESS else _GAP
    made = ""
    for i, slot in enumerate(slots):
        if slot == "..":
            made += gap
            continue
        options, missing = _options(slot)
        one = f"(?:{'|'.join(_option(o, language) for o in options)})"
        last = not any(s != ".." and not _options(s)[1] for s in slots[i + 1 :])
        if last and missing:
            made += f"(?:{space}{one})?"
        elif last:
            made += one
        else:
            made += f"(?:{one}{space})?" if missing else one + space
    return made


def _option(option: str, language: str) -> str:
    if option == "#":
        return _NUMBER
    words = []
    for word in option.split("_"):
        pattern = re.sub(r"\\\?", "?", re.escape(word.removesuffix("*")))
        words.append((_CLITIC if language == "ar" else "") + pattern + (_REST if word.endswith("*") else ""))
    return _SPACE.join(words)


def compile_denials(denied: Mapping[str, Mapping[str, Iterable[str]]]) -> Denials:
    """What takes a phrase back: before it, near before it, after it, or anywhere in its sentence."""
    before, near, after, whole = (_words(denied[k]) for k in ("before", "near_before", "after", "sentence"))
    around = "|".join(
        (
            f"{before}[^{MARK}]{{0,80}}{MARK}",
            f"{near}(?: *{_WORD}){{0,3}} *{MARK}",
            f"{MARK}[^{MARK}]{{0,60}}?{after}",
            whole,
        )
    )
    return Denials(around, f"{before}|{near}")


def _words(by_language: Mapping[str, Iterable[str]]) -> str:
    spaced = [
        _option(alike(w), language)
        for language, words in by_language.items()
        if language not in _SPACELESS
        for w in words
    ]
    spaceless = [
        _option(alike(w), language) for language, words in by_language.items() if language in _SPACELESS for w in words
    ]
    return f"(?:(?:^|{EDGE})(?:{'|'.join(spaced)})(?:[ ,.]|$)|(?:{'|'.join(spaceless)}))"
