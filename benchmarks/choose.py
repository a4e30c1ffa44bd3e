"""Choose the defaults of linking from generated worlds, and from nothing else.

generated worlds -> prepared once -> every knob moved in turn -> src/daybreak/defaults.json, benchmarks/choice.json

    python benchmarks/choose.py            write the defaults (about half an hour on two cores)
    python benchmarks/choose.py --check    fail when defaults.json is not what was chosen here

A knob moves only when the mean over all worlds rises by more than STEP; where the worlds do not care, the starting
value stays: a plain guess written below before any real set was measured. No real set is read here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from daybreak.find.link.grouping import group
from daybreak.find.link.hubs import learn
from daybreak.find.link.identifiers import fold_alike
from daybreak.find.link.judgements import judge
from daybreak.find.link.run import Prepared, prepare
from daybreak.measure.clusters import score_clusters
from daybreak.model.tables import ADS
from daybreak.sample.world import make_world
from daybreak.settings import LinkSettings, Settings
from daybreak.store.schema import conform

HERE: Final = Path(__file__).parent
DEFAULTS: Final = HERE.parent / "src" / "daybreak" / "defaults.json"
CHOICE: Final = HERE / "choice.json"
SMALL, LARGE = 4_000, 100_000         # precision falls as worlds grow: one that is large weighs as much as all small ones
WORLDS: Final = (
    *((SMALL, seed, noise) for seed in (101, 102, 103) for noise in (0.0, 0.03, 0.10)), (LARGE, 104, 0.03))
CHECKED: Final = (SMALL, 101, 0.03)     # the world on which --check computes the score again
STEP: Final = 0.006              # two standard errors of a mean over these worlds: less is chance, and nothing moves
PASSES: Final = 1
DRIFT: Final = 0.01              # what later changes to reading may move the checked score

Values = dict[str, Any]

#: Where the search starts, and stays where no world cares.
START: Final[Values] = {
    "same": {
        "phone": 0.97, "email": 0.97, "handle": 0.97, "url": 0.8, "wallet": 0.99, "account": 0.99, "text": 0.9,
        "image": 0.9, "style": 0.3, "place": 0.001, "text0": 0.3, "text1": 0.7, "text2": 0.95, "text3": 0.98,
        "template": 0.8, "template0": 0.1, "template1": 0.5, "template2": 0.85, "template3": 0.95,
    },
    "differ": {
        "phone": 0.3, "email": 0.25, "handle": 0.25, "url": 0.4, "wallet": 0.2, "account": 0.3, "text": 0.6,
        "image": 0.5, "style": 0.6, "place": 0.4, "template": 0.5,
    },
    "floor": {
        "phone": 0.08, "email": 0.08, "handle": 0.1, "url": 0.3, "wallet": 0.2, "account": 0.2, "text": 0.3,
        "image": 0.3, "style": 0.5, "place": 0.1, "template": 0.3,
    },
    "imagined_pairs": 50.0, "imagined_share": 0.1, "hub_damping": 1.5, "hub_rounds": 3, "fade": 0.6, "hub_shadow": 0.5,
    "place_praise": 0.7, "threshold": 0.5, "review": 2.0,
    "one_way": 0.7, "steepest": 2.0, "crowd": 1.0, "least_variety": 0.2, "one_by_one": 0.5,
}

#: (knob, member of it or None, values to try). `same` and `differ` of single kinds are learned from the data.
KNOBS: Final[tuple[tuple[str, str | None, tuple[float, ...]], ...]] = (
    ("hub_damping", None, (1.0, 1.5, 2.0, 3.0)),
    ("one_by_one", None, (0.0, 0.5, 1.0)),
    ("threshold", None, (0.0, 0.5, 1.0)),
    ("one_way", None, (0.3, 0.7, 1.0)),
    ("steepest", None, (1.5, 2.0, 3.0)),
    ("crowd", None, (0.5, 1.0, 2.0)),
    ("imagined_pairs", None, (15.0, 50.0, 150.0)),
    ("imagined_share", None, (0.0, 0.1, 0.3)),
    ("place_praise", None, (0.35, 0.7, 1.4)),
    ("floor", "template", (0.15, 0.3, 0.5)),
    ("floor", "place", (0.05, 0.1, 0.25)),
    ("differ", "template", (0.4, 0.5, 0.7)),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A world, read once; only weighing and joining are done again for each setting."""

    prepared: Prepared
    truth: pl.Series


def ready(ads: int, seed: int, noise: float) -> Ready:
    """Make a world and prepare its adverts. The truth stays beside, for scoring only."""
    world = make_world(ads, seed, noise)
    prepared = prepare(conform(world.ads.with_row_index("ad"), ADS), Settings())
    truth = prepared.ads.select("id").join(world.truth.select("id", "organisation"), on="id", how="left",
                                           maintain_order="left")["organisation"]
    return Ready(prepared, truth)


def name_of(world: tuple[int, int, float]) -> str:
    """A world's name in choice.json."""
    return f"{world[0]} adverts, seed {world[1]}, noise {world[2]}"


def score(world: Ready, values: Values) -> float:
    """Mean of B-cubed F1 and ARI against the truth of the world."""
    settings = LinkSettings(**values)
    identifiers, moments = world.prepared.identifiers, world.prepared.moments
    rates = learn(identifiers, fold_alike(identifiers, moments), settings)
    ids = world.prepared.ads["id"]
    grouped = group(identifiers, moments, rates, settings, judge(None, ids, identifiers), ids=ids)
    measured = score_clusters(pl.Series(grouped.of_ad), world.truth)
    return (measured.bcubed_f1 + measured.ari) / 2


def choose() -> tuple[Values, list[dict[str, Any]], dict[str, float]]:
    """Move each knob in turn and keep what helps. Returns the values, what was tried, and the score of each world."""
    worlds = {name_of(world): ready(*world) for world in WORLDS}
    values = deepcopy(START)
    best = _mean(worlds, values)
    tried: list[dict[str, Any]] = [{"knob": "start", "value": None, "score": best}]
    for turn in range(PASSES):
        before = deepcopy(values)
        for knob, member, candidates in KNOBS:
            for candidate in candidates:
                changed = deepcopy(values)
                if member is None:
                    changed[knob] = candidate
                else:
                    changed[knob][member] = candidate
                if changed == values:
                    continue
                found = _mean(worlds, changed)
                tried.append({"knob": f"{knob}.{member}" if member else knob, "value": candidate, "score": found})
                print(f"pass {turn + 1}  {tried[-1]['knob']:<16} {candidate:<7} {found:.5f}  (best {best:.5f})", flush=True)
                if found > best + STEP:
                    values, best = changed, found
        if values == before:
            break
    return values, tried, {name: score(world, values) for name, world in worlds.items()}


def _mean(worlds: dict[str, Ready], values: Values) -> float:
    """Half for the small worlds together, half for the large ones."""
    scores = {name: score(world, values) for name, world in worlds.items()}
    small = [found for name, found in scores.items() if name.startswith(f"{SMALL} ")]
    large = [found for name, found in scores.items() if name.startswith(f"{LARGE} ")]
    return (sum(small) / len(small) + sum(large) / len(large)) / 2


def digest(values: Values) -> str:
    """A hash of the chosen values, so that an edit by hand shows."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def check() -> str | None:
    """What is wrong with defaults.json, or None."""
    values = json.loads(DEFAULTS.read_text(encoding="utf-8"))["link"]
    choice = json.loads(CHOICE.read_text(encoding="utf-8"))
    if digest(values) != choice["digest"]:
        return "src/daybreak/defaults.json does not hold the values that benchmarks/choose.py wrote."
    name = name_of(CHECKED)
    again = score(ready(*CHECKED), values)
    if abs(again - choice["scores"][name]) > DRIFT:
        return f"The world '{name}' now scores {again:.6f}, not {choice['scores'][name]:.6f}: choose again."
    return None


def main() -> int:
    """Choose and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare defaults.json with what was chosen")
    if parser.parse_args().check:
        wrong = check()
        if wrong:
            print(f"{wrong}\n  Run: python benchmarks/choose.py", file=sys.stderr)
        return 1 if wrong else 0
    values, tried, scores = choose()
    DEFAULTS.write_text(json.dumps({"written_by": "benchmarks/choose.py", "link": values}, indent=1, sort_keys=True)
                        + "\n", encoding="utf-8")
    CHOICE.write_text(json.dumps({"digest": digest(values), "scores": scores, "tried": tried},
                                 indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
