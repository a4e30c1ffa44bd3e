"""Keys under keys: master (in memory only) -> compartment's key -> record's key -> a field.

unlock(master) -> new_compartment_key -> new_record -> seal_field -> bytes in a column -> open_field -> text
destroy(record): its key is overwritten, and no copy made from now on can be read;  rotate: all compartment keys anew

The master is in no file and no table; MasterCheck tells a wrong one. Whoever is root on this machine can read memory.
"""

from __future__ import annotations

import hmac
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from daybreak.errors import DaybreakError, WrongKey
from daybreak.seal import fields
from daybreak.seal.keys import derive, new_key, unwrap, wrap
from daybreak.seal.master import check_value
from daybreak_web.accounts.models import User
from daybreak_web.audit.acts import record as audit
from daybreak_web.compartments.models import Compartment, MasterCheck, RecordKey

_PURPOSE: Final = "daybreak_web.compartments"
_held: dict[str, bytes] = {}        # the key under which compartments' keys lie; filled by unlock only


class Locked(DaybreakError):
    """The desk has no master key in memory: nothing protected can be read or written."""


class Erased(DaybreakError):
    """The record's key was destroyed, or never was: what it sealed is gone for good."""


def unlock(master: bytes) -> None:
    """Take the master key into memory. The first one ever given is the one; later another is refused (WrongKey)."""
    with transaction.atomic():
        known = MasterCheck.objects.first()
        if known is None and Compartment.objects.exists():
            raise WrongKey("The check value of the master key is gone from the database.", "Restore a backup.")
        if known is None:
            MasterCheck.objects.create(value=check_value(master))
        else:
            _require_same(master, known)
    _held["under"] = derive(master, _PURPOSE)


def is_made() -> bool:
    """The desk has a master key, in memory or not."""
    return MasterCheck.objects.exists()


def is_unlocked() -> bool:
    """The master key was given since this process started."""
    return "under" in _held


def lock() -> None:
    """Forget the master key."""
    _held.clear()


def new_compartment_key(compartment: UUID) -> bytes:
    """A fresh key for a compartment, wrapped as it is stored."""
    return wrap(new_key(), _under(), _about("compartment", compartment))


def seal_in(compartment: Compartment, field: str, text: str) -> bytes:
    """A text about the compartment itself (its title, a reason), sealed under the compartment's own key."""
    return fields.seal(text, _compartment_key(compartment), _about("in", compartment.pk, field))


def open_in(compartment: Compartment, field: str, sealed: bytes | memoryview) -> str:
    """The text that seal_in sealed."""
    return fields.open_sealed(bytes(sealed), _compartment_key(compartment), _about("in", compartment.pk, field))


def title_of(compartment: Compartment) -> str:
    """How members call a compartment. Ask access first."""
    return open_in(compartment, "title", compartment.title)


def new_record(compartment: Compartment) -> UUID:
    """A new record's id; its key lies beside it, under the compartment's."""
    record = uuid4()
    wrapped = wrap(new_key(), _compartment_key(compartment), _about("record", record))
    RecordKey.objects.create(record=record, compartment=compartment, wrapped=wrapped)
    return record


def seal_field(record: UUID, field: str, text: str) -> bytes:
    """One field of a record, sealed under the record's key."""
    return fields.seal(text, _record_key(record), _about("field", record, field))


def open_field(record: UUID, field: str, sealed: bytes | memoryview) -> str:
    """The field as it was; Erased once the record's key is destroyed. Ask access first."""
    return fields.open_sealed(bytes(sealed), _record_key(record), _about("field", record, field))


def destroy(record: UUID, actor: User | None = None) -> None:
    """Erase a record for good: its key is overwritten here, and is in no copy made from now on."""
    with transaction.atomic():
        key = RecordKey.objects.select_for_update().filter(record=record, destroyed_at=None).first()
        if key is None:
            raise _erased()
        RecordKey.objects.filter(pk=record).update(wrapped=b"", destroyed_at=timezone.now())
        audit(actor, "compartments.record_erased", compartment=key.compartment_id, records=[record])
        transaction.on_commit(_scrub)


def rotate(old_master: bytes, new_master: bytes, actor: User | None = None) -> int:
    """Put every compartment's key under another master, all or none. Returns how many; the old master opens nothing then."""
    with transaction.atomic():
        known = MasterCheck.objects.select_for_update().first()
        if known is None:
            raise Locked("This desk has no master key yet.", "Start it once with `daybreak serve`.")
        _require_same(old_master, known)
        before, after = derive(old_master, _PURPOSE), derive(new_master, _PURPOSE)
        every = list(Compartment.objects.select_for_update().only("pk", "wrapped_key"))
        for each in every:
            about = _about("compartment", each.pk)
            each.wrapped_key = wrap(unwrap(bytes(each.wrapped_key), before, about), after, about)
        Compartment.objects.bulk_update(every, ["wrapped_key"], batch_size=500)
        MasterCheck.objects.update(value=check_value(new_master))
        audit(actor, "compartments.master_rotated", records=[each.pk for each in every], fields=["wrapped_key"])
        transaction.on_commit(_scrub)
        if is_unlocked():
            transaction.on_commit(lambda: _held.update(under=after))
    return len(every)


def _require_same(master: bytes, known: MasterCheck) -> None:
    """Refuse a master key that is not the desk's."""
    if not hmac.compare_digest(check_value(master), bytes(known.value)):
        raise WrongKey("This is not the master key of this desk.", "Check the words; nothing was opened or changed.")


def _under() -> bytes:
    """The key under which compartments' keys lie."""
    if not is_unlocked():
        raise Locked("The desk is locked: it was started without its master key.",
                     "Ask who runs the desk to start it again and to give the master key.")
    return _held["under"]


def _compartment_key(compartment: Compartment) -> bytes:
    """A compartment's own key, unwrapped."""
    return unwrap(bytes(compartment.wrapped_key), _under(), _about("compartment", compartment.pk))


def _record_key(record: UUID) -> bytes:
    """A record's key, unwrapped; the locked desk says so before it says whether there is such a record."""
    _under()
    key = RecordKey.objects.select_related("compartment").filter(record=record, destroyed_at=None).first()
    if key is None:
        raise _erased()
    return unwrap(bytes(key.wrapped), _compartment_key(key.compartment), _about("record", record))


def _erased() -> Erased:
    return Erased("This record was erased, or there never was one.", "Nothing can bring it back.")


def _about(what: str, of: UUID, field: str = "") -> bytes:
    """What a box belongs to: a key or field moved to another place does not open there."""
    return f"{what}:{of}:{field}".encode()


def _scrub() -> None:
    """Take what was overwritten out of the journal too: SQLite's WAL, PostgreSQL's dead rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM compartments_recordkey, compartments_compartment")
