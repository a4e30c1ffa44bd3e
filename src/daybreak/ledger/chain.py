"""A chain of entries: each digest covers the entry and the digest before, so that a later change breaks all after it.

GENESIS -> link() -> Entry 1 -> link() -> Entry 2 ...      entries, head -> verify() -> Finding

Entries count from 1. The last entries of a chain can be cut off, and a chain can be written anew from any entry on,
without a break: only a Head that was kept elsewhere shows that. Without one, verify() says so. The chain does not know
its name: a body should say which chain it belongs to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daybreak.errors import CannotRecord
from daybreak.ledger.canonical import canonical
from daybreak.ledger.heads import Head

#: What stands before the first entry: 32 zero bytes.
GENESIS: Final = bytes(32)


def link(previous: bytes, sequence: int, body: Mapping[str, object]) -> bytes:
    """The digest of an entry: SHA-256 of the digest before it, its number and its body, as canonical JSON."""
    return hashlib.sha256(canonical({"previous": previous.hex(), "sequence": sequence, "body": dict(body)})).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chain as it is kept."""

    sequence: int
    previous: bytes
    body: Mapping[str, object]
    digest: bytes


class Verdict(StrEnum):
    """What can be said about a chain."""

    WHOLE = "whole"                             # every entry up to the head, and none after it
    TAIL_UNKNOWN = "tail not checkable"         # what is there links; whether more followed cannot be told
    EDITED = "edited"                           # an entry was changed, put in, taken out or moved
    CUT = "cut"                                 # the head counts more entries than there are
    REWRITTEN = "rewritten"                     # the entries link, but are not those that the head was made of


@dataclass(frozen=True, slots=True)
class Finding:
    """What verify() found, and up to where all is well."""

    verdict: Verdict
    size: int           # entries, from the first, that follow from one another
    digest: bytes       # of the last of them, or GENESIS
    covered: int        # entries, from the first, that the head vouches for; 0 without a head
    at: int | None      # the first entry that is wrong or missing; None when none is, or when it cannot be told

    @property
    def is_sound(self) -> bool:
        """Nothing wrong was found; the end may be unknown all the same (see the verdict)."""
        return self.verdict in (Verdict.WHOLE, Verdict.TAIL_UNKNOWN)

    def __str__(self) -> str:
        """The finding in a sentence."""
        match self.verdict:
            case Verdict.WHOLE:
                return f"whole: all {self.size} entries are those that the head was made of"
            case Verdict.TAIL_UNKNOWN:
                return (f"tail not checkable: {self.size} entries link, the head vouches for {self.covered} of them; "
                        "whether more followed cannot be told")
            case Verdict.EDITED:
                return f"edited at entry {self.at}: it does not follow from those before it"
            case Verdict.CUT:
                return f"cut tail: {self.size} entries are here, entry {self.at} and all after it up to the head are missing"
            case Verdict.REWRITTEN:
                return "rewritten: the entries link, but they are not those that the head was made of"


def verify(entries: Iterable[Entry], head: Head | None) -> Finding:
    """Walk the chain from its first entry, then hold it against a head that was kept elsewhere.

    Entries are read one at a time, in the order given. The walk ends at the first that is wrong. With a head older than
    the chain, the entries after it can be checked for their links only: the verdict is TAIL_UNKNOWN, `covered` tells.
    """
    size, digest, at_head = 0, GENESIS, GENESIS
    for entry in entries:
        if not _follows(entry, digest, size + 1):
            covered = head.size if head is not None and head.size <= size and at_head == head.digest else 0
            return Finding(Verdict.EDITED, size, digest, covered, size + 1)
        size, digest = size + 1, entry.digest
        if head is not None and size == head.size:
            at_head = digest
    if head is None:
        return Finding(Verdict.TAIL_UNKNOWN, size, digest, 0, None)
    if size < head.size:
        return Finding(Verdict.CUT, size, digest, 0, size + 1)
    if at_head != head.digest:
        return Finding(Verdict.REWRITTEN, size, digest, 0, None)
    return Finding(Verdict.WHOLE if size == head.size else Verdict.TAIL_UNKNOWN, size, digest, head.size, None)


def _follows(entry: Entry, previous: bytes, sequence: int) -> bool:
    """Whether the entry is the next one, and its digest is that of what it says."""
    if entry.sequence != sequence or entry.previous != previous:
        return False
    try:
        return link(previous, sequence, entry.body) == entry.digest
    except CannotRecord:
        return False
