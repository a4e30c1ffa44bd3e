"""A truth file's mistakes are said with file, line and field."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from daybreak.errors import WrongJudgement
from daybreak.measure.truth import read_truth

IDS = pl.Series("id", ["a", "b", "c"])


def write(folder: Path, text: str) -> Path:
    path = folder / "truth.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_employer_is_a_truth_for_organisation_and_some_adverts_may_be_missing(tmp_path: Path) -> None:
    read = read_truth(write(tmp_path, "id,employer\nb,x\na,y\n"), "organisation", IDS)
    assert read.rows() == [("b", "x"), ("a", "y")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,organisation\na,x\nz,x\n", "line 3, field id: 'z' names no advert of this run"),
        ("id,organisation\na,x\nb,y\na,x\n", "line 4, field id: 'a' stands there a second time"),
        ("id,organisation\na,\n", "line 2, field organisation: 'a' is empty"),
        ("id,organisation\n,x\n", "line 2, field id: '' is empty"),
        ("id,colour\na,x\n", "line 1: no column named organisation or organization or employer"),
        ("name,organisation\na,x\n", "line 1: no column named id"),
        ("id,organisation\nz,x\ny,x\n", "1 more rows are wrong in the same way"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_field(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WrongJudgement, match=r"truth\.csv") as error:
        read_truth(write(tmp_path, text), "organisation", IDS)
    assert said in error.value.advice()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"id,organisation\na,x,extra,fields\n"])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "truth.csv"
    path.write_bytes(content)
    with pytest.raises(WrongJudgement):
        read_truth(path, "organisation", IDS)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongJudgement, match="cannot be read"):
        read_truth(tmp_path / "nowhere.csv", "organisation", IDS)
