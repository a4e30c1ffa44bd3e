"""The one way into the audit: every act of every slice writes its row here, in the same transaction.

actor, act, ids, names of fields, commitments -> record() -> Entry, linked to the one before
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from daybreak.ledger.chain import GENESIS, link
from daybreak_web.audit.models import ChainHead, Entry, chain_of

if TYPE_CHECKING:
    from daybreak_web.accounts.models import User

_ACT = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_PURPOSE = re.compile(r"([a-z][a-z0-9_-]*)?")
_LONGEST = 60


class WrongEntry(ValueError):
    """Something that looks like a value, where only ids, names and commitments may stand."""


def record(
    actor: User | None,
    act: str,
    *,
    compartment: UUID | None = None,
    purpose: str = "",
    records: Sequence[UUID] = (),
    fields: Sequence[str] = (),
    commitments: Mapping[str, bytes] | None = None,
) -> Entry:
    """Write down one act inside the caller's transaction, so that both are kept or neither.

    act: 'slice.verb'; purpose: a code, not a text; records: ids; fields: names; commitments: name -> 32 bytes.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{act}: an act and its audit row share one transaction")
    commitments = commitments or {}
    _check(act, purpose, records, [*fields, *commitments], commitments)
    head = _take_place(chain_of(compartment))
    entry = Entry(
        chain=head.chain,
        sequence=head.size,
        at=timezone.now(),
        actor=None if actor is None else actor.pk,
        role="" if actor is None else actor.role,
        act=act,
        purpose=purpose,
        records=[str(each) for each in records],
        fields=list(fields),
        commitments={name: commitments[name].hex() for name in sorted(commitments)},
        previous=head.digest,
    )
    entry.digest = link(bytes.fromhex(entry.previous), entry.sequence, entry.body()).hex()
    entry.save()
    ChainHead.objects.filter(chain=head.chain).update(digest=entry.digest)
    return entry


def view(actor: User, act: str, asked: Mapping[str, object]) -> None:
    """An auditor looks into the audit: which filters were used, and the ids that were asked for; kept at once."""
    used = sorted(name for name, value in asked.items() if value)
    with transaction.atomic(durable=True):
        ids = [value for name in used if isinstance(value := asked[name], UUID)]
        record(actor, act, purpose="audit", records=ids, fields=used)


def _take_place(chain: str) -> ChainHead:
    """The head, one longer: the update is the lock, until the caller's transaction ends (both databases)."""
    longer = ChainHead.objects.filter(chain=chain)
    if not longer.update(size=F("size") + 1):
        ChainHead.objects.bulk_create([ChainHead(chain=chain, digest=GENESIS.hex())], ignore_conflicts=True)
        longer.update(size=F("size") + 1)
    return longer.get()


def _check(
    act: object, purpose: object, records: Sequence[object], names: Sequence[object], commitments: Mapping[str, object]
) -> None:
    """Refuse all that could be a value; the message names the place, never what stood there."""
    if not _fits(_ACT, act):
        raise WrongEntry("act: expected 'slice.verb' in small letters")
    if not _fits(_PURPOSE, purpose):
        raise WrongEntry(f"{act}: the purpose is a code in small letters, not a text")
    if not all(isinstance(each, UUID) for each in records):
        raise WrongEntry(f"{act}: records are named by their ids")
    if not all(_fits(_NAME, name) for name in names):
        raise WrongEntry(f"{act}: fields are named, their values stay out")
    if not all(isinstance(each, bytes) and len(each) == 32 for each in commitments.values()):
        raise WrongEntry(f"{act}: a commitment is 32 bytes, never the value itself")


def _fits(shape: re.Pattern[str], text: object) -> bool:
    """Whether a text is a short code of this shape."""
    return isinstance(text, str) and len(text) <= _LONGEST and shape.fullmatch(text) is not None
