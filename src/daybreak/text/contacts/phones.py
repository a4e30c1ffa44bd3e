"""Phone numbers as evidence: read them out of advert text, however they are written, and be sure they dial.

window of digits and number words -> read_phones() -> Hit      Every reading is tried against the numbering plan.

Rules first, each explainable; after the lattice of Chambers et al., W-NUT 2019 (D19-5507), without its model.
A reading is a stretch of neighbouring groups; readings compete, and the surest that do not overlap win.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from daybreak.text.contacts.cues import AFTER, BEFORE, ends_with_plus, is_negative, is_priced, speaks_for, touches_word
from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.locate import Rows
from daybreak.text.contacts.numbering import Dialled, known_region, number_of
from daybreak.text.contacts.phone_forms import LEAST, NOT_PHONE, certainty_of, how_written
from daybreak.text.contacts.plain_phones import read_plain
from daybreak.text.contacts.window_scan import scan_windows
from daybreak.text.contacts.windows import Group, read_groups


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
    rows, starts, ends = scan_windows(texts.codes)
    firsts = texts.codes.starts[rows]
    for row, start, end in zip(rows.tolist(), (starts - firsts).tolist(), (ends - firsts).tolist(), strict=True):
        text = texts[row]
        window, before, after = text[start:end], text[max(0, start - BEFORE):start], text[end:end + AFTER]
        hits = read_plain(window, region_of[row], before, after)
        for hit in read_phones(window, region_of[row], before, after) if hits is None else hits:
            yield row, Hit(hit.kind, hit.value, hit.start + start, hit.end + start, hit.how, hit.certainty)


def read_phones(window: str, region: str | None, before: str, after: str) -> list[Hit]:
    """The phones in one window, surest readings first taken; spans are in the window.

    before, after: the text around the window; a few characters of them are looked at.
    """
    plus = ends_with_plus(before)
    best: list[Reading] = []
    groups: tuple[Group, ...] = ()
    for way, readings in _dialling(window, region, plus):
        found = _best(_in_context(window, way, readings, before[-BEFORE:], after[:AFTER]))
        if sum(r.certainty for r in found) > sum(r.certainty for r in best):
            best, groups = found, way
    return [_hit(window, groups, r, before) for r in best]


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
        plus = may_plus and (ends_with_plus(window[:groups[i].start])
                             or (plus_before and not window[:groups[i].start].strip(" (")))
        digits = ""
        for j in range(i, len(groups)):
            digits += groups[j].digits
            if blocked[j] or len(digits) > 17:
                break
            if len(digits) >= 7 and (number := number_of(digits, region, plus)) is not None:
                certainty = certainty_of(window, groups, i, j, number, plus, blocked)
                if certainty >= LEAST:
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
        spoken = speaks_for(left[-BEFORE:])
        if spoken <= 0 and not reading.plus and is_negative(left):
            continue
        if spoken < 0 and not reading.plus:
            continue
        sure = reading.certainty
        kept.append(reading._replace(certainty=1 - (1 - sure) * 0.4) if spoken > 0 else reading)
    return kept


def _blocked(window: str, groups: tuple[Group, ...]) -> list[bool]:
    """Which groups can be part of no phone: dates, times, amounts, coordinates, cards."""
    blocked = [False] * len(groups)
    if len(groups) == 1:
        return blocked
    for match in NOT_PHONE.finditer(window):
        for k, group in enumerate(groups):
            if group.start < match.end() and match.start() < group.end:
                blocked[k] = True
    return blocked


def _whole(groups: tuple[Group, ...]) -> bool:
    """Whether the window is one long block or has as many digits as only a phone has (a unit may follow by chance)."""
    return len(groups) >= 3 and sum(len(g.digits) for g in groups) in (10, 11) and len(groups[-1].digits) >= 3


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
    return Hit("phone", reading.number.e164, start, end, how_written(window[start:end], stretch), round(reading.certainty, 3))
