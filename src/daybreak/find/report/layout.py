"""Where the nodes of a small network stand: distances on paper like distances in the network.

edges -> spread() -> x, y in 0..1. Stress majorization from a fixed circle, no chance in it: the same network gives
the same picture. Source: Gansner, Koren and North, Graph Drawing 2004.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_ROUNDS = 160
_APART = 1.0        # how much farther than the farthest connected pair unconnected nodes stand


def spread(count: int, edges: list[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Positions [count, 2] in 0..1 for up to about a hundred nodes."""
    if count == 0:
        return np.zeros((0, 2))
    if count == 1:
        return np.full((1, 2), 0.5)
    wished = _steps(count, edges)
    weight = 1 / np.maximum(wished, 0.5) ** 2
    np.fill_diagonal(weight, 0)
    angle = 2 * np.pi * np.arange(count) / count
    at = np.stack([np.cos(angle), np.sin(angle)], axis=1) * wished.max() / 2
    total = weight.sum(axis=1)
    for _ in range(_ROUNDS):
        gap = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.sqrt((gap**2).sum(axis=2)), 1e-6)
        pull = at[None, :, :] + gap * (wished / far)[:, :, None]
        at = (weight[:, :, None] * pull).sum(axis=1) / total[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    placed: npt.NDArray[np.float64] = (at - low) / np.maximum(high - low, 1e-6)
    placed[:, (high - low) < 1e-3] = 0.5
    return np.round(placed, 4)


def _steps(count: int, edges: list[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Number of steps between each two nodes (Floyd and Warshall); unconnected ones stand a little farther apart."""
    steps = np.full((count, count), np.inf)
    np.fill_diagonal(steps, 0)
    for a, b in edges:
        steps[a, b] = steps[b, a] = 1
    for via in range(count):
        steps = np.minimum(steps, steps[:, via : via + 1] + steps[via : via + 1, :])
    known = steps[np.isfinite(steps)].max()
    return np.where(np.isfinite(steps), steps, max(known, 1) + _APART)
