"""How long adding adverts to a run takes, step by step, and how near it comes to a run over all of them.

python benchmarks/update/run.py --ads 20000 --more 500 --seed 5 --seed 6 --order shuffled --order time --whole
python benchmarks/update/run.py --ads 200000 --more 1000
python benchmarks/update/run.py --ads 1000000 --more 1000        (about a quarter of an hour on two cores)

The update is a process of its own, so start-up counts. `--whole` makes the run over all adverts too and prints the
pairwise F1 of the organisations against it. `--keep FOLDER` keeps worlds and runs, and uses those that are there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from daybreak.find.run import find
from daybreak.measure.clusters import score_clusters
from daybreak.sample.world import make_world
from daybreak.settings import Settings, TextSettings
from daybreak.store.run import open_run

_VERB = (sys.executable, "-c", "from daybreak.cli.main import main; main()", "update")


def measure_update(folder: Path, ads: int, more: int, seed: int, order: str, whole: bool) -> dict[str, Any]:
    """Make a world and a run over most of it, add the rest, and say how long each step took."""
    old, new = _files(folder, ads, more, seed, order)
    base, grown, full = folder / "base", folder / "grown", folder / "whole"
    settings = Settings(threads=2, text=TextSettings(workers=2))
    if not base.exists():
        find([old], base, settings)
    shutil.rmtree(grown, ignore_errors=True)
    shutil.copytree(base, grown)
    row: dict[str, Any] = {"ads": ads, "more": more, "seed": seed, "order": order}
    row |= _update(grown, new)
    if whole:
        if not full.exists():
            find([old, new], full, settings)
        a, b = (open_run(run).table("ads").select("id", "organisation").sort("id") for run in (grown, full))
        scored = score_clusters(a["organisation"], b["organisation"])
        row |= {"precision": scored.pair_precision, "recall": scored.pair_recall, "f1": scored.pair_f1}
    return row


def _files(folder: Path, ads: int, more: int, seed: int, order: str) -> tuple[Path, Path]:
    old, new = folder / "old.parquet", folder / "new.parquet"
    if not new.exists():
        rows = make_world(ads + more, seed).ads
        if order == "shuffled":
            rows = rows.sample(fraction=1, shuffle=True, seed=seed)
        rows[:ads].write_parquet(old)
        rows[ads:].write_parquet(new)
    return old, new


def _update(run: Path, new: Path) -> dict[str, Any]:
    """Seconds on the clock and of work, of the whole process and of each step."""
    lines = len((run / "log.jsonl").read_text().splitlines())
    before, began = os.times(), time.perf_counter()
    subprocess.run([*_VERB, str(run), str(new), "--threads", "2"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, os.times()
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()[lines:]]
    row: dict[str, Any] = {
        "seconds": round(wall, 2), "cpu": round(after[2] + after[3] - before[2] - before[3], 2),
        "peak_mb": log[-1]["peak_mb"],
    }
    row["start-up"] = round(wall - log[-1]["seconds"], 2)
    return row | {f"{e['step']}": f"{e['seconds']:.2f} ({e['cpu_seconds']:.2f})" for e in log if e["event"] == "step"}


@click.command()
@click.option("--ads", default=20_000, help="Adverts of the run.")
@click.option("--more", default=1_000, help="Adverts that are added.")
@click.option("--seed", "seeds", multiple=True, type=int, default=(5,), help="Of the world.")
@click.option("--order", "orders", multiple=True, default=("shuffled",), help="shuffled, or time: the newest are added.")
@click.option("--whole", is_flag=True, help="Compare with a run over all adverts.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for worlds and runs.")
def command(ads: int, more: int, seeds: tuple[int, ...], orders: tuple[str, ...], whole: bool, keep: Path | None) -> None:
    """Print a row for each world: seconds on the clock, and of work in brackets."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory() as place:
        for seed in seeds:
            for order in orders:
                folder = Path(place) / f"{ads}-{seed}-{order}"
                folder.mkdir(parents=True, exist_ok=True)
                for name, value in measure_update(folder, ads, more, seed, order, whole).items():
                    click.echo(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}")
                click.echo()


if __name__ == "__main__":
    command()
