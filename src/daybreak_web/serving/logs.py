"""The log: one line of JSON an event, for a machine to read, and with nothing in it about a person or a case.

An event of ours is said in full. Of other people's code only the sentence is kept, not what was put into it
(addresses, names and statements stand there); of an error its kind and where it happened, not its words.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

#: Fields that our own code may hand over by `extra=`; each is a word or a number, never a value of a record.
FIELDS: Final = ("method", "route", "status", "ms")


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == "daybreak_web"
        said = record.getMessage() if ours else str(record.msg)
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "from": record.name, "said": said,
            **{name: getattr(record, name) for name in FIELDS if ours and hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])[-8:]]
        return json.dumps(line, ensure_ascii=False)


class RequestLog:
    """Logs each request by its route (the pattern, so no identifier and no query string), with status and time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else "(none)"
        log.info("request", extra={
            "method": request.method, "route": f"/{route}" if request.resolver_match else route,
            "status": response.status_code, "ms": round(1000 * (time.perf_counter() - started)),
        })
        return response
