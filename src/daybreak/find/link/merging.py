"""Joining groups of records in rounds, best first: the compiled half of `resolve`.

A group carries identifiers with counts. Two groups are compared as wholes: what both carry speaks for one
source, by its weight; what both could show and never share (contacts, texts, pictures, places) speaks against, the
more adverts both have. So a driver's number for one week does not join two organisations that are otherwise strangers.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from daybreak.find.link.identifiers import CONTACTS, PLACE, TEMPLATE, TEXT, Real, Whole
from daybreak.find.link.movement import hop_between


class Groups(NamedTuple):
    """The growing groups. Group g carries `pool[start[g]:start[g] + length[g]]`, ascending, each first in `carrier`.

    The arrays change in place from round to round, but for pool and carrier, which grow.
    """

    start: Whole
    length: Whole
    pool: Whole
    carrier: Whole           # the first record of the group that carries the identifier
    ads: Whole               # adverts in the group
    with_kind: Whole         # [group, kind] adverts that show that kind
    early: Real              # first and last day, and where the group was then
    late: Real
    early_at: Real
    late_at: Real


class Rule(NamedTuple):
    """What evidence is worth: the same for all pairs and rounds."""

    kind: Whole              # [identifier]
    log_odds: Real           # [identifier]
    share: Real              # [identifier] share of all adverts that carry it
    floor: Real              # [kind] probability that one source's halves never share one
    pull: Real               # [kind] probability that an advert repeats what its source showed before
    hop: Real                # [NO_HOP, FEASIBLE, IMPOSSIBLE] log-odds of a move
    fade: float
    hub_shadow: float
    place_praise: float


@numba.njit(cache=True)
def score_groups(a, b, groups, rule):  # type: ignore[no-untyped-def]
    # long: 2026-11-24, one scoring rule read from top to bottom
    """Log-odds that groups a and b are one source. Returns total, for, against, best identifier (-1 = none), move."""
    start, length, pool = groups.start, groups.length, groups.pool
    kind, log_odds = rule.kind, rule.log_odds
    kinds = groups.with_kind.shape[1]
    best = np.full(kinds, -99.0)
    meets = np.zeros(kinds, np.bool_)
    best_item = -1
    best_weight = -99.0
    place_for = 0.0
    shadow = 1.0
    i, j = start[a], start[b]
    end_a, end_b = start[a] + length[a], start[b] + length[b]
    while i < end_a and j < end_b:
        if pool[i] == pool[j]:
            y = pool[i]
            k = kind[y]
            meets[k] = True
            if k == PLACE:
                place_for = max(place_for, min(rule.place_praise, -np.log(max(rule.share[y], 1e-6)) * 0.25))
            else:
                best[k] = max(best[k], log_odds[y])
                if k < CONTACTS and log_odds[y] < 0:
                    shadow = rule.hub_shadow         # an agency explains why its customers' words and towns agree
                if log_odds[y] > best_weight:
                    best_weight, best_item = log_odds[y], y
            i += 1
            j += 1
        elif pool[i] < pool[j]:
            i += 1
        else:
            j += 1
    if best_item < 0 or best_weight <= 0:
        return -99.0, 0.0, 0.0, -1, 0.0
    best[TEMPLATE] = max(best[TEMPLATE], best[TEXT])        # a text and its template are one channel
    meets[TEMPLATE] |= meets[TEXT]
    best[TEXT] = -99.0
    for k in range(CONTACTS, kinds):
        if best[k] > 0:
            best[k] *= shadow
    speaks_for = 0.0
    discount = 1.0
    for _ in range(kinds):
        top = -1
        for k in range(kinds):
            if best[k] > 0 and (top < 0 or best[k] > best[top]):
                top = k
        if top < 0:
            break
        speaks_for += best[top] * discount
        discount *= rule.fade
        best[top] = -99.0
    speaks_for += place_for * shadow
    early, late = groups.early, groups.late
    apart = (not np.isnan(early[a]) and not np.isnan(early[b])) and (late[a] < early[b] or late[b] < early[a])
    moved = rule.hop[hop_between(early[a], late[a], groups.early_at[a], groups.late_at[a],
                                 early[b], late[b], groups.early_at[b], groups.late_at[b])]
    speaks_for += max(moved, 0.0)
    speaks_against = min(moved, 0.0)
    for k in range(kinds):
        if meets[k] or k == TEXT:
            continue
        m = min(groups.with_kind[a, k], groups.with_kind[b, k])
        if m == 0:
            continue
        low = rule.floor[k]
        if apart and k < CONTACTS:
            low = max(low, 0.5)                 # one after the other: a changed number is no surprise
        speaks_against += np.log(low + (1.0 - low) * (1.0 - rule.pull[k]) ** m)
    return speaks_for + speaks_against, speaks_for, speaks_against, best_item, moved


@numba.njit(cache=True)
def users_of_live(groups, proposing):  # type: ignore[no-untyped-def]
    """Which groups carry each proposing identifier: CSR, groups ascending. An identifier of one group proposes no more."""
    starts = np.zeros(len(proposing) + 1, np.int64)
    for g in range(len(groups.start)):
        for q in range(groups.start[g], groups.start[g] + groups.length[g]):
            if proposing[groups.pool[q]]:
                starts[groups.pool[q] + 1] += 1
    for x in range(len(proposing)):
        if starts[x + 1] < 2:
            proposing[x] = False
            starts[x + 1] = 0
        starts[x + 1] += starts[x]
    free = starts[:-1].copy()
    users = np.empty(starts[-1], np.int32)
    for g in range(len(groups.start)):
        for q in range(groups.start[g], groups.start[g] + groups.length[g]):
            x = groups.pool[q]
            if proposing[x]:
                users[free[x]] = g
                free[x] += 1
    return starts, users


@numba.njit(cache=True)
def first_carriers(of, item, groups):  # type: ignore[no-untyped-def]
    """The first record of each group `of[p]` that carries `item[p]`; -1 where none does."""
    found = np.full(len(of), -1, np.int64)
    for p in range(len(of)):
        begin = groups.start[of[p]]
        stretch = groups.pool[begin : begin + groups.length[of[p]]]
        at = np.searchsorted(stretch, item[p])
        if at < len(stretch) and stretch[at] == item[p]:
            found[p] = groups.carrier[begin + at]
    return found


@numba.njit(cache=True)
def propose(group_of_item_start, groups, weight_ok, order_key, few, chain):  # type: ignore[no-untyped-def]
    """Pairs of groups that share an identifier: all of them when few, else each with the next `chain` by key."""
    total = 0
    for x in range(len(group_of_item_start) - 1):
        n = group_of_item_start[x + 1] - group_of_item_start[x]
        if n >= 2 and weight_ok[x]:
            total += n * (n - 1) // 2 if n <= few else n * chain
    left = np.empty(total, np.int64)
    right = np.empty(total, np.int64)
    k = 0
    for x in range(len(group_of_item_start) - 1):
        begin, end = group_of_item_start[x], group_of_item_start[x + 1]
        n = end - begin
        if n < 2 or not weight_ok[x]:
            continue
        if n <= few:
            for p in range(begin, end):
                for q in range(p + 1, end):
                    left[k], right[k] = groups[p], groups[q]
                    k += 1
        else:
            keys = np.empty(n, np.uint64)
            for p in range(n):
                keys[p] = order_key[groups[begin + p]]
            order = np.argsort(keys, kind="mergesort")
            for p in range(n):
                for step in range(1, chain + 1):
                    a, b = groups[begin + order[p]], groups[begin + order[(p + step) % n]]
                    if a != b:
                        left[k], right[k] = min(a, b), max(a, b)
                        k += 1
    return left[:k], right[:k]


@numba.njit(cache=True, parallel=True)
def score_pairs(left, right, groups, rule):  # type: ignore[no-untyped-def]
    """score_groups over many pairs; each pair is computed alone, so threads cannot change a bit."""
    total = np.empty(len(left))
    gain = np.empty(len(left))
    loss = np.empty(len(left))
    item = np.empty(len(left), np.int64)
    moved = np.empty(len(left))
    for p in numba.prange(len(left)):
        total[p], gain[p], loss[p], item[p], moved[p] = score_groups(left[p], right[p], groups, rule)
    return total, gain, loss, item, moved


@numba.njit(cache=True)
def merge_matched(left, right, groups):  # type: ignore[no-untyped-def]
    """Join right[p] into left[p] for disjoint pairs. Returns the grown pool and carrier; the rest changes in place."""
    start, length = groups.start, groups.length
    more = 0
    for p in range(len(left)):
        more += length[left[p]] + length[right[p]]
    used = len(groups.pool)
    pool = np.empty(used + more, groups.pool.dtype)
    carrier = np.empty(used + more, groups.carrier.dtype)
    pool[:used] = groups.pool
    carrier[:used] = groups.carrier
    k = used
    for p in range(len(left)):
        a, b = left[p], right[p]
        begin = k
        k = _merge_lists(pool, carrier, start[a], start[a] + length[a], start[b], start[b] + length[b], k)
        start[a], length[a] = begin, k - begin
        length[b] = 0
        groups.ads[a] += groups.ads[b]
        for c in range(groups.with_kind.shape[1]):
            groups.with_kind[a, c] += groups.with_kind[b, c]
        if np.isnan(groups.early[a]) or groups.early[b] < groups.early[a]:
            groups.early[a] = groups.early[b]
            groups.early_at[a, :] = groups.early_at[b, :]
        if np.isnan(groups.late[a]) or groups.late[b] > groups.late[a]:
            groups.late[a] = groups.late[b]
            groups.late_at[a, :] = groups.late_at[b, :]
    return pool[:k], carrier[:k]


@numba.njit(cache=True)
def _merge_lists(pool, carrier, i, end_a, j, end_b, k):  # type: ignore[no-untyped-def]
    """Write the union of two sorted stretches of the pool from k on, with the first carriers. Returns where it ends."""
    while i < end_a or j < end_b:
        if j >= end_b or (i < end_a and pool[i] < pool[j]):
            pool[k], carrier[k] = pool[i], carrier[i]
            i += 1
        elif i >= end_a or pool[j] < pool[i]:
            pool[k], carrier[k] = pool[j], carrier[j]
            j += 1
        else:
            pool[k], carrier[k] = pool[i], min(carrier[i], carrier[j])
            i += 1
            j += 1
        k += 1
    return k


@numba.njit(cache=True)
def match_best(order, left, right, groups):  # type: ignore[no-untyped-def]
    """Walk the pairs in the given order and keep those whose two groups are still free this round."""
    taken = np.zeros(groups, np.bool_)
    keep = np.zeros(len(order), np.bool_)
    for p in order:
        if not taken[left[p]] and not taken[right[p]]:
            taken[left[p]] = True
            taken[right[p]] = True
            keep[p] = True
    return keep
