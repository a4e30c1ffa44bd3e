"""Stated probabilities are compared with what happened, as the textbooks do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.measure.calibration import calibrate

metrics = pytest.importorskip("sklearn.metrics")
pairs = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=60)


@given(pairs)
def test_brier_is_that_of_scikit_learn(rows: list[tuple[float, int]]) -> None:
    stated, happened = (list(x) for x in zip(*rows, strict=True))
    assert calibrate(stated, happened).brier == pytest.approx(metrics.brier_score_loss(happened, stated, labels=[0, 1]))


@given(pairs)
def test_the_table_holds_everything_once_and_gives_the_ece(rows: list[tuple[float, int]]) -> None:
    found = calibrate(*zip(*rows, strict=True))
    assert sum(b.count for b in found.table) == len(rows)
    assert found.ece == pytest.approx(sum(b.count * abs(b.stated - b.happened) for b in found.table) / len(rows))
    assert all(b.low <= b.stated <= b.high for b in found.table)


def test_honest_probabilities_have_a_small_error_and_boasts_a_large_one() -> None:
    chance = np.random.default_rng(0)
    stated = chance.random(20_000)
    happened = (chance.random(20_000) < stated).astype(int)
    assert calibrate(stated, happened).ece < 0.02
    assert calibrate(np.full(100, 0.99), np.zeros(100)).ece == pytest.approx(0.99)


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibrate([1.2], [1])
    with pytest.raises(ValueError, match="outcomes"):
        calibrate([0.2, 0.3], [1])
    assert calibrate([], []).table == ()
