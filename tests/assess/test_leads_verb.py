"""`daybreak leads` prints what a person needs and nothing that could harm their terminal or spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from daybreak.cli.leads import command
from daybreak.find.assess.run import assess
from daybreak.find.link.linked import Linked
from daybreak.settings import AssessSettings

Cast = Callable[[Sequence[dict[str, Any]]], Linked]


@pytest.fixture
def printed(cast: Cast, ordinary: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def run(*arguments: str, lead: bool = True) -> str:
        rows = ordinary + [
            {
                "body": "The agent keeps your passport. Ask the manager for any of the workers.",
                "phone": f"=cmd\x1b[31m{n}",
            }
            for n in range(lead * 3)
        ]
        linked = cast(rows)
        tables = {"leads": assess(linked, AssessSettings()).leads, "organisations": linked.organisations}
        monkeypatch.setattr("daybreak.store.run.open_run", lambda path: SimpleNamespace(table=tables.__getitem__))
        result = CliRunner().invoke(command, ["run", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_text_gives_reasons_and_says_that_a_rank_is_no_verdict(printed: Callable[..., str]) -> None:
    text = printed()
    assert "1. o" in text
    assert "because" in text
    assert "no probability and no verdict" in text
    assert "\x1b[31m" not in text


def test_csv_can_be_read_back(printed: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("--csv"))))
    assert [row["organisation"] for row in rows] == ["o"]
    assert not rows[0]["because"].startswith(("=", "+", "-", "@"))


def test_no_lead_is_said_plainly(printed: Callable[..., str]) -> None:
    assert "No lead" in printed(lead=False)


def test_a_senseless_number_is_refused() -> None:
    assert CliRunner().invoke(command, ["run", "--top", "0"]).exit_code == 2
