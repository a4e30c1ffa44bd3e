"""The verbs `sample` and `measure` say what they did and what to do next."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from daybreak.cli.sample import command


def test_a_world_is_written_and_the_next_step_said(tmp_path: Path) -> None:
    said = CliRunner().invoke(command, ["--ads", "50", "--seed", "3", "--out", str(tmp_path / "w")])
    assert said.exit_code == 0
    assert "50 adverts by" in said.output
    assert "daybreak link" in said.output
    assert sorted(p.name for p in (tmp_path / "w").iterdir()) == [
        "ads.parquet",
        "contacts_truth.csv",
        "organisations.csv",
        "truth.csv",
    ]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = CliRunner().invoke(command, ["--ads", "50", "--out", str(tmp_path)])
    assert said.exit_code != 0
    assert "there already" in str(said.exception)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
