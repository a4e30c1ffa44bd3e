"""How authors hide a contact from software but not from a reader; the truth of each kind is known.

shown digits, kind -> disguise() -> what stands in the advert
"""

from __future__ import annotations

from random import Random
from typing import Final

#: Kinds of disguise for phones; `split` stands over title and body and is laid out by the poster.
KINDS: Final = ("spaced", "words", "leet", "emoji", "keycap", "fullwidth", "homoglyph", "split")
_LEET: Final = {"0": "oO", "1": "lI", "2": "Zz", "5": "Ss", "8": "B"}
_HOMOGLYPH: Final = {"0": "Оо", "3": "Зз", "6": "б", "1": "Іl"}  # Cyrillic letters that look like digits
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_BOLD: Final = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_BETWEEN: Final = "🌸⭐🔥💫🌿🍀✨🎈"
_GAPS: Final = (" ", " . ", "-", " - ", "_", "*", "  ")


def disguise(digits: str, kind: str, digit_words: tuple[str, ...], spaced: bool, chance: Random) -> str:
    """The number's digits in a disguise.

    digits: as dialled inside the country. digit_words: zero to nine in the advert's language.
    spaced: whether that language sets words apart. kind: one of KINDS but `split`, or `native`.
    """
    draw = chance.random
    if kind == "spaced":
        return _GAPS[int(draw() * len(_GAPS))].join(digits)
    if kind == "words":
        some = 1.0 if draw() < 0.6 else 0.5
        said = [digit_words[int(d)] if draw() < some else d for d in digits]
        return (" " if spaced else "").join(said)
    if kind == "emoji":
        mark = _BETWEEN[int(draw() * len(_BETWEEN))]
        return mark.join([digits[:3], digits[3:6], digits[6:]])
    if kind == "keycap":
        return "".join([d + "\ufe0f\u20e3" for d in digits])
    if kind == "fullwidth":
        return digits.translate(_WIDE if draw() < 0.6 else _BOLD)
    if kind == "native":
        return digits.translate(_ARABIC)
    table = _LEET if kind == "leet" else _HOMOGLYPH
    shown = "".join([table[d][int(draw() * len(table[d]))] if d in table and draw() < 0.8 else d for d in digits])
    return f"{shown[:3]}-{shown[3:6]}-{shown[6:]}" if draw() < 0.5 else shown


def disguise_mail(address: str, chance: Random) -> str:
    """An e-mail address with at and dot in words or brackets."""
    name, host = address.split("@")
    at = ("(at)", " (at) ", "[at]", " AT ", " at ")[int(chance.random() * 5)]
    dot = (".", "(dot)", " dot ", "[.]")[int(chance.random() * 4)]
    return name + at + host.replace(".", dot)
