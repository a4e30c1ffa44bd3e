"""Samples name nobody, sell nobody, and keep to the reserved endings."""

from __future__ import annotations

import re

import pytest

from daybreak.sample.phrases import CATEGORIES, LANGUAGES, LATER, read_language
from daybreak.sample.world import make_world

#: Beginnings of words that have no place in a sample, in our languages.
UNWANTED = (
    "sex(?!ta)",
    "escort",
    "erot",
    "nude",
    "naked",
    "porn",
    "hooker",
    "prostit",
    "fetish",
    "sensual",
    "blowjob",
    "desnud",
    "секс",
    "эрот",
    "эскорт",
    "проститу",
    "интим",
    "еротич",
    "ескорт",
    "інтим",
    "色情",
    "性服",
    "裸",
    "جنس",
    "عاهر",
)
SECTIONS_WITH_CONTACT = ("call", "mail", "handle", "site", "desk", "driver", "safety.line")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_unwanted_word_in_a_language(code: str) -> None:
    said = " ".join(e for entries in read_language(code).lists.values() for e in entries).lower()
    assert not [w for w in UNWANTED if re.search(r"(?<!\w)" + w if w[0].isascii() else w, said)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_whole(code: str) -> None:
    language = read_language(code)
    assert set(read_language("en").lists) - set(language.lists) == set()
    assert len(language.lists["digits"]) == 10
    assert len(language.lists["unit"]) == 4
    for name, patterns in language.patterns.items():
        for pattern in patterns:
            for slot in pattern[1::2]:
                assert slot in LATER or slot in language.lists or slot in ("task", "word", "n", "year"), (name, pattern)
            assert (name in SECTIONS_WITH_CONTACT) == ("c" in pattern[1::2]), (name, pattern)
    assert all(len(language.lists[f"{c}.task"]) >= 14 for c in CATEGORIES)


def test_addresses_end_where_nobody_lives() -> None:
    world = make_world(1500, seed=2)
    mails = [v for k, v in world.contacts.select("kind", "value").iter_rows() if k == "email"]
    assert mails
    assert all(m.endswith((".example", ".test")) for m in mails)
    urls = [v for k, v in world.contacts.select("kind", "value").iter_rows() if k == "url"]
    assert urls
    assert all(u.split("/")[0].endswith(".example") for u in urls)
