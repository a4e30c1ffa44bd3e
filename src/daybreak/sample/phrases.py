"""The words of the synthetic worlds: one reviewed file a language, read into sentences with slots.

words/<language>.txt -> read_language() -> Language -> fill() -> a sentence

A file has sections `[name]` with one entry a line. A sentence holds slots: `{task}`, `{quality}` ... are
filled once, when an author writes the text; `{city} {name} {age} {price} {unit} {date} {ref} {c} {stops}`
stay and are filled for every advert (`{c}` is a contact). Slot names may end in 2 or 3 to differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

CATEGORIES: Final = ("farm", "cleaning", "care", "construction", "rooms", "massage", "tutoring", "moving", "beauty", "recruit")
#: Slots that every advert of a text fills anew.
LATER: Final = frozenset({"city", "name", "age", "price", "unit", "date", "ref", "c", "stops"})
#: Languages with a file, in the order in which worlds draw them.
LANGUAGES: Final = ("en", "es", "fr", "pt", "ru", "uk", "zh", "ar")

Pattern = tuple[str, ...]  # literal, slot, literal, slot ... literal


@dataclass(frozen=True, slots=True)
class Language:
    """What one language can say."""

    code: str
    lists: dict[str, tuple[str, ...]]  # words and phrases that fill slots
    patterns: dict[str, tuple[Pattern, ...]]  # sentences by section
    words: tuple[str, ...]  # its vocabulary, for edits
    spaced: bool  # words are set apart by spaces


@cache
def read_language(code: str) -> Language:
    """Read the file of a language (ISO 639-1)."""
    text = (files("daybreak.sample") / "words" / f"{code}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            entries = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            entries.append(line)
    for category in CATEGORIES:
        sections[f"{category}.title"] += sections.get("title", [])
    patterns = {name: tuple(_split(entry) for entry in entries) for name, entries in sections.items()}
    word_of = r"[^\W\d_]{1,2}" if code == "zh" else r"[^\W\d_]+"     # Chinese writes no blanks: two signs are a word
    seen = dict.fromkeys(
        word
        for entries in sections.values()
        for entry in entries
        for word in re.findall(word_of, re.sub(r"\{\w+\}", " ", entry))
    )
    return Language(code, {name: tuple(e) for name, e in sections.items()}, patterns, tuple(seen), code != "zh")


def _split(entry: str) -> Pattern:
    parts = re.split(r"\{(\w+?)\}", entry)
    return tuple(part if i % 2 == 0 else part if part in LATER else part.rstrip("23") for i, part in enumerate(parts))


def coin_word(language: Language, chance: Random) -> str:
    """A made-up proper noun in the language's script."""
    syllables = language.lists["syllable"]
    many = len(syllables)
    draw = chance.random
    size = 2 + int(draw() * 2)
    return "".join([syllables[int(draw() * many)] for _ in range(size)]).capitalize()


def fill(language: Language, pattern: Pattern, category: str, chance: Random) -> str:
    """The sentence of a pattern, with every slot filled but those in LATER."""
    if len(pattern) == 1:
        return pattern[0]
    draw, lists, said = chance.random, language.lists, [pattern[0]]
    for i in range(1, len(pattern), 2):
        slot = pattern[i]
        if slot == "word":
            said.append(coin_word(language, chance))
        elif slot == "n":
            said.append(str(2 + int(draw() * 38)))
        elif slot == "year":
            said.append(str(1965 + int(draw() * 60)))
        elif slot in LATER:
            said.append("{" + slot + "}")
        else:
            entries = lists[f"{category}.task"] if slot == "task" else lists[slot]
            said.append(entries[int(draw() * len(entries))])
        said.append(pattern[i + 1])
    text = "".join(said)
    return text[0].upper() + text[1:]


def pick_pattern(language: Language, section: str, chance: Random) -> Pattern:
    """One of a section's patterns."""
    entries = language.patterns[section]
    return entries[int(chance.random() * len(entries))]


def say(language: Language, section: str, category: str, chance: Random) -> str:
    """A sentence of a section, filled."""
    return fill(language, pick_pattern(language, section, chance), category, chance)


def address_word(chance: Random) -> str:
    """A made-up word for addresses and handles, which are Latin in every language."""
    return coin_word(read_language("en"), chance).lower()
