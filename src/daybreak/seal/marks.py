"""Keyed BLAKE2b-256, one personalisation for each use, so that a mark made for one use says nothing for another.

use, key, parts -> mark() -> 32 bytes      Each part is preceded by its length: ("ab", "c") is not ("a", "bc").
"""

from __future__ import annotations

from typing import Final

from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from daybreak.seal.boxes import KEY_BYTES, cannot_open, require_key

#: The uses, up to 16 bytes each. They are part of what is stored: never change one, add another.
DERIVE: Final = b"daybreak derive"
WRAP: Final = b"daybreak wrap"
FIELD: Final = b"daybreak field"
COMMIT: Final = b"daybreak commit"
BLIND: Final = b"daybreak blind"
CHECK: Final = b"daybreak check"


def mark(use: bytes, key: bytes, *parts: bytes) -> bytes:
    """What only the holder of the key can compute from the parts, for this use."""
    require_key(key)
    said = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return generichash_blake2b_salt_personal(said, digest_size=KEY_BYTES, key=key, person=use)


def opening(use: bytes, key: bytes) -> bytes:
    """The key's own subkey for a use, to open with: what cannot be a key opens nothing (CannotOpen)."""
    if len(key) != KEY_BYTES:
        raise cannot_open()
    return mark(use, key)


def as_bytes(text: str) -> bytes:
    """The text in UTF-8; half a surrogate pair, which broken input may hold, comes back as it was."""
    return text.encode("utf-8", "surrogatepass")
