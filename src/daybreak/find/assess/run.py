"""From organisations to leads, read as the road: material -> signs -> votes -> label model -> gate -> ranks -> words.

Linked -> assess() -> Assessed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from daybreak.find.assess.churn import read_churn
from daybreak.find.assess.explain import because
from daybreak.find.assess.label_model import Beliefs, Real, learn, patterns, weigh
from daybreak.find.assess.material import Material, gather_material
from daybreak.find.assess.movement import read_movement
from daybreak.find.assess.observations import OBSERVED, Reading
from daybreak.find.assess.offers import read_bridge, read_overseas, read_said_twice, read_wording
from daybreak.find.assess.pay import read_pay
from daybreak.find.assess.people import read_people
from daybreak.find.assess.quotes import quotes
from daybreak.find.assess.standing import Shown, beliefs_as_table, rank
from daybreak.find.assess.table import Indicator, read_table
from daybreak.find.link.linked import Linked
from daybreak.model.tables import INDICATORS
from daybreak.progress import Progress, silent
from daybreak.settings import AssessSettings
from daybreak.store.schema import conform


@dataclass(frozen=True, slots=True)
class Assessed:
    """Tables with the schemas INDICATORS and LEADS, and what an update needs to go on (`beliefs`, `votes`)."""

    indicators: pl.DataFrame
    leads: pl.DataFrame
    memory: dict[str, pl.DataFrame]


def assess(linked: Linked, settings: AssessSettings, progress: Progress = silent) -> Assessed:
    """Say which organisations a person should look at first, and why.

    An organisation without any sign has no row. Scores rank only; they are no probabilities.
    """
    table = read_table()
    material = gather_material(linked, progress)
    progress("Weighing signs", 0, 0)
    signs, votes = look(material, table)
    distinct, row_of, count = patterns(votes)
    beliefs = learn(distinct, count.astype(np.float64), table)
    indicators, shown = tell_signs(signs, distinct[row_of], beliefs, table, material, linked, settings)
    leads = rank(shown, linked.organisations, beliefs, table, settings.seed)
    return Assessed(indicators, leads, {
        "memory/beliefs": beliefs_as_table(beliefs, table), "memory/votes": shown.to_table()})


def look(
    material: Material, table: Sequence[Indicator], elsewhere: pl.LazyFrame | None = None
) -> tuple[pl.DataFrame, Real]:
    """What every indicator observes (OBSERVED, sorted), and the votes of each organisation.

    elsewhere: what organisations that are not in `material` pay, as `read_pay` takes it.
    """
    readings = read_signs(material, table, elsewhere)
    signs = pl.concat([pl.DataFrame(schema=OBSERVED), *(r.observed for r in readings)]).sort("org", "indicator")
    return signs, cast_votes(readings, table, len(material.organisations))


def tell_signs(
    signs: pl.DataFrame, votes: Real, beliefs: Beliefs, table: Sequence[Indicator], material: Material, linked: Linked,
    settings: AssessSettings,
) -> tuple[pl.DataFrame, Shown]:
    """INDICATORS, and the organisations that show a sign, ready to be ranked. votes: in quarters, see `patterns`."""
    orgs = signs["org"].unique().sort()
    rows = orgs.to_numpy()
    weighed = _with_weights(signs, rows, votes[rows], beliefs, table)
    names = material.organisations.gather(orgs)
    said = pl.DataFrame({"org": orgs, "organisation": names}).join(
        because(weighed, table), on="org", how="left", maintain_order="left").drop("org")
    told = weighed.with_columns(material.organisations.gather(weighed["org"]).alias("organisation"))
    told = told.join(
        quotes(told, linked, material, table, settings.quotes_kept),
        on=["org", "indicator"],
        how="left",
        maintain_order="left",
    )
    return (conform(told.sort("organisation", "indicator"), INDICATORS),
            Shown(names, votes[rows], _support(weighed, rows, table), said))


def read_signs(
    material: Material, table: Sequence[Indicator], elsewhere: pl.LazyFrame | None = None
) -> list[Reading]:
    """What every indicator of the table observes."""
    pay, pays_far_above = read_pay(material, elsewhere)
    readings = [
        *read_wording(material, table),
        *read_said_twice(material, table),
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


def _support(indicators: pl.DataFrame, shown: np.ndarray, table: Sequence[Indicator]) -> np.ndarray:
    """organisations x signs: how many texts or adverts each sign rests on."""
    support = np.zeros((len(shown), len(table)), np.int64)
    place = {int(org): row for row, org in enumerate(shown)}
    column = {i.id: j for j, i in enumerate(table)}
    mine = indicators.filter(pl.col("org").is_in(pl.Series(shown, dtype=pl.UInt32).implode()))
    for org, name, count in mine.select("org", "indicator", "support").iter_rows():
        support[place[org], column[name]] = count
    return support
