"""From words to verified groups: `daybreak` and its peers, paired, in one run.

python benchmarks/copies/run.py --ads 200000 --repeat 3 [--tools daybreak,rensa] [--grow 1000000] [--noise 0.1]

Each tool runs in a process of its own; what counts is that process tree's CPU seconds, start-up and reading included
(other work on the machine moves wall time far more). Pairs run one after the other, A B C A B C, on one corpus.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

import numpy as np
import polars as pl
from corpus import make_corpus

HERE = Path(__file__).parent


def f1_of(group: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1 against the template each advert was made from."""
    frame = pl.DataFrame({"group": group, "truth": truth})

    def pairs(*keys: str) -> float:
        sizes = frame.group_by(*keys).len()["len"].cast(pl.Float64)
        return float((sizes * (sizes - 1) / 2).sum())

    both, found, true = pairs("group", "truth"), pairs("group"), pairs("truth")
    precision, recall = both / max(found, 1), both / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def run_tool(tool: str, source: Path, out: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory (MB) of one tool."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1] / "src")}
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, HERE / "tools.py", tool, source, out], env=environment, stdout=subprocess.PIPE)
    said = child.stdout.read().split() if child.stdout else []
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{tool} failed; peers need `pip install datasketch rensa daft`")
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, float(said[-1])


def write(ads: int, seed: int, noise: float | None, folder: Path) -> tuple[Path, np.ndarray]:
    """A corpus on disk, and its truth."""
    made = make_corpus(ads, seed, noise)
    path = folder / f"words-{ads}.parquet"
    pl.DataFrame({"words": made.words}).write_parquet(path)
    return path, made.template


def compare(tools: list[str], ads: int, given: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    """CPU seconds of each tool, one a repeat; prints a row for each run."""
    path, truth = write(ads, given.seed, given.noise, folder)
    spent: dict[str, list[float]] = {tool: [] for tool in tools}
    print("| ads | tool | CPU s | wall s | peak MB | P | R | F1 |\n|---|---|---|---|---|---|---|---|")
    for _ in range(given.repeat):
        for tool in tools:
            cpu, wall, memory = run_tool(tool, path, folder / "groups.npy")
            spent[tool].append(cpu)
            quality = f1_of(np.load(folder / "groups.npy"), truth) if tool != "start" else (1.0, 1.0, 1.0)
            print(f"| {ads} | {tool} | {cpu:.2f} | {wall:.1f} | {memory:.0f} | " + " | ".join(f"{q:.4f}" for q in quality),
                  "|", flush=True)
    return spent


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ads", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--noise", type=float, help="share of words changed; default: the mixed shape")
    parser.add_argument("--tools", default="daybreak,rensa,daft,datasketch")
    parser.add_argument("--grow", type=int, help="also time `daybreak` on so many, for the growth exponent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm, _ = write(2000, 0, None, folder)
        run_tool("daybreak", warm, folder / "groups.npy")
        tools = [*given.tools.split(","), *(["start"] if given.grow else [])]
        spent = compare(tools, given.ads, given, folder)
        for tool in tools:
            if tool not in ("daybreak", "start"):
                ratios = sorted(theirs / ours for theirs, ours in zip(spent[tool], spent["daybreak"], strict=True))
                print(f"{tool} / daybreak, paired CPU: {statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})")
        if given.grow:
            more = compare(["daybreak"], given.grow, given, folder)
            start = statistics.median(spent["start"])
            small, large = (statistics.median(x["daybreak"]) - start for x in (spent, more))
            print(f"growth exponent {given.ads} -> {given.grow}: {log(large / small) / log(given.grow / given.ads):.3f}")


if __name__ == "__main__":
    main()
