"""How well groups agree with known truth: pairs, B-cubed, ARI, the largest group and its purity.

predicted, truth -> cross_table() -> score_clusters() -> ClusterMeasures

Everything is read off the cells of the cross table (how many items carry predicted label i and true
label j), so a million items cost a sort. Where a measure divides by nothing (no pair predicted, no true
pair) it is 1: nothing wrong was said, nothing was missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Labels = pl.Series | npt.NDArray[Any] | Sequence[Any]

#: The measures that a bootstrap gives an interval for.
INTERVALS = ("ari", "pair_precision", "pair_recall", "pair_f1", "bcubed_precision", "bcubed_recall", "bcubed_f1")


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The filled cells of predicted label x true label."""

    predicted: Whole  # per cell: 0..p-1
    truth: Whole  # per cell: 0..t-1
    count: Whole  # per cell: items
    of_predicted: Whole  # items per predicted label
    of_truth: Whole  # items per true label


@dataclass(frozen=True, slots=True)
class ClusterMeasures:
    """Agreement of predicted groups with true ones; every share is 0..1 (ARI may fall below 0)."""

    items: int
    predicted_clusters: int
    true_clusters: int
    ari: float
    pair_precision: float
    pair_recall: float
    pair_f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    homogeneity: float
    completeness: float
    v_measure: float
    largest: int  # items in the largest predicted group
    largest_purity: float  # share of it that is of one true group
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)  # 95 %, over true groups


def cross_table(predicted: Labels, truth: Labels) -> CrossTable:
    """Count items by predicted and true label. Labels may be of any one type each; null is a label."""
    left, right = _codes(predicted), _codes(truth)
    if len(left) != len(right):
        raise ValueError(f"{len(left)} predicted labels but {len(right)} true ones")
    width = int(right.max(initial=-1)) + 1
    key, count = np.unique(left * max(width, 1) + right, return_counts=True)
    rows, columns = np.divmod(key, max(width, 1))
    return CrossTable(rows, columns, count.astype(np.int64), np.bincount(left), np.bincount(right))


def score_clusters(predicted: Labels, truth: Labels, bootstrap: int = 0, seed: int = 0) -> ClusterMeasures:
    """Measure predicted groups against true ones.

    bootstrap: resamplings of the true groups for 95 % intervals (0 = none); each true group brings its
    own share of right, missed and wrong pairs (a wrong pair counts half for each side).
    Sources: Hubert & Arabie 1985 (ARI), Bagga & Baldwin 1998 (B-cubed), Rosenberg & Hirschberg 2007 (V).
    """
    table = cross_table(predicted, truth)
    sums = _per_true_group(table)
    found = _measures(sums.sum(axis=0, keepdims=True))
    biggest = int(table.of_predicted.argmax()) if len(table.of_predicted) else -1
    inside = table.count[table.predicted == biggest]
    homogeneity, completeness, v_measure = _information(table)
    return ClusterMeasures(
        items=int(table.count.sum()),
        predicted_clusters=len(table.of_predicted),
        true_clusters=len(table.of_truth),
        **{name: float(value[0]) for name, value in found.items()},
        homogeneity=homogeneity,
        completeness=completeness,
        v_measure=v_measure,
        largest=int(inside.sum()),
        largest_purity=float(inside.max() / inside.sum()) if len(inside) else 1.0,
        intervals=_intervals(sums, bootstrap, seed),
    )


def _codes(labels: Labels) -> Whole:
    """Labels as 0..k-1 without gaps."""
    series = labels if isinstance(labels, pl.Series) else pl.Series(values=labels)
    if series.dtype.is_integer() and not series.null_count() and len(series):
        plain = series.to_numpy().astype(np.int64)
        if plain.min() >= 0 and plain.max() < 4 * len(plain):
            used = np.zeros(int(plain.max()) + 1, np.int64)
            used[plain] = 1
            return np.asarray((used.cumsum() - 1)[plain], np.int64)
    frame = pl.DataFrame({"label": series})
    kinds = frame.unique(maintain_order=True).with_row_index("code")
    joined = frame.join(kinds, on="label", how="left", nulls_equal=True, maintain_order="left")
    return joined["code"].to_numpy().astype(np.int64)


def _per_true_group(table: CrossTable) -> Real:
    """Per true group: items, right pairs, true pairs, predicted pairs, B-cubed precision and recall sums."""
    count, size = table.count.astype(np.float64), table.of_predicted[table.predicted].astype(np.float64)
    inner = count * (count - 1) / 2
    truth = table.of_truth.astype(np.float64)

    def total(values: Real) -> Real:
        return np.bincount(table.truth, values, len(truth)).astype(np.float64)

    return np.column_stack(
        [
            truth,
            total(inner),
            truth * (truth - 1) / 2,
            total(inner + count * (size - count) / 2),
            total(count**2 / size),
            total(count**2) / np.maximum(truth, 1),
        ]
    )


def _measures(sums: Real) -> dict[str, Real]:
    """The measures of INTERVALS from rows of sums (see `_per_true_group`)."""
    items, right, true, said, precise, recalled = sums.T
    pairs = items * (items - 1) / 2
    pair_precision, pair_recall = _share(right, said), _share(right, true)
    bcubed_precision, bcubed_recall = _share(precise, items), _share(recalled, items)
    chance = _share(true * said, pairs, empty=0.0)
    return {
        "ari": _share(right - chance, (true + said) / 2 - chance),
        "pair_precision": pair_precision,
        "pair_recall": pair_recall,
        "pair_f1": _f1(pair_precision, pair_recall),
        "bcubed_precision": bcubed_precision,
        "bcubed_recall": bcubed_recall,
        "bcubed_f1": _f1(bcubed_precision, bcubed_recall),
    }


def _share(part: Real, whole: Real, empty: float = 1.0) -> Real:
    shares: Real = np.full(len(whole), empty)
    np.divide(part, whole, out=shares, where=whole != 0)
    return shares


def _f1(precision: Real, recall: Real) -> Real:
    return _share(2 * precision * recall, precision + recall, empty=0.0)


def _intervals(sums: Real, bootstrap: int, seed: int) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals over resampled true groups."""
    groups = len(sums)
    if not bootstrap or not groups:
        return {}
    chance = np.random.default_rng(seed)
    drawn = np.stack([np.bincount(chance.integers(0, groups, groups), minlength=groups) @ sums for _ in range(bootstrap)])
    found = _measures(drawn)
    low, high = ({name: float(np.quantile(found[name], at)) for name in INTERVALS} for at in (0.025, 0.975))
    return {name: (low[name], high[name]) for name in INTERVALS}


def _information(table: CrossTable) -> tuple[float, float, float]:
    """Homogeneity, completeness and their harmonic mean."""
    items = table.count.sum()
    if not items:
        return 1.0, 1.0, 1.0

    def entropy(sizes: Whole) -> float:
        share = sizes[sizes > 0] / items
        return float(-(share * np.log(share)).sum())

    joint, predicted, truth = entropy(table.count), entropy(table.of_predicted), entropy(table.of_truth)
    shared = max(0.0, predicted + truth - joint)
    homogeneity = shared / truth if truth > 0 else 1.0
    completeness = shared / predicted if predicted > 0 else 1.0
    both = homogeneity + completeness
    return homogeneity, completeness, 2 * homogeneity * completeness / both if both else 0.0
