"""One field of a record, sealed: without the record's key neither its words nor, but roughly, its length.

text -> seal() -> bytes to store -> open_sealed() -> text

Before sealing, a text is padded (ISO/IEC 7816-4) to the next bucket above its length in UTF-8: 64, 128, 256 ... doubled
up to 16,384 bytes, above that the next multiple of 16,384. A name, a phone number and 'no' take the same room.
"""

from __future__ import annotations

from typing import Final

from nacl.bindings import sodium_pad, sodium_unpad

from daybreak.seal import marks
from daybreak.seal.boxes import put_in, take_out

_SMALLEST: Final = 64
_LARGEST: Final = 16_384


def seal(text: str, key: bytes, about: bytes) -> bytes:
    """The text, sealed under the record's key; `about` names the record and the field."""
    content = marks.as_bytes(text)
    return put_in(sodium_pad(content, bucket(len(content))), marks.mark(marks.FIELD, key), about)


def open_sealed(sealed: bytes, key: bytes, about: bytes) -> str:
    """The text that was sealed; CannotOpen with another key, for another field, or with changed bytes."""
    padded = take_out(sealed, marks.opening(marks.FIELD, key), about)
    return sodium_unpad(padded, min(len(padded), _LARGEST)).decode("utf-8", "surrogatepass")


def bucket(length: int) -> int:
    """The block to pad to: the least of 64, 128 ... 16,384 that is longer than the text, else 16,384."""
    return min(_LARGEST, max(_SMALLEST, 1 << length.bit_length()))
