"""How sure the form of digits makes it that they are a phone: how they are grouped and what stands between and beside them.

window, its groups, a stretch of them -> certainty_of()     Words around the window are for `cues`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from daybreak.text.contacts.found import SEAM
from daybreak.text.contacts.numbering import Dialled
from daybreak.text.contacts.windows import DENSE, LEET, Group

_COUNTING: Final = "012345678909876543210"     # digits in order are seldom anyone's
LEAST: Final = 0.30                     # readings less certain than this are not said
NOT_PHONE: Final = re.compile(
    r"(?<!\d)(?:24\s?[/x-]\s?7|7\s?/\s?24"                                      # open always
    r"|\d{1,2}:\d{2}(?::\d{2})?"                                                # times
    r"|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])"             # dates
    r"|(?:[0-2]?\d|3[01])([-/.])(?:[0-2]?\d|3[01])\1(?:19|20)\d\d"
    r"|(?<!/)(?:[0-2]?\d|3[01])/(?:[0-2]?\d|3[01])/\d\d(?!/)"
    r"|(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d"                                   # years
    r"|\d{1,3}(?:,\d{3})+(?:\.\d\d)?"                                           # 12,500.00
    r"|-?\d{1,3}\.\d{4,}(?:\s?[,;]\s?|\s)-?\d{1,3}\.\d{4,}"                           # coordinates
    r"|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}"                                        # cards
    r"|\d{1,4}\.\d\d\s?-\s?\d{1,4}\.\d\d)(?![\d])")                             # 15.50-18.00
_SMALL: Final = re.compile(f"[{''.join(c for c in DENSE if c not in LEET)}]")


def certainty_of(window: str, groups: tuple[Group, ...], i: int, j: int, number: Dialled, plus: bool,
               blocked: list[bool]) -> float:
    """How sure the window makes it that groups i..j are a phone, 0..1: how it is grouped and what is beside it."""
    stretch = groups[i:j + 1]
    sure = shape_certainty(window, groups, i, j, number.groups, plus, blocked)
    return digits_certainty(sure, "".join([g.digits for g in stretch]), ["" if g.word else g.digits for g in stretch],
                            number.trunk_missing, plus)


def shape_certainty(window: str, groups: tuple[Group, ...], i: int, j: int, numbering: tuple[int, ...], plus: bool,
                    blocked: list[bool]) -> float:
    """The part of it that any other digits in the same places would have, but for a 0 at the beginning.

    numbering: how the number is grouped at home.
    """
    stretch = groups[i:j + 1]
    home = plus or _canonical(stretch, numbering)
    sure = _by_form(stretch, numbering, plus) * _by_neighbours(window, groups, i, j, home, blocked)
    if len(stretch) > 1:
        between = [window[a.end:b.start] for a, b in pairwise(stretch)]
        sure *= _by_separators(between, stretch, home)
    if any(g.leet for g in stretch):
        sure *= 0.75 if _SMALL.search(window) else 0.9
    return sure


def digits_certainty(sure: float, digits: str, written: list[str], trunk_missing: bool, plus: bool) -> float:
    """What the digits themselves take from a certainty by shape.

    written: each group's digits, nothing for a group in words.
    """
    if len(set(digits)) <= 2 or digits in _COUNTING:
        return sure * 0.5
    if trunk_missing and not plus:
        sure *= 0.65
    if not plus and len(written) > 1 and all(1 < len(group) < 5 and group[-1] == "0" for group in written):
        return sure * 0.4       # 250 350 2000: prices
    return sure


def _by_separators(between: list[str], stretch: tuple[Group, ...], home: bool) -> float:
    """Less sure when what stands between the digits is what stands in decimals, lists and tables."""
    factor = 1.0
    joined = "".join(between)
    if SEAM in joined:
        factor *= 0.85
    if "\n" in joined or ";" in joined:
        factor *= 0.85
    if any(g.word for g in stretch):
        return factor
    if between == ["."] and not (home and stretch[0].digits[0] == "0"):
        factor *= 0.45          # 25661.326
    if "," in joined and max([len(g.digits) for g in stretch]) > 1:
        factor *= 0.5           # 8192, 8304
    mixed = SEAM not in joined and len({s.strip("() ") for s in between}) > 1
    if not home and (mixed or "   " in joined) or any("   " in s for s in between):
        factor *= 0.7
    return factor


def _canonical(stretch: tuple[Group, ...], home: tuple[int, ...]) -> bool:
    """Whether the digits are grouped as at home: (212) 555-0143, 06 12 34 56 78."""
    lengths = tuple(len(g.digits) for g in stretch)
    if lengths[-len(home) + 1:] != home[1:] or len(home) < 2:
        return False
    lead = lengths[:-len(home) + 1]
    return sum(lead) - home[0] in (0, 1, 2, 3) and len(lead) <= 3


def _by_form(stretch: tuple[Group, ...], numbering: tuple[int, ...], plus: bool) -> float:
    """Certainty from how the digits are written alone."""
    count = sum(len(g.digits) for g in stretch)
    if plus:
        return 0.97
    if all(g.word for g in stretch):
        return 0.95 if count >= 9 else 0.8
    if len(stretch) > 1 and _canonical(stretch, numbering):
        return 0.95 if count >= 9 else 0.8
    if len(stretch) == 1:
        return {7: 0.4, 8: 0.55, 9: 0.75}.get(count, 0.85)
    if all(len(g.digits) == 1 for g in stretch) or any(g.word for g in stretch):
        return {7: 0.4, 8: 0.6}.get(count, 0.93)
    return 0.75 if count >= 9 else 0.5


def _by_neighbours(window: str, groups: tuple[Group, ...], i: int, j: int, home: bool, blocked: list[bool]) -> float:
    """Less sure when more digits follow or precede as closely as those inside stand together: part of something longer."""
    inside = max([_width(window, groups[k], groups[k + 1]) for k in range(i, j)], default=0)
    factor, sides = 1.0, 0
    for k, other in ((i - 1, i), (j, j + 1)):
        if k < 0 or other >= len(groups) or blocked[k] or blocked[other]:
            continue
        beside = groups[k if k < i else other]
        if beside.leet and not beside.word and window[beside.start:beside.end].isalpha():
            continue
        width = _width(window, groups[k], groups[other])
        if width <= inside or width == 0:
            factor *= 0.85 if home and width else 0.25
            sides += 1
        elif width <= 1:
            factor *= 0.9 if home else 0.6
    outside = len(groups) - (j - i + 1)
    return factor * 0.5 if sides == 2 or (sides and outside > 3) else factor


def _width(window: str, left: Group, right: Group) -> int:
    """How far apart two groups stand: 0 touching, 1 a space or a dash, 2 more, 3 another line or field."""
    between = window[left.end:right.start]
    if not between:
        return 0
    if "\n" in between or SEAM in between or ";" in between or ". " in between:
        return 3
    return 1 if len(between.strip("()")) <= 1 else 2


@lru_cache(maxsize=1)
def _emoji() -> re.Pattern[str]:
    """Pictures between digits."""
    return re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


def how_written(inside: str, stretch: tuple[Group, ...]) -> str:
    """split, words, leet, emoji, spaced or plain: the most hidden that applies."""
    if SEAM in inside:
        return "split"
    if any(g.word for g in stretch):
        return "words"
    if any(g.leet for g in stretch):
        return "leet"
    if _emoji().search(inside):
        return "emoji"
    return "spaced" if len(stretch) > 6 and max(len(g.digits) for g in stretch) == 1 else "plain"
