"""A thief has the whole folder of the desk and its settings: no protected value is in a byte of it, nor the master key."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_DESK = """
import json, shutil, sys
from datetime import timedelta
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from daybreak.seal.master import new_master, to_words
from daybreak_web.accounts.models import User
from daybreak_web.compartments import acts, keys
from daybreak_web.compartments.models import Compartment, RecordKey

call_command("migrate", verbosity=0)
master = new_master()
keys.unlock(master)
sue, ada, dov = (User.objects.create_user(f"{n}@desk.example", None, r, name=n)
                 for n, r in (("sue", "supervisor"), ("ada", "investigator"), ("dov", "analyst")))
until = timezone.now() + timedelta(days=30)
box = acts.open_compartment(sue, title="Zinnober title", kind="investigation", purpose="investigation", owner=ada,
                            legal_basis="Zinnober basis", ends_at=until)
made = acts.break_glass(dov, box.pk, category="life", reason="Zinnober reason, in words", hours=1)
acts.review(sue, made, justified=True, findings="Zinnober findings")
record, gone = keys.new_record(box), keys.new_record(box)
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE kept (field BLOB)")
    for each in (record, gone):
        cursor.execute("INSERT INTO kept VALUES (%s)", [keys.seal_field(each, "name", "Zinnober Maria")])
key = bytes(RecordKey.objects.get(pk=gone).wrapped)
shutil.copytree(settings.DATA, sys.argv[1] + "/before")
keys.destroy(gone, ada)
shutil.copytree(settings.DATA, sys.argv[1] + "/after")
told = {name: repr(getattr(settings, name)) for name in dir(settings) if name.isupper()}
print(json.dumps({"master": master.hex(), "words": to_words(master), "key": key.hex(), "settings": told}))
"""


@pytest.fixture(scope="module")
def loot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Two copies of a desk's folder taken while it runs, before and after a record was erased, and what it knew."""
    folder = tmp_path_factory.mktemp("loot")
    (folder / "desk" / "static").mkdir(parents=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DAYBREAK", "DATABASE"))}
    surroundings = inherited | {"DAYBREAK_DATA": str(folder / "desk"), "DJANGO_SETTINGS_MODULE": "daybreak_web.settings",
                                "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run([sys.executable, "-c", _DESK, str(folder)], env=surroundings, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _ways(secret: bytes) -> list[bytes]:
    """A secret as it is, in hexadecimal and in base 64."""
    return [secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret).rstrip(b"=")]


def test_the_copy_holds_the_database_and_its_journal(loot) -> None:
    folder, _ = loot
    assert {path.name for path in (folder / "before").iterdir()} >= {"desk.sqlite3", "desk.sqlite3-wal"}
    assert b"ada@desk.example" in _bytes(folder / "before")


@pytest.mark.parametrize("copy", ["before", "after"])
def test_no_protected_value_is_in_any_byte(loot, copy) -> None:
    folder, _ = loot
    stolen = _bytes(folder / copy)
    for spelled in ("utf-8", "utf-16-le", "utf-16-be"):
        assert "Zinnober".encode(spelled) not in stolen
    assert b"Zinnober".hex().encode() not in stolen.lower()


def test_the_master_key_is_in_no_byte_and_in_no_setting(loot) -> None:
    folder, knew = loot
    stolen = _bytes(folder) + json.dumps(knew["settings"]).encode()
    assert "INSTALLED_APPS" in knew["settings"]
    for way in [*_ways(bytes.fromhex(knew["master"])), knew["words"].encode(), " ".join(knew["words"].split()[4:12]).encode()]:
        assert way not in stolen
    assert b"Zinnober" not in stolen


def test_the_key_of_an_erased_record_is_in_no_later_copy_its_journal_included(loot) -> None:
    folder, knew = loot
    key = bytes.fromhex(knew["key"])
    assert key in _bytes(folder / "before")
    assert key not in _bytes(folder / "after")
