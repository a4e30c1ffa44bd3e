"""Do stated probabilities come true: expected calibration error, Brier score, the reliability table.

stated probability, outcome -> calibrate() -> Calibration
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of the reliability table."""

    low: float
    high: float
    count: int
    stated: float  # mean probability said
    happened: float  # share that came true


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far stated probabilities are from what happened; 0 is best for both."""

    ece: float
    brier: float
    table: tuple[Bin, ...]  # bins that hold something


def calibrate(stated: npt.ArrayLike, happened: npt.ArrayLike, bins: int = 10) -> Calibration:
    """Compare probabilities (0..1) with outcomes (0 or 1; a share when labels are soft) in bins of equal width.

    Raises ValueError for lengths that differ or values outside 0..1.
    Sources: Brier 1950; Naeini, Cooper & Hauskrecht, AAAI 2015 (ECE).
    """
    said, came = np.asarray(stated, np.float64), np.asarray(happened, np.float64)
    if said.shape != came.shape or said.ndim != 1:
        raise ValueError(f"{said.shape} probabilities but {came.shape} outcomes")
    if len(said) and not (min(said.min(), came.min()) >= 0 and max(said.max(), came.max()) <= 1):
        raise ValueError("probabilities and outcomes lie between 0 and 1")
    at = np.minimum((said * bins).astype(np.int64), bins - 1)
    count = np.bincount(at, minlength=bins)
    mean_said, mean_came = (np.bincount(at, x, bins) / np.maximum(count, 1) for x in (said, came))
    table = tuple(
        Bin(i / bins, (i + 1) / bins, int(count[i]), float(mean_said[i]), float(mean_came[i])) for i in range(bins) if count[i]
    )
    if not len(said):
        return Calibration(0.0, 0.0, ())
    ece = float((count * np.abs(mean_said - mean_came)).sum() / len(said))
    return Calibration(ece, float(((said - came) ** 2).mean()), table)
