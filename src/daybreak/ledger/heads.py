"""Heads: how long a chain was and what its last digest was, in one line that can be kept elsewhere, printed or sent.

Head -> as_text() or sign() -> one line -> read_head() -> Head          heads of many chains -> combine() -> Head

    daybreak-head/1 desk 1204 3a7f...            unsigned
    daybreak-head/1 desk 1204 3a7f... 9c0e...    with an Ed25519 signature over all that stands before it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from daybreak.errors import WrongHead, WrongKey
from daybreak.ledger.merkle import root

#: The chain name of a head that stands for the heads of many chains; its size is their number.
COMBINED: Final = "combined"
_KEY_BYTES: Final = 32
_CHAIN = re.compile(r"[a-z0-9][a-z0-9:._-]{0,99}")
_LINE = re.compile(r"daybreak-head/1 (\S+) (0|[1-9][0-9]{0,14}) ([0-9a-f]{64})(?: ([0-9a-f]{128}))?")
_LONGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Head:
    """A chain as it was at one time: its name, how many entries it had, the digest of the last."""

    chain: str
    size: int
    digest: bytes

    def __post_init__(self) -> None:
        """Refuse what could not be written in one line and read again."""
        if not _CHAIN.fullmatch(self.chain):
            raise WrongHead("The name of a chain has small letters a to z, digits, and : . _ - only, at most 100 of them.",
                            "Give the chain another name.")
        if not 0 <= self.size < _LONGEST or len(self.digest) != 32:
            raise WrongHead("A head has a size of 0 or more and a digest of 32 bytes.", "Take the head from the chain again.")

    def as_text(self) -> str:
        """The head in one line, unsigned."""
        return f"daybreak-head/1 {self.chain} {self.size} {self.digest.hex()}"


def new_signing_key() -> bytes:
    """A new Ed25519 key to sign heads with (libsodium's randomness); keep it secret."""
    return bytes(SigningKey.generate())


def verify_key(signing_key: bytes) -> bytes:
    """The key that others check the signatures with; give it to them."""
    return bytes(_signing(signing_key).verify_key)


def sign(head: Head, signing_key: bytes) -> str:
    """The head in one line, with the signature at its end."""
    text = head.as_text()
    return f"{text} {_signing(signing_key).sign(text.encode()).signature.hex()}"


def read_head(text: str, verify_key: bytes | None) -> Head:
    """The head in a line; WrongHead when it is no head, or when a key is given and its signature is missing or wrong.

    Without a key a signature may be there, but nothing is known about who made the line.
    """
    found = _LINE.fullmatch(text.strip(" \t\r\n"))
    if found is None:
        raise WrongHead("This is not a head as Daybreak writes it: one line that begins with daybreak-head/1.",
                        "Give the whole line as it was kept.")
    head = Head(found[1], int(found[2]), bytes.fromhex(found[3]))
    if verify_key is not None:
        _check_signature(head, found[4], verify_key)
    return head


def combine(heads: Iterable[Head]) -> Head:
    """One head for many chains: the Merkle root over their lines, sorted by name; each can be proved to be in it."""
    by_chain = sorted(heads, key=lambda head: head.chain)
    names = [head.chain for head in by_chain]
    if len(set(names)) < len(names):
        raise WrongHead("The same chain has two heads here.", "Give one head for each chain.")
    return Head(COMBINED, len(by_chain), root([head.as_text().encode() for head in by_chain]))


def _check_signature(head: Head, signature: str | None, key: bytes) -> None:
    """Refuse a head that this key did not sign."""
    if signature is None:
        raise WrongHead(f"The head of {head.chain} is not signed.", "Give the signed line, or check it without a key.")
    _require_key(key)
    try:
        VerifyKey(key).verify(head.as_text().encode(), bytes.fromhex(signature))
    except BadSignatureError:
        raise WrongHead(
            f"The signature of the head of {head.chain} does not hold: the line was changed, or another key signed it.",
            "Do not rely on it. Check that the key is the right one, and ask for the line again where it is kept.") from None


def _signing(key: bytes) -> SigningKey:
    _require_key(key)
    return SigningKey(key)


def _require_key(key: bytes) -> None:
    """Refuse what cannot be an Ed25519 key."""
    if len(key) != _KEY_BYTES:
        raise WrongKey(f"A key has {_KEY_BYTES} bytes; this one has {len(key)}.", "Give the key as Daybreak made it.")
