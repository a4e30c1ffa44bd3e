"""A run folder: whole or not there, the same bytes for the same tables, and every change to it seen."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.errors import WrongRun
from daybreak.model.tables import ALL
from daybreak.settings import Settings
from daybreak.store.manifest import Input, Manifest, settings_as_json, settings_from_json
from daybreak.store.run import StoredRun, new_run, open_run
from daybreak.store.schema import conform, polars_schema
from daybreak.store.segments import Segment
from daybreak.store.verifying import verify_run

INPUT = Input("a.csv", "0" * 64, 10, 3, 0)


def tables(ads: int = 3, first: int = 0) -> dict[str, pl.DataFrame]:
    numbers = list(range(first, first + ads))
    rows = {name: pl.DataFrame(schema=polars_schema(schema)) for name, schema in ALL.items()}
    rows["ads"] = conform(pl.DataFrame({
        "ad": numbers, "id": [f"a{n}" for n in numbers], "file": [0] * ads, "text": numbers, "template": numbers,
        "body": [f"advert {n}" for n in numbers], "organisation": [f"o-{n // 2}" for n in numbers]}), ALL["ads"])
    rows["texts"] = conform(pl.DataFrame({"text": numbers, "ad": numbers}), ALL["texts"])
    rows["organisations"] = conform(rows["ads"].group_by("organisation").agg(pl.len().alias("ads")).sort("organisation"),
                                    ALL["organisations"])
    return rows


def make(path: Path, rows: dict[str, pl.DataFrame] | None = None, replace: bool = False) -> StoredRun:
    rows = rows or tables()
    with new_run(path, replace) as draft:
        for name, frame in rows.items():
            draft.write(name, frame)
        draft.log.note("made")
        stored = draft.seal(Manifest(
            inputs=(INPUT,), settings=settings_as_json(Settings()), counts={"adverts": len(rows["ads"])}))
        stored.write_file("report.html", lambda p: p.write_text("<p>report"))
    return open_run(path)


def write_and_stop(path: Path, stop: type[BaseException]) -> None:
    with new_run(path, replace=True) as draft:
        draft.write("ads", tables(9)["ads"])
        raise stop


def test_what_is_written_is_read_again(tmp_path):
    run = make(tmp_path / "run")
    for name, frame in tables().items():
        assert run.table(name).equals(frame)
    assert run.manifest.inputs == (INPUT,)
    assert settings_from_json(run.manifest.settings) == Settings()


def test_the_same_tables_give_the_same_bytes(tmp_path):
    one, two = make(tmp_path / "one"), make(tmp_path / "two")
    assert one.fingerprint == two.fingerprint
    for file in sorted(f for f in one.path.rglob("*") if f.is_file()):
        assert file.read_bytes() == (two.path / file.relative_to(one.path)).read_bytes()


def test_how_many_threads_work_is_no_part_of_a_run():
    assert settings_as_json(Settings(threads=1)) == settings_as_json(Settings(threads=8))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path, stop):
    with pytest.raises(stop):
        write_and_stop(tmp_path / "run", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_stopped_leaves_the_run_before_it(tmp_path):
    before = make(tmp_path / "run").fingerprint
    with pytest.raises(KeyboardInterrupt):
        write_and_stop(tmp_path / "run", KeyboardInterrupt)
    assert open_run(tmp_path / "run").fingerprint == before
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_other_things_is_never_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    for replace in (False, True):
        with pytest.raises(WrongRun, match="no run and not empty"), new_run(tmp_path, replace):
            pass
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_run_is_replaced_only_when_that_is_said(tmp_path):
    make(tmp_path / "run")
    with pytest.raises(WrongRun, match="a run already") as error:
        make(tmp_path / "run")
    assert "--replace" in error.value.do
    assert len(make(tmp_path / "run", tables(5), replace=True).table("ads")) == 5


def test_two_do_not_write_one_run_at_a_time(tmp_path):
    with new_run(tmp_path / "run") as draft:
        with pytest.raises(WrongRun, match="another Daybreak"), new_run(tmp_path / "run"):
            pass
        draft.seal(Manifest())
    assert (tmp_path / "run" / "manifest.json").is_file()


def _without_manifest(run: Path) -> None:
    (run / "manifest.json").unlink()


def _other_format(run: Path) -> None:
    said = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps(said | {"format": 99}))


@pytest.mark.parametrize(("harm", "said"), [
    (_without_manifest, "half-written"), (_other_format, "format 99"),
    (lambda run: (run / "manifest.json").write_text("{"), "not a manifest"),
    (lambda run: (run / "manifest.json").write_text('{"format": 1}'), "not a manifest"),
    (lambda run: (run / "ads.parquet").unlink(), "missing"),
    (lambda run: (run / "ads.parquet").write_bytes(b"short"), "another size")])
def test_a_run_that_is_not_whole_is_not_opened(tmp_path, harm, said):
    make(tmp_path / "run")
    harm(tmp_path / "run")
    with pytest.raises(WrongRun, match=said) as error:
        open_run(tmp_path / "run")
    assert error.value.do


def test_what_is_no_folder_is_no_run(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "gone"):
        with pytest.raises(WrongRun):
            open_run(path)


def test_a_sound_run_is_verified(tmp_path):
    found = verify_run(make(tmp_path / "run").path)
    assert found.wrong == ()
    assert found.files == len(ALL) + 1


@pytest.mark.parametrize("name", ["ads.parquet", "leads.parquet", "report.html"])
@pytest.mark.parametrize("place", [0, 5, -1])
def test_one_altered_byte_is_found(tmp_path, name, place):
    path = make(tmp_path / "run").path / name
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert any(name in wrong and "altered" in wrong for wrong in verify_run(tmp_path / "run").wrong)


def test_a_file_that_was_slipped_in_or_taken_away_is_found(tmp_path):
    run = make(tmp_path / "run").path
    (run / "extra.parquet").write_bytes(b"x")
    (run / "report.html").unlink()
    assert [w.split(":")[0] for w in verify_run(run).wrong] == ["report.html", "extra.parquet"]


def test_tables_that_contradict_one_another_are_found(tmp_path):
    rows = tables()
    rows["organisations"] = rows["organisations"].head(1)
    rows["evidence"] = conform(pl.DataFrame({"left": [0], "right": [77], "channel": ["phone"]}), ALL["evidence"])
    wrong = verify_run(make(tmp_path / "run", rows).path).wrong
    assert any(w.startswith("ads.organisation: 1 values, such as 'o-1'") for w in wrong)
    assert any(w.startswith("evidence.right: 1 values, such as 77") for w in wrong)


def test_a_segment_adds_rows_and_takes_the_place_of_old_ones(tmp_path):
    run = make(tmp_path / "run")
    base = (run.path / "ads.parquet").read_bytes()
    more = tables(2, first=3)["ads"].with_columns(pl.lit(0, pl.UInt16).alias("file"))
    moved = run.table("ads").filter(pl.col("ad") == 2).with_columns(pl.lit("o-9").alias("organisation"))
    leads = conform(pl.DataFrame({"rank": [1], "organisation": ["o-9"], "standing": ["lead"]}), ALL["leads"])
    changed = run.append(Segment(
        {"ads": pl.concat([more, moved]), "leads": leads}, {"ads": moved["ad"]}, frozenset({"leads"}), (INPUT,), {"adverts": 5}))
    for now in (changed, open_run(run.path)):
        assert now.table("ads")["ad"].to_list() == [0, 1, 2, 3, 4]
        assert now.table("ads")["organisation"][2] == "o-9"
        assert now.table("leads").equals(leads)
        assert now.manifest.counts["adverts"] == 5
        assert len(now.manifest.all_inputs) == 2
    assert (run.path / "ads.parquet").read_bytes() == base
    again = changed.append(Segment({"leads": leads.clear()}, whole=frozenset({"leads"})))
    assert again.table("leads").is_empty()
    assert len(again.table("ads")) == 5


def test_an_update_that_is_stopped_leaves_the_run_as_it_was(tmp_path, monkeypatch):
    run = make(tmp_path / "run")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("daybreak.store.segments.sync_folder", stop)
    with pytest.raises(KeyboardInterrupt):
        run.append(Segment({"ads": tables(1, first=3)["ads"]}))
    assert len(open_run(run.path).table("ads")) == 3
    assert verify_run(run.path).wrong == ()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sets(st.integers(0, 9)), st.integers(0, 4)), max_size=4))
def test_segments_compose_like_a_table_that_is_changed_in_place(tmp_path_factory, changes):
    run = make(tmp_path_factory.mktemp("runs") / "run")
    expected = {n: f"o-{n // 2}" for n in range(3)}
    for number, (keys, new) in enumerate(changes):
        there = sorted(k for k in keys if k in expected)
        added = list(range(len(expected), len(expected) + new))
        rows = tables(len(there) + new)["ads"].with_columns(
            pl.Series("ad", there + added, pl.UInt32), pl.lit(f"s{number}").alias("organisation"))
        run = run.append(Segment({"ads": rows}, {"ads": pl.Series(there, dtype=pl.UInt32)}))
        expected |= dict.fromkeys(there + added, f"s{number}")
    assert dict(run.table("ads").select("ad", "organisation").iter_rows()) == expected
    assert run.table("ads")["ad"].is_sorted()
