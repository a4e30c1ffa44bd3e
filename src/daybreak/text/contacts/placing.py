"""From hits in folded, joined text to contacts in the fields as they were read.

hits of one text -> place_hits() -> Found     Overlaps are settled: the characters of one contact tell no second.
"""

from __future__ import annotations

import re
from typing import Final

from daybreak.text.contacts.found import Found, Hit
from daybreak.text.fold import Folded

#: Who wins when two kinds claim the same characters.
_RANK: Final = {"email": 0, "wallet": 1, "url": 2, "handle": 3, "phone": 4}
#: What in the original shows how something was hidden, the most telling first.
_MARKS: Final = (
    ("keycap", re.compile("\u20e3")),
    ("fullwidth", re.compile("[\uff01-\uff5e]")),
    ("enclosed", re.compile("[\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189]")),
    ("styled", re.compile("[\u2070-\u209c\u1d00-\u1d2b\U0001d400-\U0001d7ff]|[\u00b2\u00b3\u00b9]")),
    ("emoji", re.compile("\U0001f51f|[\U0001f300-\U0001faff]")),
    ("numerals", re.compile(r"(?![0-9])\d")),
    ("hidden", re.compile("[\u00ad\u034f\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff]")),
)


def place_hits(hits: list[Hit], folded: Folded, original: str, title_length: int) -> list[Found]:
    """The contacts of one text in order of place.

    folded: the joined text as compared, with the way back; original: title, seam and body joined as read.
    """
    found: list[Found] = []
    same = not folded.layers and folded.text == original
    for kind, value, first, last, how, sure in hits if len(hits) == 1 else _settled(hits):
        start, end = (first, last) if same else folded.span(first, last)
        written = original[start:end]
        how = _how(kind, how, written if same else folded.text[first:last], written)
        if end <= title_length:
            found.append(Found(kind, value, "title", start, end, written, how, sure))
        elif start > title_length:
            found.append(Found(kind, value, "body", start - title_length - 1, end - title_length - 1, written, how, sure))
        else:
            left, right = _parted(start, end, title_length, original)
            found.append(Found(kind, value, "title", start, left, original[start:left], how, sure))
            found.append(Found(kind, value, "body", right, end - title_length - 1, original[right + title_length + 1:end],
                               how, sure))
    return found


def _settled(hits: list[Hit]) -> list[Hit]:
    """The hits that share no character, stronger kinds first, in order of place."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.certainty < 0.5, _RANK[h.kind] if h.how != "link" else 2, h.start, -h.end)):
        if all(hit.end <= k.start or k.end <= hit.start for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _parted(start: int, end: int, seam: int, original: str) -> tuple[int, int]:
    """Where a span over the seam between title and body ends in the title and begins in the body, without blanks there."""
    return start + len(original[start:seam].rstrip()), end - len(original[seam + 1:end].lstrip()) - seam - 1


def _how(kind: str, how: str, folded: str, written: str) -> str:
    """The hit's own word, or what the original characters show beyond it."""
    if how in ("split", "words", "leet") or written.isascii() or written == folded and how != "plain":
        return how
    for name, mark in _MARKS:
        if mark.search(written):
            return name
    if written != folded and kind != "phone" and any(c.isalpha() and not c.isascii() for c in written):
        return "homoglyph"
    return how
