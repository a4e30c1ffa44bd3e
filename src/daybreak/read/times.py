"""When an advert was posted, however it is written -> microseconds in UTC.

column -> read_times() -> times (null where it could not be told)
A time without a zone is taken as UTC. In 03/04/2026 the file itself says whether day or month comes first, by its
other dates; when it does not, the month does in the countries that write so, and the day everywhere else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import polars as pl

from daybreak.read.months import MONTHS

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LATEST: Final = EARLIEST.replace(year=2100)
_EPOCH_BEGINS: Final = EARLIEST.replace(year=1970)
#: Countries where 03/04/2026 is the fourth of March.
MONTH_FIRST: Final = frozenset({"US", "PH", "FM", "MH", "PW", "AS", "GU", "MP", "PR", "VI"})

_FAST: Final = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f")
_FAST_LOOK: Final = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z?)?$"

_CLOCK: Final = (r"(?:[T,\s]\s*(?:at\s+|um\s+|à\s+|a las\s+)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
                 r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?"
                 r"\s*(?P<zone>Z|UTC|GMT|[ECMP][SD]T|[+-]\d{2}(?::?\d{2})?)?(?:\s*\([\w ]+\))?)?$")
_ISO: Final = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK, re.IGNORECASE)
_PACKED: Final = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
                            r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})Z?)?$")
_NUMBERS: Final = re.compile(r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4})" + _CLOCK,
                             re.IGNORECASE)
_DAY_NAME: Final = re.compile(r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?"
                              r"(?P<name>[^\W\d]+)\.?,?[\s-]+(?:de\s+|del\s+)?(?P<year>\d{4})(?:\s*г\.?)?" + _CLOCK,
                              re.IGNORECASE)
_NAME_DAY: Final = re.compile(r"(?:[^\W\d]+,\s+)?(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
                              r"(?P<year>\d{4})" + _CLOCK, re.IGNORECASE)
_CHINESE: Final = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_EPOCH: Final = re.compile(r"(\d{9,10})(\.\d+)?$|(\d{12,13})$|(\d{15,16})$|(\d{18,19})$")
_ZONES: Final = {"E": -5, "C": -6, "M": -7, "P": -8}      # RFC 2822: the zones of North America


def read_times(column: pl.Series, country: str | None) -> pl.Series:
    """The times of a column (text, date, time or number of a file) as Datetime("us") in UTC; null where unreadable."""
    kind = column.dtype
    if kind == pl.Date:
        return _within(column.cast(pl.Datetime("us")))
    if isinstance(kind, pl.Datetime):
        zoned = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if kind.time_zone else column
        return _within(zoned.cast(pl.Datetime("us")))
    if kind.is_float():
        column = column.round(3).cast(pl.Int64, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    fast = _read_fast(text)
    rest = text.is_not_null() & fast.is_null()
    if not rest.any():
        return _within(fast)
    left = text.filter(rest).unique(maintain_order=True)
    month_first = month_comes_first(left, country)
    told = {value: read_time(value, month_first) for value in left.to_list()}
    slow = text.replace_strict(told, default=None, return_dtype=pl.Datetime("us"))
    return _within(fast.zip_with(fast.is_not_null(), slow))


def _read_fast(text: pl.Series) -> pl.Series:
    """The commonest forms, all at once: ISO 8601 in UTC or without a zone."""
    looks = text.str.contains(_FAST_LOOK).fill_null(False)
    plain = text.set(~looks, None).str.strip_suffix("Z")
    times = pl.Series(text.name, [None], pl.Datetime("us")).new_from_index(0, len(text))
    for form in _FAST:
        todo = plain.is_not_null() & times.is_null()
        if not todo.any():
            break
        times = times.zip_with(~todo, plain.str.to_datetime(form, time_unit="us", strict=False))
    return times


def month_comes_first(values: pl.Series, country: str | None) -> bool | None:
    """Whether a file writes the month before the day, by the dates that leave no doubt; None when they disagree."""
    pairs = values.str.extract_groups(r"^(\d{1,2})[-/](\d{1,2})[-/]\d{4}").struct.unnest().cast(pl.Int64, strict=False)
    one, two = pairs.to_series(0), pairs.to_series(1)
    day_first = bool(((one > 12) & (two <= 12)).any())
    month_first = bool(((two > 12) & (one <= 12)).any())
    if day_first and month_first:
        return None
    return month_first if day_first or month_first else country in MONTH_FIRST


def read_time(text: str, month_first: bool | None) -> datetime | None:
    """One time as it is written, or None. month_first None: 03/04/2026 is left open, 03/25/2026 is not."""
    text = _CHINESE.sub(r"\1-\2-\3 ", text.strip()).strip()
    epoch = _EPOCH.match(text)
    if epoch and not _PACKED.match(text):
        seconds, part, milli, micro, nano = epoch.groups()
        micros = (int(seconds) * 1_000_000 + round(float(part or 0) * 1_000_000) if seconds else
                  int(milli) * 1000 if milli else int(micro) if micro else int(nano) // 1000)
        return _EPOCH_BEGINS + timedelta(microseconds=micros)
    for form in (_ISO, _PACKED, _NUMBERS, _DAY_NAME, _NAME_DAY):
        if found := form.match(text):
            return _from_parts(found.groupdict(), month_first)
    return None


def _from_parts(part: dict[str, str | None], month_first: bool | None) -> datetime | None:
    month, day = _month_and_day(part, month_first)
    hour = int(part.get("hour") or 0)
    if half := part.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half[0] in "pP")
    fraction = ((part.get("fraction") or "") + "000000")[:6]
    try:
        local = datetime(int(part["year"] or 0), month, day, hour, int(part.get("minute") or 0),
                         int(part.get("second") or 0), int(fraction), tzinfo=_zone(part.get("zone")))
        return local.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _month_and_day(part: dict[str, str | None], month_first: bool | None) -> tuple[int, int]:
    """Month and day; 0 where it cannot be told."""
    if name := part.get("name"):
        return MONTHS.get(name.casefold(), 0), int(part["day"] or 0)
    if "one" not in part:
        return int(part["month"] or 0), int(part["day"] or 0)
    one, two = int(part["one"] or 0), int(part["two"] or 0)
    if part["sign"] == ".":                     # 03.04.2026 is the third of April wherever points are written
        return two, one
    if one > 12 or two > 12:
        return (two, one) if one > 12 else (one, two)
    if month_first is None and one != two:
        return 0, 0
    return (one, two) if month_first else (two, one)


def _zone(name: str | None) -> timezone:
    if not name or name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if name[0] in "+-":
        digits = name[1:].replace(":", "").ljust(4, "0")
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    return timezone(timedelta(hours=_ZONES[name[0].upper()] + (name[1].upper() == "D")))


def _within(times: pl.Series) -> pl.Series:
    """A time before the web or in another century is a mistake."""
    return times.set(~times.is_between(EARLIEST, LATEST, closed="left").fill_null(True), None)
