"""What an update needs to go on from a run without reading it all again: copies, identifiers, what they are worth.

link() -> Memory -> to_tables() -> the run's folder `memory/` -> from_run() -> update()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from daybreak.find.link.copies import Copies
from daybreak.find.link.hubs import CLASSES, Rates, Weights
from daybreak.find.link.identifiers import KINDS, Identifiers, Real
from daybreak.find.link.movement import Movement
from daybreak.store.run import StoredRun

_FOLDER: Final = "memory/"


@dataclass(frozen=True, slots=True)
class Memory:
    """Identifiers and their weights as they stand after a run."""

    identifiers: Identifiers
    weights: Weights
    rates: Rates

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """As tables to be written beside the run's own."""
        known = self.identifiers.table.select(
            "identifier", pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String), "value", "users",
            "length",
        ).with_columns(
            pl.Series("log_odds", self.weights.log_odds), pl.Series("parts", self.weights.parts, pl.Float32))
        carried = self.identifiers.carried.select("ad", "identifier")
        return {_FOLDER + name: frame for name, frame in (
            ("identifiers", known), ("carried", carried), ("rates", _as_rows(self.rates)))}


def copies_to_tables(copies: Copies) -> dict[str, pl.DataFrame]:
    """The near copies as tables to be written beside the run's own."""
    return {_FOLDER + name: frame for name, frame in copies.to_tables().items()}


def identifiers_of(run: StoredRun) -> pl.LazyFrame:
    """Every identifier of a run: identifier (its number), kind, value, users, length, log_odds, parts."""
    return run.scan(_FOLDER + "identifiers")


def carried_of(run: StoredRun) -> pl.LazyFrame:
    """Which advert carries which identifier: ad, identifier."""
    return run.scan(_FOLDER + "carried")


def rates_of(run: StoredRun) -> Rates:
    """The rates a run was weighed with."""
    rows = run.table(_FOLDER + "rates")
    seen = rows.filter(pl.col("of") == "prior")
    return Rates(
        prior=seen["value"].to_numpy(), differ=_values(rows, "differ"),
        movement=Movement(_values(rows, "hop"), np.zeros(3, np.int64), np.zeros(3, np.int64)),
        table=seen.select(pl.col("name").alias("class"), pl.col("value").alias("log_odds")),
    )


def copies_of(run: StoredRun) -> Copies:
    """The near copies of a run, ready for more texts."""
    names = [n for n in run.names() if n.startswith(_FOLDER + "copies")]
    return Copies.from_tables({n.removeprefix(_FOLDER): run.table(n) for n in names})


def _as_rows(rates: Rates) -> pl.DataFrame:
    rows = [("prior", name, float(v)) for name, v in zip(CLASSES, rates.prior, strict=True)]
    rows += [("differ", name, float(v)) for name, v in zip(KINDS, rates.differ, strict=True)]
    rows += [("hop", name, float(v)) for name, v in zip(("none", "feasible", "impossible"), rates.movement.log_odds,
                                                        strict=True)]
    return pl.DataFrame(rows, schema={"of": pl.String, "name": pl.String, "value": pl.Float64}, orient="row")


def _values(rows: pl.DataFrame, of: str) -> Real:
    return rows.filter(pl.col("of") == of)["value"].to_numpy()
