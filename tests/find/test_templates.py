"""Templates: constant words, typed slots, acceptance by description length, and every text covered."""

from __future__ import annotations

import random
import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.link.copies import group_copies
from daybreak.find.link.templates import find_templates
from daybreak.model.tables import TEMPLATES
from daybreak.settings import CopySettings
from daybreak.store.schema import polars_schema

SETTINGS = CopySettings()
NAMES = ["anna", "bella", "carla", "dora", "elena", "fay", "gina", "hanna"]
PLACES = ["leeds", "york", "new ross", "bath", "kent", "cork"]
ADVERT = ("hello my name is {name} i offer help with moving house and cleaning flats in {place} this week please "
          "call me on 0 any time from 0 am the price is 0 euro per hour no agencies and no long calls please")


def templates(texts: list[str], group: list[int] | None = None, ads: list[int] | None = None, threads: int = 1):
    words = pl.Series("words", texts, pl.String)
    found = np.array(group) if group else group_copies(words, SETTINGS, 1).group
    return find_templates(words, found, np.array(ads or [1] * len(texts)), SETTINGS, threads=threads)


def adverts(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return [ADVERT.format(name=chance.choice(NAMES), place=chance.choice(PLACES)) for _ in range(count)]


def prose(seed: int, words: int = 50) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abdegiklmnorstu", k=chance.randint(3, 8))) for _ in range(words))


def test_a_template_shows_its_constant_words_and_typed_slots() -> None:
    table, of_text = templates(adverts(30))
    row = table.to_dicts()[0]
    assert len(table) == 1 and set(of_text) == {0}
    assert row["pattern"] == (
        "hello my name is {1:name} i offer help with moving house and cleaning flats in {2:place} this week please "
        "call me on {3:phone} any time from {4:time} am the price is {5:price} euro per hour no agencies and no "
        "long calls please")
    assert [slot["type"] for slot in row["slots"]] == ["name", "place", "phone", "time", "price"]
    assert row["accepted"] and row["bits_together"] < row["bits_apart"]


def test_a_slot_counts_its_values_by_adverts_the_most_used_first() -> None:
    texts = [ADVERT.format(name=name, place="york") for name in ("anna", "bella", "carla")]
    table, _ = templates(texts, ads=[1, 7, 2])
    row = table.to_dicts()[0]
    assert row["ads"] == 10 and row["texts"] == 3
    assert row["slots"][0]["values"] == [
        {"value": name, "comparable": None, "ads": ads} for name, ads in (("bella", 7), ("carla", 2), ("anna", 1))]
    assert row["slots"][0]["distinct"] == 3


def test_the_table_has_the_schema_of_the_model_also_when_it_is_empty() -> None:
    assert dict(templates(adverts(5))[0].schema) == polars_schema(TEMPLATES)
    assert dict(templates([prose(1), prose(2)])[0].schema) == polars_schema(TEMPLATES)
    assert dict(templates([])[0].schema) == polars_schema(TEMPLATES)


def test_a_text_of_its_own_has_its_own_number_and_no_row() -> None:
    table, of_text = templates([prose(1), *adverts(4), prose(2)])
    assert of_text.tolist() == [0, 1, 1, 1, 1, 5]
    assert table["template"].to_list() == [1]


def test_a_word_for_word_repost_is_a_template_without_slots_but_for_its_numbers() -> None:
    table, of_text = templates(["room to let near the old station call 0 now"] * 2)
    row = table.to_dicts()[0]
    assert of_text.tolist() == [0, 0] and row["accepted"]
    assert row["pattern"] == "room to let near the old station call {1:phone} now"


def test_two_templates_given_as_one_group_are_split() -> None:
    other = [f"warehouse staff wanted {name} shift at the {place} depot bring boots and a warm coat we train you on the "
             f"forklift and pay for your licence after 0 weeks send a message to the office today" for name in
             ("day", "night", "early", "late") for place in PLACES]
    texts = adverts(24) + other
    table, of_text = templates(texts, [0] * 48)
    assert len(table) == 2
    assert set(of_text[:24]) == {0} and set(of_text[24:]) == {24}


def campaign(count: int, seed: int, rewritten: int = 0, noise: float = 0.0) -> list[str]:
    """Adverts of ten sentences, the last `rewritten` of which are others than in a campaign with none; some words garbled."""
    chance = random.Random(seed)
    stock = [prose(900 + n, 9) for n in range(10 - rewritten)] + [prose(2000 + n, 9) for n in range(rewritten)]
    texts = [" ".join([*stock[:5], chance.choice(NAMES), *stock[5:], chance.choice(PLACES)]) for _ in range(count)]
    return [" ".join(prose(chance.randint(0, 10**9), 1) if chance.random() < noise else word for word in text.split())
            for text in texts]


@pytest.mark.parametrize("seed", range(3))
def test_two_templates_that_share_half_their_sentences_in_one_group_are_split(seed: int) -> None:
    table, of_text = templates(campaign(12, seed) + campaign(12, seed + 50, rewritten=5), [0] * 24)
    assert set(of_text[:12]) == {0} and set(of_text[12:]) == {12}
    assert table["accepted"].all()


@pytest.mark.parametrize("seed", range(5))
def test_one_template_with_a_tenth_of_its_words_garbled_and_a_sentence_rewritten_is_not_split(seed: int) -> None:
    texts = campaign(6, seed, noise=0.1) + campaign(6, seed + 50, rewritten=1, noise=0.1)
    assert set(templates(texts, [0] * 12)[1]) == {0}
    assert set(templates(campaign(24, seed, noise=0.1), [0] * 24)[1]) == {0}


def test_texts_with_nothing_in_common_are_rejected_and_keep_their_own_numbers() -> None:
    table, of_text = templates([prose(1), prose(2)], [0, 0])
    assert table["accepted"].to_list() == [False]
    assert of_text.tolist() == [0, 1]


def test_a_moved_sentence_does_not_make_another_template() -> None:
    one, two, three = prose(1, 14), prose(2, 14), prose(3, 14)
    texts = [f"{one} {two} {three} {name}" for name in NAMES] + [f"{three} {one} {two} {name}" for name in NAMES]
    _, of_text = templates(texts, [0] * 16)
    assert set(of_text) == {0}


def test_one_changed_word_in_a_few_copies_is_an_edit_and_not_a_slot() -> None:
    texts = [ADVERT.format(name=name, place="york") for name in NAMES]
    texts[3] = texts[3].replace("moving", "shifting")
    table, _ = templates(texts, [0] * 8)
    assert "moving house" in table["pattern"][0]


def test_a_very_long_text_is_aligned_without_running_out() -> None:
    text = prose(1, 6000)
    table, of_text = templates([text, text.replace(" ", " x ", 3)], [0, 0])
    assert of_text.tolist() == [0, 0] and table["accepted"].to_list() == [True]


def covers(row: dict, text: str) -> bool:
    """Whether the text is the pattern with values of its slots, when no word was edited."""
    parts = re.split(r" ?\{\d+:\w+\} ?", row["pattern"])
    choices = ["(?:" + "|".join(re.escape(v["value"]) for v in slot["values"]) + "|)" for slot in row["slots"]]
    pattern = re.escape(parts[0])
    for choice, part in zip(choices, parts[1:], strict=True):
        pattern += " ?" + choice + " ?" + re.escape(part)
    return re.fullmatch(pattern, text) is not None


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), slots=st.integers(1, 4), copies=st.integers(3, 12))
def test_a_template_and_its_slot_values_cover_each_of_its_texts(seed: int, slots: int, copies: int) -> None:
    chance = random.Random(seed)
    runs = [prose(seed + i, chance.randint(6, 15)) for i in range(slots + 1)]
    texts = []
    for _ in range(copies):
        parts = [runs[0]]
        for run in runs[1:]:
            parts += [prose(chance.randint(0, 10**9), chance.randint(1, 2)), run]
        texts.append(" ".join(parts))
    table, of_text = templates(texts, [0] * copies)
    assert set(of_text) == {0}
    assert all(covers(table.to_dicts()[0], text) for text in texts)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_texts_changes_no_pattern_and_no_bits(seed: int) -> None:
    texts = sorted(set(adverts(20, seed)))
    shuffled = texts[:]
    random.Random(seed).shuffle(shuffled)
    columns = ["ads", "texts", "pattern", "slots", "bits_apart", "bits_together", "accepted"]
    assert templates(texts, [0] * len(texts))[0].select(columns).equals(
        templates(shuffled, [0] * len(texts))[0].select(columns))


def test_two_threads_give_the_same_templates_as_one() -> None:
    texts = adverts(40) + [prose(i) for i in range(40)]
    (one, a), (two, b) = templates(texts, threads=1), templates(texts, threads=2)
    assert one.equals(two) and (a == b).all()
