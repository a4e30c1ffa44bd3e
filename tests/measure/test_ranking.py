"""An order is as good as its first places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.measure.ranking import average_precision, precision_at

metrics = pytest.importorskip("sklearn.metrics")


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40).filter(lambda r: any(y for _, y in r)))
def test_average_precision_is_that_of_scikit_learn_with_ties(rows: list[tuple[int, bool]]) -> None:
    score, relevant = (list(x) for x in zip(*rows, strict=True))
    assert average_precision(score, relevant) == pytest.approx(metrics.average_precision_score(relevant, score))


def test_precision_counts_only_the_first_k() -> None:
    assert precision_at([1, 1, 0, 0], 2) == 1.0
    assert precision_at([1, 0], 10) == 0.5
    assert precision_at([], 5) == 1.0
    with pytest.raises(ValueError, match="counts from 1"):
        precision_at([1], 0)


def test_nothing_relevant_scores_nothing() -> None:
    assert average_precision([3, 2], [0, 0]) == 0.0
