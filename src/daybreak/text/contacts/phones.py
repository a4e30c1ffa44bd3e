"""Phone numbers as evidence: read them out of advert text, however they are written, and be sure they dial.

window of digits and number words -> read_phones() -> Hit      Every reading is tried against the numbering plan.

Rules first, each explainable; after the lattice of Chambers et al., W-NUT 2019 (D19-5507), without its model.
A reading is a stretch of neighbouring groups; readings compete, and the surest that do not overlap win.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import polars as pl

from daybreak.text.contacts.cues import is_priced, speaks_for, touches_word
from daybreak.text.contacts.found import SEAM, Hit
from daybreak.text.contacts.locate import Rows
from daybreak.text.contacts.numbering import Dialled, dialled, known_region
from daybreak.text.contacts.window_scan import scan_windows
from daybreak.text.contacts.windows import DENSE, LEET, Group, read_groups

_COUNTING: Final = "012345678909876543210"     # digits in order are seldom anyone's
_LEAST: Final = 0.30                    # readings less certain than this are not said
_CLEAR: Final = 0.95                    # no part of a window is surer than a whole one that is so sure
_SMALL: Final = re.compile(f"[{''.join(c for c in DENSE if c not in LEET)}]")
_LETTERS: Final = re.compile(r"[A-Za-z|]")
_BEFORE, _AFTER = 36, 12                # characters of context that are looked at
_NOT_PHONE: Final = re.compile(
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


class Reading(NamedTuple):     # a tuple, not a dataclass: made by the million
    """One way to read a stretch of groups as a phone, in the window."""

    first: int
    last: int           # index of the last group
    number: Dialled
    certainty: float
    plus: bool


def locate_phones(texts: Rows, regions: pl.Series) -> Iterator[tuple[int, Hit]]:
    """The phones of every text: row, hit in the folded text."""
    homes = {name: known_region(name) for name in regions.unique().to_list()}
    region_of = [homes[name] for name in regions.to_list()]
    whole, begins, ends = texts.codes.whole, texts.codes.starts.tolist(), texts.codes.ends.tolist()
    for row, start, end in zip(*(places.tolist() for places in scan_windows(texts.codes)), strict=True):
        first = begins[row]
        before = whole[max(first, start - _BEFORE):start]
        for hit in read_phones(whole[start:end], region_of[row], before, whole[end:min(end + _AFTER, ends[row])]):
            yield row, hit._replace(start=hit.start + start - first, end=hit.end + start - first)


def read_phones(window: str, region: str | None, before: str, after: str) -> list[Hit]:
    """The phones in one window, surest readings first taken; spans are in the window.

    before, after: the text around the window; a few characters of them are looked at.
    """
    plus = _ends_with_plus(before)
    if window.isascii() and (whole := _clear(window, region, plus)):
        kept = _in_context(window, whole[0], whole[1], before[-_BEFORE:], after[:_AFTER])
        if kept:
            return [_hit(window, whole[0], kept[0], before)]
    best: list[Reading] = []
    groups: tuple[Group, ...] = ()
    for way, readings in _dialling(window, region, plus):
        found = _best(_in_context(window, way, readings, before[-_BEFORE:], after[:_AFTER]))
        if sum(r.certainty for r in found) > sum(r.certainty for r in best):
            best, groups = found, way
    return [_hit(window, groups, r, before) for r in best]


@lru_cache(maxsize=20_000)
def _clear(window: str, region: str | None, plus: bool) -> tuple[tuple[Group, ...], tuple[Reading, ...]] | None:
    """A window of digits alone that is a number from end to end, so sure that no part of it can be surer."""
    if _LETTERS.search(window):
        return None
    groups, = read_groups(window)
    digits = "".join([g.digits for g in groups])
    signed = plus and not window[:groups[0].start].strip(" (") if groups else False
    if not 7 <= len(digits) <= 17 or "+" in window or any(_blocked(window, groups)):
        return None
    number = _number(digits, region, signed)
    if number is None:
        return None
    sure = _certainty(window, groups, 0, len(groups) - 1, number, signed, [False] * len(groups))
    return (groups, (Reading(0, len(groups) - 1, number, sure, signed),)) if sure >= _CLEAR else None


@lru_cache(maxsize=20_000)
def _dialling(window: str, region: str | None, plus: bool) -> tuple[tuple[tuple[Group, ...], tuple[Reading, ...]], ...]:
    """For each way to read a window that has any: every stretch of groups that dials, as sure as the window tells."""
    return tuple([(groups, tuple(readings)) for groups in read_groups(window)
                  if sum([len(g.digits) for g in groups]) >= 7
                  and (readings := _readings(window, groups, region, plus))])


def _readings(window: str, groups: tuple[Group, ...], region: str | None, plus_before: bool) -> list[Reading]:
    """Every stretch of groups that dials."""
    blocked = _blocked(window, groups)
    may_plus = plus_before or "+" in window or not window.isascii() or "p" in window or "m" in window
    readings: list[Reading] = []
    for i in range(len(groups)):
        plus = may_plus and (_ends_with_plus(window[:groups[i].start])
                             or (plus_before and not window[:groups[i].start].strip(" (")))
        digits = ""
        for j in range(i, len(groups)):
            digits += groups[j].digits
            if blocked[j] or len(digits) > 17:
                break
            if len(digits) >= 7 and (number := _number(digits, region, plus)) is not None:
                certainty = _certainty(window, groups, i, j, number, plus, blocked)
                if certainty >= _LEAST:
                    readings.append(Reading(i, j, number, certainty, plus))
    return readings


def _in_context(window: str, groups: tuple[Group, ...], readings: tuple[Reading, ...], before: str,
                after: str) -> list[Reading]:
    """The readings that the words around them do not speak against, surer where words speak for them."""
    last = len(groups) - 1
    kept: list[Reading] = []
    for reading in readings:
        left = before + window[:groups[reading.first].start]
        right = window[groups[reading.last].end:] + after
        if reading.last == last and (touches_word("", right) or (is_priced("", right) and not _whole(groups))):
            continue
        if not reading.plus and reading.first == 0 and (is_priced(left, "") or touches_word(left, "")):
            continue
        spoken = speaks_for(left[-_BEFORE:])
        if spoken <= 0 and not reading.plus and _negative(left):
            continue
        if spoken < 0 and not reading.plus:
            continue
        sure = reading.certainty
        kept.append(reading._replace(certainty=1 - (1 - sure) * 0.4) if spoken > 0 else reading)
    return kept


def _negative(left: str) -> bool:
    """Whether a minus sign stands before: -2147483648 is an amount."""
    return left.endswith("-") and (len(left) == 1 or left[-2] in " =([{<,\n")


def _number(digits: str, region: str | None, plus: bool) -> Dialled | None:
    """What the digits dial; without a region only a plus, 00 or the North American form can tell."""
    if not plus and digits.startswith("00") and len(digits) > 9:
        return dialled(digits[2:], None, True)
    if region is None and not plus:
        return dialled(digits, "US", False) if len(digits) in (10, 11) else None
    return dialled(digits, region, plus)


def _ends_with_plus(text: str) -> bool:
    """Whether a plus, or the word for it, stands at the end."""
    text = text[-10:]
    return text.rstrip(" (").lower().endswith(("+", "plus", " más", " mas", "плюс", "加"))


def _blocked(window: str, groups: tuple[Group, ...]) -> list[bool]:
    """Which groups can be part of no phone: dates, times, amounts, coordinates, cards."""
    blocked = [False] * len(groups)
    if len(groups) == 1:
        return blocked
    for match in _NOT_PHONE.finditer(window):
        for k, group in enumerate(groups):
            if group.start < match.end() and match.start() < group.end:
                blocked[k] = True
    return blocked


def _whole(groups: tuple[Group, ...]) -> bool:
    """Whether the window is one long block or has as many digits as only a phone has (a unit may follow by chance)."""
    return len(groups) >= 3 and sum(len(g.digits) for g in groups) in (10, 11) and len(groups[-1].digits) >= 3


def _certainty(window: str, groups: tuple[Group, ...], i: int, j: int, number: Dialled, plus: bool,
               blocked: list[bool]) -> float:
    """How sure the window makes it that groups i..j are a phone, 0..1: how it is grouped and what is beside it."""
    stretch = groups[i:j + 1]
    home = plus or _canonical(stretch, number)
    sure = _by_form(stretch, number, plus) * _by_neighbours(window, groups, i, j, home, blocked)
    if len(stretch) > 1:
        between = [window[a.end:b.start] for a, b in pairwise(stretch)]
        sure *= _by_separators(between, stretch, home)
    if any(g.leet for g in stretch):
        sure *= 0.75 if _SMALL.search(window) else 0.9
    digits = "".join([g.digits for g in stretch])
    if len(set(digits)) <= 2 or digits in _COUNTING:
        return sure * 0.5
    if number.trunk_missing and not plus:
        sure *= 0.65
    if not plus and len(stretch) > 1 and all(1 < len(g.digits) < 5 and g.digits[-1] == "0" and not g.word
                                             for g in stretch):
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


def _canonical(stretch: tuple[Group, ...], number: Dialled) -> bool:
    """Whether the digits are grouped as at home: (212) 555-0143, 06 12 34 56 78."""
    lengths = tuple(len(g.digits) for g in stretch)
    home = number.groups
    if lengths[-len(home) + 1:] != home[1:] or len(home) < 2:
        return False
    lead = lengths[:-len(home) + 1]
    return sum(lead) - home[0] in (0, 1, 2, 3) and len(lead) <= 3


def _by_form(stretch: tuple[Group, ...], number: Dialled, plus: bool) -> float:
    """Certainty from how the digits are written alone."""
    count = sum(len(g.digits) for g in stretch)
    if plus:
        return 0.97
    if all(g.word for g in stretch):
        return 0.95 if count >= 9 else 0.8
    if len(stretch) > 1 and _canonical(stretch, number):
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


def _best(readings: list[Reading]) -> list[Reading]:
    """Readings that do not overlap, the surest first; of equals the longer, then the earlier."""
    taken: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (-round(r.certainty, 3), r.first - r.last, r.first)):
        if all(reading.last < t.first or t.last < reading.first for t in taken):
            taken.append(reading)
    return sorted(taken, key=lambda r: r.first)


def _hit(window: str, groups: tuple[Group, ...], reading: Reading, before: str) -> Hit:
    """The reading as a contact, with how it is written as far as the folded text tells."""
    stretch = groups[reading.first:reading.last + 1]
    start, end = stretch[0].start, stretch[-1].end
    opening = window.rfind("(", max(0, start - 1), start)
    if opening >= 0:
        start = opening
    if (window[:start] if start else before).endswith("+"):
        start -= 1      # -1: the plus stands just before the window
    return Hit("phone", reading.number.e164, start, end, _how(window[start:end], stretch), round(reading.certainty, 3))


@lru_cache(maxsize=1)
def _emoji() -> re.Pattern[str]:
    """Pictures between digits."""
    return re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


def _how(inside: str, stretch: tuple[Group, ...]) -> str:
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
