"""A reviewed data file is read as a person wrote it, or refused with file, entry and field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.catalogue.catalogue import Catalogue, load_catalogue
from daybreak.errors import WrongCatalogue
from daybreak.find.assess.table import read_table, read_wording_lists

DATA = Path(__file__).parents[2] / "src" / "daybreak" / "find" / "assess" / "data"
GOOD = """
catalogue: indicators
version: "1"
review: {status: draft, by: us, note: not read by anyone else}
sources:
  - {id: ilo, author: ILO, title: Indicators, year: 2012, where: Geneva, checked: named}
entries:
  - id: papers
    title: Papers are held
    observes: Someone else keeps the papers of a worker.
    family: restriction
    how: circuit
    sources: [ilo]
    benign: [A locker that the worker opens alone.]
    weight: 1.5
    seldom: 0.01
    control: 1
"""


def load(folder: Path, text: str) -> Catalogue:
    path = folder / "signs.yaml"
    path.write_text(text, encoding="utf-8")
    return load_catalogue(path, DATA / "indicators.schema.json")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    catalogue = load(tmp_path, GOOD)
    assert catalogue.version == "1"
    assert catalogue.review.status == "draft"
    assert catalogue.entries["papers"]["weight"] == 1.5
    assert catalogue.sources["ilo"].citation() == "ILO, Indicators (2012), Geneva [named]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 1.5", "weight: heavy", ["signs.yaml", "entry 'papers'", "field 'weight'", "heavy"]),
        ("    weight: 1.5\n", "", ["entry 'papers'", "field 'weight'"]),
        ("weight: 1.5", "weight: 1.5\n    colour: red", ["entry 'papers'", "field 'colour'"]),
        ("sources: [ilo]", "sources: [nobody]", ["entry 'papers'", "field 'sources'", "nobody"]),
        ("benign: [A locker that the worker opens alone.]", "benign: []", ["entry 'papers'", "field 'benign'"]),
        ("year: 2012", "year: long ago", ["source 'ilo'", "field 'year'"]),
        ("status: draft", "status: perfect", ["field 'review.status'"]),
        ("    seldom: 0.01", "    weight: 2\n    seldom: 0.01", ["the key 'weight' stands twice"]),
        ('version: "1"', "version: [", ["not readable as YAML"]),
        ("catalogue: indicators", "catalogue: others", ["field 'catalogue'"]),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in GOOD
    with pytest.raises(WrongCatalogue) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    for part in said:
        assert part in refused.value.advice()


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    entry = GOOD[GOOD.index("  - id: papers") :]
    with pytest.raises(WrongCatalogue, match="'papers' stands twice"):
        load(tmp_path, GOOD + entry)


def test_no_is_a_word_and_a_date_is_a_string(tmp_path: Path) -> None:
    catalogue = load(tmp_path, GOOD.replace("title: Papers are held", "title: 2026-01-01").replace("by: us", "by: no"))
    assert catalogue.review.by == "no"
    assert catalogue.entries["papers"]["title"] == "2026-01-01"


def test_a_missing_or_broken_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(WrongCatalogue, match="no such file"):
        load_catalogue(tmp_path / "none.yaml", DATA / "indicators.schema.json")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongCatalogue, match="UTF-8"):
        load_catalogue(tmp_path / "bytes.yaml", DATA / "indicators.schema.json")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with pytest.raises(WrongCatalogue):
        load(tmp_path_factory.mktemp("any"), text)


def test_an_indicator_that_names_an_unknown_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(GOOD.replace("how: circuit", "how: wording\n    wording: [nothing]"), encoding="utf-8")
    with pytest.raises(WrongCatalogue, match="there is no list 'nothing'"):
        read_table(path)


def test_our_own_files_are_good_and_every_list_speaks_eight_languages() -> None:
    assert len(read_table()) >= 20
    for entry in read_wording_lists().entries.values():
        assert set(entry["phrases"]) == {"en", "es", "fr", "pt", "ru", "uk", "zh", "ar"}
    for path in DATA.glob("*.schema.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["$schema"].endswith("2020-12/schema")
