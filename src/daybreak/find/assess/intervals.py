"""How sure a score and a rank are: the same scores under weights that are somewhat wrong and adverts seen or not seen.

votes, support, Beliefs -> score_draws() -> draws -> interval(), rank_interval()

Each draw multiplies every sign's weight by a random factor (standard deviation 0.35 in the logarithm: a catalogue
weight may well be wrong by two fifths) and drops a sign resting on k texts with probability exp(-k), which is what a
Poisson bootstrap over the texts would do. One random stream, from `assess.seed`, serves all organisations, so ranks are
compared within a draw and adding an organisation does not change the draws of others.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from daybreak.find.assess.label_model import Beliefs, Real, weigh

_DRAWS: Final = 100
_SEED: Final = 20_241
_WRONG_BY: Final = 0.35
_INSIDE: Final = (0.05, 0.95)


def score_draws(votes: Real, support: NDArray[np.int64], beliefs: Beliefs, seed: int = 0) -> Real:
    """draws x rows: the score of each row in each draw. support: texts that each sign rests on, rows x signs."""
    random = np.random.default_rng(_SEED + seed)
    scores = np.zeros((_DRAWS, len(votes)))
    lost = np.exp(-support.astype(np.float64))
    for draw in range(_DRAWS):
        scale = np.exp(_WRONG_BY * random.standard_normal(votes.shape[1]))
        kept = np.where((votes > 0) & (random.random(votes.shape[1]) < lost), 0.0, votes)
        scores[draw] = weigh(kept, beliefs, scale).sum(axis=1)
    return scores


def interval(draws: Real, score: Real) -> tuple[Real, Real]:
    """The middle nine tenths of the draws; always around the score itself."""
    low, high = np.quantile(draws, _INSIDE, axis=0) if draws.shape[1] else (score, score)
    return np.minimum(low, score), np.maximum(high, score)


def rank_interval(draws: Real, rank: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Best and worst rank in the middle nine tenths of the draws; rows in order of rank."""
    if not draws.shape[1]:
        return rank, rank
    order = np.argsort(-draws, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, draws.shape[1] + 1)[None, :].repeat(len(draws), axis=0), axis=1)
    best, worst = np.quantile(ranks, _INSIDE, axis=0, method="nearest")
    return np.minimum(best.astype(np.int64), rank), np.maximum(worst.astype(np.int64), rank)
