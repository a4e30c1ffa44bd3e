"""Agreement with truth is the textbook's, whatever the labels are called, and costs little."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.measure.clusters import INTERVALS, score_clusters

metrics = pytest.importorskip("sklearn.metrics")

labels = st.integers(1, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 6), min_size=n, max_size=n), st.lists(st.integers(0, 6), min_size=n, max_size=n)
    )
)


@given(labels)
def test_ari_and_v_measure_are_those_of_scikit_learn(pair: tuple[list[int], list[int]]) -> None:
    predicted, truth = pair
    found = score_clusters(predicted, truth)
    assert math.isclose(found.ari, metrics.adjusted_rand_score(truth, predicted), abs_tol=1e-9)
    h, c, v = metrics.homogeneity_completeness_v_measure(truth, predicted)
    assert np.allclose([found.homogeneity, found.completeness, found.v_measure], [h, c, v], atol=1e-9)


@given(labels)
def test_pairs_and_b_cubed_are_those_counted_one_by_one(pair: tuple[list[int], list[int]]) -> None:
    predicted, truth = (np.array(x) for x in pair)
    n = len(truth)
    same_p, same_t = predicted[:, None] == predicted, truth[:, None] == truth
    both = same_p & same_t
    off = ~np.eye(n, dtype=bool)
    said, true, right = same_p[off].sum(), same_t[off].sum(), both[off].sum()
    found = score_clusters(predicted, truth)
    assert math.isclose(found.pair_precision, right / said if said else 1.0)
    assert math.isclose(found.pair_recall, right / true if true else 1.0)
    assert math.isclose(found.bcubed_precision, (both.sum(1) / same_p.sum(1)).mean())
    assert math.isclose(found.bcubed_recall, (both.sum(1) / same_t.sum(1)).mean())


@given(labels, st.randoms())
def test_names_and_order_do_not_matter(pair: tuple[list[int], list[int]], chance: object) -> None:
    predicted, truth = pair
    order = list(range(len(truth)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    renamed = [f"g{9 - predicted[i]}" for i in order]
    again = score_clusters(renamed, pl.Series([truth[i] for i in order]))
    before = score_clusters(predicted, truth)
    assert math.isclose(before.ari, again.ari, abs_tol=1e-12)
    assert math.isclose(before.bcubed_f1, again.bcubed_f1, abs_tol=1e-12)
    assert before.largest == again.largest


def test_a_perfect_answer_scores_one_with_an_interval_of_no_width() -> None:
    found = score_clusters(["a", "a", "b"], [1, 1, 2], bootstrap=20)
    assert found.ari == found.pair_f1 == found.bcubed_f1 == found.largest_purity == 1.0
    assert set(found.intervals) == set(INTERVALS)
    assert all(interval == (1.0, 1.0) for interval in found.intervals.values())


def test_one_group_of_all_has_the_purity_of_its_largest_part() -> None:
    found = score_clusters([0] * 10, [0] * 6 + [1] * 4)
    assert (found.largest, found.largest_purity, found.ari) == (10, 0.6, 0.0)


def test_the_same_seed_gives_the_same_interval_and_it_holds_the_estimate() -> None:
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 300, 2000)
    predicted = np.where(chance.random(2000) < 0.1, chance.integers(0, 300, 2000), truth)
    one, two = (score_clusters(predicted, truth, bootstrap=200, seed=5) for _ in range(2))
    assert one.intervals == two.intervals
    assert all(one.intervals[name][0] <= getattr(one, name) <= one.intervals[name][1] for name in INTERVALS)


def test_nothing_compared_with_nothing_is_no_error() -> None:
    found = score_clusters([], [])
    assert (found.items, found.largest, found.ari) == (0, 0, 1.0)


def test_labels_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 predicted labels but 1"):
        score_clusters([1, 2], [1])
