"""Which single characters stand for which: the tables that folding works by.

code point -> SINGLE.get() -> what it is compared as    Built once from the Unicode database.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

#: Code points with anything to fold; the rest of Unicode is letters of one form (CJK, Hangul) or unassigned.
_RANGES: Final = ((0x80, 0x3400), (0xA4D0, 0xAC00), (0xD7B0, 0xD800), (0xF900, 0x10000), (0x10000, 0x12000),
                  (0x16A00, 0x16B00), (0x1D000, 0x1E000), (0x1E100, 0x1FC00), (0x2F800, 0x2FA20),
                  (0xE0000, 0xE0200))
_SMALL_CAPITALS: Final = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_PUNCTUATION: Final = (dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-") | dict.fromkeys("‘’‚‛ʼ′`´＇", "'")
                       | dict.fromkeys("“”„‟″«»＂", '"') | {"\u2028": "\n", "\u2029": "\n", "⁄": "/", "∕": "/",
                          "。": ".", "．": ".", "｡": ".", "·": "·", "🔟": "10", "‧": "·", "∙": "·"})
#: Marks that languages write over or under letters; any other mark of these blocks is a trick.
REAL_MARKS: Final = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u0313\u0314\u031b\u0323"
    "\u0324\u0325\u0326\u0327\u0328\u032d\u032e\u0330\u0331\u0342\u0345\u0653\u0654\u0655\u3099\u309a")
#: Combining marks of no script of their own.
MARK: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
#: Zero-width, direction and tag characters, variation selectors: nothing that a reader sees.
INVISIBLE: Final = ("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ff")


def _enclosed_letter(point: int) -> str | None:
    """The letter in a black circle or square (🅐 🅰), which Unicode does not decompose."""
    for first in (0x1F150, 0x1F170):
        if first <= point < first + 26:
            return chr(65 + point - first)
    return None


def _comparable(point: int) -> str:
    """What one visible character is compared as: itself, a digit 0-9, or its compatible plain form."""
    char = chr(point)
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in _SMALL_CAPITALS:
        return _SMALL_CAPITALS[char]
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if 0x80 <= point < 0xA0:
        return " "
    if unicodedata.decomposition(char).startswith("<fraction>"):
        return char
    folded = unicodedata.normalize("NFKC", char)
    if folded[0] == " " and len(folded) > 1:     # a spacing accent: not a space and a mark
        return char
    return _enclosed_letter(point) or "".join(_PUNCTUATION.get(c, c) for c in folded)


@cache
def single_characters() -> dict[str, str]:
    """Every visible character that is compared as another, with what it is compared as. Takes about 0.1 s."""
    found: dict[str, str] = {}
    for low, high in _RANGES:
        for point in range(low, high):
            folded = _comparable(point)
            if folded != chr(point):
                found[chr(point)] = folded
    return found


def character_class(characters: list[str]) -> str:
    """The inside of a regular expression's [...] for these characters, as ranges."""
    points = sorted(map(ord, characters))
    parts: list[str] = []
    start = 0
    for i, point in enumerate(points):
        if i + 1 == len(points) or points[i + 1] != point + 1:
            parts.append(_range(points[start], point))
            start = i + 1
    return "".join(parts)


def _range(low: int, high: int) -> str:
    """One range, written so that both Python and Rust read it the same way."""
    first, last = f"\\U{low:08x}", f"\\U{high:08x}"
    return first if low == high else f"{first}-{last}"
