"""From adverts to distinct texts and what they say: read once, spread to all, the same however it is cut."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.model.tables import ADS, CONTACTS, MENTIONS, TEXTS
from daybreak.settings import TextSettings
from daybreak.store.schema import conform, polars_schema
from daybreak.text import reading
from daybreak.text.reading import Reading, distinct_texts, read_texts
from daybreak.text.workers import WorkerStopped, read_in_workers

ALONE = TextSettings(workers=1)


def ads(*rows: dict[str, Any]) -> pl.DataFrame:
    schema = polars_schema(ADS)
    frame = pl.DataFrame(list(rows), schema={c: t for c, t in schema.items() if c != "ad"})
    return conform(frame.with_row_index("ad"), ADS)


def same(left: Reading, right: Reading) -> bool:
    return (
        left.texts.equals(right.texts) and left.contacts.equals(right.contacts) and left.mentions.equals(right.mentions)
        and np.array_equal(left.text_of_ad, right.text_of_ad))


def test_texts_are_numbered_in_order_of_their_first_advert() -> None:
    read = read_texts(ads({"body": "b"}, {"body": "a"}, {"body": "b"}, {"title": "a"}, {}, {"title": "", "body": ""}), ALONE)
    assert read.text_of_ad.tolist() == [0, 1, 0, 2, 3, 3]
    assert read.texts["text"].to_list() == [0, 1, 2, 3]
    assert read.texts["ad"].to_list() == [0, 1, 3, 4]
    assert read.texts["words"].to_list() == ["b", "a", "a", ""]


def test_tables_have_the_schemas_of_the_model() -> None:
    for read in (read_texts(ads(), ALONE), read_texts(ads({"body": "Pay $15/hr, call 713-555-0188", "country": "US"}), ALONE)):
        assert dict(read.texts.schema) == polars_schema(TEXTS)
        assert dict(read.contacts.schema) == polars_schema(CONTACTS)
        assert dict(read.mentions.schema) == polars_schema(MENTIONS)
        assert read.text_of_ad.dtype == np.int64


def test_contacts_of_a_text_stand_on_every_advert_that_carries_it() -> None:
    row = {"body": "Write to dana@farm.example about the work", "country": "US"}
    read = read_texts(ads(row, {"body": "no contact"}, row), ALONE)
    mails = read.contacts.filter(pl.col("kind") == "email")
    assert mails["ad"].to_list() == [0, 2]
    assert mails["value"].unique().to_list() == ["dana@farm.example"]


def test_one_text_in_two_regions_is_read_in_each() -> None:
    body = "Seasonal work, housing included. Call 020 7946 0018 today"
    read = read_texts(ads({"body": body, "country": "GB"}, {"body": body, "country": "DE"}), ALONE)
    assert len(read.texts) == 1
    british = read.contacts.filter((pl.col("kind") == "phone") & (pl.col("ad") == 0))["value"].to_list()
    german = read.contacts.filter((pl.col("kind") == "phone") & (pl.col("ad") == 1))["value"].to_list()
    assert british == ["+442079460018"]
    assert "+442079460018" not in german


def test_contacts_in_columns_are_read_beside_those_in_the_text() -> None:
    read = read_texts(ads({"body": "Write to dana@farm.example", "email": "office@farm.example", "country": "US"}), ALONE)
    assert set(read.contacts.select("value", "field").rows()) == {
        ("dana@farm.example", "body"), ("office@farm.example", "email")}


def test_mentions_stand_on_the_first_advert_and_quote_it() -> None:
    body = "Picker in Fresno, CA: $16.50 per hour"
    read = read_texts(ads({"body": "other"}, {"title": "Farm", "body": body}, {"title": "Farm", "body": body}), ALONE)
    told = {row["kind"]: body[row["start"]:row["end"]] for row in read.mentions.iter_rows(named=True)}
    assert told == {"place": "Fresno, CA", "price": "$16.50 per hour"}
    assert read.mentions["ad"].unique().to_list() == [1]


def test_progress_is_told_up_to_the_end() -> None:
    seen: list[tuple[str, int, int]] = []
    read_texts(ads({"body": "a"}, {"body": "b"}), ALONE, lambda step, done, total: seen.append((step, done, total)))
    assert seen[0][1:] == (0, 2)
    assert seen[-1][1:] == (2, 2)


def many(count: int) -> pl.DataFrame:
    bodies = ["Pickers for {0} weeks, ${1}/hr, write farm{0}@jobs.example", "Сезонная работа {0}, звоните +7 912 345-67-{2}",
              "招聘农场工人 {0} 名，微信 farm{0}", "Cosecha {0}, llame al 713-555-0{1}{2}", "🌾 farm {0} 🌾"]
    return ads(*(
        {"title": f"work {i % 7}", "body": bodies[i % 5].format(i % 97, 10 + i % 9, 10 + i % 89),
         "country": ("US", "RU", None)[i % 3]} for i in range(count)))


def test_the_result_does_not_depend_on_workers_or_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_texts(many(240), ALONE)
    monkeypatch.setattr(reading, "_CHUNK", 101)
    assert same(read_texts(many(240), ALONE), whole)
    monkeypatch.setattr(reading, "_CHUNK", 130)
    monkeypatch.setattr(reading, "_ALONE", 0)
    assert same(read_texts(many(240), TextSettings(workers=2)), whole)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.fixed_dictionaries({
    "title": st.one_of(st.none(), st.text()), "body": st.one_of(st.none(), st.text(), st.just("call 713-555-0188")),
    "country": st.one_of(st.none(), st.text(max_size=3), st.just("US")), "phone": st.one_of(st.none(), st.text())}), max_size=6))
def test_any_adverts_are_read_and_every_span_quotes(rows: list[dict[str, Any]]) -> None:
    read = read_texts(ads(*rows), ALONE)
    assert len(read.text_of_ad) == len(rows)
    for row in read.contacts.filter(pl.col("field").is_in(["title", "body"])).iter_rows(named=True):
        assert rows[row["ad"]][row["field"]][row["start"]:row["end"]] == row["written"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([None, "", "a", "b"]), st.sampled_from([None, "", "a", "b"]))))
def test_adverts_share_a_text_exactly_when_title_and_body_are_the_same(rows: list[tuple[str | None, str | None]]) -> None:
    text_of_ad, first_ad = distinct_texts(ads(*({"title": t, "body": b} for t, b in rows)))
    keys = [(t or "", b or "") for t, b in rows]
    numbers = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    assert text_of_ad.tolist() == [numbers[key] for key in keys]
    assert first_ad.tolist() == [keys.index(key) for key in numbers]


def test_a_worker_that_fails_is_reported_and_leaves_no_process() -> None:
    broken = pl.DataFrame({"nothing": [1]})
    with pytest.raises(WorkerStopped) as failure:
        list(read_in_workers(lambda number: broken, 1, 1))
    assert "workers" in failure.value.advice()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_a_stopped_parent(end: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent("""
        import polars as pl
        from daybreak.text import workers
        start = workers._start
        def tell():
            child = start()
            print(child.pid, flush=True)
            return child
        workers._start = tell
        units = pl.DataFrame({"unit": [0], "text": [0], "title": ["a"], "body": ["b"], "region": ["US"], "first": [True],
                              "placeless": [False]}, schema_overrides={"unit": pl.UInt32, "text": pl.UInt32})
        for tables in workers.read_in_workers(lambda number: units, 10**9, 2):
            pass
    """), encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)))
    assert parent.stdout is not None
    children = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(end)
    parent.wait(timeout=60)
    parent.stdout.close()
    for _ in range(600):
        if not any(_runs(child) for child in children):
            return
        time.sleep(0.05)
    pytest.fail("a worker still runs")


def _runs(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
