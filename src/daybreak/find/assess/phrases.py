"""Phrases as a person writes them in a data file, made into patterns that a whole column can be searched with.

"keep|keeps your? passport*" -> compile_phrases() -> Patterns (regular expressions, and words that must be there)

The patterns are for a linear-time engine (Rust, through polars): no look-around, no Unicode word boundary (which
would make the search slow on non-Latin text), words parted by a plain space or comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

#: What may stand between two words once a sentence has been made plain: see `SEPARATORS`.
EDGE = "[ ,]"
_SPACE = EDGE + "+"
_REST = "[^ ,]*"
_WORD = "[^ ,]+"
_GAP = f"(?:{_WORD}{_SPACE}){{0,4}}"
_NUMBER = r"[$€£¥₽₴]?[0-9][0-9.,]*k?(?: ?(?:usd|eur|gbp|dollars|euros))?"
_CLITIC = "(?:و|ف)?(?:ب|ل|ك)?(?:ال|لل)?"
_SPACELESS = ("zh",)
_SPACELESS_FROM = 0x3041  # code point: kana, then Han
_COMMON = 3  # letters of words that are everywhere
_WAYS = 12  # through one phrase that the sieve tells apart
_GROUPS = {
    "en": "en",
    "es": "romance",
    "fr": "romance",
    "pt": "romance",
    "ru": "cyrillic",
    "uk": "cyrillic",
    "ar": "ar",
    "zh": "spaceless",
}

#: Signs that only part words become a space, signs that part clauses a comma; one character for one.
SEPARATORS = dict.fromkeys('\t\r\n:/()[]"“”«»*&+–—!?#_~', " ") | dict.fromkeys("،、，;", ",")

#: Letters compared as one: accents and Arabic spelling that writers often leave out. One character for one.
ALIKE: dict[int, int] = str.maketrans(
    "áàâãäåāéèêëēíìîïīóòôõöōúùûüūñçýÿёґأإآٱىةئؤ’‘ʼ´`", "aaaaaaaeeeeeiiiiioooooouuuuuncyyегاااايهيو'''''"
)


@dataclass(frozen=True, slots=True)
class Need:
    """A slot of a phrase that is always there: one of its stems stands in any text that holds the phrase."""

    stems: tuple[str, ...]  # letters only; with * where more letters may follow
    reach: int  # words from the need before to this one at most, generously


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some phrases of a list, ready to be looked for."""

    expression: str  # its first group is what was found
    denying: bool  # its phrases hold a word that denies ("not allowed to leave")
    needs: tuple[tuple[Need, ...], ...]  # for each way through each phrase


@dataclass(frozen=True, slots=True)
class Denials:
    """Patterns on a sentence in which the phrase is replaced by MARK: does the sentence take it back?"""

    around: str
    inside: str
    whole: str  # on the sentence as it stands


MARK = "\x01"


def alike(text: str) -> str:
    """Lower case, and letters that are compared as one."""
    return text.lower().translate(ALIKE)


def compile_phrases(
    by_language: Mapping[str, Iterable[str]], inside: re.Pattern[str], classes: Mapping[str, Mapping[str, str]]
) -> tuple[Pattern, ...]:
    """Patterns of one list. inside: what counts as a word that denies, to tell the two kinds of phrases apart.

    classes: language -> name -> the words that @name stands for.
    Languages are parted into a few groups: one pattern over all of them is searched many times more slowly.
    """
    rows: dict[tuple[str, bool], list[list[str]]] = {}
    languages: dict[int, str] = {}
    for language, phrases in by_language.items():
        for phrase in phrases:
            slots = alike(_in_full(phrase, classes.get(language, {}))).split(" ")
            denies = any(inside.search(f" {option.replace('_', ' ')} ") for s in slots for option in _options(s)[0])
            languages[id(slots)] = language
            rows.setdefault((_GROUPS[language], denies), []).append(slots)
    return tuple(
        Pattern(
            _union([_row(s, languages[id(s)]) for s in found], group == "spaceless"),
            denies,
            tuple(row for s in found for row in _needs(s)),
        )
        for (group, denies), found in rows.items()
    )


def _in_full(phrase: str, classes: Mapping[str, str]) -> str:
    """A phrase with the words of its classes in place of their names."""
    return re.sub(r"@(\w+)", lambda name: classes[name[1]], phrase)


def _union(rows: list[str], spaceless: bool) -> str:
    if spaceless:
        return f"({'|'.join(rows)})"
    return f"(?:^|{EDGE})({'|'.join(rows)})(?:[ ,.]|$)"


def _options(slot: str) -> tuple[list[str], bool]:
    """The alternatives of a slot, and whether it may be missing."""
    return slot.removesuffix("?").split("|"), slot.endswith("?")


def _needs(slots: list[str]) -> list[tuple[Need, ...]]:
    """What is always there of a phrase, in order; one row for each way in which alternatives of several words combine."""
    ways = [_ways(slot) for slot in slots]
    while prod(map(len, ways)) > _WAYS:  # too many: of the slot with most ways, only the longest word of each is needed
        at = max(range(len(ways)), key=lambda i: len(ways[i]))
        options, _ = _options(slots[at])
        ways[at] = [[tuple(dict.fromkeys(max(_pieces(o), key=len) for o in options))]]
    rows = [_in_order(slots, way) for way in product(*ways)]
    assert all(rows), f"a phrase needs one word that is always there: {slots}"
    return rows


def _ways(slot: str) -> list[list[tuple[str, ...]]]:
    """The ways to fill a slot: one for all alternatives of one word, one for each of several; each a row of stems."""
    options, missing = _options(slot)
    if slot == ".." or missing:
        return [[]]
    pieces = ["0*".split() if o == "#" else _pieces(o) for o in options]
    if not all(pieces):
        return [[]]
    single = tuple(dict.fromkeys(p[0] for p in pieces if len(p) == 1))
    ways: list[list[tuple[str, ...]]] = [[single]] if single else []
    ways.extend([(word,) for word in words] for words in pieces if len(words) > 1)
    return ways


def _in_order(slots: list[str], way: Sequence[Sequence[tuple[str, ...]]]) -> tuple[Need, ...]:
    """The needs of one way through a phrase, each with how far it may be from the one before."""
    needed: list[Need] = []
    reach = 0
    for slot, steps in zip(slots, way, strict=True):
        options, _ = _options(slot)
        size = 3 * 4 if slot == ".." else 2 + max(len(_pieces(o)) + sum(map(_is_spaceless, o)) for o in options)
        for stems in steps:
            needed.append(Need(stems, reach + size))
            reach = 0
        reach = size + (0 if steps else reach)
    return tuple(_telling(needed))


def _is_spaceless(sign: str) -> bool:
    return ord(sign) >= _SPACELESS_FROM


def _telling(needed: list[Need]) -> list[Need]:
    """The needs without those that the shortest words meet everywhere, as long as two are left."""
    kept: list[Need] = []
    passed = 0
    for place, need in enumerate(needed):
        common = min(len(s.strip("*")) for s in need.stems) <= _COMMON and ord(need.stems[0][0]) < _SPACELESS_FROM
        if common and len(kept) + len(needed) - place > 3:
            passed += need.reach
            continue
        kept.append(Need(need.stems, need.reach + passed))
        passed = 0
    return kept


def _pieces(option: str) -> list[str]:
    """The words of an alternative as the sieve sees them: letters only, 0* for a number, * where more may follow."""
    marked = re.sub(r".\?", "*", option.replace("'", ""))
    words = re.split(r"[^\w*]+|_|(?<=\*)", re.sub(r"\d+", " 0* ", marked))
    return [w for w in words if w.strip("*")]


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
        )
    )
    return Denials(around, f"{before}|{near}", whole)


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
