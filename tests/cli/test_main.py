"""The command line as a whole: help without loading anything, errors in words, exit codes that scripts can trust."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from daybreak.cli import main as cli
from daybreak.errors import Interrupted, WrongRun


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from daybreak.cli.main import main; main()", *words],
        capture_output=True, text=True, check=False)


def test_help_names_every_verb_and_loads_none_of_them() -> None:
    code = ("import sys; from daybreak.cli.main import daybreak; daybreak.main(['--help'], standalone_mode=False); "
            "print('LOADED', [m for m in sys.modules if m in ('polars', 'numba', 'numpy')])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(verb in done.stdout for verb in cli.VERBS)
    assert "LOADED []" in done.stdout


def test_a_verb_that_is_not_there_leaves_with_2() -> None:
    done = _run("arrest")
    assert done.returncode == 2
    assert "arrest" in done.stderr


def test_the_version_is_said() -> None:
    done = _run("--version")
    assert done.returncode == 0
    assert "0.1.0" in done.stdout


@pytest.mark.parametrize(("raised", "code"), [
    (WrongRun("run is half-written.", "Link again."), 1), (Interrupted("Stopped.", "Nothing was left."), 130),
    (click.UsageError("no such option"), 2), (click.Abort(), 130), (KeyboardInterrupt(), 130),
])
def test_what_goes_wrong_is_said_in_words_and_in_the_exit_code(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise raised

    monkeypatch.setattr(cli.daybreak, "main", fail)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.err.strip()


def test_a_verb_that_leaves_with_a_code_of_its_own_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.daybreak, "main", lambda **_: 3)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 3
