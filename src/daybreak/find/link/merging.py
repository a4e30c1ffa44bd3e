"""Joining groups of records in rounds, best first: the compiled half of `resolve`.

A group carries identifiers with counts. Two groups are compared as wholes: what both carry speaks for one
source, by its weight; what both could show and never share (contacts, texts, pictures, places) speaks against, the
more adverts both have. So a driver's number for one week does not join two organisations that are otherwise strangers.
"""

from __future__ import annotations

import numba
import numpy as np

FOR, AGAINST = 0, 1


@numba.njit(cache=True)
def score_groups(  # type: ignore[no-untyped-def]
    a, b, start, length, pool, counts, kind, log_odds, ads, with_kind, early, late,
    floor, pull, fade, hub_shadow, place_praise, place_share, contacts, place,
):  # long: 2026-11-24, one scoring rule read from top to bottom
    """Log-odds that groups a and b are one source. Returns total, for, against, best identifier (-1 = none)."""
    kinds = with_kind.shape[1]
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
            if k == place:
                place_for = max(place_for, min(place_praise, -np.log(max(place_share[y], 1e-6)) * 0.25))
            else:
                best[k] = max(best[k], log_odds[y])
                if k < contacts and log_odds[y] < 0:
                    shadow = hub_shadow         # an agency explains why its customers' words and towns agree
                if log_odds[y] > best_weight:
                    best_weight, best_item = log_odds[y], y
            i += 1
            j += 1
        elif pool[i] < pool[j]:
            i += 1
        else:
            j += 1
    if best_item < 0 or best_weight <= 0:
        return -99.0, 0.0, 0.0, -1
    for k in range(contacts, kinds):
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
        discount *= fade
        best[top] = -99.0
    speaks_for += place_for * shadow
    apart = (not np.isnan(early[a]) and not np.isnan(early[b])) and (late[a] < early[b] or late[b] < early[a])
    speaks_against = 0.0
    for k in range(kinds):
        if meets[k]:
            continue
        m = min(with_kind[a, k], with_kind[b, k])
        if m == 0:
            continue
        low = floor[k]
        if apart and k < contacts:
            low = max(low, 0.5)                 # one after the other: a changed number is no surprise
        speaks_against += np.log(low + (1.0 - low) * (1.0 - pull[k]) ** m)
    return speaks_for + speaks_against, speaks_for, speaks_against, best_item


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
def score_pairs(  # type: ignore[no-untyped-def]
    left, right, start, length, pool, counts, kind, log_odds, ads, with_kind, early, late,
    floor, pull, fade, hub_shadow, place_praise, place_share, contacts, place,
):
    """score_groups over many pairs; each pair is computed alone, so threads cannot change a bit."""
    total = np.empty(len(left))
    gain = np.empty(len(left))
    loss = np.empty(len(left))
    item = np.empty(len(left), np.int64)
    for p in numba.prange(len(left)):
        total[p], gain[p], loss[p], item[p] = score_groups(
            left[p], right[p], start, length, pool, counts, kind, log_odds, ads, with_kind, early, late,
            floor, pull, fade, hub_shadow, place_praise, place_share, contacts, place,
        )
    return total, gain, loss, item


@numba.njit(cache=True)
def merge_matched(left, right, start, length, pool, counts, ads, with_kind, early, late):  # type: ignore[no-untyped-def]
    """Join right[p] into left[p] for disjoint pairs. Returns the grown pool; starts and lengths change in place."""
    more = 0
    for p in range(len(left)):
        more += length[left[p]] + length[right[p]]
    used = len(pool)
    new_pool = np.empty(used + more, np.int64)
    new_counts = np.empty(used + more, np.int64)
    new_pool[:used] = pool
    new_counts[:used] = counts
    k = used
    for p in range(len(left)):
        a, b = left[p], right[p]
        i, j = start[a], start[b]
        end_a, end_b = start[a] + length[a], start[b] + length[b]
        begin = k
        while i < end_a or j < end_b:
            if j >= end_b or (i < end_a and pool[i] < pool[j]):
                new_pool[k], new_counts[k] = pool[i], counts[i]
                i += 1
            elif i >= end_a or pool[j] < pool[i]:
                new_pool[k], new_counts[k] = pool[j], counts[j]
                j += 1
            else:
                new_pool[k], new_counts[k] = pool[i], counts[i] + counts[j]
                i += 1
                j += 1
            k += 1
        start[a], length[a] = begin, k - begin
        length[b] = 0
        ads[a] += ads[b]
        for c in range(with_kind.shape[1]):
            with_kind[a, c] += with_kind[b, c]
        if np.isnan(early[a]) or early[b] < early[a]:
            early[a] = early[b]
        if np.isnan(late[a]) or late[b] > late[a]:
            late[a] = late[b]
    return new_pool[:k], new_counts[:k]


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
