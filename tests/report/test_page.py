"""The page is whole, alone, safe with hostile adverts, and says what it must."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from tests.report.conftest import make_tables, store

from daybreak.find.report.write import write_report
from daybreak.store.run import StoredRun


class Read(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [a for tag, a in self.tags if tag == name]


@pytest.fixture(scope="module")
def read(page: str) -> Read:
    return Read(page)


def test_nothing_comes_from_elsewhere(page: str, read: Read) -> None:
    assert not [a for _, a in read.tags if "src" in a or "srcset" in a]
    assert not read.all("link") + read.all("img") + read.all("iframe") + read.all("form")
    assert all((a.get("href") or "#").startswith("#") for a in read.all("a"))
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_the_content_policy_allows_only_the_page_s_own_style_and_script(page: str, read: Read) -> None:
    policy = next(a["content"] for a in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    for name in ("style", "script"):
        (inside,) = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_an_advert_cannot_bring_markup_handlers_or_styles(read: Read) -> None:
    assert len(read.all("script")) == 1
    assert not [a for _, a in read.tags for name in a if name.startswith("on") or name == "style"]


def test_hidden_characters_of_adverts_are_shown_not_sent(page: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", page)
    assert ">U+202E</span>" in page
    assert ">U+001B</span>" in page


def test_every_anchor_leads_somewhere_and_no_id_stands_twice(read: Read) -> None:
    ids = [a["id"] for _, a in read.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    assert {(a["href"] or "")[1:] for a in read.all("a")} <= set(ids)


def test_every_picture_has_a_name_and_a_table_after_it(page: str, read: Read) -> None:
    assert all(a.get("aria-label") for a in read.all("svg") if a.get("role") == "img")
    for figure in page.split("<figure>")[1:]:
        assert "<table>" in figure.split("<figure>")[0]


def test_headings_go_down_one_step_at_a_time(read: Read) -> None:
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_first_lead_is_open_and_gives_its_reasons_doubts_and_place(page: str, read: Read) -> None:
    leads = [a for a in read.all("details") if a.get("class") == "lead"]
    assert ["open" in a for a in leads] == [True, False]
    for words in (
        "Why this lead is first", "a boss is asked first &lt;b&gt;", "What else it could be",
        "a farm&#39;s own recruiter",
        "What would change this", "anywhere from 1st to 2nd", "A lead is not a verdict.", "It may be two organisations",
    ):  # fmt: skip
        assert words in page


def test_no_probability_is_printed(page: str) -> None:
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
    assert not re.search(r"\d\s*%", body)


def test_quoted_words_and_contacts_are_marked_in_the_advert(page: str) -> None:
    assert 'title="read as sign S1">Ask the boss first</mark><a class="ref" href="#o-harvest-s1">S1</a>' in page
    assert re.search(r'<mark class="k-phone shared"[^>]*>\+34 600 000 101</mark>', page)
    assert re.search(r'lang="ar">[^<]*غرفة', page)
    assert re.search(r'<mark class="k-phone shared"[^>]*>٠٦٠٠٠٠٠٣٠١</mark>', page)


def test_slots_show_their_kind_in_words_and_the_values_as_written_beside_what_was_read(page: str) -> None:
    wording = page.split('class="pattern"')[1].split("</section>")[0]
    assert '<span class="slot k-name"><b>1&nbsp;name</b> <bdi>Ana…</bdi></span> looks for pickers &lt;i&gt;' in wording
    assert '<span class="slot k-phone"><b>2&nbsp;phone</b> <bdi>+34 600 000…</bdi>' in wording
    assert "{9:phone}" in wording          # no slot of the template: an advert's own words
    assert '<span class="read">= <bdi dir="auto">+34600000101</bdi></span>' in wording
    assert '<b>3&nbsp;emoji</b></span> <span class="small">anywhere in the text</span>' in wording


def test_what_was_rejected_is_said_with_file_line_field_and_reason(page: str) -> None:
    assert "1 field was not understood" in page
    assert "bad&lt;script&gt;.csv" in page
    assert "not a date" in page


def test_near_misses_and_other_organisations_are_listed(page: str) -> None:
    misses = page.split('id="misses"')[1].split('id="others"')[0]
    assert "ad-24" in misses
    assert "−2.5" in misses
    assert "o-lessons" in page.split('id="others"')[1].split('id="rejects"')[0]


def test_the_same_run_gives_the_same_bytes(run: StoredRun, page: str, tmp_path: Path) -> None:
    write_report(run, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page
    assert [p.name for p in tmp_path.iterdir()] == ["again.html"]


def test_a_run_without_leads_dates_contacts_or_places_still_has_a_page(tmp_path: Path) -> None:
    tables = make_tables()
    tables["ads"] = tables["ads"].with_columns(
        pl.lit(None, pl.Datetime("us")).alias("posted_at"), pl.lit(None, pl.String).alias("city"),
        pl.lit(None, pl.String).alias("country"),
    )  # fmt: skip
    no_time = pl.lit(None, pl.Datetime("us"))
    tables["organisations"] = tables["organisations"].with_columns(
        no_time.alias("first_seen"), no_time.alias("last_seen")
    )
    tables |= {name: tables[name].clear() for name in ("contacts", "evidence", "indicators", "rejects", "mentions")}
    tables["leads"] = tables["leads"].head(1).with_columns(
        *(pl.lit(None, pl.List(pl.String)).alias(c) for c in ("because", "could_be", "would_change"))
    )  # fmt: skip
    write_report(store(tmp_path / "bare", tables), tmp_path / "bare.html")
    bare = (tmp_path / "bare.html").read_text(encoding="utf-8")
    assert "No advert of this organisation carries a date" in bare
    tables["leads"] = tables["leads"].clear()
    write_report(store(tmp_path / "none", tables), tmp_path / "none.html")
    assert "no lead</h1>" in (tmp_path / "none.html").read_text(encoding="utf-8")


def test_an_empty_run_has_a_page(tmp_path: Path) -> None:
    tables = {name: frame.clear() for name, frame in make_tables().items()}
    write_report(store(tmp_path / "empty", tables), tmp_path / "empty.html")
    assert "0 adverts, no lead" in (tmp_path / "empty.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_stays_small_when_every_lead_is_large_and_hostile(tmp_path: Path) -> None:
    tables = make_tables()
    nasty = "".join(f"\u202e{chr(97 + n % 26)}" for n in range(20_000))
    many = 60 * 40
    ads = pl.concat([tables["ads"]] * 40).with_columns(
        pl.int_range(many, dtype=pl.UInt32).alias("ad"), pl.int_range(many, dtype=pl.UInt32).alias("text"),
        pl.format("ad-{}", pl.int_range(many)).alias("id"), pl.lit(nasty).alias("body"), pl.lit(nasty).alias("title"),
        pl.format("o-{}", pl.int_range(many) // 40).alias("organisation"),
    )  # fmt: skip
    lead = tables["leads"].head(1)
    organisation = tables["organisations"].head(1)
    tables["ads"] = ads
    tables["leads"] = pl.concat([lead] * 60).with_columns(
        pl.format("o-{}", pl.int_range(60)).alias("organisation"), pl.int_range(1, 61, dtype=pl.UInt32).alias("rank"),
        pl.concat_list([pl.lit(nasty)] * 4).alias("because"),
    )  # fmt: skip
    tables["organisations"] = pl.concat([organisation] * 60).with_columns(
        pl.format("o-{}", pl.int_range(60)).alias("organisation"), pl.lit(nasty).alias("review"))
    write_report(store(tmp_path / "large", tables), tmp_path / "large.html")
    assert (tmp_path / "large.html").stat().st_size < 20_000_000
