"""What is done from time to time and what reaches out: one head over all chains, and an authority's word on when it was.

ChainHead rows -> combine_heads() -> CombinedHead -> anchor() -> (HTTP) -> Anchor
"""

from __future__ import annotations

from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.db import transaction
from django.utils import timezone

from daybreak.errors import WrongSetting, WrongTimestamp
from daybreak.ledger.heads import Head, combine
from daybreak.ledger.timestamps import REQUEST_TYPE, request_bytes, verify_response
from daybreak_web.audit.acts import record
from daybreak_web.audit.models import Anchor, ChainHead, CombinedHead

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LARGEST = 1 << 20


@transaction.atomic
def combine_heads() -> CombinedHead | None:
    """Write down the heads of all chains as of now, and one over them; nothing new when nothing was added."""
    heads = [Head(row.chain, row.size, bytes.fromhex(row.digest)) for row in ChainHead.objects.order_by("chain")]
    line = combine(heads).as_text()
    last = CombinedHead.objects.order_by("pk").last()
    if not heads or (last is not None and last.line == line):
        return last
    return CombinedHead.objects.create(at=timezone.now(), heads=[head.as_text() for head in heads], line=line)


def anchor(authority: str, roots: bytes) -> Anchor:
    """Have an authority sign the time of the combined head (RFC 3161): only a SHA-256 leaves; the answer is checked first."""
    _check_address(authority)
    head = combine_heads()
    if head is None:
        raise WrongSetting("There is nothing in the audit to time-stamp yet.", "Try again when the desk was used.")
    answer = _ask(authority, request_bytes(head.line.encode()))
    stamp = verify_response(answer, head.line.encode(), roots)
    with transaction.atomic():
        kept = Anchor.objects.create(head=head, at=stamp.at, authority=authority, token=answer)
        record(None, "audit.anchored")
    return kept


def _check_address(authority: str) -> None:
    """Only https leaves this machine."""
    parts = urlsplit(authority)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise WrongSetting("The address of the time-stamp authority makes no sense.",
                           "Give it as https://...; http:// is for this machine only.")


def _ask(authority: str, request: bytes) -> bytes:
    """Carry the request to the authority and its answer back."""
    try:
        with urlopen(Request(authority, request, {"Content-Type": REQUEST_TYPE}), timeout=30) as answer:
            content: bytes = answer.read(_LARGEST + 1)
    except (URLError, TimeoutError, OSError) as error:
        raise WrongTimestamp(f"The time-stamp authority did not answer: {error}.",
                             "Check the address and the network; the audit goes on without.") from error
    if len(content) > _LARGEST:
        raise WrongTimestamp("The time-stamp authority answered with more than a megabyte.", "Check its address.")
    return content
