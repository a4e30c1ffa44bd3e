"""Which texts are near copies: scattered edits and rare wording join, stock phrases and boilerplate do not."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.link.copies import Copies, add_copies, group_copies
from daybreak.settings import CopySettings

SETTINGS = CopySettings()
WORDS = [f"{a}{b}{c}" for a in ("ba", "de", "fi", "go", "lu") for b in ("ka", "me", "ni", "ro") for c in "lmnrst"]


def group(texts: list[str], threads: int = 1) -> list[int]:
    return group_copies(pl.Series("words", texts, pl.String), SETTINGS, threads).group.tolist()


def prose(seed: int, words: int = 60) -> str:
    return " ".join(random.Random(seed).choices([w + x for w in WORDS for x in ("", "a", "o", "is", "um", "ent")], k=words))


def edited(text: str, seed: int, share: float = 0.08) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) if chance.random() < share else word for word in text.split())


def labels_of(parts: list[int], order: list[int]) -> list[frozenset[int]]:
    """The groups as sets of original texts, whatever the order they were given in."""
    sets: dict[int, set[int]] = {}
    for place, label in enumerate(parts):
        sets.setdefault(label, set()).add(order[place])
    return sorted((frozenset(s) for s in sets.values()), key=min)


class World:
    """Texts and their truth; Hypothesis would print a plain list of them in full."""

    def __init__(self, texts: list[str], truth: list[int]) -> None:
        self.texts, self.truth = texts, truth

    def __repr__(self) -> str:
        return f"a world of {len(self.texts)} texts"


@pytest.fixture(scope="module")
def world() -> World:
    """120 templates of 1 to 20 edited copies; every text also carries two of ten stock sentences."""
    chance = random.Random(1)
    stock = [prose(10_000 + i, 9) for i in range(10)]
    texts, truth = [], []
    for t in range(120):
        body = prose(t, 70)
        for copy in range(chance.choice([1, 1, 1, 2, 3, 20])):
            texts.append(" ".join([chance.choice(stock), edited(body, 100 * t + copy, 0.05), chance.choice(stock)]))
            truth.append(t)
    return World(texts, truth)


def pair_f1(group: np.ndarray, truth: np.ndarray) -> float:
    same_group, same_truth = group[:, None] == group, truth[:, None] == truth
    upper = np.triu_indices(len(group), 1)
    both = (same_group & same_truth)[upper].sum()
    return float(2 * both / max(same_group[upper].sum() + same_truth[upper].sum(), 1))


def test_a_group_is_named_by_its_smallest_text() -> None:
    a, b = prose(1), prose(2)
    assert group([a, b, edited(a, 3), edited(b, 4), a]) == [0, 1, 0, 1, 0]


def test_equal_texts_are_copies_however_short() -> None:
    assert group(["call me", "call me", "call us", "", ""]) == [0, 0, 2, 3, 3]


def test_texts_of_under_six_words_join_only_when_equal() -> None:
    assert group(["room to rent near station", "room to rent near harbour"]) == [0, 1]


def test_no_texts_give_no_groups() -> None:
    assert group([]) == []


def test_a_missing_text_reads_as_empty() -> None:
    assert group_copies(pl.Series([None, "", "a b"]), SETTINGS, 1).group.tolist() == [0, 0, 2]


def test_odd_spacing_changes_no_wording() -> None:
    text = prose(5)
    assert group([text, "  " + text.replace(" ", "  ") + " "]) == [0, 0]


def test_texts_in_another_script_are_compared_alike() -> None:
    text = "房 间 出 租 靠 近 车 站 干 净 安 静 可 以 长 租 短 租 价 格 便 宜 欢 迎 联 系 0"
    assert group([text, text.replace("安 静", "明 亮"), prose(3)]) == [0, 0, 2]


def test_a_sentence_that_one_copy_drops_leaves_it_a_copy() -> None:
    first, second, third = prose(1, 30), prose(2, 12), prose(3, 30)
    others = [prose(100 + i) for i in range(20)]
    assert group([f"{first} {second} {third}", f"{first} {third}", *others])[:2] == [0, 0]


def test_a_stock_phrase_that_everybody_uses_joins_nobody() -> None:
    phrase = prose(999, 15)
    texts = [f"{prose(i, 40)} {phrase}" for i in range(300)]
    assert group(texts) == list(range(300))


def test_a_long_statutory_text_joins_nobody_even_where_it_is_most_of_the_text() -> None:
    statute = prose(999, 120)
    texts = [f"{statute} {prose(i, 40)}" for i in range(300)]
    assert group(texts) == list(range(300))


def test_two_different_bodies_under_a_house_sentence_stay_apart() -> None:
    house = prose(7, 20)
    texts = [f"{prose(i, 50)} {house}" for i in range(4)] + [prose(100 + i) for i in range(40)]
    assert group(texts) == list(range(44))


def test_a_campaign_of_a_thousand_adverts_stays_whole_and_its_wording_rare() -> None:
    body = prose(1, 70)
    texts = [edited(body, i, 0.10) for i in range(1000)] + [prose(5000 + i, 70) for i in range(200)]
    found = group(texts, 2)
    assert found[:1000].count(0) >= 995
    assert found[1000:] == list(range(1000, 1200))


def test_a_chain_of_slowly_changing_texts_does_not_grow_into_one_blob() -> None:
    words = prose(1, 60).split()
    texts, fresh = [], iter(prose(77, 4000).split())
    for _ in range(60):
        texts.append(" ".join(words))
        for place in random.Random(len(texts)).sample(range(60), 6):
            words[place] = next(fresh)
    found = group(texts)
    assert found[0] != found[-1]
    assert max(found.count(label) for label in found) < 40


def test_groups_are_right_on_a_small_world(world: World) -> None:
    texts, truth = world.texts, world.truth
    assert pair_f1(np.array(group(texts)), np.array(truth)) >= 0.99


def test_two_threads_give_the_same_groups_as_one(world: World) -> None:
    texts = world.texts * 3
    assert group(texts, 1) == group(texts, 2)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_texts_does_not_change_the_groups(world: World, seed: int) -> None:
    texts = world.texts
    order = list(range(len(texts)))
    random.Random(seed).shuffle(order)
    assert labels_of(group([texts[i] for i in order]), order) == labels_of(group(texts), list(range(len(texts))))


@settings(max_examples=8, deadline=None)
@given(cut=st.floats(0.65, 0.97))
def test_texts_added_later_find_the_groups_they_would_have_had(
    world: World, cut: float
) -> None:
    texts = pl.Series("words", world.texts)
    at = int(cut * len(texts))
    grown = add_copies(group_copies(texts[:at], SETTINGS, 1), texts[at:], SETTINGS, 1)
    assert len(grown.group) == len(texts)
    assert (grown.group[:at] == group_copies(texts[:at], SETTINGS, 1).group).all()
    assert pair_f1(grown.group, group_copies(texts, SETTINGS, 1).group) >= 0.98    # 0.9879 was the least seen


def test_texts_can_be_added_again_and_again_and_after_storing(world: World) -> None:
    texts = pl.Series("words", world.texts)
    grown = group_copies(texts[:200], SETTINGS, 1)
    for at in range(200, len(texts), 97):
        grown = add_copies(Copies.from_tables(grown.to_tables()), texts[at : at + 97], SETTINGS, 1)
    # grown to 2.7 times its size without looking again; a run looks again at everything beyond a fiftieth
    assert pair_f1(grown.group, np.array(world.truth)) >= 0.98


def test_the_exact_repost_of_an_old_text_joins_it_and_nothing_else_changes() -> None:
    texts = [prose(1), "call me", prose(2)]
    grown = add_copies(group_copies(pl.Series(texts), SETTINGS, 1), pl.Series(["call me", prose(2)]), SETTINGS, 1)
    assert grown.group.tolist() == [0, 1, 2, 1, 2]


def test_nothing_added_changes_nothing() -> None:
    copies = group_copies(pl.Series([prose(1), prose(2)]), SETTINGS, 1)
    assert add_copies(copies, pl.Series([], dtype=pl.String), SETTINGS, 1).group.tolist() == [0, 1]


def test_texts_can_be_added_to_nothing() -> None:
    nothing = group_copies(pl.Series([], dtype=pl.String), SETTINGS, 1)
    assert add_copies(nothing, pl.Series([prose(1), prose(1)]), SETTINGS, 1).group.tolist() == [0, 0]


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(alphabet="ab 0é房\n\x00", max_size=40), max_size=12))
def test_any_strings_at_all_give_every_text_a_group(texts: list[str]) -> None:
    found = group(texts)
    assert all(found[label] == label <= place for place, label in enumerate(found))
    assert all(found[i] == found[j] for i in range(len(texts)) for j in range(i) if texts[i] == texts[j])
