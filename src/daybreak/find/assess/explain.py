"""A lead in words: because, what else it could be, what would change this.

votes, weights, sentences -> because(), could_be(), would_change()
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from daybreak.find.assess.gate import control, may_lead
from daybreak.find.assess.label_model import Beliefs, Real, weigh
from daybreak.find.assess.table import Indicator

_SAID: Final = 4  # sentences of each kind
_ALWAYS: Final = "Presence or absence of these signs neither proves nor disproves trafficking (UNODC)."


def because(indicators: pl.DataFrame, table: Sequence[Indicator]) -> pl.DataFrame:
    """org, because, could_be: the signs in order of what they add, and their benign explanations.

    indicators: org, indicator, weight, observed.
    """
    rows = pl.DataFrame(
        {
            "indicator": [i.id for i in table],
            "title": [i.title for i in table],
            "benign": [list(i.benign) for i in table],
        },
        schema_overrides={"benign": pl.List(pl.String)},
    )
    told = (
        indicators.lazy()
        .join(rows.lazy(), on="indicator")
        .sort("org", "weight", "indicator", descending=[False, True, False])
        .with_columns(pl.format("{}: {}", "title", "observed").alias("because"))
    )
    return (
        told.group_by("org", maintain_order=True)
        .agg(
            pl.col("because"),
            pl.col("benign").head(_SAID).list.first().unique(maintain_order=True).alias("could_be"),
            pl.col("benign")
            .head(2)
            .list.get(1, null_on_oob=True)
            .drop_nulls()
            .unique(maintain_order=True)
            .alias("more"),
        )
        .with_columns(pl.concat_list("could_be", "more").list.unique(maintain_order=True).alias("could_be"))
        .drop("more")
        .collect()
    )


def would_change(
    votes: Real,
    beliefs: Beliefs,
    table: Sequence[Indicator],
    ranked: Real,
    weak: Sequence[str | None],
) -> list[list[str]]:
    """For each lead, in order of rank: what would become of it without each of its strongest signs.

    votes: leads x signs. ranked: the leads' scores, falling. weak: why linking should be looked at, or None.
    """
    added = weigh(votes, beliefs)
    order = np.argsort(-added, axis=1, kind="stable")[:, :_SAID]
    said: list[list[str]] = [[] for _ in range(len(votes))]
    for k in range(order.shape[1]):
        column = order[:, k]
        without = votes.copy()
        without[np.arange(len(votes)), column] = 0.0
        stays = may_lead(without, table)
        place = np.searchsorted(-ranked, -weigh(without, beliefs).sum(axis=1), side="left") + 1
        for row, j in enumerate(column):
            if added[row, j] > 0:
                said[row].append(_without(table[j].title, bool(stays[row]), row + 1, int(place[row])))
    for row, together in enumerate(_fewest(votes, order, table)):
        if len(together) > 1:
            said[row].append(f"Without {' and '.join(together)} together there would be insufficient evidence.")
    for row, why in enumerate(weak):
        if why:
            said[row].append(f"If it was joined wrongly - {why} - its figures would have to be counted again.")
    return said


def _fewest(votes: Real, order: NDArray[np.int64], table: Sequence[Indicator]) -> list[list[str]]:
    """For each row its strongest signs, taken away one after another until it is a lead no more; empty if it stays one."""
    left = votes.copy()
    gone: list[list[str]] = [[] for _ in range(len(votes))]
    standing = np.ones(len(votes), np.bool_)
    for k in range(order.shape[1]):
        rows = np.flatnonzero(standing)
        for row in rows:
            gone[row].append(f"'{table[order[row, k]].title}'")
        left[rows, order[rows, k]] = 0.0
        standing[rows] = may_lead(left[rows], table)
    return [[] if still else titles for still, titles in zip(standing, gone, strict=True)]


def _without(title: str, stays: bool, rank: int, place: int) -> str:
    if not stays:
        return f"Without '{title}' there would be insufficient evidence."
    if place <= rank:
        return f"Without '{title}' it would stay at rank {rank}."
    return f"Without '{title}' it would fall from rank {rank} to about {place}."


def missing(votes: Real, table: Sequence[Indicator]) -> list[str]:
    """For each row that is no lead: what it lacks."""
    held: NDArray[np.float64] = control(votes, table)
    return [
        "No third party who controls others has been observed."
        if c == 0
        else "Only a part of what would show that a third party controls others has been observed."
        if c < 1
        else "Control is observed in one sign only; a second sign of another kind would make it a lead."
        for c in held
    ]
