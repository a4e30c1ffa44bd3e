"""How an author writes: separators, case, emoji, how numbers are laid out; and what copying does to words.

new_style() -> Style;  edit_word(text) -> the text with one word changed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Final

from daybreak.sample.disguise import KINDS
from daybreak.sample.numbers import PLANS
from daybreak.sample.phrases import Language

_JOINS: Final = (" ", " ", " ", " ", "\n", "\n", "\n- ", " • ", " / ", "\n✓ ", " | ", "\n\n", " ~ ")
_ENDS: Final = (None, None, None, None, "!", "!!", "...", "", " :)")
_EMOJI: Final = tuple("🌸 ⭐ 🔥 💫 🌿 🍀 ✨ 🎈 🚚 🧹 🍎 🌞 📞 ✅ 👉 🏡 🔨 📚 💐 🎵 🌊 🍇 🌟 💼".split())


@dataclass(frozen=True, slots=True)
class Style:
    """One author's habits."""

    join: str  # between sentences
    end: str | None  # instead of a full stop
    case: str  # "" lower upper title
    emoji: tuple[str, ...]
    layout: str  # of phone numbers, for readers in the same country
    abroad: str  # and for readers elsewhere
    hides: str  # kind of disguise, or ""
    hides_often: float  # share of adverts that use it
    contact_at: float  # 0 = first, 1 = last


def new_style(language: Language, country: str, chance: Random) -> Style:
    """The habits of a new author."""
    draw, plan = chance.random, PLANS[country]
    case = "" if draw() < 0.72 else ("lower", "upper", "title")[int(draw() * 3)]
    emoji = tuple(_EMOJI[int(draw() * len(_EMOJI))] for _ in range(2 + int(draw() * 3))) if draw() < 0.35 else ()
    hides = KINDS[int(draw() * len(KINDS))] if draw() < 0.4 else ""
    if language.code == "ar" and draw() < 0.35:
        hides = "native"
    return Style(
        join=_JOINS[int(draw() * len(_JOINS))],
        end=_ENDS[int(draw() * len(_ENDS))],
        case=case,
        emoji=emoji,
        layout=plan.national[int(draw() * len(plan.national))],
        abroad=plan.abroad[int(draw() * len(plan.abroad))],
        hides=hides,
        hides_often=0.5 + draw() / 2,
        contact_at=1.0 if draw() < 0.6 else draw(),
    )


def dress(sentence: str, style: Style, chance: Random) -> str:
    """A sentence as this author would set it. Slots stay as they are."""
    if style.end is not None and sentence[-1:] in ".。":
        sentence = sentence[:-1] + style.end
    if style.case:
        parts = sentence.split("{")
        turned = [_turn(parts[0], style.case)]
        for part in parts[1:]:
            slot, _, rest = part.partition("}")
            turned.append("{" + slot + "}" + _turn(rest, style.case))
        sentence = "".join(turned)
    if style.emoji and chance.random() < 0.3:
        sentence += " " + style.emoji[int(chance.random() * len(style.emoji))]
    return sentence


def _turn(text: str, case: str) -> str:
    return text.lower() if case == "lower" else text.upper() if case == "upper" else text.title()


def edit_word(text: str, language: Language, chance: Random) -> str:
    """The text with one word (two characters in Chinese) dropped, doubled, mistyped or replaced; slots stay."""
    draw = chance.random
    units = text.split(" ") if language.spaced else _pairs(text)
    if not units:
        return text
    at = int(draw() * len(units))
    unit = units[at]
    if "{" in unit or "}" in unit:
        return text
    other, what = language.words[int(draw() * len(language.words))], draw()
    if what < 0.25:
        units.pop(at)
    elif what < 0.45:
        units.insert(at, other)
    elif what < 0.7 and len(unit) > 3:
        k = 1 + int(draw() * (len(unit) - 2))
        units[at] = unit[:k] + unit[k + 1] + unit[k] + unit[k + 2 :]
    else:
        units[at] = other
    return (" " if language.spaced else "").join(units)


def _pairs(text: str) -> list[str]:
    """Text without spaces in pieces of two characters; a slot is one piece."""
    return re.findall(r"\{\w+\}|[^{][^{]?", text, re.DOTALL)
