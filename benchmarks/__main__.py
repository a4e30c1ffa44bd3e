"""Runs every benchmark: `python -m benchmarks` in full, `--small` as CI does.

Each folder here that holds a `__main__.py` is a benchmark: `python -m benchmarks.NAME [--small]`. It prints its table,
and leaves with something other than 0 when a figure is worse than what we promise. In full, what was printed is
kept in benchmarks/results/NAME.txt with machine, commit and date.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.parent.name for path in HERE.glob("*/__main__.py"))


def run(name: str, small: bool) -> int:
    """Run one benchmark and show what it prints; in full, keep it too. Returns its exit code."""
    words = [sys.executable, "-m", f"benchmarks.{name}", *(["--small"] if small else [])]
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
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or names()
    short = [name for name in wanted if run(name, "--small" in sys.argv)]
    if short:
        print("fell short: " + ", ".join(short))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
