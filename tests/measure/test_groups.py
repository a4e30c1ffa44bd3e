"""False flags are counted over the innocent only, group by group."""

from __future__ import annotations

import polars as pl
import pytest

from daybreak.measure.groups import false_flags, wilson


def test_the_rate_is_over_the_innocent_and_the_worst_group_comes_first() -> None:
    frame = pl.DataFrame(
        {
            "language": ["en"] * 4 + ["ru"] * 3,
            "flagged": [True, False, False, True, True, True, False],
            "positive": [False, False, False, True, False, False, False],
        }
    )
    found = false_flags(frame, "language")
    assert found.select("group", "innocent", "flagged").rows() == [("ru", 3, 2), ("en", 3, 1)]
    assert found["low"][0] < found["rate"][0] < found["high"][0]


def test_wilson_is_the_published_interval() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_group_without_a_name_is_a_group() -> None:
    frame = pl.DataFrame({"place": [None, "x"], "flagged": [True, False], "positive": [False, False]})
    assert false_flags(frame, "place").rows()[0][:3] == (None, 1, 1)
