"""/health: the process answers. /ready: it can do its work. A stranger learns no more than yes or no."""

from __future__ import annotations

import logging
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from daybreak_web.compartments import keys

log = logging.getLogger(__name__)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Alive."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether people can work; why not stands in the log of the desk, not in the answer."""
    if missing := missing_for_work():
        log.warning("not ready: %s", ", ".join(missing))
        return HttpResponse("not ready\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def missing_for_work() -> list[str]:
    """What keeps people from working, by name: database, migrations, keys, disk."""
    missing = []
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            missing.append("migrations")
    except DatabaseError:
        missing.append("database")
    if not keys.is_unlocked():
        missing.append("keys")
    try:
        if shutil.disk_usage(settings.DATA).free < settings.SETTLED.free_mb * 1_000_000:
            missing.append("disk")
    except OSError:
        missing.append("disk")
    return missing
