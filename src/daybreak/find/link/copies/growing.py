"""New texts into the groups that are there, at a cost that follows the new texts and not the old.

Copies, new words -> add_copies() -> Copies

A new text joins the old group whose head it has most in common with; groups that are there never join
here. New texts that found none are grouped among themselves as `group_copies` would.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from daybreak.find.link.copies.frequency import weight_of
from daybreak.find.link.copies.grouping import (
    ON_TOP,
    Copies,
    Ranked,
    Test,
    group_distinct,
    judge,
    rank_texts,
)
from daybreak.find.link.copies.index import Index, content_of, keep
from daybreak.find.link.copies.postings import Postings, sample
from daybreak.find.link.copies.shingles import Shingles, Whole, read_shingles
from daybreak.settings import CopySettings

_HEADS: Final = 8           # heads on the list of one shingle that are looked at, the first ones
_NONE: Final = np.zeros(1, np.uint8)


def add_copies(copies: Copies, words_new: pl.Series, settings: CopySettings, threads: int = 0) -> Copies:
    """Put new texts, numbered after the old ones, into groups.

    words_new: comparable strings. Looks at most at eight old heads for each sampled shingle of a new text.
    Texts added before are read again, so a run that has grown by half should be made anew.
    """
    threads = threads or 2
    shingles = read_shingles(words_new, threads)
    ranked = rank_texts(shingles)
    old = len(copies.group)
    group = np.arange(old, old + shingles.count)
    for index in (copies.index, copies.added):
        if index:
            _join_equal(index, copies, shingles, ranked, old, group)
            _join_heads(index, shingles, ranked, old, group, settings, threads)
    group = group[ranked.first]
    alone = group >= old
    new = np.flatnonzero(alone)
    if not len(new):
        return replace(copies, group=np.concatenate([copies.group, group]))
    texts = ranked.texts[alone[ranked.texts]]
    rank = np.zeros(shingles.count, np.int64)
    rank[texts] = np.arange(len(texts))
    fresh = Ranked(texts, rank, ranked.first)
    own, heads, frequency = group_distinct(shingles, fresh, settings, threads)
    group[new] = own[new] + old
    added = keep(shingles, heads, group, frequency, fresh.texts, settings.shortest, old)
    return Copies(np.concatenate([copies.group, group]), copies.index, _both(copies.added, added))


def _join_equal(index: Index, copies: Copies, shingles: Shingles, ranked: Ranked, old: int, group: Whole) -> None:
    """Texts that are there word for word."""
    content = content_of(shingles)
    at = np.minimum(np.searchsorted(index.content, content), len(index.content) - 1)
    same = (index.content[at] == content) & (group >= old) if len(index.content) else np.zeros(len(group), np.bool_)
    group[same] = copies.group[index.text[at[same]]]


def _join_heads(
    index: Index, shingles: Shingles, ranked: Ranked, old: int, group: Whole, settings: CopySettings, threads: int
) -> None:
    """Texts that are near copies of a head: the one with most rare wording in common, or the first of equals."""
    texts = ranked.texts[(group[ranked.texts] >= old) & (shingles.words[ranked.texts] >= settings.shortest)]
    text, head = _candidates(index, sample(texts, shingles.items, shingles.starts, ranked.rank, _NONE, (0, 0)), ranked)
    if not len(text):
        return
    near, place = np.unique(head, return_inverse=True)
    together = _beside(shingles, index, near)
    scale = weight_of(len(index.heads))
    used = np.minimum(index.frequency_of(together.items) + 1, 255).astype(np.uint8)
    left, right = text, shingles.count + place
    alike = Test(round(settings.alike * 1024), round(settings.apart_alike * 1024), ON_TOP)
    rare = Test(round(settings.shared * 1024), round(settings.apart * 1024), settings.overhead * int(scale[1]))
    passed, _ = judge(left, right, together, used, np.ones_like(scale), alike, threads)
    also, share = judge(left, right, together, used, scale, rare, threads)
    yes = np.flatnonzero((passed | also) > 0)
    order = yes[np.lexsort((head[yes], -share[yes], left[yes]))]
    first = np.flatnonzero(np.diff(left[order], prepend=-1))
    group[left[order[first]]] = index.group[head[order[first]]]


def _candidates(index: Index, postings: Postings, ranked: Ranked) -> tuple[Whole, Whole]:
    """Pairs of a new text and the position of a head that carry one sampled shingle."""
    low = np.uint64(0xFFFFFFFF)
    begin = np.searchsorted(index.postings, postings & ~low)
    text = ranked.texts[(postings & low).astype(np.int64)]
    pairs = []
    for k in range(_HEADS):
        at = np.minimum(begin + k, max(len(index.postings) - 1, 0))
        if not len(index.postings):
            break
        same = (begin + k < len(index.postings)) & ((index.postings[at] ^ postings) >> np.uint64(32) == 0)
        pairs.append(np.column_stack([text[same], (index.postings[at[same]] & low).astype(np.int64)]))
    found = np.unique(np.concatenate(pairs), axis=0) if pairs else np.zeros((0, 2), np.int64)
    return found[:, 0], found[:, 1]


def _beside(shingles: Shingles, index: Index, near: Whole) -> Shingles:
    """The new texts, and after them these heads."""
    items = [shingles.items, *(index.items[index.starts[h] : index.starts[h + 1]] for h in near)]
    starts = np.zeros(shingles.count + len(near) + 1, np.int64)
    starts[1:] = np.cumsum(np.concatenate([np.diff(shingles.starts), (index.starts[near + 1] - index.starts[near])]))
    words = np.concatenate([shingles.words, index.words[near]])
    return Shingles(np.concatenate(items), starts, words, shingles.content)


def _both(first: Index | None, second: Index) -> Index:
    """Two small indexes as one."""
    if first is None:
        return second
    slots = np.concatenate([first.common & np.uint32((1 << min(first.bits, second.bits)) - 1),
                            second.common & np.uint32((1 << min(first.bits, second.bits)) - 1)])
    common, place = np.unique(slots, return_inverse=True)
    used = np.bincount(place, weights=np.concatenate([first.used, second.used])).astype(np.int64)
    moved = second.postings + np.uint64(len(first.heads))
    content = np.concatenate([first.content, second.content])
    order = np.argsort(content, kind="stable")
    return Index(
        np.concatenate([first.heads, second.heads]), np.concatenate([first.group, second.group]),
        np.concatenate([first.words, second.words]), np.concatenate([first.items, second.items]),
        np.concatenate([first.starts, second.starts[1:] + first.starts[-1]]),
        np.sort(np.concatenate([first.postings, moved])), common, np.minimum(used, 255).astype(np.uint8),
        min(first.bits, second.bits), content[order], np.concatenate([first.text, second.text])[order],
    )
