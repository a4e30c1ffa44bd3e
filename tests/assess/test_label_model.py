"""The label model, the gate, the intervals and the calibration, as arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from daybreak.errors import WrongSetting
from daybreak.find.assess.calibrate import band, fit
from daybreak.find.assess.gate import control, may_lead
from daybreak.find.assess.intervals import interval, rank_interval, score_draws
from daybreak.find.assess.label_model import learn, patterns, start, weigh
from daybreak.find.assess.table import read_table

TABLE = read_table()
COLUMN = {i.id: j for j, i in enumerate(TABLE)}
STRENGTHS = st.sampled_from([np.nan, 0.0, 0.25, 0.5, 0.75, 1.0])
VOTES = st.integers(1, 12).flatmap(lambda n: arrays(np.float64, (n, len(TABLE)), elements=STRENGTHS))


def shows(**strength: float) -> np.ndarray:  # type: ignore[type-arg]
    votes = np.zeros((1, len(TABLE)))
    for name, value in strength.items():
        votes[0, COLUMN[name]] = value
    return votes


@given(VOTES)
def test_more_of_a_sign_never_lowers_a_score(votes: np.ndarray) -> None:  # type: ignore[type-arg]
    beliefs = start(TABLE)
    before = weigh(votes, beliefs).sum(axis=1)
    for j in range(len(TABLE)):
        more = votes.copy()
        more[:, j] = 1.0
        assert (weigh(more, beliefs).sum(axis=1) >= before - 1e-9).all()


@given(VOTES)
def test_scores_do_not_depend_on_the_order_of_organisations(votes: np.ndarray) -> None:  # type: ignore[type-arg]
    def scores(rows: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        distinct, of, count = patterns(rows)
        return weigh(distinct[of], learn(distinct, count.astype(float), TABLE)).sum(axis=1)  # type: ignore[no-any-return]

    assert np.array_equal(scores(votes), scores(votes[::-1])[::-1])


@given(VOTES)
def test_learned_weights_stay_near_the_table(votes: np.ndarray) -> None:  # type: ignore[type-arg]
    distinct, _, count = patterns(votes)
    learned = learn(distinct, count * 1000.0, TABLE)
    weight = np.array([i.weight for i in TABLE])
    assert (learned.present <= 1.26 * weight).all()
    assert (learned.present > 0).all()
    assert (learned.absent < 0).all()


def test_a_small_run_hardly_moves_what_a_score_means() -> None:
    distinct, _, _ = patterns(np.vstack([shows(), shows(debt_and_fees=0.75), shows(housing_offered=1.0)]))
    known = weigh(distinct, start(TABLE)).sum(axis=1)
    for count in ([900.0, 80.0, 20.0], [800.0, 195.0, 5.0], [980.0, 0.0, 20.0]):
        learned = weigh(distinct, learn(distinct, np.array(count), TABLE)).sum(axis=1)
        assert np.abs(learned - known).max() < 0.3


def test_a_sign_that_a_third_of_all_show_tells_little() -> None:
    votes = np.zeros((900, len(TABLE)))
    votes[:300, COLUMN["papers_held"]] = 1.0
    distinct, _, count = patterns(votes)
    assert (
        learn(distinct, count.astype(float), TABLE).present[COLUMN["papers_held"]]
        < 0.5 * TABLE[COLUMN["papers_held"]].weight
    )


def test_a_family_counts_with_diminishing_return() -> None:
    beliefs = start(TABLE)
    one = weigh(shows(papers_held=1), beliefs).sum()
    both = weigh(shows(papers_held=1, not_free_to_leave=1), beliefs).sum()
    other = weigh(shows(papers_held=1, debt_and_fees=1), beliefs).sum()
    assert one < both < other


def test_what_cannot_be_seen_says_nothing() -> None:
    beliefs = start(TABLE)
    assert weigh(np.full((1, len(TABLE)), np.nan), beliefs).sum() == 0


@given(VOTES)
def test_no_lead_without_control(votes: np.ndarray) -> None:  # type: ignore[type-arg]
    for j, indicator in enumerate(TABLE):
        if indicator.control:
            votes[:, j] = 0.0
    assert not may_lead(votes, TABLE).any()


def test_halves_of_control_add_up_only_over_families() -> None:
    assert control(shows(bridge=1, overseas_offer=1), TABLE)[0] == 0.5
    assert control(shows(bridge=1, moves_people=1), TABLE)[0] == 1.0
    assert control(shows(bridge=0.5, moves_people=1), TABLE)[0] == 0.5


def test_intervals_hold_the_score_and_the_rank() -> None:
    votes = np.concatenate(
        [shows(papers_held=1, debt_and_fees=1), shows(third_party_runs=1, circuit=1), shows(bridge=1, moves_people=1)]
    )
    beliefs = start(TABLE)
    score = weigh(votes, beliefs).sum(axis=1)
    order = np.argsort(-score)
    draws = score_draws(votes[order], np.ones(votes.shape, np.int64), beliefs)
    low, high = interval(draws, score[order])
    assert ((low <= score[order]) & (score[order] <= high)).all()
    best, worst = rank_interval(draws, np.array([1, 2, 3]))
    assert (best <= [1, 2, 3]).all()
    assert (worst >= [1, 2, 3]).all()
    again = score_draws(votes[order][:1], np.ones((1, len(TABLE)), np.int64), beliefs)
    assert np.array_equal(again[:, 0], draws[:, 0]), "another organisation changes nothing"


def test_another_seed_draws_other_intervals() -> None:
    votes, beliefs = shows(papers_held=1, debt_and_fees=1), start(TABLE)
    support = np.ones(votes.shape, np.int64)
    same, again, other = (score_draws(votes, support, beliefs, seed) for seed in (3, 3, 4))
    assert np.array_equal(same, again)
    assert not np.array_equal(same, other)


def test_more_texts_make_a_score_surer() -> None:
    votes, beliefs = shows(papers_held=1, debt_and_fees=1), start(TABLE)
    few, many = (score_draws(votes, np.full(votes.shape, k), beliefs).std() for k in (1, 20))
    assert many < few


def test_calibration_sees_through_wrong_labels() -> None:
    random = np.random.default_rng(7)
    scores = random.uniform(-3, 3, 20_000)
    truth = random.random(20_000) < 1 / (1 + np.exp(-2 * scores))
    labels = np.where(random.random(20_000) < 0.1, ~truth, truth)
    curve = fit(scores, labels, false_alarm=0.1, missed=0.1)
    told = curve.probability(scores)
    error = sum(
        abs(told[cell].mean() - truth[cell].mean()) * cell.mean()
        for cell in ((told >= k / 10) & (told < (k + 1) / 10 + (k == 9)) for k in range(10))
        if cell.any()
    )
    assert error < 0.05


@given(st.lists(st.tuples(st.floats(-9, 9), st.booleans()), min_size=1, max_size=40))
def test_a_calibration_curve_rises_and_stays_within_bounds(pairs: list[tuple[float, bool]]) -> None:
    curve = fit(np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs]))
    assert (np.diff(curve.shares) >= -1e-12).all()
    assert ((curve.shares >= 0) & (curve.shares <= 1)).all()


def test_calibration_refuses_what_cannot_be_learned() -> None:
    with pytest.raises(WrongSetting, match="nothing to learn"):
        fit(np.array([1.0]), np.array([True]), 0.5, 0.5)
    with pytest.raises(WrongSetting, match="no scores"):
        fit(np.array([]), np.array([], dtype=bool))


def test_bands_are_words() -> None:
    assert [band(s) for s in (-5.0, 4.0, 9.0)] == ["few signs", "several signs", "many signs"]
