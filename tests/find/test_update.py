"""Adding adverts to a run: only what they touch changes, all of it or nothing, and compacting gives the run made in one go."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.errors import UnreadableInput, WrongRun
from daybreak.find import run as running
from daybreak.find import updating
from daybreak.find.link import remembered
from daybreak.find.run import find, find_again, resolve_again
from daybreak.find.updating import update
from daybreak.measure.clusters import score_clusters
from daybreak.read.reading import read_ads
from daybreak.sample.world import make_world
from daybreak.settings import Settings
from daybreak.store.run import StoredRun, open_run, writing
from daybreak.store.verifying import UNSEALED, verify_run
from daybreak.text.reading import read_texts

SETTINGS = Settings(threads=1)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over most of a world, a run over all of it, and the rest of it in two files; rows out of order.

    `grown` was updated with segments, `relinked` as updates do it that add as much as this.
    """
    folder = tmp_path_factory.mktemp("world")
    ads = make_world(900, 11).ads.sample(fraction=1, shuffle=True, seed=3)
    for name, start, length in (("a", 0, 800), ("b", 800, 60), ("c", 860, 40)):
        ads[start : start + length].write_parquet(folder / f"{name}.parquet")
    find([folder / "a.parquet"], folder / "base", SETTINGS)
    find([folder / f"{name}.parquet" for name in "abc"], folder / "whole", SETTINGS)
    for name, much in (("grown", 1.0), ("relinked", updating.MUCH)):
        run = shutil.copytree(folder / "base", folder / name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(updating, "MUCH", much)
            update(run, [folder / "b.parquet"], 1)
            update(run, [folder / "c.parquet"], 1)
    return folder


@pytest.fixture
def base(world: Path, tmp_path: Path) -> Path:
    return shutil.copytree(world / "base", tmp_path / "run")


def contents(folder: Path, *, but: frozenset[str] = frozenset()) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in but}


def organisations(run: StoredRun) -> pl.DataFrame:
    return run.table("ads").select("id", "organisation")


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_an_updated_run_is_whole_and_its_tables_agree(world):
    assert verify_run(world / "grown").wrong == ()
    run = open_run(world / "grown")
    counts = run.manifest.counts
    assert counts["adverts"] == 900
    for name in ("texts", "templates", "organisations"):
        assert counts[name] == len(run.table(name))
    leads = run.table("leads")
    assert counts["leads"] == int((leads["standing"] == "lead").sum())
    assert leads["rank"].drop_nulls().to_list() == list(range(1, counts["leads"] + 1))


def test_an_updated_run_groups_adverts_nearly_as_a_run_over_all_of_them(world):
    whole = organisations(open_run(world / "whole"))
    for name, least in (("grown", 0.98), ("relinked", 0.99)):
        both = organisations(open_run(world / name)).join(whole, on="id", suffix="_whole")
        assert score_clusters(both["organisation"], both["organisation_whole"]).pair_f1 >= least


def test_an_update_that_adds_much_gives_the_run_over_all_files_byte_for_byte(world):
    assert contents(world / "relinked", but=UNSEALED - {"manifest.json"}) == contents(
        world / "whole", but=UNSEALED - {"manifest.json"})


@pytest.mark.slow
@pytest.mark.parametrize("shuffled", [True, False])
def test_a_run_that_grows_by_a_fiftieth_groups_adverts_as_a_run_over_all_of_them(tmp_path, shuffled):
    ads = make_world(6120, 5).ads
    ads = ads.sample(fraction=1, shuffle=True, seed=5) if shuffled else ads
    ads[:6000].write_parquet(tmp_path / "a.parquet")
    ads[6000:].write_parquet(tmp_path / "b.parquet")
    find([tmp_path / "a.parquet"], tmp_path / "grown", SETTINGS)
    find([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "whole", SETTINGS)
    update(tmp_path / "grown", [tmp_path / "b.parquet"], 1)
    assert open_run(tmp_path / "grown").manifest.segments       # as many as a segment takes; beyond that all is weighed again
    both = organisations(open_run(tmp_path / "grown")).join(
        organisations(open_run(tmp_path / "whole")), on="id", suffix="_whole")
    assert score_clusters(both["organisation"], both["organisation_whole"]).pair_f1 >= 0.99


def test_compacting_an_updated_run_gives_the_run_over_all_files_byte_for_byte(world, tmp_path):
    run = shutil.copytree(world / "grown", tmp_path / "run")
    find_again(open_run(run), SETTINGS)
    assert contents(run, but=UNSEALED - {"manifest.json"}) == contents(world / "whole", but=UNSEALED - {"manifest.json"})


def test_what_new_adverts_do_not_touch_stays_to_the_byte(world):
    before, after = open_run(world / "base"), open_run(world / "grown")
    gone = pl.concat([
        pl.read_parquet(world / "grown/segments" / number / "organisations.replaced.parquet") for number in ("0001", "0002")
    ])["organisation"]
    untouched = ~pl.col("organisation").is_in(gone.implode())
    for name in ("ads", "organisations", "indicators"):
        rows = before.table(name).filter(untouched)
        assert len(rows)
        assert rows.equals(after.table(name).join(rows.select("organisation").unique(), on="organisation", how="semi"))
    assert len(gone.unique()) < len(before.table("organisations")) / 2


def test_memory_after_updates_says_who_carries_what(world):
    run = open_run(world / "grown")
    carried, known = run.table("memory/carried"), run.table("memory/identifiers")
    assert carried.is_unique().all()
    assert known["identifier"].sort().to_list() == list(range(len(known)))
    counted = known.join(carried.group_by("identifier").len(), on="identifier", how="left").with_columns(
        pl.col("len").fill_null(0))
    assert (counted["users"] == counted["len"]).all()
    whole = open_run(world / "whole").table("memory/identifiers")
    contacts = pl.col("kind").is_in(["phone", "email", "handle", "account", "url"])
    same = known.filter(contacts & (pl.col("users") > 0)).select("kind", "value", "users").sort("kind", "value")
    assert same.equals(whole.filter(contacts).select("kind", "value", "users").sort("kind", "value"))


def test_two_organisations_that_a_new_advert_joins_are_one_and_the_history_says_so(tmp_path):
    def advert(name: str, phone: str, email: str, words: str, day: int) -> dict[str, object]:
        return {"id": name, "title": words, "phone": phone, "email": email, "city": "Boston", "country": "US",
                "posted_at": f"2026-01-{day:02d}"}

    first = "We plant roses and tulips along the garden wall in spring for every house on the hill"
    second = "Old pianos tuned and mended at your home by two careful hands since many years"
    one = [advert(f"r{n}", "+12025550141", "roses@garden.example", f"{first} {n}", 2 + n) for n in range(4)]
    two = [advert(f"p{n}", "+12025550172", "pianos@tuner.example", f"{second} {n}", 2 + n) for n in range(4)]
    find([write(tmp_path / "a.jsonl", *one, *two)], tmp_path / "run", SETTINGS)
    before = dict(organisations(open_run(tmp_path / "run")).iter_rows())
    assert before["r0"] != before["p0"]
    both = [advert(f"b{n}", "+12025550141;+12025550172", "roses@garden.example;pianos@tuner.example",
                   f"{first} {second} {n}", 10 + n) for n in range(4)]
    run = update(tmp_path / "run", [write(tmp_path / "b.jsonl", *both)], 1)
    after = dict(organisations(run).iter_rows())
    assert len(set(after.values())) == 1
    assert after["p0"] == before["r0"]
    history = [json.loads(line) for line in (run.path / "history.jsonl").read_text().splitlines()]
    assert history == [{"event": "merge", "into": before["r0"], "organisations": [before["p0"], before["r0"]]}] or (
        history == [{"event": "merge", "into": before["r0"], "organisations": [before["r0"], before["p0"]]}])
    assert verify_run(run.path).wrong == ()


@pytest.mark.parametrize("much", [updating.MUCH, 1.0])
def test_judgements_hold_through_an_update(world, base, monkeypatch, much):
    monkeypatch.setattr(updating, "MUCH", much)
    ads = organisations(open_run(base))
    together = ads.group_by("organisation").agg(pl.col("id")).filter(pl.col("id").list.len() == 2).sort("organisation")
    pair = together["id"][0].to_list()
    judged = pl.DataFrame([[*pair, "different", None, None, None]], orient="row", schema=dict.fromkeys(
        ("left", "right", "judgement", "by", "at", "why"), pl.String))
    resolve_again(open_run(base), judged)
    after = dict(organisations(update(base, [world / "b.parquet"], 1)).iter_rows())
    assert after[pair[0]] != after[pair[1]]
    assert verify_run(base).wrong == ()


@pytest.mark.parametrize(("module", "step"), [
    *((updating, step) for step in ("regroup", "assess_again", "write_report", "history")),
    *((running, step) for step in ("read_on", "prepare", "organise", "assess", "write_report", "history")),
])
def test_an_update_that_is_stopped_leaves_the_run_as_it_was(world, base, monkeypatch, module, step):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = contents(base)
    monkeypatch.setattr(updating, "MUCH", 1.0 if module is updating else 0.0)
    monkeypatch.setattr(module, step, stop)
    with pytest.raises(KeyboardInterrupt):
        update(base, [world / "b.parquet"], 1)
    assert contents(base) == before


def test_the_same_file_is_not_added_twice(world, base):
    before = contents(base)
    again = shutil.copy(world / "a.parquet", base.parent / "other-name.parquet")
    with pytest.raises(UnreadableInput, match=r"already, as a\.parquet"):
        update(base, [Path(again)], 1)
    assert contents(base) == before


def test_of_a_folder_only_new_files_are_read(world, base, tmp_path):
    folder = tmp_path / "adverts"
    folder.mkdir()
    for name in ("a", "b"):
        shutil.copy(world / f"{name}.parquet", folder)
    assert [i.name for i in update(base, [folder], 1).manifest.all_inputs] == ["a.parquet", "b.parquet"]
    with pytest.raises(UnreadableInput, match="all these files already"):
        update(base, [folder], 1)


@pytest.mark.parametrize("much", [0.0, 1.0])
def test_adverts_that_the_run_has_are_rejected_and_the_others_added(world, base, tmp_path, monkeypatch, much):
    monkeypatch.setattr(updating, "MUCH", much)
    rows = pl.concat([pl.read_parquet(world / "a.parquet")[:3], pl.read_parquet(world / "b.parquet")[:2]])
    rows.write_parquet(tmp_path / "mixed.parquet")
    run = update(base, [tmp_path / "mixed.parquet"], 1)
    assert run.manifest.counts["adverts"] == 802
    assert run.table("rejects")["reason"].to_list() == ["an advert with this id came before"] * 3
    assert verify_run(base).wrong == ()


@pytest.mark.parametrize(("name", "content"), [
    ("empty.jsonl", ""), ("broken.parquet", "not parquet"), ("no_text.csv", "phone,city\n1,Boston\n"),
])
def test_a_file_that_cannot_be_read_stops_and_changes_nothing(base, tmp_path, name, content):
    before = contents(base)
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableInput):
        update(base, [tmp_path / name], 1)
    assert contents(base) == before


def test_when_every_row_is_rejected_nothing_changes(world, base, tmp_path):
    before = contents(base)
    pl.read_parquet(world / "a.parquet")[:5].write_parquet(tmp_path / "old.parquet")
    with pytest.raises(UnreadableInput, match="Not one new advert"):
        update(base, [tmp_path / "old.parquet"], 1)
    assert contents(base) == before


def test_two_updates_at_once_are_refused(world, base):
    with writing(base), pytest.raises(WrongRun, match="another Daybreak"):
        update(base, [world / "b.parquet"], 1)


def test_a_run_that_is_not_there_is_said(world, tmp_path):
    with pytest.raises(WrongRun, match="no such folder"):
        update(tmp_path / "nowhere", [world / "b.parquet"], 1)


@pytest.mark.parametrize("name", ["base", "grown", "relinked"])
def test_a_judgement_gives_the_bytes_of_the_full_way_without_reading_texts(world, tmp_path, monkeypatch, name):
    ads = organisations(open_run(world / name)).sort("organisation", "id")
    groups = [group.to_list() for group in ads.group_by("organisation", maintain_order=True).agg("id")["id"]]
    several = next(group for group in groups if len(group) > 1)
    pairs = [(*several[:2], "different"), (groups[0][0], groups[-1][0], "same")]
    judged = pl.DataFrame([[*pair, None, None, None] for pair in pairs], orient="row", schema=dict.fromkeys(
        ("left", "right", "judgement", "by", "at", "why"), pl.String))
    full, fast = (shutil.copytree(world / name, tmp_path / way) for way in ("full", "fast"))
    find_again(open_run(full), SETTINGS, judged)
    monkeypatch.setattr(remembered, "read_texts", None)
    monkeypatch.setattr("daybreak.find.link.run.read_texts", None)
    resolve_again(open_run(fast), judged, 1)
    assert contents(fast, but=UNSEALED - {"manifest.json"}) == contents(full, but=UNSEALED - {"manifest.json"})


ROWS = st.lists(st.fixed_dictionaries({
    "title": st.sampled_from(["Roses planted along the wall", "Call (202) 555-0141", "Se venden flores en Lyon", ""]),
    "body": st.sampled_from([
        "two careful hands since many years", "call 202 555 0172 or 020 7946 0958", "\U0001f339\U0001f339\U0001f339 120 USD"]),
    "country": st.sampled_from(["US", "GB", None]), "city": st.sampled_from(["Boston", None]),
    "phone": st.sampled_from(["+12025550141", None])}), min_size=1, max_size=6)


@given(files=st.lists(ROWS, min_size=2, max_size=3))
@settings(max_examples=6, deadline=None)
def test_what_was_read_file_by_file_is_what_is_read_in_one_go(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("files")
    paths = [write(folder / f"{n}.jsonl", *({"id": f"{n}-{k}", **row} for k, row in enumerate(rows)))
             for n, rows in enumerate(files)]
    read = read_ads(paths)
    whole = read_texts(read.ads, SETTINGS.text)
    find(paths[:1], folder / "run", SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(updating, "MUCH", 100.0)
        for path in paths[1:-1]:
            update(folder / "run", [path], 1)
    stored = open_run(folder / "run")
    before = len(stored.table("ads"))
    ads, reading = remembered.read_on(stored, read.ads[before:], SETTINGS.text)
    assert ads.equals(read.ads)
    assert reading.text_of_ad.tolist() == whole.text_of_ad.tolist()
    for name in ("texts", "contacts", "mentions"):
        assert getattr(reading, name).equals(getattr(whole, name)), name


@pytest.mark.parametrize("much", [0.0, 1.0])
def test_a_run_with_other_tables_is_refused_and_says_who_wrote_it(world, base, monkeypatch, much):
    monkeypatch.setattr(updating, "MUCH", much)
    run = open_run(base)
    older = run.table("templates").drop("accepted")
    older.write_parquet(base / "templates.parquet")
    entry = replace(run.manifest.tables["templates"], bytes=(base / "templates.parquet").stat().st_size)
    (base / "manifest.json").write_bytes(run.manifest.having(tables=run.manifest.tables | {"templates": entry}).as_bytes())
    before = contents(base)
    with pytest.raises(WrongRun, match=r"templates has other columns.*written by daybreak \d") as told:
        update(base, [world / "b.parquet"], 1)
    assert "daybreak compact" in told.value.advice()
    assert contents(base) == before
    find_again(open_run(base), SETTINGS)
    assert update(base, [world / "b.parquet"], 1).manifest.counts["adverts"] == 860
