"""Under the settings of a real desk Django's own check of deployments has nothing to say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SECRET = "rX3v-Qm0_Yt7Lk2pWz8Nc5Hd1Js6Gf4Ba9Eu-To3Vi7Rx2Mq8Pw5Zn0Ly6K"


def _manage(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "DATABASE_URL", "LANG")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", *words],
        env={**kept, "DJANGO_SETTINGS_MODULE": "daybreak_web.settings", "DAYBREAK_DATA": str(tmp_path), **environment},
        capture_output=True, text=True, check=False)


def test_the_check_of_deployments_is_silent(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", "--deploy", "--fail-level", "DEBUG",
                   DAYBREAK_URL="https://desk.example.org", SECRET_KEY=SECRET)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_the_check_of_deployments_is_not_silent_without_a_secret_key(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", DAYBREAK_URL="https://desk.example.org")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_the_models_and_their_migrations_say_the_same(tmp_path: Path) -> None:
    done = _manage(tmp_path, "makemigrations", "--check", "--dry-run", SECRET_KEY=SECRET)
    assert done.returncode == 0, done.stdout + done.stderr
