"""The environment of the desk: every variable in one table, read once, refused by name when it makes no sense.

VARIABLES -> read(environ) -> Settled -> daybreak_web.settings; docs/desk/settings.md shows the same table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from daybreak.errors import WrongSetting

#: Hosts that are this machine and no other.
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its name, how it is read, what holds when it is not given, and what it is for."""

    name: str
    kind: str
    default: str
    meaning: str
    secret: bool = False        # may also come from a file that NAME_FILE names


VARIABLES: Final[tuple[Variable, ...]] = (
    Variable("DAYBREAK_DATA", "path", "desk-data", "The folder of the desk: its database, its check value, its files."),
    Variable("DAYBREAK_URL", "url", "http://127.0.0.1:8000",
             "Where people open the desk. Anything but this machine must be https, by a proxy in front "
             "that sets X-Forwarded-Proto itself and drops what a browser sent."),
    Variable("DAYBREAK_HOSTS", "hosts", "", "More names under which the desk answers, with commas between."),
    Variable("DAYBREAK_LANGUAGE", "language", "en", "The language of the desk until a person chooses: en, es, fr or ar."),
    Variable("DAYBREAK_NAME", "words", "Desk", "What the pages call the desk. Keep it neutral: others may see the screen."),
    Variable("DAYBREAK_EXIT", "exit", "https://www.wikipedia.org/",
             "The neutral page that opens when somebody leaves in a hurry."),
    Variable("DAYBREAK_LOG_LEVEL", "level", "INFO", "The least that is logged: DEBUG, INFO, WARNING or ERROR."),
    Variable("DAYBREAK_FREE_MB", "number", "500", "Below so many free megabytes in the folder the desk says it is not ready."),
    Variable("DATABASE_URL", "database", "",
             "postgres://user:password@host:port/name. Without it: SQLite in the folder of the desk.", secret=True),
    Variable("SECRET_KEY", "secret", "",
             "Signs sessions and links; at least 50 characters. `daybreak serve` makes one in the folder when none is given.",
             secret=True),
)


@dataclass(frozen=True, slots=True)
class Settled:
    """The environment, understood."""

    data: Path
    url: SplitResult
    hosts: tuple[str, ...]
    language: str
    name: str
    exit: str
    log_level: str
    free_mb: int
    database: SplitResult | None
    secret_key: str

    @property
    def https(self) -> bool:
        """People reach the desk through TLS."""
        return self.url.scheme == "https"


def read(environ: Mapping[str, str]) -> Settled:
    """Every variable of the desk, or WrongSetting with the name of the first that makes no sense."""
    _refuse_unknown(environ)
    given = {v.name: _given(environ, v) for v in VARIABLES}
    url = _url(given["DAYBREAK_URL"])
    data = _path("DAYBREAK_DATA", given["DAYBREAK_DATA"])
    host = url.hostname or ""
    own = (host, *sorted(LOOPBACK - {host})) if host in LOOPBACK else (host,)
    return Settled(
        data=data,
        url=url,
        hosts=(*own, *_hosts(given["DAYBREAK_HOSTS"])),
        language=_one_of("DAYBREAK_LANGUAGE", given["DAYBREAK_LANGUAGE"], ("en", "es", "fr", "ar")),
        name=_words("DAYBREAK_NAME", given["DAYBREAK_NAME"]),
        exit=_exit(given["DAYBREAK_EXIT"]),
        log_level=_one_of("DAYBREAK_LOG_LEVEL", given["DAYBREAK_LOG_LEVEL"], ("DEBUG", "INFO", "WARNING", "ERROR")),
        free_mb=_number("DAYBREAK_FREE_MB", given["DAYBREAK_FREE_MB"]),
        database=_database(given["DATABASE_URL"]),
        secret_key=_secret_key(given["SECRET_KEY"] or _kept_secret(data)),
    )


def secret_key_file(data: Path) -> Path:
    """Where the desk keeps a SECRET_KEY that it made itself."""
    return data / "secret-key"


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {v.name for v in VARIABLES} | {f"{v.name}_FILE" for v in VARIABLES if v.secret}
    for name in sorted(environ):
        if name.startswith("DAYBREAK_") and name not in known:
            raise WrongSetting(f"{name} is no setting of the desk.", f"Known are: {', '.join(sorted(known))}.")


def _given(environ: Mapping[str, str], variable: Variable) -> str:
    """The value as text: of the variable, of the file that NAME_FILE names, or the default."""
    name = variable.name
    value = environ.get(name)
    file = environ.get(f"{name}_FILE") if variable.secret else None
    if value is not None and file is not None:
        raise WrongSetting(f"{name} and {name}_FILE are both set.", "Keep one of them.")
    if file is not None:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetting(f"{name}_FILE: {file} cannot be read as text.", "Name a file with the value in it.") from error
    if value is None:
        return variable.default
    if not value.strip():
        raise WrongSetting(f"{name} is set, but empty.", "Give it a value, or unset it.")
    return value.strip()


def _path(name: str, value: str) -> Path:
    path = Path(value).absolute()
    if "\0" in value or (path.exists() and not path.is_dir()):
        raise WrongSetting(f"{name}: {value!r} is not a folder.", "Name a folder; it is made if it is not there.")
    return path


def _split(name: str, value: str, advice: str, hide: bool) -> SplitResult:
    """An address in its parts; one with a password in it is never repeated in an error."""
    shown = "the value" if hide else repr(value)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise WrongSetting(f"{name}: {shown} is not an address.", advice) from None
    if not parts.hostname or port == 0 or re.search(r"\s", value):
        raise WrongSetting(f"{name}: {shown} is not an address.", advice)
    return parts


def _url(value: str) -> SplitResult:
    advice = "Give it as https://desk.example.org, without anything behind the name and the port."
    url = _split("DAYBREAK_URL", value, advice, hide=False)
    if url.scheme not in ("http", "https") or url.username or url.path.strip("/") or url.query or url.fragment:
        raise WrongSetting(f"DAYBREAK_URL: {value!r} is not such an address.", advice)
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        raise WrongSetting(f"DAYBREAK_URL: {value!r} would send passwords unprotected over a network.",
                           "Use https://, with a proxy in front; http:// is for this machine only.")
    return url


def _words(name: str, value: str) -> str:
    if len(value) > 40 or not value.isprintable():
        raise WrongSetting(f"{name}: {value!r} is no name of at most 40 letters.", "Give one short name, on one line.")
    return value


def _exit(value: str) -> str:
    advice = "Give the whole address of a harmless page, such as https://www.wikipedia.org/."
    address = _split("DAYBREAK_EXIT", value, advice, hide=False)
    if address.scheme != "https" or address.username or not value.isascii():
        raise WrongSetting(f"DAYBREAK_EXIT: {value!r} is not such an address.", advice)
    return value


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(h.strip().lower() for h in value.split(",")) if value else ()
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
            raise WrongSetting(f"DAYBREAK_HOSTS: {host!r} is not the name of a host.",
                               "Give names with commas between, without https:// and without a star.")
    return hosts


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise WrongSetting(f"{name}: {value!r} is not one of them.", f"It is one of: {', '.join(allowed)}.")
    return value


def _number(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise WrongSetting(f"{name}: {value!r} is not a whole number.", "Give a number such as 500, without a unit.")
    return int(value)


def _database(value: str) -> SplitResult | None:
    if not value:
        return None
    advice = "Give it as postgres://user:password@host:port/name; without it the desk uses SQLite."
    database = _split("DATABASE_URL", value, advice, hide=True)
    if database.scheme not in ("postgres", "postgresql") or not re.fullmatch(r"/[^/]+", database.path) or database.fragment:
        raise WrongSetting("DATABASE_URL: the value is not a PostgreSQL address.", advice)
    return database


def _kept_secret(data: Path) -> str:
    file = secret_key_file(data)
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _secret_key(value: str) -> str:
    if value and (len(value) < 50 or len(set(value)) < 5):
        raise WrongSetting("SECRET_KEY is too easy to guess.",
                           "Give at least 50 random characters, or none: then `daybreak serve` makes them.")
    return value
