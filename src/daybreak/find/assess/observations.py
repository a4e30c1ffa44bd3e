"""One shape for whatever an indicator observes, and for what it could have observed at all.

Each reader -> rows of OBSERVED;  `seen` says of which organisations an indicator can speak (the others: it abstains).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

#: One sign on one organisation. `support` counts the distinct texts or adverts it rests on.
OBSERVED = {
    "org": pl.UInt32(),
    "indicator": pl.String(),
    "strength": pl.Float64(),
    "support": pl.UInt32(),
    "observed": pl.String(),
    "ads": pl.List(pl.UInt32()),
}
_KEPT = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What one indicator observed, and the organisations on which it could have been observed."""

    indicator: str
    observed: pl.DataFrame  # OBSERVED
    seen: pl.Series | None  # org numbers, or None for all


def observed(rows: pl.DataFrame | pl.LazyFrame, indicator: str) -> pl.DataFrame:
    """Rows (org, strength, support, observed, ads) in the common shape, by organisation."""
    return (
        rows.lazy()
        .with_columns(pl.lit(indicator).alias("indicator"), pl.col("ads").list.unique().list.sort().list.head(_KEPT))
        .select(pl.col(c).cast(t) for c, t in OBSERVED.items())
        .sort("org")
        .collect()
    )


def strongest(rows: pl.LazyFrame, by: str, then: str = "contact") -> pl.LazyFrame:
    """One row an organisation: the one with most of `by`, and of equal ones the first by `then`."""
    return rows.sort(by, then, descending=[True, False]).group_by("org", maintain_order=True).first()


def grown(count: pl.Expr, least: int, full: int) -> pl.Expr:
    """Strength 0.65 at the least count that is a sign (0.75 once votes are told in quarters: clear), 1 from `full` on."""
    return (0.65 + 0.35 * (count - least).clip(0) / (full - least)).clip(0.0, 1.0)


def plural(count: pl.Expr, one: str, many: str | None = None) -> pl.Expr:
    """'1 advert', '2 adverts'."""
    return pl.format("{} {}", count, pl.when(count == 1).then(pl.lit(one)).otherwise(pl.lit(many or one + "s")))
