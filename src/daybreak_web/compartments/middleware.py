"""A locked desk says so: no page half shown, nothing readable, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from daybreak_web.compartments.keys import Erased, Locked


class LockedDesk:
    """Turns Locked and Erased, from whatever view, into a page with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do unless a view fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a locked desk (503) or an erased record (410)."""
        if isinstance(error, Locked):
            return render(request, "compartments/locked.html", status=503)
        if isinstance(error, Erased):
            return render(request, "compartments/erased.html", status=410)
        return None
