"""Groups of near copies, read as the road: collapse -> join scattered edits -> count per group -> join rare wording -> hold.

words -> group_copies() -> Copies      What `growing` needs to add texts later stays in Copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import polars as pl

from daybreak.find.link.copies.candidates import candidates, no_sketches, roots, sketch_texts, unite
from daybreak.find.link.copies.comparing import judge_pairs
from daybreak.find.link.copies.frequency import count_frequency, look_up, recount, weight_of
from daybreak.find.link.copies.index import Index, keep
from daybreak.find.link.copies.order import order_alike
from daybreak.find.link.copies.postings import Postings, order_of, sample
from daybreak.find.link.copies.shingles import Array, Shingles, Whole, read_shingles, spread
from daybreak.progress import Progress, silent
from daybreak.settings import CopySettings

_BLOCK: Final = 1 << 16         # candidate pairs judged before their groups are united
_PIECE: Final = 1 << 13         # pairs a thread judges at a time
_TRIED: Final = 16              # texts of a group that may become its medoid
_LOOSE: Final = 256             # 1024ths of rare wording that a text should have in common with its group's head
_MORE_APART: Final = 0.10       # and how much more of it may stand in stretches of their own
ON_TOP: Final = 6              # shingles in common on top of the share, in the first joining: short texts need more
_ORDERS: Final = 3              # in which copies may stand together; an edit drives two apart in some of them
_EVEN: Final = np.ones(256, np.uint8)     # weight by use, where all wording weighs the same


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
    Cost grows with the total of words; candidates are at most two for each sampled posting.
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
    """The steps after reading: the smallest text number of each text's group, heads, and frequencies over heads.

    A round looks again only at groups that are new since the last one.
    """
    work = _Work(shingles, ranked, threads)
    heads, frequency = _join_alike(work, settings)
    size = _sizes(work, heads)
    thorough = True
    for _ in range(settings.rounds):
        _join_rare(work, heads, frequency, settings)
        found = _find_heads(work)
        if not thorough:
            work.fresh[found] = _sizes(work, found)[found] != size[found]
        left = _release(work, heads, found, frequency, thorough, settings)
        thorough = 100 * left > len(found)      # what looked rare may be common now, for all
        found = _find_heads(work) if left else found
        now = _sizes(work, found)
        work.fresh[found] = now[found] != size[found]
        recount(heads, found, shingles, frequency)
        heads, size = found, now
        if not work.fresh[heads].any():
            break
    return _name_groups(ranked, work.parent), heads, frequency


def rank_texts(shingles: Shingles) -> Ranked:
    """Order the distinct texts by their content; of exact copies the first stands for all."""
    content = shingles.content
    order = np.lexsort((content[:, 1], content[:, 0]))
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


class _Work:
    """What the steps of one grouping hand on and change in place."""

    __slots__ = ("fresh", "headed", "parent", "ranked", "shingles", "sketches", "threads", "used")

    def __init__(self, shingles: Shingles, ranked: Ranked, threads: int) -> None:
        self.shingles, self.ranked, self.threads = shingles, ranked, threads
        self.parent = np.arange(shingles.count)
        self.fresh = np.ones(shingles.count, np.bool_)      # per text: heads a group that is new since the last round
        self.used = np.zeros(len(shingles.items), np.uint8)     # per shingle of a head: how many groups use it
        self.sketches = no_sketches(shingles.count)
        self.headed = np.zeros((shingles.count, 2), np.int64)   # per root: size of its group, and its head


def _join_alike(work: _Work, settings: CopySettings) -> tuple[Whole, Array]:
    """Join texts whose differences are scattered edits. All wording weighs the same. Returns heads and their frequencies.

    Then over the heads of what was joined, in other orders: what is left of a large campaign must not look like
    something that everybody writes.
    """
    shingles, ranked = work.shingles, work.ranked
    test = Test(round(settings.alike * 1024), round(settings.apart_alike * 1024), ON_TOP)
    heads = ranked.texts
    sketch_texts(heads, shingles, work.used, _EVEN, test.least, test.overhead, work.sketches)
    for turn in range(_ORDERS):
        texts = heads[shingles.words[heads] >= settings.shortest]
        place, ordered = order_alike(texts, shingles, ranked.rank, turn, work.threads)
        taken = sample(texts, shingles.items, shingles.starts, place, work.used, (0, 0), 12, turn)
        _join(work, taken, ordered, _EVEN, test)
        heads = _find_heads(work)
    return heads, count_frequency(heads, shingles, settings)


def _sizes(work: _Work, heads: Whole) -> Whole:
    """How many texts are in the group that a text heads; 0 for one that heads none."""
    size = np.zeros(work.shingles.count, np.int64)
    size[heads] = np.bincount(work.parent[work.ranked.texts], minlength=work.shingles.count)[work.parent[heads]]
    return size


def _largest_first(work: _Work, heads: Whole) -> tuple[Whole, Whole]:
    """Heads by the size of their groups, then by content: text -> place, place -> text."""
    size = _sizes(work, heads)[heads]
    by_rank = heads[np.lexsort((work.ranked.rank[heads], -size))]
    rank = np.zeros(work.shingles.count, np.int64)
    rank[by_rank] = np.arange(len(by_rank))
    return rank, by_rank


def _join_rare(work: _Work, heads: Whole, frequency: Array, settings: CopySettings) -> None:
    """Join groups whose heads share enough of their rare wording. The larger groups stand first on every list."""
    shingles = work.shingles
    heads = heads[shingles.words[heads] >= settings.shortest]
    scale = weight_of(len(heads))
    usable = (2, int(np.count_nonzero(scale)) - 1)
    test = Test(round(settings.shared * 1024), round(settings.apart * 1024), settings.overhead)
    look_up(heads, shingles, frequency, work.used)
    sketch_texts(heads, shingles, work.used, scale, test.least, test.overhead, work.sketches)
    rank, by_rank = _largest_first(work, heads)
    taken = sample(heads, shingles.items, shingles.starts, rank, work.used, usable)
    _join(work, taken, by_rank, scale, test)


def _join(work: _Work, postings: Postings, by_rank: Whole, scale: Array, test: Test) -> None:
    """Judge candidate pairs a block at a time, leaving out what is joined already; unite those that pass."""
    left, right = np.empty(2 * _BLOCK, np.int64), np.empty(2 * _BLOCK, np.int64)
    for at in range(0, len(postings), _BLOCK):
        n = candidates(postings, at, min(at + _BLOCK, len(postings)), by_rank, work.parent, work.fresh,
                       work.sketches.bits, work.sketches.terms, left, right)
        verdict, _ = judge(left[:n], right[:n], work.shingles, work.used, scale, test, work.threads)
        unite(left[:n], right[:n], verdict, work.parent)


def judge(
    left: Whole, right: Whole, shingles: Shingles, used: Array, scale: Array, test: Test, threads: int
) -> tuple[Array, Array]:
    """`judge_pairs` in pieces on several threads."""
    verdict, share = np.zeros(len(left), np.uint8), np.zeros(len(left), np.int64)

    def step(at: int) -> None:
        to = at + _PIECE
        judge_pairs(left[at:to], right[at:to], shingles.items, shingles.starts, used, scale, test.least, test.most_apart,
                    test.overhead, verdict[at:to], share[at:to])

    for _ in spread(step, range(0, len(left), _PIECE), threads):
        pass
    return verdict, share


def _find_heads(work: _Work) -> Whole:
    """The text that stands for each group, in the order of rank."""
    shingles, ranked, parent = work.shingles, work.ranked, work.parent
    roots(parent)
    order = ranked.texts[order_of(parent[ranked.texts], len(parent))]
    bounds = np.flatnonzero(np.diff(parent[order], prepend=-1, append=-1))
    heads = np.empty(max(len(bounds) - 1, 0), np.int64)
    before, work.headed = work.headed, np.zeros((shingles.count, 2), np.int64)
    _medoids(order, bounds, shingles.items, shingles.starts, _TRIED, parent, before, work.headed, heads)
    return heads[order_of(ranked.rank[heads], len(parent))]


@numba.njit(cache=True, nogil=True)
def _medoids(order, bounds, items, starts, tried, parent, before, headed, heads):  # type: ignore[no-untyped-def]
    """For each group the text with most of what most of the group's first texts have, and least of the rest.

    before, headed: size and head of each root's group, last time and now. Since then groups only grew or only shrank, so
    one that is as large is the same.
    """
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
        top, large = parent[members[0]], bounds[g + 1] - bounds[g]
        headed[top, 0] = large
        if before[top, 0] == large:
            heads[g] = headed[top, 1] = before[top, 1]
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
        headed[top, 1] = heads[g]


def _release(
    work: _Work, known: Whole, heads: Whole, frequency: Array, thorough: bool, settings: CopySettings
) -> int:
    """Let texts leave their group, each on its own, whose rare wording stands apart from that of the group's head.

    That is how a header shared by all, over bodies too short to be noticed by the first joining, comes apart. A text
    whose rare wording is nothing but scattered edits stays: a campaign may consist of stock phrases.
    known: heads whose wording has its frequencies already. thorough: look at all groups, not only at those that are
    new since the last round. Returns how many left.
    """
    shingles, parent, texts = work.shingles, work.parent, work.ranked.texts
    head_of = np.empty(shingles.count, np.int64)
    head_of[parent[heads]] = heads
    head = head_of[parent[texts]]
    pairs = np.flatnonzero((texts != head) & (thorough | work.fresh[head]))
    left, right = texts[pairs], head[pairs]
    unknown = np.zeros(shingles.count, np.bool_)
    unknown[left] = unknown[right] = True
    unknown[known] = False
    look_up(np.flatnonzero(unknown), shingles, frequency, work.used)
    scale = weight_of(len(heads))
    enough = Test(_LOOSE, round((settings.apart + _MORE_APART) * 1024), 0)
    weak = np.flatnonzero(judge(left, right, shingles, work.used, scale, enough, work.threads)[0] == 0)
    left, right = left[weak], right[weak]
    scattered = Test(0, round(settings.apart_alike * 1024), 0)
    out = left[judge(left, right, shingles, work.used, scale, scattered, work.threads)[0] == 0]
    label = parent.copy()
    label[out] = shingles.count + out
    smallest = np.full(2 * shingles.count, shingles.count, np.int64)
    np.minimum.at(smallest, label, np.arange(shingles.count))
    parent[:] = smallest[label]
    return len(out)


def _name_groups(ranked: Ranked, parent: Whole) -> Whole:
    """The smallest text number of each text's group, exact copies with their first."""
    roots(parent)
    label = parent[ranked.first]
    smallest = np.full(len(parent), len(parent), np.int64)
    np.minimum.at(smallest, label, np.arange(len(parent)))
    return smallest[label]
