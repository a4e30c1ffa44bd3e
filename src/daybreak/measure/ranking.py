"""How good an order is: precision among the first k, and the area under precision and recall.

relevant by rank -> precision_at(k);  score, relevant -> average_precision()
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def precision_at(relevant_by_rank: npt.ArrayLike, k: int) -> float:
    """Share of relevant items among the first k (or fewer, if the list ends); 1 for an empty list: nothing wrong was said."""
    if k < 1:
        raise ValueError(f"k is {k}; it counts from 1")
    first = np.asarray(relevant_by_rank, np.float64)[:k]
    return float(first.mean()) if len(first) else 1.0


def average_precision(score: npt.ArrayLike, relevant: npt.ArrayLike) -> float:
    """Area under the precision-recall curve by steps (average precision). Equal scores stand or fall together.

    Higher scores come first. 0 when nothing is relevant.
    """
    scores, wanted = np.asarray(score, np.float64), np.asarray(relevant, np.float64)
    if scores.shape != wanted.shape or scores.ndim != 1:
        raise ValueError(f"{scores.shape} scores but {wanted.shape} labels")
    if not wanted.sum():
        return 0.0
    order = np.argsort(-scores, kind="stable")
    scores, found = scores[order], np.cumsum(wanted[order])
    ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    recall = found[ends] / found[-1]
    precision = found[ends] / (ends + 1)
    return float((np.diff(recall, prepend=0.0) * precision).sum())
