"""When an advert was posted, in all the ways in which people and programs write it."""

# ruff: noqa: DTZ001 (what a run holds is UTC and has no zone)
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.read.times import EARLIEST, LATEST, read_time, read_times

FORMS = {
    "2026-01-07": "2026-01-07 00:00",
    "2026-01-07T10:00:00Z": "2026-01-07 10:00",
    "2026-01-07T10:00:00+02:00": "2026-01-07 08:00",
    "2026-01-07 10:00:00 -0330": "2026-01-07 13:30",
    "2026/1/7 9:05": "2026-01-07 09:05",
    "20260107": "2026-01-07 00:00",
    "20260107T101500Z": "2026-01-07 10:15",
    "1767780000": "2026-01-07 10:00",
    "1767780000.5": "2026-01-07 10:00:00.500000",
    "1767780000000": "2026-01-07 10:00",
    "07.01.2026 10:00": "2026-01-07 10:00",
    "Wed, 07 Jan 2026 10:00:00 +0000": "2026-01-07 10:00",
    "Wed, 7 Jan 2026 10:00:00 EST": "2026-01-07 15:00",
    "January 7, 2026 at 1:30 PM": "2026-01-07 13:30",
    "January 7th, 2026 12:05 am": "2026-01-07 00:05",
    "7 de enero de 2026": "2026-01-07 00:00",
    "7 janvier 2026 à 18h30": "2026-01-07 18:30",
    "7. Januar 2026": "2026-01-07 00:00",
    "7 января 2026 г.": "2026-01-07 00:00",
    "2026年1月7日 10:20": "2026-01-07 10:20",
}
NO_TIMES = ["2026-02-30", "2026-13-01", "2026-01-07T25:00:00", "yesterday", "7 Brumaire 2026", "1815-06-18", "2926-01-01",
            "31/31/2026", "13:00 PM", "99999999999", "January 2026 13:99 PM", "2026-01-07T10:00:00+99:99"]


@pytest.mark.parametrize(("written", "meant"), FORMS.items())
def test_a_time_is_read_however_it_is_written(written, meant):
    assert read_times(pl.Series([written]), None)[0] == datetime.fromisoformat(meant)


@pytest.mark.parametrize("written", NO_TIMES)
def test_what_is_no_time_is_not_made_one(written):
    assert read_times(pl.Series([written]), None)[0] is None


def test_the_file_itself_says_whether_the_day_comes_first():
    assert read_times(pl.Series(["03/04/2026", "25/12/2025"]), "US")[0] == datetime(2026, 4, 3)
    assert read_times(pl.Series(["03/04/2026", "12/25/2025"]), "FR")[0] == datetime(2026, 3, 4)


def test_where_the_file_does_not_say_the_country_does():
    assert read_times(pl.Series(["03/04/2026"]), "US")[0] == datetime(2026, 3, 4)
    assert read_times(pl.Series(["03/04/2026"]), None)[0] == datetime(2026, 4, 3)


def test_a_file_that_writes_both_ways_leaves_only_doubtful_dates_open():
    told = read_times(pl.Series(["03/04/2026", "12/25/2025", "25/12/2025", "05/05/2026"]), "US").to_list()
    assert told == [None, datetime(2025, 12, 25), datetime(2025, 12, 25), datetime(2026, 5, 5)]


def test_typed_columns_keep_their_meaning():
    assert read_times(pl.Series([date(2026, 1, 7)]), None)[0] == datetime(2026, 1, 7)
    zoned = pl.Series([datetime(2026, 1, 7, 10, tzinfo=UTC)]).dt.convert_time_zone("Asia/Manila")
    assert read_times(zoned, None)[0] == datetime(2026, 1, 7, 10)
    assert read_times(pl.Series([1767780000]), None)[0] == datetime(2026, 1, 7, 10)
    assert read_times(pl.Series([1767780000.0]), None)[0] == datetime(2026, 1, 7, 10)


@given(st.datetimes(EARLIEST, LATEST - timedelta(days=2), timezones=st.sampled_from(
    [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-11))])))
def test_iso_times_of_any_zone_mean_the_same_instant(moment):
    meant = moment.astimezone(UTC).replace(tzinfo=None)
    expected = meant if EARLIEST <= meant < LATEST else None
    assert read_times(pl.Series([moment.isoformat()]), None)[0] == expected


@given(st.lists(st.one_of(st.datetimes(EARLIEST, LATEST).map(lambda t: t.isoformat()), st.dates().map(str),
                          st.from_regex(r"[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}([T ][0-9:]{1,8})?Z?", fullmatch=True)),
                min_size=1))
def test_all_at_once_and_one_by_one_read_the_same(written):
    one_by_one = [read_time(text, None) for text in written]
    expected = [t if t is not None and EARLIEST <= t < LATEST else None for t in one_by_one]
    at_once = read_times(pl.Series(written), None).to_list()
    doubtful = {text for text in written if "/" in text}
    assert [a for a, w in zip(at_once, written, strict=True) if w not in doubtful] == [
        e for e, w in zip(expected, written, strict=True) if w not in doubtful]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_times(written):
    read_times(pl.Series([written]), None)
