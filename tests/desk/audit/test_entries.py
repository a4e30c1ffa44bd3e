"""The audit takes one row an act, keeps no value, and is only added to."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from daybreak_web.accounts.models import User
from daybreak_web.audit import acts
from daybreak_web.audit.acts import WrongEntry, record
from daybreak_web.audit.models import Anchor, ChainHead, CombinedHead, Entry

SECRET = "Maria Example, +1 202 555 0143"


def test_an_act_leaves_who_what_for_what_and_on_which_record(ada: User) -> None:
    compartment, one = uuid4(), uuid4()
    record(ada, "lead.judged", compartment=compartment, purpose="investigation", records=[one], fields=["verdict"],
           commitments={"verdict": bytes(range(32))})
    entry = Entry.objects.get()
    assert (entry.chain, entry.sequence, entry.actor, entry.role) == (f"c:{compartment}", 1, ada.pk, "investigator")
    assert (entry.act, entry.purpose, entry.records) == ("lead.judged", "investigation", [str(one)])
    assert (entry.fields, entry.commitments) == (["verdict"], {"verdict": bytes(range(32)).hex()})


def test_each_compartment_and_the_desk_have_a_chain_of_their_own(ada: User) -> None:
    compartment = uuid4()
    for at in (None, compartment, None, compartment, compartment):
        record(ada, "lead.judged", compartment=at)
    assert dict(ChainHead.objects.values_list("chain", "size")) == {"desk": 2, f"c:{compartment}": 3}


def test_each_entry_names_the_digest_of_the_one_before(ada: User) -> None:
    for _ in range(3):
        record(ada, "lead.judged")
    first, second, third = Entry.objects.order_by("sequence")
    assert second.previous == first.digest and third.previous == second.digest
    assert ChainHead.objects.get().digest == third.digest


def test_the_desk_itself_may_act(db: None) -> None:
    record(None, "retention.applied")
    assert Entry.objects.get().actor is None


def test_an_act_that_fails_takes_its_row_back_with_it(ada: User) -> None:
    record(ada, "lead.judged")
    @transaction.atomic
    def fails() -> None:
        record(ada, "lead.judged")
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        fails()
    record(ada, "lead.opened")
    assert list(Entry.objects.order_by("sequence").values_list("sequence", "act")) == [
        (1, "lead.judged"), (2, "lead.opened")]


def test_an_act_outside_a_transaction_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError, match="share one transaction"):
        record(None, "lead.judged")


@pytest.mark.parametrize("given", [
    {"act": SECRET}, {"act": "judged"}, {"act": ""}, {"act": "lead.judged\n"}, {"act": "lead." + "a" * 60},
    {"purpose": SECRET}, {"purpose": "Investigation of case 12"}, {"purpose": "p" * 61},
    {"records": [SECRET]}, {"records": [str(uuid4())]}, {"fields": [SECRET]}, {"fields": ["name: Maria"]},
    {"fields": [""]}, {"commitments": {SECRET: bytes(32)}}, {"commitments": {"name": SECRET.encode()}},
    {"commitments": {"name": SECRET}}, {"commitments": {"name": bytes(31)}}, {"fields": [None]}, {"act": None},
])
def test_what_could_be_a_value_is_refused_and_not_repeated(ada: User, given: dict[str, object]) -> None:
    with pytest.raises(WrongEntry) as refused:
        record(ada, **{"act": "lead.judged", **given})  # type: ignore[arg-type]
    assert "Maria" not in str(refused.value) and not Entry.objects.exists()


@pytest.mark.parametrize("model", [Entry, CombinedHead, Anchor])
def test_models_refuse_to_change_or_take_away(ada: User, model: type[Entry]) -> None:
    record(ada, "lead.judged")
    for refused in (model.objects.all().delete, lambda: model.objects.update(at=None),
                    lambda: model.objects.bulk_update([], ["at"])):
        with pytest.raises(ValidationError, match="only added to"):
            refused()


def test_an_entry_refuses_to_be_saved_again_or_deleted(ada: User) -> None:
    entry = record(ada, "lead.judged")
    for refused in (entry.save, entry.delete, Entry.objects.get().save, Entry.objects.get().delete):
        with pytest.raises(ValidationError, match="only added to"):
            refused()


@pytest.mark.parametrize("sql", [
    "UPDATE audit_entry SET act = 'lead.seen'", "DELETE FROM audit_entry", "UPDATE audit_entry SET records = '[]'",
    "UPDATE audit_combinedhead SET line = 'x'", "DELETE FROM audit_combinedhead",
])
def test_the_database_refuses_too(ada: User, sql: str) -> None:
    record(ada, "lead.judged", records=[UUID(int=1)])
    CombinedHead.objects.create(at=Entry.objects.get().at, heads=[], line="a")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.get().act == "lead.judged" and CombinedHead.objects.get().line == "a"
