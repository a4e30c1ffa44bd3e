"""The two verbs of the desk, from an empty folder to a page: made, opened, served, stopped; and refused in words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PASSWORD = "three small boats behind the harbour"
DAYBREAK = [sys.executable, "-c", "from daybreak.cli.main import main; main()"]


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _surroundings(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    return {**kept, "DAYBREAK_DATA": str(tmp_path / "desk"), "HOME": str(tmp_path), **more}


def _daybreak(tmp_path: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DAYBREAK, *words], env=_surroundings(tmp_path, **more), cwd=tmp_path, capture_output=True,
                          text=True, check=False, stdin=subprocess.DEVNULL, timeout=120)


def _create(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    return _daybreak(tmp_path, "admin", "create", "--email", "first@desk.example", "--password-file",
                     str(tmp_path / "password"), *words)


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.slow
def test_a_desk_begins_is_served_and_stops(tmp_path: Path, free_port: int) -> None:
    made = _create(tmp_path)
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()) == 33
    (tmp_path / "words").write_text(made.stdout)
    assert (tmp_path / "desk").stat().st_mode & 0o077 == 0
    assert (tmp_path / "desk" / "secret-key").stat().st_mode & 0o077 == 0

    log = (tmp_path / "log").open("w")
    served = subprocess.Popen(
        [*DAYBREAK, "serve", "--bind", f"127.0.0.1:{free_port}", "--words-file", str(tmp_path / "words")],
        env=_surroundings(tmp_path), cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=log, stdout=log)
    try:
        for _ in range(300):
            try:
                assert _get(f"http://127.0.0.1:{free_port}/health") == (200, "alive\n")
                break
            except urllib.error.URLError:
                assert served.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.1)
        assert _get(f"http://127.0.0.1:{free_port}/ready") == (200, "ready\n"), (tmp_path / "log").read_text()
        status, page = _get(f"http://127.0.0.1:{free_port}/accounts/login/?next=/Maria-Example")
        assert status == 200
        assert 'type="password"' in page
    finally:
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0
        log.close()
    said = (tmp_path / "log").read_text()
    assert "Maria" not in said
    assert "first@desk.example" not in said

    kept = b"".join(path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file())
    words = made.stdout.split()
    assert " ".join(words[:4]).encode() not in kept     # the folder holds no word of the key
    assert PASSWORD.encode() not in kept


@pytest.mark.slow
def test_a_desk_is_begun_once_and_opens_to_its_own_words_only(tmp_path: Path) -> None:
    made = _create(tmp_path, "--shares", "3", "--needed", "2")
    assert made.returncode == 0, made.stderr
    shares = made.stdout.strip().splitlines()
    assert len(shares) == 3

    again = _create(tmp_path)
    assert again.returncode == 1
    assert "administrator already" in again.stderr
    assert again.stdout == ""
    assert _create(tmp_path, "--unless-made").returncode == 0

    (tmp_path / "words").write_text(shares[0])
    alone = _daybreak(tmp_path, "serve", "--words-file", str(tmp_path / "words"))
    assert alone.returncode == 1
    assert "2 shares" in alone.stderr

    (tmp_path / "other").mkdir()
    (tmp_path / "words").write_text(_create(tmp_path / "other").stdout)
    wrong = _daybreak(tmp_path, "serve", "--words-file", str(tmp_path / "words"))
    assert wrong.returncode == 1
    assert "not the master key of this desk" in wrong.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("words", "more", "said"), [
    (["serve"], {}, "no master key and no administrator yet"),
    (["serve", "--bind", "0.0.0.0:8000"], {}, "unprotected"),
    (["serve", "--bind", "8000"], {}, "HOST:PORT"),
    (["serve", "--bind", "127.0.0.1:99999"], {}, "HOST:PORT"),
    (["serve"], {"DAYBREAK_URL": "http://desk.example.org"}, "DAYBREAK_URL"),
    (["serve"], {"DATABASE_URL": "postgres://nobody:hunter2@127.0.0.1:1/nothing"}, "cannot be reached"),
    (["admin", "create", "--email", "a@b.example", "--shares", "3"], {}, "belong together"),
    (["admin", "create", "--email", "a@b.example", "--shares", "3", "--needed", "4"], {}, "cannot be"),
    (["admin", "create", "--email", "a@b.example", "--shares", "17", "--needed", "4"], {}, "cannot be"),
])
def test_what_cannot_be_is_refused_in_words(tmp_path: Path, words: list[str], more: dict[str, str], said: str) -> None:
    done = _daybreak(tmp_path, *words, **more)
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("email", "password", "said"), [
    ("not an address", PASSWORD, "--email"),
    ("first@desk.example", "short", "password"),
    ("first@desk.example", "", "password"),
    ("first@desk.example", "first@desk.example", "password"),
])
def test_an_administrator_with_a_weak_password_or_no_address_is_refused(
    tmp_path: Path, email: str, password: str, said: str
) -> None:
    (tmp_path / "password").write_text(password)
    done = _daybreak(tmp_path, "admin", "create", "--email", email, "--password-file", str(tmp_path / "password"))
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stdout == ""


def test_without_the_desk_the_command_line_says_how_to_install_it() -> None:
    code = ("import importlib.util as u; u.find_spec = lambda name: None; "
            "from daybreak.cli.main import main; main()")
    done = subprocess.run([sys.executable, "-c", code, "serve"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'pip install "daybreak[desk]"' in done.stderr
    assert "Traceback" not in done.stderr
