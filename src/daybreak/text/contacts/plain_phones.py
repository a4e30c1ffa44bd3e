"""Windows of digits and signs alone, the most usual ones: the answer of `read_phones`, ten times as quick.

window, what stands around it -> read_plain() -> Hit, or that it must be read with all its readings

Such a window has one reading that matters when no part of it dials, or when it is a number from end to end that is so
sure that no part of it is surer. What its shape (each digit as one) tells is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from daybreak.text.contacts.cues import BEFORE, ends_with_plus, is_negative, is_priced, speaks_for, touches_word
from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.numbering import number_of
from daybreak.text.contacts.phone_forms import LEAST, NOT_PHONE, digits_certainty, how_written, shape_certainty
from daybreak.text.contacts.windows import Group, read_groups

_CLEAR: Final = 0.95                    # no part of a window is surer than a whole one that is so sure
_CLEAR_ALIKE: Final = 0.93              # the same where all cuts are alike: a part then has digits beside it as close as its own
_FEW: Final = 5                         # groups of which each part is tried
_LETTERS: Final = re.compile(r"[A-Za-z|+]")
_RUN: Final = re.compile("[0-9]+")
_SHAPE: Final = str.maketrans("0123456789", "5555555555")


class Shape(NamedTuple):
    """Where the digits of a window stand, whichever they are."""

    groups: tuple[Group, ...]
    start: int              # of the number, with a bracket that opens before it
    opened: str             # what stands before the first digit
    closed: str             # and after the last
    certain: bool           # as many digits, so grouped, as only a phone has: a unit may follow by chance
    how: str
    clear: float            # from this certainty on no part of the window is surer than the whole


class Plain(NamedTuple):
    """A window that is one number from end to end."""

    value: str
    shape: Shape
    certainty: float
    plus: bool
    only: bool              # no part of it dials


def read_plain(window: str, region: str | None, before: str, after: str) -> list[Hit] | None:
    """The phone in a window of digits alone, or that there is none; None when `read_phones` must say it."""
    if not window.isascii():
        return None
    read = _plain(window, region, ends_with_plus(before))
    if not isinstance(read, Plain):
        return read
    shape, sure = read.shape, read.certainty
    if shape.how == "split" and before.endswith("+"):       # there `read_phones` sees it as plain
        return None
    spoken = _spoken(before + shape.opened, shape.closed + after, shape.certain, read.plus)
    if spoken is None:
        return [] if read.only else None
    if spoken:
        sure = 1 - (1 - sure) * 0.4
    start = shape.start - 1 if shape.start == 0 and before.endswith("+") else shape.start
    return [Hit("phone", read.value, start, shape.groups[-1].end, shape.how, round(sure, 3))]


def _spoken(left: str, right: str, certain: bool, plus: bool) -> bool | None:
    """Whether words speak for a phone between left and right; None when they speak against one."""
    if right and (touches_word("", right) or (not certain and is_priced("", right))):
        return None
    if plus:
        return speaks_for(left[-BEFORE:]) > 0
    if is_priced(left, "") or touches_word(left, ""):
        return None
    spoken = speaks_for(left[-BEFORE:])
    return None if spoken < 0 or spoken == 0 and is_negative(left) else spoken > 0


@lru_cache(maxsize=20_000)
def _plain(window: str, region: str | None, plus: bool) -> Plain | list[Hit] | None:
    """The one reading of a window, an empty list when it has none, or None when there may be others."""
    if _LETTERS.search(window):
        return None
    written = _RUN.findall(window)
    digits = "".join(written)
    if len(digits) < 7:
        return []
    shape = _shape(window.translate(_SHAPE))
    signed = plus and not shape.opened.strip(" (")
    blocked = len(written) > 1 and NOT_PHONE.search(window)
    number = None if blocked or len(digits) > 17 else number_of(digits, region, signed)
    sure = 0.0
    if number is not None:
        sure = digits_certainty(_shape_certainty(window.translate(_SHAPE), digits[0] == "0", number.groups, signed),
                                digits, written, number.trunk_missing, signed)
        if sure >= shape.clear:
            return Plain(number.e164, shape, sure, signed, False)
    if len(written) > _FEW or _part_dials(written, region, signed):
        return None
    return Plain(number.e164, shape, sure, signed, True) if number is not None and sure >= LEAST else []


def _part_dials(written: list[str], region: str | None, plus: bool) -> bool:
    """Whether neighbouring groups, but not all of them, are a number."""
    for i in range(len(written)):
        for j in range(i + 1, len(written) + 1):
            part = "".join(written[i:j])
            if 7 <= len(part) <= 17 and j - i < len(written) and number_of(part, region, plus and i == 0) is not None:
                return True
    return False


@lru_cache(maxsize=20_000)
def _shape(shape: str) -> Shape:
    groups, = read_groups(shape)
    start, end = groups[0].start, groups[-1].end
    first = start - 1 if shape[:start].endswith("(") else start
    certain = len(groups) >= 3 and sum(len(g.digits) for g in groups) in (10, 11) and len(groups[-1].digits) >= 3
    cuts = {shape[a.end:b.start] for a, b in pairwise(groups)}
    clear = _CLEAR_ALIKE if len(cuts) == 1 else _CLEAR
    return Shape(groups, first, shape[:start], shape[end:], certain, how_written(shape[first:end], groups), clear)


@lru_cache(maxsize=20_000)
def _shape_certainty(shape: str, nought: bool, numbering: tuple[int, ...], plus: bool) -> float:
    """How sure the shape alone makes a number that is so grouped at home. nought: it begins with a 0."""
    groups, = read_groups(shape.replace("5", "0", 1) if nought else shape)
    return shape_certainty(shape, groups, 0, len(groups) - 1, numbering, plus, [False] * len(groups))
