"""`daybreak audit` from a terminal, on a desk in a folder."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ACTS = """
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
call_command("migrate", verbosity=0)
from daybreak_web.audit.acts import record
with transaction.atomic():
    for _ in range(4):
        record(None, "retention.applied")
"""
MAIN = "import sys; from daybreak.cli.main import main; sys.argv = ['daybreak', *sys.argv[1:]]; sys.exit(main())"


def run(folder: Path, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program on the desk in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("DAYBREAK_")}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "daybreak_web.settings", "DAYBREAK_DATA": str(folder),
                   "SECRET_KEY": "only for this test, " * 4}
    return subprocess.run([sys.executable, "-c", program, *words], env=environment, check=False, capture_output=True,
                          text=True, timeout=60)


def test_verify_says_what_is_found_and_fails_when_a_chain_is_broken(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    assert run(desk, ACTS).returncode == 0
    heads = run(desk, MAIN, "audit", "heads")
    assert [line.split()[1] for line in heads.stdout.splitlines()] == ["desk", "combined"]
    kept = tmp_path / "head"
    kept.write_text(heads.stdout)

    without = run(desk, MAIN, "audit", "verify")
    assert without.returncode == 0 and "tail not checkable" in without.stdout
    with_head = run(desk, MAIN, "audit", "verify", "--head", str(kept))
    assert with_head.returncode == 0 and "desk: Whole: all 4 entries" in with_head.stdout

    with sqlite3.connect(desk / "desk.sqlite3") as database:
        database.execute("DROP TRIGGER audit_entry_no_delete")
        database.execute("DELETE FROM audit_entry WHERE sequence = 4")
        database.execute("UPDATE audit_chainhead SET size = 3, digest = (SELECT digest FROM audit_entry WHERE sequence = 3)")
    database.close()
    assert run(desk, MAIN, "audit", "verify").returncode == 0
    cut = run(desk, MAIN, "audit", "verify", "--head", str(kept))
    assert cut.returncode == 1 and "cut tail" in cut.stdout


def test_a_folder_without_a_desk_is_said(tmp_path: Path) -> None:
    nothing = run(tmp_path / "none", MAIN, "audit", "verify")
    assert nothing.returncode == 1 and "holds no desk yet" in nothing.stderr
    assert "Traceback" not in nothing.stderr
