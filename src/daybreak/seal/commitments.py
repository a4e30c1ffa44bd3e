"""What stood in a field, provable later without keeping it: for the audit's before and after.

value, the record's key, about -> commit() -> 32 bytes

Who holds the key can show that a value is the one that was meant. Without it, or once it is destroyed, not even a guess
can be tried: the mark is keyed (BLAKE2b-256), so that short values cannot be found by trying them all.
"""

from __future__ import annotations

from daybreak.seal import marks


def commit(value: str, key: bytes, about: bytes) -> bytes:
    """A mark that is the same only for the same value, key and `about`."""
    return marks.mark(marks.COMMIT, key, about, marks.as_bytes(value))
