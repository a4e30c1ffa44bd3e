"""The environment is read strictly: what makes no sense is refused by the name of its variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from daybreak.errors import WrongSetting
from daybreak_web.serving.database import database
from daybreak_web.serving.environment import VARIABLES, read

LONG = "0123456789abcdefghij" * 3


def test_nothing_given_is_sqlite_on_this_machine_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settled = read({})
    assert settled.data == tmp_path / "desk-data"
    assert settled.database is None
    assert not settled.https
    assert set(settled.hosts) == {"127.0.0.1", "localhost", "::1"}
    entry = database(settled)
    assert entry["NAME"] == tmp_path / "desk-data" / "desk.sqlite3"
    assert "secure_delete=ON" in entry["OPTIONS"]["init_command"]


@pytest.mark.parametrize(("name", "value"), [
    ("DAYBREAK_URL", "desk.example.org"),
    ("DAYBREAK_URL", "ftp://desk.example.org"),
    ("DAYBREAK_URL", "http://desk.example.org"),            # not this machine, and no TLS
    ("DAYBREAK_URL", "http://127.0.0.1.example.org"),
    ("DAYBREAK_URL", "https://desk.example.org/desk"),
    ("DAYBREAK_URL", "https://ann:secret@desk.example.org"),
    ("DAYBREAK_URL", "https://desk.example.org:99999"),
    ("DAYBREAK_URL", "https://desk example.org"),
    ("DAYBREAK_URL", "https://["),
    ("DAYBREAK_URL", ""),
    ("DAYBREAK_HOSTS", "*"),
    ("DAYBREAK_HOSTS", "a.example,,b.example"),
    ("DAYBREAK_HOSTS", "https://a.example"),
    ("DAYBREAK_LANGUAGE", "de"),
    ("DAYBREAK_LOG_LEVEL", "info"),
    ("DAYBREAK_FREE_MB", "-1"),
    ("DAYBREAK_FREE_MB", "500 MB"),
    ("DAYBREAK_FREE_MB", "1e3"),
    ("DAYBREAK_FREE_MB", "٣"),
    ("DATABASE_URL", "mysql://desk@localhost/desk"),
    ("DATABASE_URL", "postgres://localhost"),
    ("DATABASE_URL", "postgres://localhost/a/b"),
    ("DATABASE_URL", "postgres:///desk"),
    ("DATABASE_URL", "postgres://localhost:port/desk"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 80),
    ("SECRET_KEY_FILE", "there-is-no-such-file"),
    ("DAYBREAK_DATBASE", "anything"),
    ("DAYBREAK_URL_FILE", "anything"),                      # no secret, so no file
])
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read({name: value})
    assert name in refused.value.what
    assert refused.value.do


def test_a_wrong_address_of_a_database_is_not_repeated_with_its_password() -> None:
    for value in ("mysql://desk:hunter2@localhost/desk", "postgres://desk:hunter2@localhost:x/desk", "postgres://d:hunter2@/"):
        with pytest.raises(WrongSetting) as refused:
            read({"DATABASE_URL": value})
        assert "hunter2" not in refused.value.advice()


def test_an_unknown_option_of_a_database_is_refused_by_name() -> None:
    with pytest.raises(WrongSetting, match="service"):
        database(read({"DATABASE_URL": "postgres://localhost/desk?service=other"}))


def test_a_database_address_is_taken_apart_with_its_escapes() -> None:
    entry = database(read({"DATABASE_URL": "postgres://d%40sk:p%2Fw@db.example:6543/the%20desk?sslmode=verify-full"}))
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"]) == ("d@sk", "p/w", "db.example", 6543)
    assert entry["NAME"] == "the desk"
    assert entry["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file")
    with pytest.raises(WrongSetting, match="DAYBREAK_DATA"):
        read({"DAYBREAK_DATA": str(tmp_path / "desk")})


def test_a_secret_may_stand_in_a_file_but_not_in_two_places(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(LONG + "\n")
    assert read({"SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == LONG
    with pytest.raises(WrongSetting, match="both"):
        read({"SECRET_KEY_FILE": str(tmp_path / "key"), "SECRET_KEY": LONG})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(WrongSetting, match="SECRET_KEY_FILE"):
        read({"SECRET_KEY_FILE": str(tmp_path / "bytes")})


def test_a_secret_that_the_desk_made_is_found_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text(LONG)
    assert read({"DAYBREAK_DATA": str(tmp_path)}).secret_key == LONG


def test_every_variable_stands_in_the_documentation(top: Path) -> None:
    page = (top / "docs" / "desk" / "settings.md").read_text(encoding="utf-8")
    assert [v.name for v in VARIABLES if f"`{v.name}`" not in page or v.meaning not in page] == []
