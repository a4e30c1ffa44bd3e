"""The label model: signs as noisy voters on organisations, combined without labels.

votes (organisation x sign: not seen, absent, or a strength) -> learn() -> Beliefs -> weigh() -> what each sign adds

Two-class Dawid-Skene with priors from the catalogue, fitted by expectation-maximisation with a fixed number of
rounds. Differences to the textbook: a vote has a strength; a sign that cannot be seen abstains; signs of one family
say the same thing, so the second counts half, the third a quarter ...; and the data may only move a sign's weight
between a tenth and five quarters of the catalogue's, so that the model cannot turn into a detector of something else.
Source: Dawid and Skene, Applied Statistics 28 (1979) 20-28; data programming after Ratner et al., NeurIPS 2016.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from daybreak.find.assess.table import Indicator

Real = NDArray[np.float64]

UNSEEN: Final = np.nan
FADE: Final = 0.5  # what the next sign of a family counts for
_ROUNDS: Final = 30
_RARE: Final = 0.02  # prior share of organisations with the property; never shown to anyone
_RARE_TRIALS: Final = 200.0
#: How many organisations the catalogue weighs as much as. With 20 and 200 a run of some hundred moved what a score means:
#: a curve fitted on one world was off on another by .04 to .16 (mean ECE), now by .03 to .06: docs/method/indicators.md.
SIGN_TRIALS: Final = 20_000.0
_LEAST, _MOST = 0.1, 1.25


@dataclass(frozen=True, slots=True)
class Beliefs:
    """How often each sign shows on the organisations meant (`there`) and on ordinary ones (`ordinary`), 0..1."""

    there: Real
    ordinary: Real
    families: tuple[tuple[int, ...], ...]  # columns of one family

    @property
    def present(self) -> Real:
        """Log-odds that a sign adds when it is clearly there."""
        return np.asarray(np.log(self.there / self.ordinary))

    @property
    def absent(self) -> Real:
        """Log-odds (negative) that it adds when it could have been seen and was not."""
        return np.asarray(np.log((1 - self.there) / (1 - self.ordinary)))


def start(table: Sequence[Indicator]) -> Beliefs:
    """Beliefs as the catalogue states them."""
    ordinary = np.array([i.seldom for i in table])
    there = np.minimum(0.95, ordinary * np.exp([i.weight for i in table]))
    names = list(dict.fromkeys(i.family for i in table))
    families = tuple(tuple(j for j, i in enumerate(table) if i.family == name) for name in names)
    return Beliefs(there, ordinary, families)


def learn(votes: Real, count: Real, table: Sequence[Indicator]) -> Beliefs:
    """Beliefs after looking at a run.

    votes: distinct patterns x signs, strength 0..1 or nan where unseen. count: organisations with each pattern.
    Deterministic: the patterns come in a fixed order and the number of rounds is fixed.
    """
    first = beliefs = start(table)
    seen = ~np.isnan(votes)
    strength = np.where(seen, votes, 0.0)
    share = _RARE
    total = float(count.sum())
    weight = np.array([i.weight for i in table])
    for _ in range(_ROUNDS if total else 0):
        odds = np.log(share / (1 - share)) + weigh(votes, beliefs).sum(axis=1)
        meant = 1 / (1 + np.exp(-odds))
        share = (_RARE * _RARE_TRIALS + float(count @ meant)) / (_RARE_TRIALS + total)
        ordinary = _rate(count * (1 - meant), strength, seen, first.ordinary, SIGN_TRIALS)
        there = _rate(count * meant, strength, seen, first.there, SIGN_TRIALS)
        worth = np.clip(np.log(there / ordinary), _LEAST * weight, _MOST * weight)
        beliefs = Beliefs(np.minimum(0.95, ordinary * np.exp(worth)), np.minimum(ordinary, 0.9), first.families)
    return beliefs


def _rate(weight: Real, strength: Real, seen: NDArray[np.bool_], prior: Real, trials: float) -> Real:
    """Share of the organisations, so weighted, on which each sign shows; the prior counts as so many trials."""
    return np.asarray((prior * trials + weight @ strength) / (trials + weight @ seen))


def weigh(votes: Real, beliefs: Beliefs, scale: Real | None = None) -> Real:
    """What each sign adds to the log-odds, family by family; the score is the sum of a row.

    votes: rows x signs. scale: a factor on each sign's weight (for intervals). In a family that shows any sign, the
    signs that are absent say nothing: they are other ways in which the same thing could have shown.
    """
    seen = ~np.isnan(votes)
    strength = np.where(seen, votes, 0.0)
    raw = np.where(strength > 0, strength * beliefs.present, np.where(seen, beliefs.absent, 0.0))
    if scale is not None:
        raw = raw * scale
    added = np.zeros_like(raw)
    for family in beliefs.families:
        columns = list(family)
        part = raw[:, columns]
        part = np.where((part > 0).any(axis=1, keepdims=True) & (part < 0), 0.0, part)
        place = np.argsort(np.argsort(-np.abs(part), axis=1, kind="stable"), axis=1, kind="stable")
        added[:, columns] = part * FADE**place
    return added


def patterns(votes: Real) -> tuple[Real, NDArray[np.int64], NDArray[np.int64]]:
    """Distinct rows, the row of each organisation, and how many organisations have each.

    Strengths are rounded to quarters, so that a million organisations have some thousand patterns.
    """
    levels = np.where(np.isnan(votes), 255, np.rint(votes * 4)).astype(np.uint8)
    return _distinct(levels)


def _distinct(levels: NDArray[np.uint8]) -> tuple[Real, NDArray[np.int64], NDArray[np.int64]]:
    keys: NDArray[Any] = np.ascontiguousarray(levels).view(np.dtype((np.void, levels.shape[1]))).ravel()
    _, first, inverse, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    rows = levels[first].astype(np.float64)
    return np.where(rows == 255, np.nan, rows / 4), inverse.astype(np.int64), count.astype(np.int64)
