"""Every answer tells the browser to be strict; the log tells nobody who did what; strangers learn yes or no."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from daybreak_web.compartments import keys
from daybreak_web.serving import views
from daybreak_web.serving.logs import Lines


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys are open, as the page sees it."""
    monkeypatch.setattr(keys, "is_unlocked", lambda: True)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The log, line by line, as it would leave the desk."""
    kept: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record))

    handler = Kept()
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("address", ["/health", "/nowhere", "/static/nowhere.css"])
def test_every_answer_is_strict(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_only_static_files_may_be_kept_by_a_browser(client: Client, db: None) -> None:
    assert "no-store" in client.get("/health")["Cache-Control"]
    assert "no-store" in client.get("/nowhere")["Cache-Control"]
    style = client.get("/static/look/desk.css")
    style.close()
    assert style.status_code == 200
    assert "no-store" not in style["Cache-Control"]
    assert style["Content-Security-Policy"] == client.get("/health")["Content-Security-Policy"]


def test_alive_is_said_without_a_database(client: Client) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert client.post("/health").status_code == 405


def test_ready_when_everything_is_there(client: Client, db: None, unlocked: None) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_says_why_in_the_log_only(client: Client, db: None, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "is_unlocked", lambda: False)
    answer = client.get("/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert any(json.loads(line)["said"] == "not ready: keys" for line in lines)


def test_not_ready_on_a_full_disk(db: None, unlocked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert views.missing_for_work() == ["disk"]


def test_not_ready_without_a_database_or_with_migrations_to_apply(
    db: None, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Behind:
        def __init__(self, _: object) -> None:
            self.loader = SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list))

        def migration_plan(self, _: object) -> list[str]:
            return ["0002"]

    def gone(_: object) -> None:
        raise OperationalError("no route to 10.0.0.7")

    monkeypatch.setattr(views, "MigrationExecutor", Behind)
    assert views.missing_for_work() == ["migrations"]
    monkeypatch.setattr(views, "MigrationExecutor", gone)
    assert views.missing_for_work() == ["database"]


def test_the_log_of_a_request_holds_its_route_and_no_value(client: Client, db: None, lines: list[str]) -> None:
    client.get("/health?name=Maria+Example", REMOTE_ADDR="203.0.113.9")
    client.get("/people/Maria-Example/")
    said = [json.loads(line) for line in lines]
    assert any(s.get("route") == "/health" and s["status"] == 200 and s["method"] == "GET" for s in said)
    assert any(s.get("route") == "(none)" and s["status"] == 404 for s in said)
    for secret in ("Maria", "Example", "203.0.113.9"):
        assert secret not in "\n".join(lines)


@pytest.mark.parametrize("extra", [{}, {"exc": True}])
def test_the_log_of_other_peoples_code_keeps_the_sentence_and_drops_what_was_put_into_it(
    lines: list[str], extra: Mapping[str, bool]
) -> None:
    try:
        raise ValueError("Maria Example, 12 High Street")
    except ValueError:
        logging.getLogger("django.request").error("Error: %s", "/people/Maria", exc_info="exc" in extra)
    line = json.loads(lines[-1])
    assert line["said"] == "Error: %s"
    assert "Maria" not in lines[-1]
    assert line.get("error") == ("ValueError" if extra else None)


def test_a_host_that_is_not_ours_is_refused(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    assert client.get("/accounts/", HTTP_HOST="other.example").status_code == 400
