"""The page in a real browser: nothing to complain about, nothing fetched, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.report.browser import FOUND, Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FOUND is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_and_is_silent(browser: Browser, file: Path, width: int, dark: bool) -> None:
    browser.open(file, width, dark=dark)
    browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.complaints == []
    assert [r for r in browser.requests if not r.startswith(("file:", "about:"))] == []


def test_a_link_to_a_closed_lead_opens_it(browser: Browser, file: Path) -> None:
    browser.open(file, 1280)
    browser.evaluate("document.querySelector('.order a[href=\"#o-rooms\"]').click()")
    assert browser.evaluate("document.getElementById('o-rooms').closest('details').open")


def test_finding_hides_the_leads_without_it(browser: Browser, file: Path) -> None:
    browser.open(file, 1280)
    browser.evaluate("(() => { const f = document.getElementById('find'); f.value = 'غرفة';"
                     "f.dispatchEvent(new Event('input')) })()")  # fmt: skip
    assert browser.evaluate("[...document.querySelectorAll('details.lead')].map(l => l.hidden)") == [True, False]
    assert browser.evaluate("document.getElementById('found').textContent") == "1 of 2 leads contain it"


def test_without_script_the_tools_are_away_and_all_else_is_there(browser: Browser, file: Path) -> None:
    browser.open(file, 1280, script=False)
    assert browser.evaluate("getComputedStyle(document.querySelector('.tools')).display") == "none"
    assert browser.evaluate("document.querySelectorAll('details.lead[open]').length") == 1


def test_print_shows_closed_leads_too(browser: Browser, file: Path) -> None:
    browser.open(file, 1000, media="print", script=False)
    assert browser.evaluate("document.getElementById('o-rooms').getBoundingClientRect().height") > 200


def test_the_keyboard_reaches_the_skip_link_first(browser: Browser, file: Path) -> None:
    browser.open(file, 1280)
    browser.press_tab()
    assert browser.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert browser.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
