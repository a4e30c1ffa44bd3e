"""The chain of evidence takes the way whose weakest step is strongest, and tells it short."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from daybreak.find.report.chain import strongest_chain
from daybreak.model.tables import EVIDENCE
from daybreak.store.schema import conform

Link = tuple[int, int, float]


def evidence(*links: Link, key: str | None = None, used: str = "link") -> pl.DataFrame:
    rows = [{"left": a, "right": b, "log_odds": w, "channel": "phone", "key": key, "used": used} for a, b, w in links]
    return conform(pl.DataFrame(rows, schema_overrides={"key": pl.String}), EVIDENCE)


def test_a_longer_way_of_strong_links_is_told_before_a_short_weak_one() -> None:
    chain = strongest_chain(evidence((0, 1, 1.0), (0, 2, 5.0), (2, 3, 5.0), (3, 1, 5.0)), 0, 1)
    assert [(s.left, s.right) for s in chain] == [(0, 2), (2, 3), (3, 1)]


def test_among_equally_strong_ways_the_shortest_is_told() -> None:
    chain = strongest_chain(evidence((0, 1, 2.0), (1, 2, 2.0), (0, 3, 9.0), (3, 4, 9.0), (4, 2, 2.0)), 0, 2)
    assert len(chain) == 2


def test_steps_on_one_contact_are_told_as_one() -> None:
    chain = strongest_chain(evidence((0, 5, 4.0), (0, 9, 4.0), key="+34600000101"), 5, 9)
    assert [(s.left, s.right, s.key) for s in chain] == [(5, 9, "+34600000101")]


def test_what_speaks_against_is_no_way() -> None:
    assert strongest_chain(evidence((0, 1, -3.0), used="against"), 0, 1) == []
    assert strongest_chain(evidence((0, 1, -12.0), used="judgement"), 0, 1) == []
    assert len(strongest_chain(evidence((0, 1, 12.0), used="judgement"), 0, 1)) == 1


def test_quotes_turn_round_with_the_step() -> None:
    rows = evidence((7, 3, 4.0)).with_columns(pl.lit("of 7").alias("left_quote"), pl.lit("of 3").alias("right_quote"))
    (step,) = strongest_chain(rows, 3, 7)
    assert (step.left, step.left_quote, step.right, step.right_quote) == (3, "of 3", 7, "of 7")


links = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([1.0, 2.0, 3.0])).filter(lambda x: x[0] != x[1]),
    max_size=14,
)


@given(links, st.integers(0, 6), st.integers(0, 6))
def test_the_chain_hangs_together_and_no_way_is_stronger(given_links: list[Link], start: int, end: int) -> None:
    if start == end:
        return
    chain = strongest_chain(evidence(*given_links), start, end) if given_links else []
    best = _strongest_by_trying(given_links, start, end)
    if best is None:
        assert chain == []
        return
    assert (chain[0].left, chain[-1].right) == (start, end)
    assert all(a.right == b.left for a, b in pairwise(chain))
    assert min(s.log_odds for s in chain) == best


def _strongest_by_trying(given_links: list[Link], start: int, end: int) -> float | None:
    """The largest weight at which the links of at least that weight still lead from start to end."""
    for least in (3.0, 2.0, 1.0):
        reached = {start}
        for _ in range(7):
            for a, b, weight in given_links:
                if weight >= least and reached & {a, b}:
                    reached |= {a, b}
        if end in reached:
            return least
    return None
