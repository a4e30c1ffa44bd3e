"""A synthetic world of adverts with known truth: neutral, seeded, hard on purpose, of no real person or firm.

(ads, seed, noise) -> make_world() -> World.write() -> ads.parquet truth.csv contacts_truth.csv organisations.csv
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

from daybreak.errors import WrongSetting
from daybreak.progress import Progress, silent
from daybreak.sample.cast import CLASSES
from daybreak.sample.market import Market
from daybreak.sample.numbers import Numbers
from daybreak.sample.poster import Poster
from daybreak.sample.scenes import SCENES, Kept, Stage, play_alone

#: What a reader of adverts sees: nothing of the truth.
_COLUMNS: Final = (
    "id site category posted_at title body city state country latitude longitude phone email handle url account"
    " name age price pay pay_unit pay_currency image_hash"
).split()


@dataclass(frozen=True, slots=True)
class World:
    """Adverts and the truth about them. Rows are in order of time; `id` joins the tables."""

    ads: pl.DataFrame  # columns as `daybreak link` reads them
    truth: pl.DataFrame  # id, organisation, template, class, language
    contacts: pl.DataFrame  # id, kind, value, field, how, written, whose: every contact as shown
    organisations: pl.DataFrame  # organisation, class, language, country, category, ads, notes
    seed: int
    noise: float

    def write(self, folder: Path) -> None:
        """Write the four tables into a folder; it is made when missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self.ads.write_parquet(folder / "ads.parquet", compression="zstd", statistics=False)
        self.truth.write_csv(folder / "truth.csv")
        self.contacts.write_csv(folder / "contacts_truth.csv")
        self.organisations.write_csv(folder / "organisations.csv")

    def noisy_labels(self, rate: float, seed: int) -> pl.DataFrame:
        """organisation, class: the class as a hurried person would label it, wrong at this rate."""
        chance = Random(f"labels {seed}")
        labels = [
            CLASSES[int(chance.random() * len(CLASSES))] if chance.random() < rate else said
            for said in self.organisations["class"]
        ]
        return self.organisations.select("organisation", pl.Series("class", labels, pl.String))


def make_world(ads: int, seed: int, noise: float = 0.03, progress: Progress = silent) -> World:
    """A world of about-real structure with exactly `ads` adverts.

    noise: mean share of words that differ between two postings of one text, 0..0.5. The same arguments
    give the same bytes.
    """
    if ads < 1:
        raise WrongSetting(f"A world of {ads} adverts is empty.", "Ask for at least 1, for instance --ads 2000.")
    if not 0 <= noise <= 0.5:
        raise WrongSetting(
            f"noise is {noise}, but it is a share of words.", "Give a number from 0 to 0.5, for instance --noise 0.03."
        )
    stage = open_stage(ads, seed, noise)
    play_scenes(stage, ads, progress)
    return settle(stage, ads, seed, noise)


def open_stage(ads: int, seed: int, noise: float) -> Stage:
    """An empty stage for a world of about so many adverts."""
    chance = Random(f"world {seed}")
    market = Market(chance, Numbers(chance), [chance.getrandbits(64) for _ in range(20 + ads // 2000)])
    return Stage(ads, chance, market, Poster(market, noise, chance), [])


def play_scenes(stage: Stage, ads: int, progress: Progress = silent) -> None:
    """Play every scene for its share until so many adverts are made; the last may bring a few more."""
    ends = float(stage.poster.count)
    for share, scene in SCENES:
        ends += share * ads
        while stage.poster.count < min(ends, ads):
            scene(stage)
            progress("Writing adverts", min(stage.poster.count, ads), ads)
    while stage.poster.count < ads:
        play_alone(stage)


def settle(stage: Stage, ads: int, seed: int, noise: float) -> World:
    """Put the rows in order of time, name them, and keep exactly as many as were asked for."""
    rows, contacts = stage.poster.tables()
    if len(rows) > ads:
        rows = rows[sorted(stage.chance.sample(range(len(rows)), ads))]
    rows = (
        rows.sort("seconds", "key")
        .with_row_index("row")
        .with_columns(
            pl.format("ad-{}-{}", pl.lit(seed), pl.col("row").cast(pl.String).str.zfill(7)).alias("id"),
            pl.from_epoch("seconds").cast(pl.Datetime("us")).alias("posted_at"),
            pl.format("org-{}", "organisation").alias("organisation"),
            pl.format("text-{}", "template").alias("template"),
        )
    )
    truth = rows.select("id", "organisation", "template", "class", "language")
    contacts = (
        contacts.join(rows.select("key", "row", "id"), on="key")
        .sort("row", maintain_order=True)
        .select("id", "kind", "value", "field", "how", "written", "whose")
    )
    counts = truth.group_by("organisation").agg(pl.len().alias("ads"))
    organisations = _tell(stage.organisations).join(counts, on="organisation", how="inner", maintain_order="left")
    return World(rows.select(_COLUMNS), truth, contacts, organisations, seed, noise)


def _tell(kept: list[Kept]) -> pl.DataFrame:
    """The organisations as a table, in the order in which they came to be."""
    columns = {
        "organisation": [f"org-{n}" for n in range(len(kept))], "class": [k.kind for k in kept],
        "language": [k.language for k in kept], "country": [k.country for k in kept],
        "category": [k.category for k in kept], "notes": ["; ".join(k.notes) for k in kept],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
