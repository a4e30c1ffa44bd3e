"""Is the audit whole? Every chain walked from its first entry, and held against heads that were kept elsewhere.

kept lines -> kept_heads() -> heads by chain -> verify_all() -> Checked, one a chain
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from daybreak.errors import WrongHead
from daybreak.ledger import chain as ledger
from daybreak.ledger.heads import COMBINED, Head, combine, read_head
from daybreak.ledger.timestamps import verify_response
from daybreak_web.audit.models import Anchor, ChainHead, CombinedHead, Entry

_NOTHING: Final[Mapping[str, Head]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one chain; `fits` says whether the desk's own head of it agrees."""

    chain: str
    finding: ledger.Finding
    fits: bool

    @property
    def broken(self) -> bool:
        """Something was changed, taken out or cut off."""
        return not (self.finding.is_sound and self.fits)

    def __str__(self) -> str:
        """The finding in a sentence."""
        found = self.finding
        words = {"size": found.size, "at": found.at, "covered": found.covered}
        if found.is_sound and not self.fits:
            return _("Broken: %(size)d entries link, but the desk's own head of this chain counts others.") % words
        return {
            ledger.Verdict.WHOLE: _("Whole: all %(size)d entries up to the head that was kept elsewhere."),
            ledger.Verdict.TAIL_UNKNOWN: _("%(size)d entries link; tail not checkable: a head kept elsewhere covers "
                                           "%(covered)d of them."),
            ledger.Verdict.EDITED: _("Broken: edited at entry %(at)s, which does not follow from those before it."),
            ledger.Verdict.CUT: _("Broken: cut tail. %(size)d entries are here; entry %(at)s and those after it are missing."),
            ledger.Verdict.REWRITTEN: _("Broken: rewritten. %(size)d entries link, but they are not those of the head."),
        }[found.verdict] % words


def verify_all(kept: Mapping[str, Head] = _NOTHING) -> list[Checked]:
    """Walk every chain that has entries, a head here, or a head kept elsewhere."""
    own = {row.chain: row for row in ChainHead.objects.all()}
    names = {*own, *kept, *Entry.objects.order_by().values_list("chain", flat=True).distinct()}
    return [_check(name, own.get(name), kept.get(name)) for name in sorted(names)]


def kept_heads(text: str) -> dict[str, Head]:
    """The heads in lines that were kept elsewhere; a combined head gives those of every chain it stands for."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heads = [read_head(line, None) for line in lines]
    if not heads:
        raise WrongHead("There is no head in the file.", "Give the lines that `daybreak audit heads` printed.")
    single = [head for head in heads if head.chain != COMBINED]
    for head in heads:
        if head.chain == COMBINED and combine(single) != head:
            single = _parts(head) if not single else _mixed()
    combine(single)
    return {head.chain: head for head in single}


def anchored_heads(roots: bytes) -> dict[str, Head]:
    """The heads of every chain at the latest time-stamp; WrongTimestamp when it does not hold under these roots."""
    anchor = Anchor.objects.select_related("head").order_by("-pk").first()
    if anchor is None:
        raise WrongHead("No head was time-stamped yet.", "Make one: daybreak audit anchor")
    verify_response(bytes(anchor.token), anchor.head.line.encode(), roots)
    return {head.chain: head for head in _parts(read_head(anchor.head.line, None))}


def _parts(combined: Head) -> list[Head]:
    """The heads that a combined head stands for, as the desk keeps them."""
    row = CombinedHead.objects.filter(line=combined.as_text()).first()
    parts = [read_head(line, None) for line in row.heads] if row else []
    if row is None or combine(parts) != combined:
        raise WrongHead("The desk does not hold the heads that this combined head was made of.",
                        "They were changed or taken away, or the line is of another desk: keep the line, tell the custodian.")
    return parts


def _mixed() -> list[Head]:
    """Refuse heads that do not belong together."""
    raise WrongHead("The combined head in the file is not that of the other lines in it.",
                    "Give the lines of one time only, as `daybreak audit heads` printed them.")


def _check(chain: str, own: ChainHead | None, kept: Head | None) -> Checked:
    """One chain, walked once; entries added while walking are no fault."""
    seen: dict[int, str] = {0: ledger.GENESIS.hex()}
    size = 0 if own is None else own.size
    try:
        finding = ledger.verify(_links(chain, size, seen), kept)
    except (ValueError, TypeError, AttributeError):     # a column was made into something that cannot even be read
        walked = max(seen)
        finding = ledger.Finding(ledger.Verdict.EDITED, walked, bytes.fromhex(seen[walked]), 0, walked + 1)
    fits = own is not None and seen.get(size) == own.digest
    return Checked(chain, finding, fits)


def _links(chain: str, size: int, seen: dict[int, str]) -> Iterator[ledger.Entry]:
    """The entries as the ledger takes them; notes how far it came, and the digest where the desk's own head stands."""
    last = 0
    for row in Entry.objects.filter(chain=chain).order_by("sequence").iterator(chunk_size=1000):
        yield ledger.Entry(row.sequence, _bytes(row.previous), row.body(), _bytes(row.digest))
        if last not in (0, size):
            del seen[last]
        last = row.sequence
        seen[last] = row.digest


def _bytes(text: str) -> bytes:
    """A digest, written in the one way it is written."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError("a digest has small hex digits only")
    return found
