"""The auditor's pages: look, take away as a table, verify. Each of them is itself written down before it is answered.

auditor -> Asked -> reads.found -> page, or CSV;  auditor -> verify -> what was found
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybreak_web.audit import acts, reads, tables
from daybreak_web.audit.access import auditor, entries_of, names_of
from daybreak_web.audit.checks import verify_all
from daybreak_web.audit.forms import Asked
from daybreak_web.audit.tasks import combine_heads

PAGE = 50
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_auditors(view: View[P]) -> View[P]:
    """For anybody but an auditor the page does not exist, by whatever method it is asked for."""
    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        auditor(request.user)
        return view(request, *args, **kwargs)
    return asked


@for_auditors
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The entries that fit, a page at a time."""
    actor = auditor(request.user)
    form = Asked(request.GET)
    fits = form.is_valid()
    acts.view(actor, "audit.viewed", form.cleaned_data)
    rows = reads.found(entries_of(actor), form.cleaned_data) if fits else entries_of(actor).none()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = names_of(each.actor for each in shown)
    return _page(request, form, page=page, rows=[(each, names.get(each.actor) if each.actor else None) for each in shown])


@for_auditors
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The entries that fit, as CSV that no spreadsheet takes for formulas."""
    actor = auditor(request.user)
    form = Asked(request.GET)
    if not form.is_valid():
        return _page(request, form, status=400)
    acts.view(actor, "audit.exported", form.cleaned_data)
    found = reads.found(entries_of(actor), form.cleaned_data)
    answer = StreamingHttpResponse(tables.as_csv(found.iterator(chunk_size=1000)), content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return reads.all_named(answer)


@for_auditors
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk every chain and show what was found."""
    actor = auditor(request.user)
    acts.view(actor, "audit.verified", {})
    combined = combine_heads()
    found = verify_all()
    return render(request, "audit/verified.html", {
        "broken": any(each.broken for each in found),
        "heads": [_("Chain"), _("What was found")],
        "rows": [[each.chain, str(each)] for each in found],
        "combined": combined,
    })


def _page(request: HttpRequest, form: Asked, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The viewer with its filters."""
    asked = request.GET.copy() if form.is_valid() else QueryDict(mutable=True)
    asked.pop("page", None)
    return render(request, "audit/entries.html", {"form": form, "asked": asked.urlencode(), **shown}, status=status)
