"""How well contacts are read, by the way they were hidden.

found (id, kind, value), truth (id, kind, value, how) -> score_contacts() -> one row a kind of hiding, and the false ones
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class ContactMeasures:
    """Agreement of contacts read with contacts shown, each once per advert."""

    precision: float
    recall: float
    by_how: pl.DataFrame  # how, shown, found, recall; the worst first
    false: pl.DataFrame  # id, kind, value: read but shown nowhere


def score_contacts(found: pl.DataFrame, truth: pl.DataFrame, kind: str = "phone") -> ContactMeasures:
    """Compare contacts of one kind.

    found: id, kind, value. truth: id, kind, value, how; one advert may show a contact in several ways,
    then each way counts. A contact in a column counts for precision; recall is told by `how`.
    """
    keys = ["id", "value"]
    said = found.filter(pl.col("kind") == kind).select(keys).unique()
    shown = truth.filter(pl.col("kind") == kind).select(*keys, "how").unique()
    there = shown.select(keys).unique()
    right = said.join(there, on=keys, how="semi")
    hits = shown.join(said.with_columns(pl.lit(True).alias("hit")), on=keys, how="left")
    by_how = (
        hits.group_by("how")
        .agg(pl.len().alias("shown"), pl.col("hit").is_not_null().sum().cast(pl.Int64).alias("found"))
        .with_columns((pl.col("found") / pl.col("shown")).alias("recall"))
        .sort("recall", "how")
    )
    return ContactMeasures(
        precision=len(right) / len(said) if len(said) else 1.0,
        recall=len(right) / len(there) if len(there) else 1.0,
        by_how=by_how,
        false=said.join(there, on=keys, how="anti")
        .with_columns(pl.lit(kind).alias("kind"))
        .select("id", "kind", "value")
        .sort("id", "value"),
    )
