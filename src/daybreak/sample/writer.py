"""Texts that adverts are made from: an author's sentences, drawn from what the trade says.

language, category, style -> write_text() -> Text; generic_text() -> one of three words, that others happen to write, too

Hard on purpose: a third of the sentences are the trade's own stock, statutes and set phrases that every
author uses word for word; the rest shares the trade's vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from daybreak.sample.phrases import Language, coin_word, say
from daybreak.sample.style import Style, dress


@dataclass(frozen=True, slots=True)
class Text:
    """What an author wrote once and posts again: the truth of a template."""

    number: int
    title: str
    pieces: tuple[str, ...]
    length: int = 0  # words (in Chinese, pairs of characters)
    bare: bool = False  # too short to carry set phrases


@dataclass(frozen=True, slots=True)
class Brief:
    """What a text must say beside the trade's usual."""

    control: int = 0  # sentences that show third-party control
    honest: int = 0  # sentences that say the opposite
    fraud: int = 0
    spam: int = 0
    statutes: int = 0
    sections: tuple[str, ...] = ()  # one sentence of each
    fixed: tuple[str, ...] = ()  # sentences said as they stand (an agent's, a flat's)
    length: int = 0  # sentences of the trade; 0 = as authors please


def write_text(number: int, language: Language, category: str, style: Style, brief: Brief, chance: Random) -> Text:
    """A new text. Every word but the later slots is fixed from here on."""
    draw = chance.random
    length = brief.length or (
        2 + int(draw() * 3) if draw() < 0.15 else 4 + int(draw() * 5) if draw() < 0.8 else 8 + int(draw() * 8)
    )
    plan = ["sentence" if draw() < 0.8 else "stock" for _ in range(length)]
    if length > 3:
        plan += [s for s, p in (("pay", 0.5), ("place", 0.6), ("start", 0.3), ("numbers", 0.25), ("name", 0.35)) if draw() < p]
    plan += list(brief.sections) + ["statute"] * brief.statutes
    for section, times in (("control", brief.control), ("honest", brief.honest), ("fraud", brief.fraud), ("spam", brief.spam)):
        plan += [section] * times
    said = list(
        dict.fromkeys(
            [
                _own_words(say(language, section, category, chance), language, chance)
                if section in ("sentence", "fraud", "spam")
                else say(language, section, category, chance)
                for section in plan
            ]
            + list(brief.fixed)
        )
    )
    chance.shuffle(said)
    if draw() < 0.4:
        said.insert(0, say(language, "greeting", category, chance) + ("!" if draw() < 0.5 else ","))
    if draw() < 0.3:
        said.append(say(language, "closing", category, chance) + ".")
    title = dress(say(language, f"{category}.title", category, chance), style, chance)
    pieces = tuple(dress(s, style, chance) for s in said)
    return Text(number, title, pieces, sum([p.count(" ") + 1 if language.spaced else len(p) // 2 for p in pieces]))


def generic_text(number: int, title: str) -> Text:
    """A text so short that many authors come to it by themselves."""
    return Text(number, title, ("{city}",), bare=True)


def _own_words(sentence: str, language: Language, chance: Random) -> str:
    """Two sentences in five hold a word that only this author would put there."""
    if chance.random() > 0.4:
        return sentence
    units = sentence.split(" ") if language.spaced else [sentence[:-1], sentence[-1]]
    at = 1 + int(chance.random() * (len(units) - 1))
    word = coin_word(language, chance) if chance.random() < 0.5 else language.words[int(chance.random() * len(language.words))]
    units.insert(at, word.lower())
    return (" " if language.spaced else "").join(units)
