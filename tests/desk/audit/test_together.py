"""Many people act at once: the chain stays whole, on a database in a file as the desk has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0)
from daybreak_web.audit.acts import record
from daybreak_web.audit.models import ChainHead, Entry
from daybreak_web.audit.checks import verify_all

wrong = []
start = threading.Barrier(6)

def work():
    try:
        start.wait()
        for number in range(15):
            try:
                with transaction.atomic():
                    Entry.objects.count()
                    record(None, "lead.judged")
                    if number % 5 == 4:
                        raise KeyError
            except KeyError:
                pass
    except BaseException as error:
        wrong.append(repr(error))
        raise
    finally:
        connection.close()

threads = [threading.Thread(target=work) for _ in range(6)]
[each.start() for each in threads]
[each.join() for each in threads]
assert not wrong, wrong
assert list(Entry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 73))
assert ChainHead.objects.get().size == 72
assert not [each for each in verify_all() if each.broken]
"""


def test_concurrent_acts_keep_an_unbroken_chain(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "daybreak_web.settings", "DAYBREAK_DATA": str(tmp_path),
                   "SECRET_KEY": "only for this test, " * 4}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
