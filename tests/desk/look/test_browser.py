"""The face in a real browser: wide and narrow, light and dark, Arabic; with the rules of axe, and with the keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from daybreak_web.accounts.models import User
from daybreak_web.look.build import BUILT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path("node_modules/axe-core/axe.min.js")
PAGES = {"start": "/", "sign-in": "/accounts/login/", "missing": "/nowhere"}
WIDTHS = {"wide": 1280, "narrow": 360}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole file."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    if not (BUILT / "parts.css").exists() or not AXE.exists():
        pytest.skip("the set-up has not built the style sheets")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"     # playwright keeps a loop of its own in this thread
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window without a past."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def neutral(live_server: LiveServer) -> Iterator[str]:
    """A neutral address on this machine: nothing outside it is asked for."""
    address = f"{live_server.url}/static/look/mark.svg"
    with override_settings(EXIT_ADDRESS=address):
        yield address


def _sign_in(page: Page, server: LiveServer, person: User, client: object) -> None:
    name, value = settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value  # type: ignore[attr-defined]
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))      # as the browser's owner: the content policy forbids it to pages
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{v['id']}: {v['help']}: {n['html'][:120]}" for v in found for n in v["nodes"]]


def _show(page: Page, server: LiveServer, address: str, language: str, width: int, scheme: str) -> list[str]:
    """Open a page in a language, a width and a scheme; what the console had to say about it."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server.url}])
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(server.url + address)
    return [line for line in said if "404 (Not Found)" not in line]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_break_no_rule_of_accessibility(
    page: Page, live_server: LiveServer, tmp_path: Path, language: str, width: str, scheme: str, adm: User, signed_in
) -> None:
    wrong = []
    for name, address in {**PAGES, "own": "/"}.items():
        if name == "own":
            _sign_in(page, live_server, adm, signed_in(adm))
        said = _show(page, live_server, address, language, WIDTHS[width], scheme)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        wrong += [f"{name}: {v}" for v in [*said, *_violations(page)]]
        wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {wider} pixels wider than the window"] if wider > 0 else []
    assert wrong == []


def test_arabic_is_laid_out_from_the_right(page: Page, live_server: LiveServer) -> None:
    _show(page, live_server, "/", "ar", 1280, "light")
    site, leave = page.locator(".site").bounding_box(), page.locator(".exit-link").bounding_box()
    assert site is not None and leave is not None and site["x"] > leave["x"]


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(page: Page, live_server: LiveServer) -> None:
    _show(page, live_server, "/", "en", 1280, "light")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "usa-skipnav"
    assert page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "content"


def test_escape_pressed_three_times_leaves_and_back_shows_nothing_of_us(
    page: Page, live_server: LiveServer, neutral: str, adm: User, signed_in
) -> None:
    _sign_in(page, live_server, adm, signed_in(adm))
    _show(page, live_server, "/", "en", 1280, "light")
    before = page.evaluate("() => history.length")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(neutral)
    assert page.evaluate("() => history.length") == before      # the entry was replaced, none was added
    page.goto(live_server.url)
    assert "Please sign in" in page.content()


def test_other_keys_in_between_do_not_leave(page: Page, live_server: LiveServer) -> None:
    _show(page, live_server, "/", "en", 1280, "light")
    for key in ("Escape", "a", "Escape", "Tab", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == live_server.url + "/"


def test_the_way_out_and_the_languages_work_without_script(browser: Browser, live_server: LiveServer, neutral: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url)
        page.get_by_label("Language").select_option("fr")
        page.get_by_role("button", name="Change").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Veuillez vous connecter"
        page.get_by_role("link", name="Quitter ce site").click()
        page.wait_for_url(neutral)
