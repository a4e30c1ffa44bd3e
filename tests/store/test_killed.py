"""A Daybreak that is killed, at whatever call to the disk, leaves the old run or the new one, and nothing between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
from tests.store.test_run import make, tables

from daybreak.store.run import open_run
from daybreak.store.segments import Segment
from daybreak.store.verifying import verify_run

#: Calls that change a disk, counted; at the given one the process ends as kill -9 ends it: no cleaning up.
KILLER = """
import os, sys
from pathlib import Path
left = int(sys.argv[1])
def counted(real):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **kwargs)
    return call
for name in ("fsync", "open", "mkdir", "unlink", "rename", "replace", "rmdir", "link"):
    setattr(os, name, counted(getattr(os, name)))
for name in ("rename", "replace", "unlink", "mkdir", "write_text", "hardlink_to"):
    setattr(Path, name, counted(getattr(Path, name)))
"""

REPLACE = KILLER + """
from tests.store.test_run import make, tables
make(Path(sys.argv[2]), tables(5), replace=True)
"""

GROW = KILLER + """
from daybreak.store.growing import growing
from daybreak.store.run import open_run, writing
from tests.store.test_killed import more
path = Path(sys.argv[2])
with writing(path), growing(open_run(path), more()) as grown:
    grown.write_aside("report.html", lambda p: p.write_text("<p>another"))
    grown.aside("history.jsonl").write_text("grown")
"""


def more() -> Segment:
    new = tables(2, first=3)
    changed = tables(5)["organisations"].filter(pl.col("organisation") != "o-0")
    return Segment({"ads": new["ads"], "texts": new["texts"], "organisations": changed},
                   replaced={"organisations": pl.Series(["o-1"])}, counts={"adverts": 5})


def kill_at(script: str, call: int, path: Path) -> bool:
    """Whether it was killed; False when it came to its end before that call."""
    ended = subprocess.run([sys.executable, "-c", script, str(call), str(path)], check=False, cwd=Path(__file__).parents[2])
    assert ended.returncode in (0, 9)
    return ended.returncode == 9


def shown(path: Path) -> str:
    return (path / "report.html").read_text()


def test_a_new_run_that_is_killed_is_the_old_one_or_the_new_one(tmp_path):
    old = make(tmp_path / "new" / "run").fingerprint
    new = make(tmp_path / "other", tables(5)).fingerprint
    seen = set()
    for call in range(0, 400, 11):
        path = tmp_path / str(call) / "run"
        make(path)
        killed = kill_at(REPLACE, call, path)
        seen.add(open_run(path).fingerprint)
        assert not verify_run(path).wrong
        if not killed:
            break
    assert not killed
    assert seen == {old, new}


def test_a_new_run_killed_between_two_names_brings_the_old_one_back(tmp_path):
    old = make(tmp_path / "run").fingerprint
    (tmp_path / "run").rename(tmp_path / ".run.before")
    assert open_run(tmp_path / "run").fingerprint == old
    (tmp_path / "run").rename(tmp_path / ".run.before")
    make(tmp_path / "run", tables(5), replace=True)
    assert len(open_run(tmp_path / "run").table("ads")) == 5
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_an_update_that_is_killed_is_undone_by_the_next(tmp_path):
    for call in range(0, 400, 7):
        path = tmp_path / str(call) / "run"
        make(path)
        (path / "history.jsonl").write_text("old")
        killed = kill_at(GROW, call, path)
        grown = len(json.loads((path / "manifest.json").read_bytes())["segments"]) == 1
        assert len(open_run(path).table("ads")) == (5 if grown else 3)
        if not grown:
            assert not kill_at(GROW, 10_000, path)
        assert (shown(path), (path / "history.jsonl").read_text()) == ("<p>another", "grown")
        if not killed:
            break
        assert grown or not verify_run(path).wrong
    assert not killed
