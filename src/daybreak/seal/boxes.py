"""A sealed box: bytes that only the holder of a key can read, and that nobody can change or move unnoticed.

bytes, key, about -> put_in() -> version | nonce | XChaCha20-Poly1305 -> take_out() -> the same bytes

`about` says what the bytes belong to (a record, a field). It is not in the box; whoever opens it must say the same.
The nonce is drawn anew for each box: 24 bytes, so that no two boxes under one key ever share one. All of it is libsodium's.
"""

from __future__ import annotations

from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    randombytes,
)
from nacl.exceptions import CryptoError

from daybreak.errors import CannotOpen, WrongKey

#: Bytes in every key of this room, the master key among them.
KEY_BYTES: Final = 32
#: The first byte of a box: how it was made. Raised when the way changes, so that old boxes stay readable.
VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 24
_TAG_BYTES: Final = 16
#: What a box is longer than what lies in it.
OVERHEAD: Final = len(VERSION) + _NONCE_BYTES + _TAG_BYTES


def put_in(content: bytes, key: bytes, about: bytes) -> bytes:
    """The bytes in a box that opens with the same key and the same `about` only."""
    require_key(key)
    nonce = randombytes(_NONCE_BYTES)
    return VERSION + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(content, about, nonce, key)


def take_out(box: bytes, key: bytes, about: bytes) -> bytes:
    """The bytes that were put in; CannotOpen with another key, another `about` or any changed byte."""
    if len(box) < OVERHEAD or len(key) != KEY_BYTES:
        raise cannot_open()
    if not box.startswith(VERSION):
        raise CannotOpen("What is sealed was changed, or made by a newer Daybreak: its first byte is not known.",
                         "Open it with the Daybreak that made it, or bring it back from a backup.")
    nonce, locked = box[len(VERSION):len(VERSION) + _NONCE_BYTES], box[len(VERSION) + _NONCE_BYTES:]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(locked, about, nonce, key)
    except CryptoError:
        raise cannot_open() from None


def require_key(key: bytes) -> None:
    """Refuse what cannot be a key before anything is sealed with it."""
    if len(key) != KEY_BYTES:
        raise WrongKey(f"A key has {KEY_BYTES} bytes; this one has {len(key)}.", "Give the key as Daybreak made it.")


def cannot_open() -> CannotOpen:
    """The one answer to a wrong key, a wrong place and changed bytes: which of them it was cannot be told."""
    return CannotOpen(
        "What is sealed does not open: the key is another one, it belongs to another place, or its bytes were changed.",
        "Check that the right master key was given at start; if it was, bring this back from a backup.")
