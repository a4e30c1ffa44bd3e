"""`daybreak update`, as a person at a terminal meets it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from daybreak.store.run import open_run

DAYBREAK = (sys.executable, "-c", "from daybreak.cli.main import main; main()")


def adverts(first: int, count: int) -> str:
    """Neutral adverts, four a poster."""
    rows = (
        {"id": f"a{n}", "title": f"Garden help {n // 4}", "body": f"Roses and hedges cut by hand, call +1 202 555 {n // 4:04d}",
         "city": "Boston", "country": "US", "posted_at": f"2026-01-{1 + n % 28:02d}"}
        for n in range(first, first + count)
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


def daybreak(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DAYBREAK, *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("update")
    (folder / "a.jsonl").write_text(adverts(0, 40))
    (folder / "b.jsonl").write_text(adverts(40, 10))
    done = daybreak("link", folder / "a.jsonl", "--out", folder / "run", "--threads", 1)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_verbs_work_on_a_run_that_has_grown(linked, tmp_path):
    run = shutil.copytree(linked / "run", tmp_path / "run")
    done = daybreak("update", run, linked / "b.jsonl", "--threads", 1)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("50 adverts from 2 files")
    assert daybreak("verify", run).stdout.startswith("Whole and unaltered")
    assert daybreak("leads", run).returncode == 0
    explained = daybreak("explain", run, "--ads", "a40", "a41")
    assert explained.returncode == 0, explained.stderr
    again = daybreak("update", run, linked / "b.jsonl")
    assert again.returncode == 1
    assert "already, as b.jsonl" in again.stderr


def test_an_update_interrupted_from_the_keyboard_leaves_the_run_as_it_was(linked, tmp_path):
    run = shutil.copytree(linked / "run", tmp_path / "run")
    before = open_run(run).fingerprint
    (tmp_path / "c.jsonl").write_text(adverts(40, 3000))
    working = subprocess.Popen([*DAYBREAK, "update", str(run), str(tmp_path / "c.jsonl"), "--threads", "1"],
                               stderr=subprocess.PIPE, text=True)
    assert working.stderr is not None
    while "Reading texts" not in (working.stderr.readline() or "Reading texts"):
        pass
    time.sleep(0.2)
    os.kill(working.pid, signal.SIGINT)
    said = working.communicate(timeout=120)[1]
    assert working.returncode == 130, said
    assert open_run(run).fingerprint == before
    assert daybreak("verify", run).returncode == 0
    assert not list(tmp_path.glob(".*"))
