"""Groups of near copies, read as the road: collapse -> join scattered edits -> count per group -> join rare wording -> hold.

words -> group_copies() -> Copies      What `growing` needs to add texts later stays in Copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import polars as pl

from daybreak.find.link.copies.comparing import judge_pairs, open_pairs, roots, unite
from daybreak.find.link.copies.index import Index, keep
from daybreak.find.link.copies.postings import Sample, leaders, neighbours, sample
from daybreak.find.link.copies.shingles import Array, Shingles, Whole, read_shingles, spread
from daybreak.progress import Progress, silent
from daybreak.settings import CopySettings

_BLOCK: Final = 1 << 16         # candidate pairs judged before their groups are united
_PIECE: Final = 1 << 13         # pairs a thread judges at a time
_TRIED: Final = 16              # texts of a group that may become its medoid
FULL: Final = 64                # weight of wording that nobody else uses
_LOOSE: Final = 256             # 1024ths of rare wording that a text should have in common with its group's head
_MORE_APART: Final = 0.10       # and how much more of it may stand in stretches of their own
_LONG_LIST: Final = 32          # heads that carry one shingle
_TURNS: Final = 1               # over those lists, other shingles each time
_NO_WEIGHT: Final = np.zeros(1, np.uint8)


@dataclass(frozen=True, slots=True)
class Copies:
    """Which texts are copies, and what is needed to add more. `group`: smallest text number of each text's group."""

    group: Whole
    index: Index
    added: Index | None = None      # of texts that came later and found no group

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """As tables of plain columns, for a run folder."""
        added = self.added.to_tables("copies_added") if self.added else {}
        return {"copies_group": pl.DataFrame({"group": self.group})} | self.index.to_tables("copies") | added

    @classmethod
    def from_tables(cls, tables: dict[str, pl.DataFrame]) -> Copies:
        """From what `to_tables` gave."""
        added = Index.from_tables(tables, "copies_added") if "copies_added_heads" in tables else None
        return cls(tables["copies_group"]["group"].to_numpy(), Index.from_tables(tables, "copies"), added)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Distinct texts in the order of their content, which no order of the input can change."""

    texts: Whole        # rank -> text
    rank: Whole         # text -> rank; an exact copy has that of the first
    first: Whole        # text -> first text with the same content


def group_copies(
    words: pl.Series, settings: CopySettings, threads: int = 0, progress: Progress = silent
) -> Copies:
    """Which texts are near copies of one another.

    words: comparable strings. threads: 0 = two; the result does not depend on it.
    Cost grows with the total of words; candidates are at most four for each sampled posting.
    """
    threads = threads or 2
    shingles = read_shingles(words, threads, lambda done: progress("Reading wording", done, len(words)))
    ranked = rank_texts(shingles)
    progress("Joining copies", 0, 0)
    group, heads, frequency = group_distinct(shingles, ranked, settings, threads)
    return Copies(group, keep(shingles, heads, group, frequency, ranked.texts, settings.shortest))


def group_distinct(
    shingles: Shingles, ranked: Ranked, settings: CopySettings, threads: int
) -> tuple[Whole, Whole, Array]:
    """The steps after reading: the smallest text number of each text's group, heads, and frequencies over heads."""
    parent = np.arange(shingles.count)
    weight = np.ones(len(shingles.items), np.uint8)
    _join_alike(shingles, ranked, parent, weight, settings, threads)
    heads = _find_heads(shingles, ranked, parent)
    fresh = np.ones(shingles.count, np.bool_)
    headed = np.zeros(shingles.count, np.int64)     # size of the group that a text headed after the last round
    headed[heads] = np.bincount(parent[ranked.texts], minlength=shingles.count)[parent[heads]]
    for _ in range(settings.rounds):
        frequency = count_frequency(heads, shingles, settings)
        _join_rare(shingles, ranked, parent, weight, heads, fresh, frequency, settings, threads)
        _release(shingles, ranked, parent, weight, frequency, settings, threads)
        heads = _find_heads(shingles, ranked, parent)
        size = np.bincount(parent[ranked.texts], minlength=shingles.count)[parent[heads]]
        fresh[heads] = size != headed[heads]
        headed[:] = 0
        headed[heads] = size
    return _name_groups(ranked, parent), heads, count_frequency(heads, shingles, settings)


def rank_texts(shingles: Shingles) -> Ranked:
    content = shingles.content
    order = np.lexsort((np.arange(len(content)), content[:, 1], content[:, 0]))
    new = np.ones(len(order), np.bool_)
    new[1:] = (content[order[1:]] != content[order[:-1]]).any(axis=1)
    texts = order[new]
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(new) - 1
    return Ranked(texts, rank, texts[rank])


@dataclass(frozen=True, slots=True)
class Test:
    """When a pair are copies: see `judge_pairs`."""

    least: int
    most_apart: int
    overhead: int
    odds: int


def _join_alike(
    shingles: Shingles, ranked: Ranked, parent: Whole, weight: Array, settings: CopySettings, threads: int
) -> None:
    """Join texts whose differences are scattered edits. All wording weighs the same.

    Then over the heads, a few times, along the lists that are still long: what is left of a large campaign must not look
    like something that everybody writes.
    """
    fresh = np.ones(shingles.count, np.bool_)
    test = Test(round(settings.alike * 1024), round(settings.apart_alike * 1024), 2, 3)
    texts = ranked.texts[shingles.words[ranked.texts] >= settings.shortest]
    taken = sample(texts, shingles.items, shingles.starts, ranked.rank, _NO_WEIGHT, (0, 0), 12)
    _join(taken, (1,), shingles, ranked.texts, weight, parent, fresh, test, threads)
    for turn in range(1, _TURNS + 1):
        heads = _find_heads(shingles, ranked, parent)
        frequency = count_frequency(heads, shingles, settings)
        heads = heads[shingles.words[heads] >= settings.shortest]
        rank, by_rank = _largest_first(heads, ranked, parent)
        taken = sample(heads, shingles.items, shingles.starts, rank, frequency, (_LONG_LIST, 255), 12, turn)
        _join(taken, (1, 0), shingles, by_rank, weight, parent, fresh, test, threads)


def _largest_first(heads: Whole, ranked: Ranked, parent: Whole) -> tuple[Whole, Whole]:
    """Heads by the size of their groups, then by content: text -> place, place -> text."""
    size = np.bincount(parent[ranked.texts], minlength=len(parent))[parent[heads]]
    by_rank = heads[np.lexsort((ranked.rank[heads], -size))]
    rank = np.zeros(len(parent), np.int64)
    rank[by_rank] = np.arange(len(by_rank))
    return rank, by_rank


def _join_rare(
    shingles: Shingles, ranked: Ranked, parent: Whole, weight: Array, heads: Whole, fresh: Array,
    frequency: Array, settings: CopySettings, threads: int,
) -> None:
    """Join groups whose heads share enough of their rare wording. The larger groups stand first on every list.

    fresh: per text, whether it heads a group that is new since the last round; two that are not were compared then.
    """
    heads = heads[shingles.words[heads] >= settings.shortest]
    scale = weight_of(len(heads))
    weigh(heads, shingles.items, shingles.starts, frequency, scale, weight)
    often = int(np.count_nonzero(scale)) - 1
    rank, by_rank = _largest_first(heads, ranked, parent)
    taken = sample(heads, shingles.items, shingles.starts, rank, frequency, (2, often))
    test = Test(round(settings.shared * 1024), round(settings.apart * 1024), settings.overhead, 5)
    _join(taken, (1, 0), shingles, by_rank, weight, parent, fresh, test, threads)


def _join(
    taken: Sample, backs: tuple[int, ...], shingles: Shingles, by_rank: Whole, weight: Array, parent: Whole,
    fresh: Array, test: Test, threads: int,
) -> None:
    """Judge candidate pairs a block at a time, leaving out what is joined already; unite those that pass.

    backs: how many places apart on a list; 0 = with the first on it.
    """
    for back in backs:
        for at in range(0, len(taken.postings) - back, _BLOCK):
            pairs = neighbours if back else leaders
            left, right = pairs(taken.postings, by_rank, at, min(at + _BLOCK, len(taken.postings)), back)
            kept = open_pairs(left, right, parent, fresh)
            left, right = left[kept], right[kept]
            verdict, _ = judge(left, right, shingles, weight, test, threads, taken)
            unite(left, right, verdict, parent)


def judge(
    left: Whole, right: Whole, shingles: Shingles, weight: Array, test: Test, threads: int, taken: Sample | None = None
) -> tuple[Array, Array]:
    """`judge_pairs` in pieces on several threads."""
    verdict, share = np.zeros(len(left), np.uint8), np.zeros(len(left), np.int64)
    sampled, sample_starts = (taken.items, taken.starts) if taken else (shingles.items, shingles.starts)

    def step(at: int) -> None:
        to = at + _PIECE
        judge_pairs(left[at:to], right[at:to], shingles.items, shingles.starts, sampled, sample_starts, weight,
                    test.least, test.most_apart, test.overhead, test.odds if taken else 0, verdict[at:to],
                    share[at:to])

    for _ in spread(step, range(0, len(left), _PIECE), threads):
        pass
    return verdict, share


def weight_of(groups: int) -> Array:
    """Weight of a shingle by the number of groups that use it.

    Full up to the cube root of the groups over three, nothing from twice their square root, but at least 100 and at
    most 255; between, it falls with the logarithm. (With 100 texts nobody can tell a campaign of twenty from a
    phrase of twenty; long stretches apart do.)
    """
    full = min(max(groups ** (1 / 3) / 3, 2.0), 100.0)
    never = min(max(2.0 * groups**0.5, 100.0), 255.0)
    used = np.log2(np.maximum(np.arange(256), 1))
    weight: Array = np.rint(np.clip((np.log2(never) - used) / (np.log2(never) - np.log2(full)), 0, 1) * FULL).astype(np.uint8)
    return weight


@numba.njit(cache=True, nogil=True)
def weigh(heads, items, starts, frequency, scale, weight):  # type: ignore[no-untyped-def]
    """Write the weight of each shingle of these texts."""
    mask = len(frequency) - 1
    for t in heads:
        for i in range(starts[t], starts[t + 1]):
            weight[i] = scale[frequency[np.int64(items[i]) & mask]]


@numba.njit(cache=True, nogil=True)
def _count(heads, items, starts, frequency):  # type: ignore[no-untyped-def]
    mask = len(frequency) - 1
    for t in heads:
        for i in range(starts[t], starts[t + 1]):
            slot = np.int64(items[i]) & mask
            if frequency[slot] < 255:
                frequency[slot] += 1


def count_frequency(heads: Whole, shingles: Shingles, settings: CopySettings) -> Array:
    """In how many groups a shingle is used, each group counted by its head. Shingles are told apart by their low bits."""
    total = int((shingles.starts[heads + 1] - shingles.starts[heads]).sum())
    size = 1 << min(max(int(2 * total).bit_length(), 10), settings.table_bits)
    frequency = np.zeros(size, np.uint8)
    _count(heads, shingles.items, shingles.starts, frequency)
    return frequency


def _find_heads(shingles: Shingles, ranked: Ranked, parent: Whole) -> Whole:
    """The text that stands for each group, in the order of rank."""
    roots(parent)
    order = ranked.texts[np.argsort(parent[ranked.texts], kind="stable")]
    bounds = np.flatnonzero(np.diff(parent[order], prepend=-1, append=-1))
    heads = np.empty(max(len(bounds) - 1, 0), np.int64)
    _medoids(order, bounds, shingles.items, shingles.starts, _TRIED, heads)
    return heads[np.argsort(ranked.rank[heads])]


@numba.njit(cache=True, nogil=True)
def _medoids(order, bounds, items, starts, tried, heads):  # type: ignore[no-untyped-def]
    """For each group the text with most of what most of the group's first texts have, and least of the rest."""
    size = 4096
    key = np.zeros(size, np.uint32)
    count = np.zeros(size, np.int32)
    stamp = np.full(size, -1, np.int64)
    for g in range(len(bounds) - 1):
        members = order[bounds[g] : min(bounds[g + 1], bounds[g] + tried)]
        heads[g] = members[0]
        if bounds[g + 1] - bounds[g] < 3:
            if len(members) == 2 and starts[members[1] + 1] - starts[members[1]] > starts[members[0] + 1] - starts[members[0]]:
                heads[g] = members[1]
            continue
        total = 0
        for t in members:
            total += starts[t + 1] - starts[t]
        while size < 2 * total:
            size *= 2
            key = np.zeros(size, np.uint32)
            count = np.zeros(size, np.int32)
            stamp = np.full(size, -1, np.int64)
        best = -(1 << 60)
        for turn in range(2):
            for t in members:
                score = 0
                for i in range(starts[t], starts[t + 1]):
                    slot = np.int64(items[i]) & (size - 1)
                    while stamp[slot] == g and key[slot] != items[i]:
                        slot = (slot + 1) & (size - 1)
                    if turn == 0:
                        if stamp[slot] != g:
                            stamp[slot] = g
                            key[slot] = items[i]
                            count[slot] = 0
                        count[slot] += 1
                    else:
                        score += 2 * count[slot] - len(members)
                if turn == 1 and score > best:
                    best = score
                    heads[g] = t


def _release(
    shingles: Shingles, ranked: Ranked, parent: Whole, weight: Array, frequency: Array, settings: CopySettings, threads: int
) -> None:
    """Let texts leave their group, each on its own, whose rare wording stands apart from that of the group's head.

    That is how a header shared by all, over bodies too short to be noticed by the first joining, comes apart. A text
    whose rare wording is nothing but scattered edits stays: a campaign may consist of stock phrases.
    """
    heads = _find_heads(shingles, ranked, parent)
    head_of = np.empty(shingles.count, np.int64)
    head_of[parent[heads]] = heads
    head = head_of[parent[ranked.texts]]
    pairs = np.flatnonzero(ranked.texts != head)
    left, right = ranked.texts[pairs], head[pairs]
    together = np.unique(np.concatenate([left, right]))
    weigh(together, shingles.items, shingles.starts, frequency, weight_of(len(heads)), weight)
    enough = Test(_LOOSE, round((settings.apart + _MORE_APART) * 1024), 0, 0)
    weak = np.flatnonzero(judge(left, right, shingles, weight, enough, threads)[0] == 0)
    left, right = left[weak], right[weak]
    scattered = Test(0, round(settings.apart_alike * 1024), 0, 0)
    out = left[judge(left, right, shingles, weight, scattered, threads)[0] == 0]
    label = parent.copy()
    label[out] = shingles.count + out
    smallest = np.full(2 * shingles.count, shingles.count, np.int64)
    np.minimum.at(smallest, label, np.arange(shingles.count))
    parent[:] = smallest[label]


def _name_groups(ranked: Ranked, parent: Whole) -> Whole:
    """The smallest text number of each text's group, exact copies with their first."""
    roots(parent)
    label = parent[ranked.first]
    smallest = np.full(len(parent), len(parent), np.int64)
    np.minimum.at(smallest, label, np.arange(len(parent)))
    return smallest[label]
