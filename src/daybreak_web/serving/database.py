"""The database as Django takes it: SQLite in the desk's folder, or PostgreSQL where DATABASE_URL says so."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote

from daybreak.errors import WrongSetting
from daybreak_web.serving.environment import Settled

#: What every connection to SQLite is told. secure_delete overwrites what is deleted; WAL lets people read while one writes.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;"

#: What may stand behind the question mark of DATABASE_URL.
OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"})


def database(settled: Settled) -> dict[str, Any]:
    """The entry for DATABASES."""
    if settled.database is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": settled.data / "desk.sqlite3",
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
        }
    url = settled.database
    options = dict(parse_qsl(url.query))
    if strange := sorted(set(options) - OPTIONS):
        raise WrongSetting(f"DATABASE_URL: {strange[0]!r} is no option that may stand there.",
                           f"Known are: {', '.join(sorted(OPTIONS))}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname,
        "PORT": url.port or 5432,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
