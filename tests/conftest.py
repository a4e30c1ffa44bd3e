"""What all tests share: the data that lies beside the repository, one browser, and an honest count of skipped tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is timed. CI draws the same examples each time; a person's machine draws new ones.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def top() -> Path:
    """The folder of the repository."""
    return TOP


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """shared_data("job-orders/truth.csv"): the path of real data beside the repository, or a skip that says so."""

    def find(name: str) -> Path:
        path = TOP.parent / "shared" / "data" / name
        if not path.exists():
            pytest.skip(f"needs ../shared/data/{name}, which is not on this machine")
        return path

    return find


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser, or a skip that says so."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("needs Chromium (`make test` installs it for root on Debian)")
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped, also when none was: a release needs 0."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    terminalreporter.write_line(f"skipped: {skipped}" + (" (a release needs 0)" if skipped else ""))
