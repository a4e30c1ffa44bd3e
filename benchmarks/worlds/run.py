"""How well the whole road does on generated worlds: seeds x noise x size, one row each.

python benchmarks/worlds/run.py --ads 2000 --ads 20000 --seed 1 --noise 0 --noise 0.03 --noise 0.1 --out table.md

Says per world: ARI of organisations and templates, B-cubed, the ceiling (what shown contacts, accounts and texts
allow at all), phones read by disguise, leads that are right, false flags by language,
place and look-alike with 95 % intervals; then how well probabilities fitted on one world hold on another. CPU seconds are
the whole process tree's. CI runs it at small size; `make measure` at 1,000,000.
"""

from __future__ import annotations

import json
import os
import tempfile
from itertools import product
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
import polars as pl

from daybreak.find.assess.calibrate import fit
from daybreak.find.run import find
from daybreak.measure.calibration import calibrate
from daybreak.measure.clusters import score_clusters
from daybreak.measure.contacts import score_contacts
from daybreak.measure.groups import false_flags, wilson
from daybreak.measure.ranking import average_precision, precision_at
from daybreak.sample.cast import CLASSES
from daybreak.sample.world import World, make_world
from daybreak.settings import Settings
from daybreak.store.run import StoredRun

#: Classes that a lead may rightly point to: control, and fraud in recruiting.
RIGHT: Final = ("third_party_control", "recruiter_fraud")
#: Classes that must not be flagged.
INDEPENDENT: Final = ("independent", "touring", "safety_sharing", "shared_flat")
#: Of these, the ones made to look like control: for each the published bound on false leads.
HARD: Final = ("touring", "safety_sharing", "shared_flat")
NO_SIGN: Final = -99.0  # the score of an organisation without any sign
_LARGEST_CURVE: Final = 20_000  # adverts of a world on which a curve is fitted: chance is small there, and each needs two
_CHANCES: Final = 200  # outcomes drawn to see how large ECE is for probabilities that are right


def measure_world(ads: int, seed: int, noise: float) -> dict[str, Any]:
    """Make a world, run the road over it, and say everything that is measured."""
    world = make_world(ads, seed, noise)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        world.ads.write_parquet(place / "ads.parquet")
        before = os.times()
        run = find([place / "ads.parquet"], place / "run", Settings())
        after = os.times()
        row: dict[str, Any] = {"ads": ads, "seed": seed, "noise": noise}
        row |= _links(run, world) | _contacts(run, world) | _leads(run, world)
    row["cpu_seconds"] = round(sum(after[:4]) - sum(before[:4]), 1)
    return row


def ceiling(world: World) -> float:
    """The best organisation ARI that own contacts, accounts and texts as shown allow: what they join, each within its truth."""
    truth = world.truth.with_row_index("i")
    keys = [
        world.contacts.filter(pl.col("whose") == "own")
        .join(truth, on="id")
        .select("i", "organisation", pl.format("{} {}", "kind", "value").alias("key")),
        truth.select("i", "organisation", pl.col("template").alias("key")),
        world.ads.select("id", pl.col("account").alias("key"))
        .drop_nulls()
        .join(truth, on="id")
        .select("i", "organisation", "key"),
    ]
    parent = list(range(len(truth)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for members in pl.concat(keys).group_by("organisation", "key").agg("i")["i"]:
        for other in members[1:]:
            parent[root(other)] = root(members[0])
    return score_clusters([root(i) for i in range(len(truth))], truth["organisation"]).ari


def _links(run: StoredRun, world: World) -> dict[str, Any]:
    both = world.truth.join(
        run.table("ads").select("id", pl.col("organisation").alias("found"), pl.col("template").alias("text")), on="id"
    )
    organisation, template = (
        score_clusters(both["found"], both["organisation"]),
        score_clusters(both["text"], both["template"]),
    )
    return {
        "organisation_ari": organisation.ari,
        "ceiling_ari": ceiling(world),
        "pair_precision": organisation.pair_precision,
        "pair_recall": organisation.pair_recall,
        "bcubed_f1": organisation.bcubed_f1,
        "largest": organisation.largest,
        "largest_purity": organisation.largest_purity,
        "template_ari": template.ari,
        "template_precision": template.pair_precision,
        "template_recall": template.pair_recall,
    }


def _contacts(run: StoredRun, world: World) -> dict[str, Any]:
    found = run.table("contacts").join(run.table("ads").select("ad", "id"), on="ad").select("id", "kind", "value")
    row: dict[str, Any] = {}
    for kind in ("phone", "email"):
        measured = score_contacts(found, world.contacts, kind)
        row |= {
            f"{kind}_precision": measured.precision,
            f"{kind}_recall": measured.recall,
            f"{kind}_by_how": {how: [shown, round(recall, 4)] for how, shown, _, recall in measured.by_how.iter_rows()},
        }
    return row


def _leads(run: StoredRun, world: World) -> dict[str, Any]:
    """Leads against the class that most of a found organisation's adverts have."""
    both = run.table("ads").select("id", pl.col("organisation").alias("found"), "country").join(world.truth, on="id")
    kinds = both.group_by("found").agg(
        pl.col("class").mode().sort().first(),
        pl.col("language").mode().sort().first(),
        pl.col("country").mode().sort().first(),
    )
    leads = (
        run.table("leads")
        .filter(pl.col("standing") == "lead")
        .sort("rank")
        .select(pl.col("organisation").alias("found"), "rank")
    )
    judged = kinds.join(leads, on="found", how="left").with_columns(
        pl.col("class").is_in(RIGHT).alias("positive"), pl.col("rank").is_not_null().alias("flagged")
    )
    ranked = judged.filter("flagged").sort("rank")
    independent = judged.filter(pl.col("class").is_in(INDEPENDENT))
    score = -judged["rank"].cast(pl.Float64).fill_null(float(len(judged) + 1))
    hard = independent.filter(pl.col("class").is_in(HARD))
    return {
        "leads": len(ranked),
        "lead_precision": float(ranked["positive"].mean() or 0.0) if len(ranked) else 1.0,
        "precision_at_20": precision_at(ranked["positive"].to_numpy(), 20),
        "pr_auc": average_precision(score.to_numpy(), judged["positive"].to_numpy()),
        "false_flag_rate": float(independent["flagged"].mean() or 0.0),
        "recall_of_control": float(judged.filter(pl.col("class") == "third_party_control")["flagged"].mean() or 0.0),
        "false_flags_by_language": _bounds(independent, "language"),
        "false_flags_by_place": _bounds(independent, "country"),
        "false_flags_of_look_alikes": _bounds(hard, "class") | {"all": _bound(hard)},
        "false_leads_by_class": dict(ranked.filter(~pl.col("positive"))["class"].value_counts(sort=True).iter_rows()),
    }


def _bounds(frame: pl.DataFrame, group: str) -> dict[str, list[float]]:
    """group -> flagged, of how many, and the 95 % interval of the rate (Wilson)."""
    return {
        name: [hit, of, round(low, 4), round(high, 4)]
        for name, of, hit, _, low, high in false_flags(frame, group).iter_rows()
    }


def _bound(frame: pl.DataFrame) -> list[float]:
    hit, of = int(frame["flagged"].sum()), len(frame)
    low, high = wilson(hit, of)
    return [hit, of, round(low, 4), round(high, 4)]


def measure_calibration(ads: int, seed: int, noise: float, wrong_labels: float) -> dict[str, Any]:
    """Fit the score's curve on one world with wrong labels at a known rate, and see on another how well it holds."""
    score, labels, _ = _scores(ads, seed, noise, wrong_labels)
    chance = wrong_labels / len(CLASSES)  # a wrong label may be any class
    curve = fit(score, labels, false_alarm=chance * len(RIGHT), missed=chance * (len(CLASSES) - len(RIGHT)))
    score, _, truth = _scores(ads, seed + 1000, noise, 0.0)
    row: dict[str, Any] = {"ads": ads, "seed": seed, "noise": noise, "wrong_labels": wrong_labels}
    for who, chosen in (("", score > NO_SIGN - 1), ("_with_a_sign", score > NO_SIGN)):
        stated, came = curve.probability(score[chosen]), truth[chosen].astype(float)
        found = calibrate(stated, came)
        row |= {
            f"organisations{who}": len(stated),
            f"ece{who}": found.ece,
            f"ece_if_right{who}": _ece_if_right(stated),
            f"brier{who}": found.brier,
            f"pr_auc{who}": average_precision(score[chosen], came),
        }
    return row


def _ece_if_right(stated: Any) -> float:
    """Mean ECE when outcomes are drawn from the stated probabilities: what so few organisations show by chance alone."""
    random = np.random.default_rng(1)
    return float(np.mean([calibrate(stated, (random.random(len(stated)) < stated).astype(float)).ece for _ in range(_CHANCES)]))


def _scores(ads: int, seed: int, noise: float, wrong: float) -> tuple[Any, Any, Any]:
    """Of every organisation its score (NO_SIGN without any), whether its (noisy) label says right, and whether it is."""
    world = make_world(ads, seed, noise)
    labels = world.noisy_labels(wrong, seed).rename({"class": "label"})
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        world.ads.write_parquet(place / "ads.parquet")
        run = find([place / "ads.parquet"], place / "run", Settings())
        both = run.table("ads").select("id", pl.col("organisation").alias("found")).join(world.truth, on="id")
        kinds = both.join(labels, on="organisation").group_by("found").agg(pl.col("class", "label").mode().sort().first())
        scored = (
            kinds.join(
                run.table("leads").select(pl.col("organisation").alias("found"), pl.col("score").cast(pl.Float64)),
                on="found",
                how="left",
            )
            .with_columns(pl.col("score").fill_null(NO_SIGN))
            .sort("found")
        )
    return (scored["score"].to_numpy(), scored["label"].is_in(RIGHT).to_numpy(), scored["class"].is_in(RIGHT).to_numpy())


_SHOWN: Final = (
    "ads",
    "seed",
    "noise",
    "organisation_ari",
    "ceiling_ari",
    "bcubed_f1",
    "pair_precision",
    "pair_recall",
    "template_ari",
    "phone_precision",
    "phone_recall",
    "email_recall",
    "leads",
    "lead_precision",
    "recall_of_control",
    "false_flag_rate",
    "cpu_seconds",
)


def as_table(rows: list[dict[str, Any]]) -> str:
    """The main figures as a Markdown table."""
    lines = ["| " + " | ".join(k.replace("_", " ") for k in _SHOWN) + " |", "|" + " --- |" * len(_SHOWN)]
    lines += [
        "| " + " | ".join(f"{r[k]:.4f}" if isinstance(r[k], float) and k != "noise" else f"{r[k]}" for k in _SHOWN) + " |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--ads", multiple=True, type=int, default=(2000,), show_default=True)
@click.option("--seed", multiple=True, type=int, default=(1,), show_default=True)
@click.option("--noise", multiple=True, type=float, default=(0.0, 0.03, 0.1), show_default=True)
@click.option("--wrong-labels", multiple=True, type=float, default=(0.1,), show_default=True, help="Share of wrong labels.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table (.md) and all figures (.jsonl) here too.")
def main(
    ads: tuple[int, ...], seed: tuple[int, ...], noise: tuple[float, ...], wrong_labels: tuple[float, ...], out: Path | None
) -> None:
    """Measure the whole road on worlds of every size, seed and noise named."""
    rows = []
    for size in ads:
        for each in seed:
            for share in noise:
                rows.append(measure_world(size, each, share))
                click.echo(json.dumps(rows[-1], ensure_ascii=False))
    click.echo(as_table(rows))
    for size, each, share, wrong in product(ads, seed, noise, wrong_labels):
        if size <= _LARGEST_CURVE:
            rows.append(measure_calibration(size, each, share, wrong))
            click.echo(json.dumps(rows[-1]))
    if out:
        out.write_text(as_table([r for r in rows if "ece" not in r]), encoding="utf-8")
        out.with_suffix(".jsonl").write_text(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
