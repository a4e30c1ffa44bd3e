"""What a contact is, as found in one text."""

from __future__ import annotations

from typing import Final, NamedTuple

#: Stands between title and body when they are read as one; never inside a field (it is put out of the way).
SEAM: Final = "\x1e"


class Found(NamedTuple):
    """A contact, where it was found and how sure it is. A contact split over two fields is two of these."""

    kind: str           # phone | email | handle | url | wallet
    value: str          # comparable: E.164, lower-case address, "platform:name", host/path, "chain:address"
    field: str          # title | body
    start: int          # in the field as it was read, code points, half-open
    end: int
    written: str        # the characters there
    how: str            # plain spaced words leet emoji keycap enclosed fullwidth styled numerals homoglyph hidden
                        # split at-dot link bare
    certainty: float    # probability that it is this contact; from 0.5 it counts as evidence


class Hit(NamedTuple):
    """A contact in a folded text that holds title, seam and body; `how` may still be sharpened by the original."""

    kind: str
    value: str
    start: int
    end: int
    how: str
    certainty: float
