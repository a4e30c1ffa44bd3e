"""Who stands where: organisations that show signs, ranked, with intervals and words.

Shown (votes, support, sentences) -> rank() -> LEADS;  Shown <-> tables, so that an update ranks without looking again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from daybreak.find.assess.explain import missing, would_change
from daybreak.find.assess.gate import may_lead
from daybreak.find.assess.intervals import interval, rank_interval, score_draws
from daybreak.find.assess.label_model import Beliefs, Real, start, weigh
from daybreak.find.assess.table import Indicator
from daybreak.model.tables import LEADS
from daybreak.store.schema import conform

_UNSEEN: Final = 255
_SHOWN: Final = 1               # decimals of a score that people see, and that order


@dataclass(frozen=True, slots=True)
class Shown:
    """Organisations that show at least one sign, in order of id."""

    organisations: pl.Series
    votes: Real                     # organisations x signs: strength in quarters, nan where a sign cannot be seen
    support: NDArray[np.int64]      # organisations x signs: how many texts or adverts each sign rests on
    said: pl.DataFrame              # organisation, because, could_be: in the same order

    def to_table(self) -> pl.DataFrame:
        """organisation, votes list[u8] (quarters, 255 unseen), support list[u32]: what an update ranks with."""
        levels = np.where(np.isnan(self.votes), _UNSEEN, np.rint(self.votes * 4)).astype(np.uint8)
        return pl.DataFrame({
            "organisation": self.organisations, "votes": _lists(levels), "support": _lists(self.support.astype(np.uint32))})

    @classmethod
    def from_table(cls, table: pl.DataFrame, signs: int, said: pl.DataFrame) -> Shown:
        """From what `to_table` gave, and the sentences as they stand in LEADS."""
        table = table.sort("organisation")
        levels = table["votes"].explode(empty_as_null=False).to_numpy().reshape(-1, signs).astype(np.float64)
        support = table["support"].explode(empty_as_null=False).to_numpy().reshape(-1, signs).astype(np.int64)
        said = table.select("organisation").join(
            said.select("organisation", "because", "could_be"), on="organisation", how="left", maintain_order="left")
        return cls(table["organisation"], np.where(levels == _UNSEEN, np.nan, levels / 4), support, said)

    def and_also(self, others: Shown) -> Shown:
        """Both, none of whose organisations are the same."""
        names = pl.concat([self.organisations, others.organisations])
        order = names.arg_sort()
        rows = order.to_numpy()
        return Shown(
            names.gather(order), np.concatenate([self.votes, others.votes])[rows],
            np.concatenate([self.support, others.support])[rows], pl.concat([self.said, others.said])[order])


def _lists(rows: NDArray[np.generic]) -> pl.Series:
    """Each row of an array as a list."""
    flat = pl.Series(rows.ravel())
    return flat.reshape((-1, rows.shape[1])).arr.to_list() if len(rows) else pl.Series(dtype=pl.List(flat.dtype))


def beliefs_as_table(beliefs: Beliefs, table: Sequence[Indicator]) -> pl.DataFrame:
    """indicator, there, ordinary: what a run believes of each sign."""
    return pl.DataFrame({"indicator": [i.id for i in table], "there": beliefs.there, "ordinary": beliefs.ordinary},
                        schema_overrides={"indicator": pl.String})


def beliefs_from_table(stored: pl.DataFrame, table: Sequence[Indicator]) -> Beliefs | None:
    """Those beliefs again; None when the catalogue has other signs now."""
    if stored["indicator"].to_list() != [i.id for i in table]:
        return None
    return Beliefs(stored["there"].to_numpy(), stored["ordinary"].to_numpy(), start(table).families)


def rank(
    shown: Shown, review: pl.DataFrame, beliefs: Beliefs, table: Sequence[Indicator], seed: int = 0
) -> pl.DataFrame:
    """LEADS: leads by falling score, then what has insufficient evidence; at equal scores what more adverts show first.

    review: organisation, review (why linking should be looked at, or null), of at least these.
    seed: of the draws behind the intervals.
    """
    score = weigh(shown.votes, beliefs).sum(axis=1)
    lead = may_lead(shown.votes, table) & (score > 0)
    seen = shown.support.max(axis=1) if len(score) else np.zeros(0, np.int64)
    order = np.lexsort((np.arange(len(score)), -seen, -np.round(score, _SHOWN), ~lead))
    leads = int(lead.sum())
    votes, score = shown.votes[order], score[order]
    draws = score_draws(votes[:leads], shown.support[order[:leads]], beliefs, seed)
    low, high = interval(draws, score[:leads])
    place = np.arange(1, leads + 1)
    best, worst = rank_interval(draws, place)
    said = shown.said[order].join(
        review.select("organisation", "review"), on="organisation", how="left", maintain_order="left")
    changes = would_change(votes[:leads], beliefs, table, -np.sort(-score[:leads]), said["review"][:leads].to_list())
    lacks = pl.Series(missing(votes[leads:], table), dtype=pl.String).to_frame("lacks").select(pl.concat_list("lacks"))["lacks"]
    rest = [None] * (len(score) - leads)
    columns = {
        "score": pl.Series(score, dtype=pl.Float64),
        "standing": pl.Series(["lead"] * leads + ["insufficient evidence"] * len(rest), dtype=pl.String),
        "would_change": pl.concat([pl.Series(changes, dtype=pl.List(pl.String)), lacks]),
    } | {
        name: pl.Series([*values.tolist(), *rest], dtype=kind)
        for name, values, kind in (
            ("rank", place, pl.UInt32), ("low", low, pl.Float32), ("high", high, pl.Float32),
            ("rank_low", best, pl.UInt32), ("rank_high", worst, pl.UInt32))
    }
    return conform(said.with_columns(series.alias(name) for name, series in columns.items()), LEADS)
