"""Exact look-up of what is sealed: 'is this number known?' answered by a column that holds no number.

value, the compartment's look-up key, about (the field) -> blind() -> 32 bytes to store and compare

Equal values in one column have equal marks: a thief of the folder sees that two records share a value, not which. Use one
key a compartment, so that nothing can be compared across them, and put values into one form before they are marked.
"""

from __future__ import annotations

from daybreak.seal import marks


def blind(value: str, key: bytes, about: bytes) -> bytes:
    """A mark to look a value up by, the same only for the same value, key and `about`."""
    return marks.mark(marks.BLIND, key, about, marks.as_bytes(value))
