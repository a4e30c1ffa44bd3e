"""What people decided: same, different or unsure, between two adverts; read, checked, and always held.

judgements.csv (left, right, judgement, by, at, why) -> read_judgements() -> sides() -> must and cannot
                                                                          -> hear() -> what they say of identifiers
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from daybreak.errors import WrongJudgement
from daybreak.find.link.identifiers import Identifiers, Whole

DECISIONS: Final = ("same", "different", "unsure")
COLUMNS: Final = ("left", "right", "judgement", "by", "at", "why")


def read_judgements(path: Path) -> pl.DataFrame:
    """Read a judgements file: left, right (advert ids), judgement; by, at and why are kept when given.

    Raises WrongJudgement naming file, line and field.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise WrongJudgement(f"{path.name}: cannot be read as CSV ({error}).",
                             "Give a CSV file with the columns left,right,judgement.") from error
    missing = [c for c in COLUMNS[:3] if c not in frame.columns]
    if missing:
        raise WrongJudgement(f"{path.name}: no column {', '.join(missing)}.",
                             f"The columns are {','.join(COLUMNS)}; the first three are needed.")
    frame = frame.select(
        *(pl.col(c) if c in frame.columns else pl.lit(None, pl.String).alias(c) for c in COLUMNS)
    ).with_columns(pl.col("judgement").str.strip_chars().str.to_lowercase())
    for line, row in enumerate(frame.iter_rows(named=True), start=2):
        if row["judgement"] not in DECISIONS:
            raise WrongJudgement(f"{path.name}, line {line}, field judgement: {row['judgement']!r}.",
                                 "Write same, different or unsure.")
        if not row["left"] or not row["right"] or row["left"] == row["right"]:
            raise WrongJudgement(f"{path.name}, line {line}: left and right must be two adverts.",
                                 "Give the ids of two different adverts.")
    return frame


def sides(judgements: pl.DataFrame, ids: pl.Series) -> tuple[Whole, Whole]:
    """The judged pairs as advert numbers: must-link and cannot-link, arrays [n, 2]. The last word on a pair counts.

    ids: advert ids in order. Raises WrongJudgement for an unknown advert or a contradiction.
    """
    place = pl.DataFrame({"id": ids}).with_row_index("ad")
    named = judgements.join(place.rename({"id": "left", "ad": "a"}), on="left", how="left", maintain_order="left").join(
        place.rename({"id": "right", "ad": "b"}), on="right", how="left", maintain_order="left")
    unknown = named.filter(pl.col("a").is_null() | pl.col("b").is_null())
    if len(unknown):
        row = unknown.row(0, named=True)
        stranger = row["left"] if row["a"] is None else row["right"]
        raise WrongJudgement(f"A judgement names the advert {stranger!r}, which is not in this run.",
                             "Check the id, or leave the judgement out.")
    last = (
        named.with_columns(pl.min_horizontal("a", "b").alias("low"), pl.max_horizontal("a", "b").alias("high"))
        .unique(["low", "high"], keep="last", maintain_order=True)
        .sort("low", "high")
    )
    must = last.filter(pl.col("judgement") == "same").select("low", "high").to_numpy().astype(np.int64)
    cannot = last.filter(pl.col("judgement") == "different").select("low", "high").to_numpy().astype(np.int64)
    _refuse_contradiction(must, cannot, ids)
    return must.reshape(-1, 2), cannot.reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Heard:
    """What judgements say of identifiers: how many judged pairs share each and are one source, or two."""

    same: Whole              # [identifier]
    different: Whole


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements over the adverts of a run: pairs [n, 2] of advert numbers, and what they say of identifiers."""

    must: Whole
    cannot: Whole
    heard: Heard | None


def judge(judgements: pl.DataFrame | None, ids: pl.Series, identifiers: Identifiers) -> Judged:
    """Judgements as advert numbers. Raises WrongJudgement for an unknown advert or a contradiction."""
    if judgements is None or judgements.is_empty():
        nobody = np.zeros((0, 2), np.int64)
        return Judged(nobody, nobody, None)
    must, cannot = sides(judgements, ids)
    return Judged(must, cannot, hear(identifiers, must, cannot))


def hear(identifiers: Identifiers, must: Whole, cannot: Whole) -> Heard:
    """Count for each identifier the judged pairs of adverts that share it."""
    carried = identifiers.carried.select(pl.col("ad").cast(pl.Int64), "identifier")

    def count(pairs: Whole) -> Whole:
        sides = pl.DataFrame({"left": pairs[:, 0], "right": pairs[:, 1]}, schema={"left": pl.Int64, "right": pl.Int64})
        shared = (
            sides.join(carried, left_on="left", right_on="ad")
            .join(carried, left_on=["right", "identifier"], right_on=["ad", "identifier"])
        )
        return np.bincount(shared["identifier"].to_numpy(), minlength=len(identifiers.table)).astype(np.int64)

    return Heard(count(must), count(cannot))


def _refuse_contradiction(must: Whole, cannot: Whole, ids: pl.Series) -> None:
    parent: dict[int, int] = {}

    def root(x: int) -> int:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    for a, b in must.tolist():
        parent[max(root(a), root(b))] = min(root(a), root(b))
    for a, b in cannot.tolist():
        if root(a) == root(b):
            raise WrongJudgement(
                f"The adverts {ids[a]!r} and {ids[b]!r} are judged different, but other judgements make them the same.",
                "Take one of the judgements back.")
