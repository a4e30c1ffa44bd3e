"""Whom errors fall on: how often the innocent are flagged, by language or place, with honest intervals.

frame with flagged, guilty and a group -> false_flags() -> one row a group
"""

from __future__ import annotations

from math import sqrt

import polars as pl

_Z = 1.959963984540054  # 95 %, two sides


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, good for small counts too. Source: Wilson 1927."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def false_flags(frame: pl.DataFrame, group: str, flagged: str = "flagged", positive: str = "positive") -> pl.DataFrame:
    """Per group: how many innocents there are, how many were flagged, the rate and its 95 % interval.

    frame: flagged (bool), positive (bool: the flag would be right), and the group's column.
    Returns: group, innocent, flagged, rate, low, high; the worst rate first. A null group is one group.
    """
    counts = (
        frame.filter(~pl.col(positive))
        .group_by(pl.col(group).cast(pl.String).alias("group"))
        .agg(pl.len().alias("innocent"), pl.col(flagged).sum().cast(pl.Int64).alias("flagged"))
    )
    bounds = [wilson(hit, of) for hit, of in zip(counts["flagged"], counts["innocent"], strict=True)]
    return counts.with_columns(
        (pl.col("flagged") / pl.col("innocent")).alias("rate"),
        pl.Series("low", [low for low, _ in bounds], pl.Float64),
        pl.Series("high", [high for _, high in bounds], pl.Float64),
    ).sort("rate", "innocent", "group", descending=[True, True, False])
