"""Keys under keys: what is sealed opens with the master key only, in its own place only, and never again once erased."""

from __future__ import annotations

from uuid import uuid4

import pytest

from daybreak.errors import CannotOpen, WrongKey
from daybreak.seal.master import new_master
from daybreak_web.audit.models import Entry
from daybreak_web.compartments import keys
from daybreak_web.compartments.access import records_of
from daybreak_web.compartments.models import Compartment, MasterCheck, RecordKey


def test_a_field_opens_as_it_was_sealed(opened, ada) -> None:
    record = keys.new_record(opened(ada))
    for text in ("", "Ümit, +1 202 555 0100", "مرحبا", "x" * 20_000):
        assert keys.open_field(record, "name", keys.seal_field(record, "name", text)) == text


def test_a_field_moved_to_another_record_or_name_does_not_open(opened, ada) -> None:
    compartment = opened(ada)
    record, other = keys.new_record(compartment), keys.new_record(compartment)
    sealed = keys.seal_field(record, "name", "Maria")
    for place in ((other, "name"), (record, "phone")):
        with pytest.raises(CannotOpen):
            keys.open_field(*place, sealed)


def test_a_record_key_moved_to_another_compartment_opens_nothing(opened, ada, dov) -> None:
    record = keys.new_record(opened(ada))
    sealed = keys.seal_field(record, "name", "Maria")
    RecordKey.objects.update(compartment=opened(dov))
    with pytest.raises(CannotOpen):
        keys.open_field(record, "name", sealed)


def test_a_locked_desk_reads_and_writes_nothing_and_says_what_to_do(opened, ada) -> None:
    compartment = opened(ada)
    record = keys.new_record(compartment)
    sealed = keys.seal_field(record, "name", "Maria")
    keys.lock()
    for attempt in (lambda: keys.open_field(record, "name", sealed), lambda: keys.seal_field(record, "name", "x"),
                    lambda: keys.new_record(compartment), lambda: keys.title_of(compartment),
                    lambda: keys.open_field(uuid4(), "name", sealed)):
        with pytest.raises(keys.Locked, match="locked") as said:
            attempt()
        assert "master key" in said.value.advice()


def test_another_master_key_is_refused_at_start(opened, ada, master) -> None:
    opened(ada)
    keys.lock()
    with pytest.raises(WrongKey):
        keys.unlock(new_master())
    assert not keys.is_unlocked()
    MasterCheck.objects.all().delete()
    with pytest.raises(WrongKey):
        keys.unlock(master)


def test_an_erased_record_is_gone_and_the_others_stay(opened, ada) -> None:
    compartment = opened(ada)
    record, other = keys.new_record(compartment), keys.new_record(compartment)
    sealed, kept = keys.seal_field(record, "name", "Maria"), keys.seal_field(other, "name", "Ines")
    assert {key.record for key in records_of(ada)} == {record, other}
    keys.destroy(record, ada)
    with pytest.raises(keys.Erased):
        keys.open_field(record, "name", sealed)
    with pytest.raises(keys.Erased):
        keys.destroy(record, ada)
    assert keys.open_field(other, "name", kept) == "Ines"
    assert bytes(RecordKey.objects.get(pk=record).wrapped) == b""
    assert Entry.objects.filter(act="compartments.record_erased", records=[str(record)]).count() == 1
    assert {key.record for key in records_of(ada)} == {other}


def test_the_master_is_changed_for_all_compartments_at_once(opened, ada, dov, master) -> None:
    compartment, record = opened(dov, "Other"), keys.new_record(opened(ada))
    sealed, after = keys.seal_field(record, "name", "Maria"), new_master()
    assert keys.rotate(master, after) == 2
    keys.lock()
    with pytest.raises(WrongKey):
        keys.unlock(master)
    keys.unlock(after)
    assert keys.open_field(record, "name", sealed) == "Maria"
    assert keys.title_of(Compartment.objects.get(pk=compartment.pk)) == "Other"


def test_a_change_of_master_that_cannot_finish_changes_nothing(opened, ada, dov, master) -> None:
    opened(ada)
    broken = opened(dov)
    Compartment.objects.filter(pk=broken.pk).update(wrapped_key=b"\x01" + bytes(80))
    before = set(Compartment.objects.values_list("pk", "wrapped_key"))
    for wrong, error in ((new_master(), WrongKey), (master, CannotOpen)):
        with pytest.raises(error):
            keys.rotate(wrong, new_master())
        assert set(Compartment.objects.values_list("pk", "wrapped_key")) == before
    keys.unlock(master)
