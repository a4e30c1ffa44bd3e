"""The demonstration: the whole road in one command, which never takes away what is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from daybreak.cli.demo import adverts_of, command
from daybreak.errors import WrongSetting


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongSetting, match=r"letters\.txt"):
        CliRunner().invoke(command, ["--out", str(tmp_path)], catch_exceptions=False, standalone_mode=False)
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "mine"


def test_a_world_without_adverts_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as told:
        adverts_of(tmp_path)
    assert "daybreak sample" in told.value.advice()


@pytest.mark.slow
def test_the_demonstration_ends_with_leads_and_a_report_and_may_run_again(tmp_path: Path) -> None:
    for _ in range(2):
        done = CliRunner().invoke(command, ["--ads", "800", "--out", str(tmp_path / "demo")], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert "B-cubed" in done.output
        report = tmp_path / "demo" / "run" / "report.html"
        assert str(report) in done.output
        assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
