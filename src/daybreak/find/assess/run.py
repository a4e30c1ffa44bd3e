"""From organisations to leads, read as the road: material -> signs -> votes -> label model -> gate -> ranks -> words.

Linked -> assess() -> Assessed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from daybreak.find.assess.churn import read_churn
from daybreak.find.assess.explain import because, missing, would_change
from daybreak.find.assess.gate import may_lead
from daybreak.find.assess.intervals import interval, rank_interval, score_draws
from daybreak.find.assess.label_model import Beliefs, Real, learn, patterns, weigh
from daybreak.find.assess.material import Material, gather_material
from daybreak.find.assess.movement import read_movement
from daybreak.find.assess.observations import OBSERVED, Reading
from daybreak.find.assess.offers import read_bridge, read_overseas, read_wording
from daybreak.find.assess.pay import read_pay
from daybreak.find.assess.people import read_people
from daybreak.find.assess.quotes import quotes
from daybreak.find.assess.table import Indicator, read_table
from daybreak.find.link.linked import Linked
from daybreak.model.tables import INDICATORS, LEADS
from daybreak.progress import Progress, silent
from daybreak.settings import AssessSettings
from daybreak.store.schema import conform


@dataclass(frozen=True, slots=True)
class Assessed:
    """Tables with the schemas INDICATORS and LEADS."""

    indicators: pl.DataFrame
    leads: pl.DataFrame


def assess(linked: Linked, settings: AssessSettings, progress: Progress = silent) -> Assessed:
    """Say which organisations a person should look at first, and why.

    An organisation without any sign has no row. Scores rank only; they are no probabilities.
    """
    table = read_table()
    material = gather_material(linked, progress)
    progress("Weighing signs", 0, 0)
    readings = read_signs(material, table)
    signs = pl.concat([pl.DataFrame(schema=OBSERVED), *(r.observed for r in readings)]).sort("org", "indicator")
    votes = cast_votes(readings, table, len(material.organisations))
    distinct, row_of, count = patterns(votes)
    beliefs = learn(distinct, count.astype(np.float64), table)
    shown = signs["org"].unique().sort().to_numpy()
    indicators = _with_weights(signs, shown, distinct[row_of[shown]], beliefs, table)
    leads = _rank(indicators, shown, distinct[row_of[shown]], beliefs, table, material, linked)
    told = indicators.with_columns(material.organisations.gather(indicators["org"]).alias("organisation"))
    told = told.join(
        quotes(told, linked, material, table, settings.quotes_kept),
        on=["org", "indicator"],
        how="left",
        maintain_order="left",
    )
    return Assessed(conform(told.sort("organisation", "indicator"), INDICATORS), leads)


def read_signs(material: Material, table: Sequence[Indicator]) -> list[Reading]:
    """What every indicator of the table observes."""
    pay, pays_far_above = read_pay(material)
    readings = [
        *read_wording(material, table),
        *read_overseas(material, pays_far_above),
        *read_bridge(material),
        *read_people(material),
        *read_movement(material),
        *read_churn(material),
        *pay,
    ]
    known = {i.id for i in table}
    return [r for r in readings if r.indicator in known]


def cast_votes(readings: Sequence[Reading], table: Sequence[Indicator], organisations: int) -> Real:
    """organisations x signs: strength 0..1, 0 where a sign could have been seen and was not, nan where not."""
    votes = np.full((organisations, len(table)), np.nan)
    column = {i.id: j for j, i in enumerate(table)}
    for reading in readings:
        j = column[reading.indicator]
        votes[slice(None) if reading.seen is None else reading.seen.to_numpy(), j] = 0.0
        votes[reading.observed["org"].to_numpy(), j] = reading.observed["strength"].to_numpy()
    return votes


def _with_weights(
    signs: pl.DataFrame,
    shown: np.ndarray,
    votes: Real,
    beliefs: Beliefs,
    table: Sequence[Indicator],
) -> pl.DataFrame:
    """The signs with what each adds to its organisation's score."""
    added = weigh(votes, beliefs)
    column = {i.id: j for j, i in enumerate(table)}
    row = np.searchsorted(shown, signs["org"].to_numpy())
    j = signs["indicator"].replace_strict(column, return_dtype=pl.Int64).to_numpy()
    return signs.with_columns(pl.Series("weight", added[row, j]))


def _rank(  # long: 2026-11-24, one table built column by column
    indicators: pl.DataFrame,
    shown: np.ndarray,
    votes: Real,
    beliefs: Beliefs,
    table: Sequence[Indicator],
    material: Material,
    linked: Linked,
) -> pl.DataFrame:
    """LEADS: leads by falling score, then what has insufficient evidence by falling score."""
    score = weigh(votes, beliefs).sum(axis=1)
    lead = may_lead(votes, table) & (score > 0)
    order = np.lexsort((shown, -np.round(score, 6), ~lead))
    shown, votes, score, lead = shown[order], votes[order], score[order], lead[order]
    leads = int(lead.sum())
    draws = score_draws(votes[:leads], _support(indicators, shown[:leads], table), beliefs)
    low, high = interval(draws, score[:leads])
    rank = np.arange(1, leads + 1)
    best, worst = rank_interval(draws, rank)
    names = material.organisations.gather(shown)
    review = (
        names.to_frame()
        .join(
            linked.organisations.select("organisation", "review"), on="organisation", how="left", maintain_order="left"
        )["review"]
        .to_list()
    )
    changes = would_change(votes[:leads], beliefs, table, score[:leads], review[:leads])
    changes += [[m] for m in missing(votes[leads:], table)]
    rest = len(shown) - leads
    frame = pl.DataFrame(
        {
            "org": shown,
            "organisation": names,
            "score": score,
            "would_change": changes,
            "rank": [*rank.tolist(), *[None] * rest],
            "standing": ["lead"] * leads + ["insufficient evidence"] * rest,
            "low": [*low.tolist(), *[None] * rest],
            "high": [*high.tolist(), *[None] * rest],
            "rank_low": [*best.tolist(), *[None] * rest],
            "rank_high": [*worst.tolist(), *[None] * rest],
        },
        schema_overrides={
            "org": pl.UInt32,
            "would_change": pl.List(pl.String),
            "rank": pl.UInt32,
            "low": pl.Float32,
            "high": pl.Float32,
            "rank_low": pl.UInt32,
            "rank_high": pl.UInt32,
        },
    )
    return conform(frame.join(because(indicators, table), on="org", how="left", maintain_order="left"), LEADS)


def _support(indicators: pl.DataFrame, shown: np.ndarray, table: Sequence[Indicator]) -> np.ndarray:
    """organisations x signs: how many texts or adverts each sign rests on."""
    support = np.zeros((len(shown), len(table)), np.int64)
    place = {int(org): row for row, org in enumerate(shown)}
    column = {i.id: j for j, i in enumerate(table)}
    mine = indicators.filter(pl.col("org").is_in(pl.Series(shown, dtype=pl.UInt32).implode()))
    for org, name, count in mine.select("org", "indicator", "support").iter_rows():
        support[place[org], column[name]] = count
    return support
