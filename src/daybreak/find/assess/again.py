"""Leads again after an update: only the organisations that changed are looked at, all are ranked.

StoredRun, Regrouped -> assess_again() -> Assessed, in the numbers of the run

What a run believes of each sign stays as it was; the going rates of pay are those of the whole run as it is now.
"""

from __future__ import annotations

import polars as pl

from daybreak.errors import WrongRun
from daybreak.find.assess.label_model import patterns
from daybreak.find.assess.material import gather_material
from daybreak.find.assess.pay import paid_elsewhere
from daybreak.find.assess.run import Assessed, look, tell_signs
from daybreak.find.assess.standing import Shown, beliefs_as_table, beliefs_from_table, rank
from daybreak.find.assess.table import read_table
from daybreak.find.link.update import Regrouped
from daybreak.model.tables import INDICATORS
from daybreak.progress import Progress, silent
from daybreak.settings import AssessSettings
from daybreak.store.run import StoredRun
from daybreak.store.schema import conform


def assess_again(
    run: StoredRun, regrouped: Regrouped, settings: AssessSettings, progress: Progress = silent
) -> Assessed:
    """Indicators and votes of the organisations that changed, and the leads of all.

    Raises WrongRun when the run was assessed with another catalogue of signs.
    """
    table, linked = read_table(), regrouped.linked
    beliefs = beliefs_from_table(run.table("memory/beliefs"), table)
    if beliefs is None:
        raise WrongRun(f"{run.path}: its leads were found with another catalogue of indicators.",
                       "Run `daybreak compact` on it first; then add the files.")
    material = gather_material(linked, progress)
    progress("Weighing signs", 0, 0)
    gone = regrouped.before["organisation"].unique()
    elsewhere = paid_elsewhere(run.scan("ads").filter(~pl.col("organisation").is_in(gone.implode())), material)
    signs, votes = look(material, table, elsewhere.collect().lazy())       # asked for twice, scanned once
    distinct, row_of, _ = patterns(votes)
    indicators, shown = tell_signs(signs, distinct[row_of], beliefs, table, material, linked, settings)
    stays = ~pl.col("organisation").is_in(gone.implode())
    before = Shown.from_table(
        run.scan("memory/votes").filter(stays).collect(), len(table),
        run.scan("leads").select("organisation", "because", "could_be").filter(stays).collect())
    together = before.and_also(shown)
    review = pl.concat([
        run.scan("organisations").select("organisation", "review").filter(stays & pl.col("review").is_not_null()).collect(),
        linked.organisations.select("organisation", "review"),
    ])
    leads = rank(together, review, beliefs, table, settings.seed)
    return Assessed(_renumber(indicators, regrouped.ad_of), leads, {
        "memory/beliefs": beliefs_as_table(beliefs, table), "memory/votes": shown.to_table()})


def _renumber(indicators: pl.DataFrame, ad_of: pl.Series) -> pl.DataFrame:
    """INDICATORS with the adverts' numbers in the run."""
    rows = indicators.with_row_index("row")
    ads = (
        rows.select("row", "ads").explode("ads", empty_as_null=False)
        .with_columns(pl.col("ads").map_batches(ad_of.gather, return_dtype=pl.UInt32))
        .group_by("row", maintain_order=True).agg("ads")
    )
    quotes = (
        rows.select("row", "quotes").explode("quotes", empty_as_null=False).unnest("quotes")
        .with_columns(pl.col("ad").map_batches(ad_of.gather, return_dtype=pl.UInt32))
        .group_by("row", maintain_order=True).agg(pl.struct("ad", "field", "start", "end", "quote").alias("quotes"))
    )
    told = rows.drop("ads", "quotes").join(ads, on="row", how="left").join(quotes, on="row", how="left").sort("row")
    return conform(told.with_columns(pl.col("ads").fill_null([])), INDICATORS)
