"""A response that shows protected records leaves only when the row that says so is safely written.

view -> reads.looked() -> response -> ReadAudit: one row, committed -> response leaves (or a page that says: not now)
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from daybreak_web.accounts.models import User
from daybreak_web.audit.acts import record
from daybreak_web.audit.reads import Looked, collected, is_named

log = logging.getLogger(__name__)


class ReadAudit:
    """Writes the row of what a response shows; stands inside authentication, outside every view's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, once its row is kept."""
        response = self.get_response(request)
        if response.streaming and not is_named(response):
            log.error("a streaming response was refused: its reads are not named")
            return _withhold(response)
        looked = collected(request)
        if looked is None:
            return response
        try:
            _write(request, looked)
        except DatabaseError:
            log.exception("a response was withheld: its reads could not be written down")
            return _withhold(response)
        return response


def _write(request: HttpRequest, looked: Looked) -> None:
    """One row, committed: in the chain of the one compartment looked into, else in the desk's with all their ids."""
    within = [each for each in looked.compartments if each is not None]
    alone = len(looked.compartments) == 1
    purposes = looked.purposes - {""}
    with transaction.atomic(durable=True):
        record(
            request.user if isinstance(request.user, User) else None,
            "records.read",
            compartment=within[0] if alone and within else None,
            purpose=purposes.pop() if len(purposes) == 1 else ("several" if purposes else ""),
            records=[*([] if alone else sorted(within)), *looked.records],
        )
    looked.written = True


def _withhold(response: HttpResponseBase) -> HttpResponse:
    """The page that stands in for data that may not leave."""
    response.close()
    page = HttpResponse(render_to_string("audit/unavailable.html"), status=503)
    page["Cache-Control"] = "no-store"
    page["Retry-After"] = "30"
    return page
