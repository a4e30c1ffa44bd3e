"""Runs a command with a PostgreSQL of its own: a cluster in a temporary folder, on a free port, stopped at the end.

`python tests/desk/set_up/on_postgres.py pytest tests/desk`: initdb -> start -> DATABASE_URL -> the command -> stop
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest version on this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), default=None)


@contextmanager
def cluster(bin_folder: Path) -> Iterator[str]:
    """A running cluster, as DATABASE_URL. PostgreSQL refuses root, so for root the user postgres runs it."""
    password = secrets.token_hex(16)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="daybreak-postgres-"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    try:
        (folder / "password").write_text(password)
        if as_postgres:
            for path in (folder, folder / "password"):
                shutil.chown(path, "postgres")
        data = str(folder / "data")

        def run(*words: str) -> None:
            subprocess.run([*as_postgres, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run(str(bin_folder / "initdb"), "-D", data, "-U", "desk", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", f"--pwfile={folder / 'password'}")
        # nothing here must outlive the tests, so nothing is written through to the disk
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run(str(bin_folder / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgres://desk:{password}@127.0.0.1:{port}/postgres"
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command of the command line; its exit code is ours."""
    bin_folder = programs()
    if bin_folder is None:
        sys.stderr.write("No PostgreSQL on this machine: install postgresql by apt, or run the tests on SQLite only.\n")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(bin_folder) as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
