"""Keys under keys: whoever destroys the one that lies next to a record has erased the record.

new_key() -> key -> wrap(key, under, about) -> bytes to store -> unwrap() -> key;   master -> derive(purpose) -> subkey
"""

from __future__ import annotations

from nacl.bindings import randombytes

from daybreak.seal import marks
from daybreak.seal.boxes import KEY_BYTES, put_in, require_key, take_out


def new_key() -> bytes:
    """A fresh key, drawn by libsodium."""
    return randombytes(KEY_BYTES)


def wrap(key: bytes, under: bytes, about: bytes) -> bytes:
    """The key, sealed under another key; `about` says whose key it is and must be said again to unwrap it."""
    require_key(key)
    return put_in(key, marks.mark(marks.WRAP, under), about)


def unwrap(wrapped: bytes, under: bytes, about: bytes) -> bytes:
    """The key that was wrapped; CannotOpen under another key, for another `about` or with changed bytes."""
    return take_out(wrapped, marks.opening(marks.WRAP, under), about)


def derive(master: bytes, purpose: str) -> bytes:
    """A subkey for one purpose: it tells nothing about the master, nor about the subkey of another purpose."""
    return marks.mark(marks.DERIVE, master, marks.as_bytes(purpose))
