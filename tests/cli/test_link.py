"""`daybreak link` and its neighbours, as a person at a terminal meets them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from daybreak.store.verifying import UNSEALED

DAYBREAK = (sys.executable, "-c", "from daybreak.cli.main import main; main()")
FLOWERS = ("rose lily tulip daisy orchid violet poppy iris peony dahlia aster lilac lotus jasmine zinnia begonia clover "
           "fern moss ivy").split()


def adverts(count: int) -> list[dict[str, object]]:
    """Neutral adverts by `count / 4` posters: each with a number and wording of its own, at one place."""
    rows: list[dict[str, object]] = []
    for n in range(count):
        poster = n // 4
        words = " ".join(FLOWERS[(poster * k + k * k) % len(FLOWERS)] + str(poster % 97) for k in range(3, 40))
        rows.append({"id": f"a{n}", "title": f"Garden help {poster}", "body": f"{words} call +1 202 555 {poster % 10000:04d}",
                     "city": "Boston", "state": "Massachusetts", "country": "US", "posted_at": f"2026-01-{1 + n % 28:02d}"})
    return rows


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def daybreak(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DAYBREAK, *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linked")
    path = write(folder / "ads.jsonl", [*adverts(40), {"id": "bad"}])
    done = daybreak("link", path, "--out", folder / "run", "--threads", 1)
    assert done.returncode == 0, done.stderr
    return folder / "run"


def test_a_run_ends_with_a_summary_and_a_report(linked):
    done = daybreak("link", linked.parent / "ads.jsonl", "--out", linked)
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert (linked / "report.html").stat().st_size > 1000
    assert len(pl.read_parquet(linked / "ads.parquet")) == 40
    assert pl.read_parquet(linked / "rejects.parquet")["line"].to_list() == [41]


def test_a_run_is_verified_until_a_byte_is_altered(linked, tmp_path):
    assert daybreak("verify", linked).stdout.startswith("Whole and unaltered")
    copy = tmp_path / "run"
    subprocess.run(["cp", "-r", str(linked), str(copy)], check=True)
    content = bytearray((copy / "ads.parquet").read_bytes())
    content[100] ^= 255
    (copy / "ads.parquet").write_bytes(content)
    done = daybreak("verify", copy)
    assert done.returncode == 1
    assert "ads.parquet" in done.stderr


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_threads_and_compacting_changes_none(linked, tmp_path):
    two = tmp_path / "two"
    assert daybreak("link", linked.parent / "ads.jsonl", "--out", two, "--threads", 2).returncode == 0
    _assert_same(linked, two)
    assert daybreak("compact", two).returncode == 0
    _assert_same(linked, two)


@pytest.mark.slow
def test_a_judgement_holds_and_is_remembered(linked, tmp_path):
    run = tmp_path / "run"
    subprocess.run(["cp", "-r", str(linked), str(run)], check=True)
    judged = tmp_path / "judged.csv"
    judged.write_text("left,right,judgement\na0,a4,same\na8,a9,different\n")
    assert daybreak("judge", run, judged).returncode == 0
    where = dict(pl.read_parquet(run / "ads.parquet", columns=["id", "organisation"]).iter_rows())
    assert where["a0"] == where["a4"]
    assert where["a8"] != where["a9"]
    events = [json.loads(line)["event"] for line in (run / "history.jsonl").read_text().splitlines()]
    assert "merge" in events
    assert "split" in events
    assert daybreak("verify", run).returncode == 0
    judged.write_text("left,right,judgement\na0,a4,different\n")
    assert daybreak("judge", run, judged).returncode == 0
    where = dict(pl.read_parquet(run / "ads.parquet", columns=["id", "organisation"]).iter_rows())
    assert where["a0"] != where["a4"]
    assert where["a8"] != where["a9"]


@pytest.mark.parametrize(("how", "after"), [(signal.SIGINT, "Reading adverts"), (signal.SIGINT, "Reading texts"),
                                            (signal.SIGTERM, "Reading texts")])
def test_a_run_that_is_stopped_leaves_nothing_and_no_process(tmp_path, how, after):
    write(tmp_path / "ads.jsonl", adverts(8000))
    child = subprocess.Popen(
        [*DAYBREAK, "link", str(tmp_path / "ads.jsonl"), "--out", str(tmp_path / "run")],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert child.stderr is not None
    said = ""
    while after not in said and (line := child.stderr.readline()):
        said += line
    time.sleep(0.5)
    workers = _children(child.pid)
    child.send_signal(how)
    _, rest = child.communicate(timeout=60)
    assert child.returncode == 130, said + rest
    assert "Traceback" not in rest
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ads.jsonl"]
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found.extend(int(child) for child in task.read_text().split())
    return found + [grandchild for child in found for grandchild in _children(child)]


def _assert_same(one: Path, two: Path) -> None:
    unsealed = UNSEALED - {"manifest.json"}
    names, others = (sorted(p.relative_to(run) for p in run.rglob("*") if p.is_file() and p.name not in unsealed)
                     for run in (one, two))
    assert names == others
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


@pytest.mark.parametrize(("words", "said"), [
    (["link", "gone.csv", "--out", "run"], "no such file"),
    (["link", "ads.csv", "--out", "run", "--columns", "x"], "ours=theirs"),
    (["link", "ads.csv", "--out", "run", "--country", "Atlantis"], "no such country"), (["verify", "gone"], "no such folder"),
    (["link", "ads.csv", "--out", "run", "--columns", "body=remarks"], "columns that exist are: id, text"),
    (["judge", "gone", "ads.csv"], "ads.csv")])
def test_mistakes_are_answered_in_words(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    Path("ads.csv").write_text("id,text\n1,one\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    done = daybreak(*words)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ads.csv"]
