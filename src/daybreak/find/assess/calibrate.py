"""Scores against known truth, on generated worlds only: bands in words, and a curve that allows for wrong labels.

score -> band()      scores, labels, noise -> fit() -> Calibration -> probability()
A probability is never shown on a lead: it holds for the world it was fitted on, and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daybreak.errors import WrongSetting
from daybreak.find.assess.label_model import Real

#: Score from which a band holds. Words, for a person; not a probability.
BANDS: Final = ((6.0, "many signs"), (3.5, "several signs"), (-np.inf, "few signs"))


def band(score: float) -> str:
    """The score in words."""
    return next(word for least, word in BANDS if score >= least)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising step curve from score to the share of true cases."""

    scores: Real
    shares: Real

    def probability(self, score: Real) -> Real:
        """The share at each score, 0..1; between the fitted scores a straight line."""
        return np.asarray(np.interp(score, self.scores, self.shares))


def fit(scores: Real, labels: NDArray[np.bool_], false_alarm: float = 0.0, missed: float = 0.0) -> Calibration:
    """Isotonic regression (pool adjacent violators) of true labels on scores, where labels are wrong at known rates.

    false_alarm: share of untrue cases labelled true; missed: share of true cases labelled untrue.
    E[label] = false_alarm + (1 - false_alarm - missed) * truth, solved for truth after pooling and held to 0..1.
    """
    if not 0 <= false_alarm + missed < 1:
        raise WrongSetting(
            f"label noise {false_alarm} + {missed} leaves nothing to learn from",
            "Give rates that add up to less than 1.",
        )
    if not len(scores):
        raise WrongSetting("no scores to calibrate on", "Give at least one score with its label.")
    level, first = np.unique(scores, return_inverse=True)
    size = np.bincount(first).astype(np.float64)
    means, weights, spans = [], [], []
    for mean, weight in zip(np.bincount(first, labels.astype(np.float64)) / size, size, strict=True):
        means.append(float(mean))
        weights.append(float(weight))
        spans.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            total = weights[-2] + weights[-1]
            means[-2:] = [(means[-2] * weights[-2] + means[-1] * weights[-1]) / total]
            weights[-2:] = [total]
            spans[-2:] = [spans[-2] + spans[-1]]
    truth = np.clip((np.repeat(means, spans) - false_alarm) / (1 - false_alarm - missed), 0.0, 1.0)
    return Calibration(level, truth)
