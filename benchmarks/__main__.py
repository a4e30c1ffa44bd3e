"""Runs every benchmark: `python -m benchmarks` in full, `--small` as CI does.

Each prints its table. In full, what was printed is kept in benchmarks/results/NAME.txt with machine, commit and date.
`python -m benchmarks NAME` runs one.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = "--seed 1 --seed 2 --seed 3"
NOISE = "--noise 0 --noise 0.03 --noise 0.1"

#: name -> script and words in small, script and words in full
BENCHMARKS = {
    "copies": ("copies/run.py --ads 20000 --repeat 1", "copies/run.py --ads 200000 --repeat 3 --grow 1000000"),
    "worlds": ("worlds/run.py --ads 2000 --seed 1 --noise 0.03",
               f"worlds/run.py --ads 2000 --ads 20000 --ads 1000000 {SEEDS} {NOISE}"),
}


def run(name: str, small: bool) -> int:
    """Run one benchmark and show what it prints; in full, keep it too. Returns its exit code."""
    script, *more = BENCHMARKS[name][0 if small else 1].split()
    words = [sys.executable, str(HERE / script), *more]
    print(f"== {name}{' (small)' if small else ''}", flush=True)
    if small:
        return subprocess.run(words, cwd=HERE.parent, check=False).returncode
    printed = []
    with subprocess.Popen(words, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None
        for line in work.stdout:
            print(line, end="", flush=True)
            printed.append(line)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{name}.txt").write_text("\n".join([*where(), "", "".join(printed)]), encoding="utf-8")
    return work.returncode


def where() -> list[str]:
    """Machine, commit and date: what a figure means nothing without."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=HERE.parent, capture_output=True, text=True, check=False)
    return [
        f"machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        f"commit: {commit.stdout.strip() or 'unknown'}",
        f"date: {datetime.now(UTC).date().isoformat()}",
    ]


def main() -> int:
    """Run all, or those that are named; say at the end which fell short."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(BENCHMARKS)
    short = [name for name in wanted if run(name, "--small" in sys.argv)]
    if short:
        print("fell short: " + ", ".join(short))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
