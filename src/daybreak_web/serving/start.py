"""The start of the desk, step by step.

folder -> secret key -> Django -> migrations -> static files -> (master words) -> server on the loopback address
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

from daybreak.errors import WrongSetting
from daybreak_web.serving import environment


def settle(data: Path | None) -> environment.Settled:
    """Make the folder and its secret key, load Django on them, and say what the environment came to."""
    if data is not None:
        os.environ["DAYBREAK_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybreak_web.settings")
    settled = environment.read(os.environ)
    try:
        settled.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not settled.secret_key:
            _make_secret(environment.secret_key_file(settled.data))
    except OSError as error:
        raise WrongSetting(f"DAYBREAK_DATA: {settled.data} cannot be written: {error.strerror}.",
                           "Name a folder in which you may write, with room left on its disk.") from error
    import django

    django.setup()
    return settled


def _make_secret(file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(secrets.token_urlsafe(64) + "\n")


def bring_up_to_date() -> None:
    """Apply what the database lacks; WrongSetting when it cannot be reached."""
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise WrongSetting("The database cannot be reached or written.",
                           "Look at DATABASE_URL, whether the server runs, and how much room is left on the disk.") from error


def collect_static() -> None:
    """Put style sheets and scripts where the server hands them out, under names that carry their hash."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def address(bind: str, settled: environment.Settled) -> str:
    """HOST:PORT to listen on; another host than this machine's only when people come by https."""
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})", bind)
    if found is None or not 0 < int(found[3]) < 65536:
        raise WrongSetting(f"--bind: {bind!r} is not HOST:PORT.", "Give it as 127.0.0.1:8000.")
    if (found[1] or found[2]) not in environment.LOOPBACK and not settled.https:
        raise WrongSetting(f"--bind: {bind!r} would take passwords unprotected from a network.",
                           "Put a proxy with TLS in front and say https:// in DAYBREAK_URL, or bind 127.0.0.1.")
    return bind


def run(bind: str, processes: int, threads: int) -> None:
    """Serve until stopped. The keys are opened before the server divides, so that every process has them."""
    from django.conf import settings
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    from daybreak_web.wsgi import application

    connections.close_all()

    class Desk(BaseApplication):
        """The server with our settings, and none from files or the command line."""

        def load_config(self) -> None:
            for name, value in _server(bind, processes, threads, settings.LOGGING).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Desk().run()


def _server(bind: str, processes: int, threads: int, logging: dict[str, Any]) -> dict[str, Any]:
    quiet = {name: {"handlers": [], "propagate": True, "level": "WARNING"} for name in ("gunicorn.error", "gunicorn.access")}
    return {
        "bind": bind, "workers": processes, "threads": threads, "worker_class": "gthread", "preload_app": True,
        "accesslog": None, "control_socket_disable": True, "forwarded_allow_ips": "127.0.0.1,::1", "proc_name": "daybreak",
        "logconfig_dict": {**logging, "loggers": {**logging["loggers"], **quiet}},
    }
