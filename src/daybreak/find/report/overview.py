"""What the whole run holds, counted: the first screen of the report, and what was rejected.

StoredRun -> count_run() -> Overview. Only narrow columns are scanned; no advert's text is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from daybreak.store.run import StoredRun

REJECTS_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a run. Several = of more than one advert."""

    ads: int
    texts: int
    templates: int             # wordings that more than one advert carries
    organisations: int         # of several adverts
    alone: int                 # adverts that were joined with no other
    largest: int               # adverts of the largest organisation
    leads: int
    judgements: int            # pairs that people judged
    signs: dict[str, int]      # indicator -> organisations that show it
    insufficient: int
    rejected: int              # rows left out as a whole
    fields_rejected: int       # fields that were not understood; their adverts went on without them
    sites: int
    dated: int                 # adverts with a date
    first: datetime | None
    last: datetime | None
    languages: list[dict[str, Any]]    # language, ads
    contacts: list[dict[str, Any]]     # kind, contacts (distinct), ads
    reasons: list[dict[str, Any]]      # field, reason, rows
    rejects: list[dict[str, Any]]      # the first REJECTS_SHOWN rows


def count_run(run: StoredRun) -> Overview:
    """Count adverts, texts, templates, organisations, leads, contacts and rejects of a run."""
    rejects = run.table("rejects")
    return Overview(
        **_one(run.scan("ads").select(
            pl.len().alias("ads"), pl.col("text").n_unique().alias("texts"),
            pl.col("site").drop_nulls().n_unique().alias("sites"), pl.col("posted_at").count().alias("dated"),
            pl.col("posted_at").min().alias("first"), pl.col("posted_at").max().alias("last"),
        )),
        **_one(run.scan("ads").group_by("template").agg(pl.len().alias("n")).select(
            (pl.col("n") > 1).sum().alias("templates"))),
        **_one(run.scan("organisations").select(
            (pl.col("ads") > 1).sum().alias("organisations"), (pl.col("ads") == 1).sum().alias("alone"),
            pl.col("ads").max().fill_null(0).alias("largest"),
        )),
        **_one(run.scan("leads").select(
            (pl.col("standing") == "lead").sum().alias("leads"),
            (pl.col("standing") != "lead").sum().alias("insufficient"),
        )),
        **_one(run.scan("evidence").select((pl.col("used") == "judgement").sum().alias("judgements"))),
        rejected=int(rejects["field"].is_null().sum()), fields_rejected=int(rejects["field"].is_not_null().sum()),
        signs=dict(run.scan("indicators").group_by("indicator").agg(pl.col("organisation").n_unique())
                   .sort("indicator").collect().iter_rows()),
        languages=_rows(run.scan("ads").group_by("language").agg(pl.len().alias("ads"))
                        .sort("ads", "language", descending=[True, False], nulls_last=True)),
        contacts=_rows(run.scan("contacts").group_by("kind").agg(
            pl.col("value").n_unique().alias("contacts"), pl.col("ad").n_unique().alias("ads")).sort("kind")),
        reasons=_rows(rejects.lazy().group_by("field", "reason").agg(pl.len().alias("rows"))
                      .sort("rows", "field", "reason", descending=[True, False, False], nulls_last=True).head(40)),
        rejects=rejects.head(REJECTS_SHOWN).to_dicts(),
    )


def _one(frame: pl.LazyFrame) -> dict[str, Any]:
    """The only row of a table of figures."""
    return frame.collect().row(0, named=True)


def _rows(frame: pl.LazyFrame) -> list[dict[str, Any]]:
    return frame.collect().to_dicts()
