"""Whether one source could have posted there, and then here: what hops are, and that their weight is measured."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from daybreak.find.link.identifiers import KINDS, Records
from daybreak.find.link.movement import FEASIBLE, IMPOSSIBLE, NO_HOP, hop_between, learn_movement

LISBON, PORTO, TOKYO = np.array([38.72, -9.14]), np.array([41.15, -8.61]), np.array([35.68, 139.69])


def hop(day: float, here: np.ndarray, there: np.ndarray) -> int:  # type: ignore[type-arg]
    """From Lisbon on day 0 to somewhere on a later day."""
    return int(hop_between(0.0, 0.0, here, here, day, day, there, there))


def test_lisbon_to_porto_overnight_is_feasible_and_to_tokyo_in_three_hours_is_not() -> None:
    assert hop(0.5, LISBON, PORTO) == FEASIBLE
    assert hop(0.125, LISBON, TOKYO) == IMPOSSIBLE


def test_the_same_town_an_unknown_place_or_a_long_time_make_no_hop() -> None:
    assert hop(0.5, LISBON, LISBON) == NO_HOP
    assert hop(0.5, LISBON, np.array([np.nan, np.nan])) == NO_HOP
    assert hop(30.0, LISBON, TOKYO) == NO_HOP


@given(st.floats(0, 20), st.floats(-80, 80), st.floats(-180, 180), st.floats(-80, 80), st.floats(-180, 180))
def test_a_hop_reads_the_same_from_either_side(gap: float, a: float, b: float, c: float, d: float) -> None:
    here, there = np.array([a, b]), np.array([c, d])
    assert hop_between(0.0, 0.0, here, here, gap, gap, there, there) == hop_between(gap, gap, there, there, 0.0, 0.0, here, here)


def _pairs(hops: list[np.ndarray]) -> tuple[Records, np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Pairs of records that share a phone and an e-mail; the second of each stands at the given place a day later."""
    n = 2 * len(hops)
    at = np.array([place for there in hops for place in (LISBON, there)])
    day = np.array([0.0, 0.5] * len(hops))
    items = np.array([[2 * (r // 2), 2 * (r // 2) + 1] for r in range(n)]).ravel()
    records = Records(np.arange(n), np.ones(n, np.int64), np.arange(0, 2 * n + 1, 2), items, day, day, at, at)
    kind = np.array([KINDS.index("phone"), KINDS.index("email")] * len(hops))
    users = np.array([[2 * p, 2 * p + 1] * 2 for p in range(len(hops))]).ravel()
    return records, np.arange(0, 2 * n + 1, 2), users, kind


def test_where_sure_pairs_move_feasibly_an_impossible_move_speaks_against_and_never_more_than_so_far() -> None:
    records, starts, users, kind = _pairs([PORTO] * 60)
    far = Records(records.of_ad, records.ads, records.starts, records.items, records.first, records.last,
                  np.where(np.arange(len(records.first))[:, None] % 3 == 0, TOKYO, records.first_at), records.last_at)
    seen = learn_movement(far, starts, users, kind, imagined=10.0)
    assert seen.sure[FEASIBLE] > 0
    assert -3.0 <= seen.log_odds[IMPOSSIBLE] <= 1.0


def test_with_nothing_seen_movement_says_nothing() -> None:
    records, starts, users, kind = _pairs([LISBON] * 5)
    assert np.allclose(learn_movement(records, starts, users, kind, imagined=50.0).log_odds, 0.0)
