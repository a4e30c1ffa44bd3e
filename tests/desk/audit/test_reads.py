"""A response that shows records leaves only after one row lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from daybreak_web.accounts.models import User
from daybreak_web.audit import middleware
from daybreak_web.audit.models import Entry
from daybreak_web.audit.reads import TooLate, all_named, looked

ONE, TWO, THREE = (uuid4() for _ in range(3))


def answer(user: User | AnonymousUser, view: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """What leaves when this person asks for this view."""
    request = RequestFactory().get("/")
    request.user = user
    return middleware.ReadAudit(view)(request)


def shows(*records: UUID, purpose: str = "investigation", compartment: UUID | None = None) -> Callable[..., HttpResponse]:
    """A view that shows records."""
    def view(request: HttpRequest) -> HttpResponse:
        looked(request, records, purpose, compartment=compartment)
        return HttpResponse("protected words")
    return view


def test_one_row_lists_all_records_of_a_response_each_once(ada: User) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        looked(request, [ONE, TWO], "investigation")
        looked(request, [TWO, THREE], "investigation")
        return HttpResponse("protected words")
    assert answer(ada, view).status_code == 200
    entry = Entry.objects.get()
    assert (entry.act, entry.actor, entry.purpose) == ("records.read", ada.pk, "investigation")
    assert entry.records == [str(each) for each in (ONE, TWO, THREE)]


def test_a_response_that_shows_nothing_protected_leaves_no_row(ada: User) -> None:
    assert answer(ada, lambda _request: HttpResponse("open words")).status_code == 200
    assert not Entry.objects.exists()


def test_reads_in_one_compartment_go_to_its_chain(ada: User) -> None:
    within = uuid4()
    answer(ada, shows(ONE, compartment=within))
    assert Entry.objects.get().chain == f"c:{within}"


def test_reads_across_compartments_go_to_the_desk_and_name_them(ada: User) -> None:
    here, there = sorted([uuid4(), uuid4()])
    def view(request: HttpRequest) -> HttpResponse:
        looked(request, [ONE], "investigation", compartment=there)
        looked(request, [TWO], "support", compartment=here)
        return HttpResponse("protected words")
    answer(ada, view)
    entry = Entry.objects.get()
    assert (entry.chain, entry.purpose) == ("desk", "several")
    assert entry.records == [str(each) for each in (here, there, ONE, TWO)]


def test_without_the_row_the_data_does_not_leave(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise DatabaseError("database or disk is full")
    monkeypatch.setattr(middleware, "record", full)
    response = answer(ada, shows(ONE))
    assert response.status_code == 503 and isinstance(response, HttpResponse)
    assert b"protected words" not in response.content and b"Not available now" in response.content
    assert response["Cache-Control"] == "no-store"


def test_a_purpose_that_is_a_text_stops_the_response(ada: User) -> None:
    with pytest.raises(ValueError, match="not a text"):
        answer(ada, shows(ONE, purpose="because Maria asked"))
    assert not Entry.objects.exists()


def test_the_row_is_there_when_the_response_leaves(ada: User) -> None:
    request = RequestFactory().get("/")
    request.user = ada
    seen: list[int] = []
    def outer(inner: HttpRequest) -> HttpResponseBase:
        response = middleware.ReadAudit(shows(ONE))(inner)
        seen.append(Entry.objects.count())
        return response
    outer(request)
    assert seen == [1]


def test_a_stream_whose_reads_are_not_named_is_refused(ada: User) -> None:
    def words() -> Iterator[str]:
        yield "protected words"
    response = answer(ada, lambda _request: StreamingHttpResponse(words()))
    assert response.status_code == 503 and not response.streaming


def test_a_marked_stream_leaves_after_its_row(ada: User) -> None:
    def view(request: HttpRequest) -> StreamingHttpResponse:
        looked(request, [ONE], "investigation")
        return all_named(StreamingHttpResponse(["protected words"]))
    response = answer(ada, view)
    assert response.streaming and Entry.objects.get().records == [str(ONE)]


def test_a_record_looked_at_too_late_is_an_error(ada: User) -> None:
    def view(request: HttpRequest) -> StreamingHttpResponse:
        def words() -> Iterator[str]:
            looked(request, [TWO], "investigation")
            yield "protected words"
        looked(request, [ONE], "investigation")
        return all_named(StreamingHttpResponse(words()))
    response = answer(ada, view)
    assert isinstance(response, StreamingHttpResponse)
    with pytest.raises(TooLate):
        list(response)


def test_whoever_is_not_signed_in_is_written_down_as_nobody(db: None) -> None:
    answer(AnonymousUser(), shows(ONE))
    assert Entry.objects.get().actor is None


def test_what_an_error_page_may_have_looked_at_is_written_down(ada: User) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        looked(request, [ONE], "investigation")
        return HttpResponse("failed", status=500)
    assert answer(ada, view).status_code == 500
    assert Entry.objects.get().records == [str(ONE)]
