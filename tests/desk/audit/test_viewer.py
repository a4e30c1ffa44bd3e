"""The auditor's pages: there for auditors alone, without values, and each look at them is written down."""

from __future__ import annotations

import csv
import io
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client

from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role
from daybreak_web.audit import tables
from daybreak_web.audit.acts import record
from daybreak_web.audit.guards import drop_guards
from daybreak_web.audit.models import Entry

ONE, HERE = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings: object) -> None:
    """These tests are about roles; the second factor has its own."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "SecondFactor" not in each]  # type: ignore[attr-defined]


@pytest.fixture
def auditor(aud: User, ada: User) -> Client:
    """A browser in which the auditor is signed in; Ada did three things."""
    record(ada, "lead.judged", purpose="investigation", records=[ONE], fields=["verdict"])
    record(ada, "lead.opened", compartment=HERE)
    record(None, "retention.applied")
    return signed_in(aud)


def signed_in(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(client: Client, **asked: object) -> list[str]:
    """The acts on the page, without those of looking at it."""
    context = client.get("/audit/", asked).context
    return sorted(entry.act for entry, _name in context["rows"] if not entry.act.startswith("audit."))


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize(("method", "address"), [("get", "/audit/"), ("get", "/audit/export.csv"), ("post", "/audit/verify")])
def test_the_audit_exists_for_auditors_alone(db: None, role: Role | None, method: str, address: str) -> None:
    client = Client()
    if role is not None:
        client = signed_in(User.objects.create_user("someone@desk.example", None, role, name="Someone"))
    status = getattr(client, method)(address).status_code
    assert status == (200 if role == Role.AUDITOR else 404)
    assert Entry.objects.filter(act__startswith="audit.").exists() == (role == Role.AUDITOR)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head"])
def test_no_method_tells_a_stranger_that_there_is_something(dov: User, method: str) -> None:
    for address in ("/audit/", "/audit/export.csv", "/audit/verify"):
        assert getattr(signed_in(dov), method)(address).status_code == 404


def test_an_auditor_who_was_shut_out_sees_nothing(aud: User) -> None:
    client = signed_in(aud)
    aud.is_active = False
    aud.save()
    assert client.get("/audit/").status_code == 404


def test_each_filter_narrows(auditor: Client, ada: User) -> None:
    everything = ["lead.judged", "lead.opened", "retention.applied"]
    assert shown(auditor) == everything
    assert shown(auditor, actor="ADA@desk.example") == shown(auditor, actor=str(ada.pk)) == everything[:2]
    assert shown(auditor, act="lead.j") == shown(auditor, record=str(ONE)) == ["lead.judged"]
    assert shown(auditor, compartment=str(HERE)) == ["lead.opened"]
    today = Entry.objects.earliest("at").at.date().isoformat()
    assert shown(auditor, since=today, until=today) == everything
    assert shown(auditor, until="2020-01-01") == shown(auditor, since="2199-01-01") == shown(auditor, act="lead_") == []


def test_reads_across_compartments_are_found_by_each_of_them(auditor: Client, ada: User) -> None:
    record(ada, "records.read", records=[HERE, ONE])
    assert shown(auditor, compartment=str(HERE)) == ["lead.opened", "records.read"]


@pytest.mark.parametrize("asked", [
    {"actor": "nobody@desk.example"}, {"actor": "' OR 1=1"}, {"record": "x"}, {"compartment": "1"}, {"since": "soon"},
    {"act": "a" * 61},
])
def test_a_filter_that_makes_no_sense_is_said_and_shows_nothing(auditor: Client, asked: dict[str, str]) -> None:
    response = auditor.get("/audit/", asked)
    assert response.status_code == 200 and response.context["rows"] == []
    assert b"Please mend what is marked below" in response.content
    assert auditor.get("/audit/export.csv", asked).status_code == 400


def test_looking_is_written_down_with_the_ids_asked_for_and_never_the_words(auditor: Client, aud: User, ada: User) -> None:
    auditor.get("/audit/", {"actor": ada.email, "record": str(ONE), "act": "lead"})
    entry = Entry.objects.filter(act="audit.viewed").get()
    assert (entry.actor, entry.chain, entry.fields) == (aud.pk, "desk", ["act", "actor", "record"])
    assert entry.records == [str(ada.pk), str(ONE)]
    assert ada.email not in str(entry.body())


def test_long_lists_come_in_pages_that_keep_the_filters(auditor: Client, ada: User) -> None:
    for _ in range(60):
        record(ada, "lead.judged")
    first = auditor.get("/audit/", {"act": "lead.judged"})
    assert len(first.context["rows"]) == 50 and b"act=lead.judged&amp;page=2" in first.content
    assert len(auditor.get("/audit/", {"act": "lead.judged", "page": "2"}).context["rows"]) == 11
    assert auditor.get("/audit/", {"page": "-3 OR 1"}).status_code == 200


def test_the_export_holds_what_fits_and_is_written_down(auditor: Client) -> None:
    response = auditor.get("/audit/export.csv", {"act": "lead"})
    assert isinstance(response, StreamingHttpResponse)
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))  # type: ignore[arg-type]
    assert [row["act"] for row in rows] == ["lead.opened", "lead.judged"] and str(ONE) in rows[1]["records"]
    assert Entry.objects.filter(act="audit.exported").get().fields == ["act"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_export_is_a_formula(text: str) -> None:
    entry = Entry(chain="desk", sequence=1, at=None, actor=UUID(int=1), act=text, role=text, purpose=text)
    line = next(csv.reader([list(tables.as_csv([entry]))[1]]))
    assert [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_button_says_what_was_found(auditor: Client) -> None:
    page = auditor.post("/audit/verify")
    assert b"No change was found" in page.content and b"tail not checkable" in page.content
    assert Entry.objects.filter(act="audit.verified").count() == 1 and b"daybreak-head/1 combined" in page.content
    drop_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET role = 'analyst' WHERE act = 'lead.judged'")
    page = auditor.post("/audit/verify")
    assert b"At least one chain is broken" in page.content and b"edited at entry 1" in page.content


def test_a_look_by_link_does_not_verify(auditor: Client) -> None:
    assert auditor.get("/audit/verify").status_code == 405


def test_a_name_that_looks_like_markup_is_shown_as_text(auditor: Client, ada: User) -> None:
    ada.name = "<script>alert(1)</script>"
    ada.save()
    assert b"<script>alert" not in auditor.get("/audit/").content
