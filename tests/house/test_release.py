"""What a release says about itself: licence, changes, and defaults that nobody tuned by hand."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import daybreak

APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"     # the text as its authors publish it


def test_the_licence_is_apache_2_in_full(top: Path) -> None:
    assert hashlib.sha256((top / "LICENSE").read_bytes()).hexdigest() == APACHE


def test_the_changelog_has_an_entry_for_this_version(top: Path) -> None:
    text = (top / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert headings[:1] == [daybreak.__version__]


def test_the_pages_at_the_top_are_there(top: Path) -> None:
    pages = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "ETHICS.md", "LICENSE", "Makefile",
             ".ci/run")
    assert [page for page in pages if not (top / page).is_file()] == []


def test_the_first_screen_of_the_readme_names_the_two_commands(top: Path) -> None:
    first = "\n".join((top / "README.md").read_text(encoding="utf-8").splitlines()[:24])
    assert "make demo" in first
    assert "make test" in first


def test_the_defaults_are_those_that_the_chooser_wrote(top: Path) -> None:
    chooser = top / "benchmarks" / "choose.py"
    if not chooser.exists():
        pytest.skip("benchmarks/choose.py is not here yet")
    done = subprocess.run(
        [sys.executable, str(chooser), "--check"], cwd=top, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
