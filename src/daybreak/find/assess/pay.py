"""Signs read from pay: far below, or far above, what the same kind of work pays in the same country in this run.

Material -> read_pay() -> Readings, and which adverts pay far above. No statutory figure is used: none is bundled.
"""

from __future__ import annotations

import polars as pl

from daybreak.find.assess.material import Material
from daybreak.find.assess.observations import Reading, observed

_FEWEST = 20  # organisations in a cell before its quantiles mean anything
_LOW_SHARE = 0.70  # of the median
_HIGH_SHARE = 3.0
_COUNTRY = ("category", "country", "pay_unit", "pay_currency")
_STATE = (*_COUNTRY, "state")
_PAID = (
    pl.col("pay").is_finite() & (pl.col("pay") > 0) & pl.col("category").is_not_null() & pl.col("pay_unit").is_not_null()
)


def read_pay(
    material: Material, elsewhere: pl.LazyFrame | None = None
) -> tuple[list[Reading], pl.DataFrame]:
    """The reading of low pay, and the adverts (ad) that pay far above the going rate.

    elsewhere: what organisations that are not in `material` pay, as `paid_elsewhere` gives it.

    A cell is category x state x unit x currency, or the whole country where a state has too few organisations. Each
    organisation speaks once in a cell, with its median, so that one that posts much does not set the rate for itself.
    """
    paid = material.ads.lazy().filter(_PAID)
    each = paid.group_by("org", *_STATE).agg(
        pl.col("pay").median(), pl.col("ad").sort().alias("ads"), pl.len().alias("support")
    )
    others = [] if elsewhere is None else [elsewhere]
    everybody = pl.concat([each.select("org", *_STATE, "pay"), *others])
    known = _going_rate(each, everybody).collect()
    low = (
        known.lazy()
        .filter((pl.col("pay") < pl.col("lowest")) & (pl.col("pay") < _LOW_SHARE * pl.col("median")))
        .with_columns((pl.col("pay") / pl.col("median")).alias("share"))
        .sort("share", *_STATE)
        .group_by("org", maintain_order=True)
        .first()
        .with_columns(
            pl.format(
                "pays {} {} a {}; the median for '{}' in {} is {} over {} organisations, one in twenty pays {} or less",
                pl.col("pay").round(2),
                pl.col("pay_currency").fill_null("(local)"),
                "pay_unit",
                "category",
                "where",
                pl.col("median").round(2),
                "organisations",
                pl.col("lowest").round(2),
            ).alias("observed"),
            (0.6 + 0.4 * (1 - pl.col("share") / _LOW_SHARE)).clip(0, 1).alias("strength"),
        )
    )
    high = (
        _going_rate(paid, everybody)
        .filter((pl.col("pay") > _HIGH_SHARE * pl.col("median")) & (pl.col("pay") >= pl.col("highest")))
        .select("ad")
        .collect()
    )
    return [Reading("low_pay", observed(low, "low_pay"), known["org"].unique().sort())], high


def paid_elsewhere(ads: pl.LazyFrame, material: Material) -> pl.LazyFrame:
    """org, the cell, pay: the median of each organisation in each cell in which one of `material` pays something.

    ads: LINKED_ADS of other organisations than those of `material`; `org` goes on from theirs.
    """
    cells = material.ads.lazy().filter(_PAID).select(_COUNTRY).unique()
    return (
        ads.filter(_PAID).select("organisation", *_STATE, "pay")
        .join(cells, on=_COUNTRY, how="semi", nulls_equal=True)
        .group_by("organisation", *_STATE).agg(pl.col("pay").median())
        .select(
            (pl.col("organisation").rank("dense") + (len(material.organisations) - 1)).cast(pl.UInt32).alias("org"),
            *_STATE, "pay")
    )


def _going_rate(rows: pl.LazyFrame, each: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the median and quantiles of their cell; rows whose cell is too small are left out."""
    figures = ("where", "organisations", "median", "lowest", "highest")
    by_state = _cells(each, _STATE, pl.col("state").fill_null("unknown"))
    by_country = _cells(each, _COUNTRY, pl.col("country").fill_null("unknown"))
    return (
        rows.join(by_state, on=_STATE, how="left", nulls_equal=True)
        .join(by_country, on=_COUNTRY, how="left", nulls_equal=True, suffix="_country")
        .with_columns(pl.coalesce(f, f"{f}_country").alias(f) for f in figures)
        .filter(pl.col("median").is_not_null())
    )


def _cells(each: pl.LazyFrame, cell: tuple[str, ...], where: pl.Expr) -> pl.LazyFrame:
    """Quantiles over organisations of each cell that is large enough."""
    once = each.group_by("org", *cell).agg(pl.col("pay").median())
    return (
        once.group_by(cell)
        .agg(
            pl.len().alias("organisations"),
            pl.col("pay").median().alias("median"),
            pl.col("pay").quantile(0.05, "lower").alias("lowest"),
            pl.col("pay").quantile(0.95, "higher").alias("highest"),
        )
        .filter(pl.col("organisations") >= _FEWEST)
        .with_columns(where.alias("where"))
    )
