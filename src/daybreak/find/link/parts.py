"""The counting behind `hubs`: who uses an identifier, and into how many parts they fall without it.

All loops are compiled; every sum is over integers or in a fixed order, so the thread count cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from daybreak.find.link.identifiers import Whole


@dataclass(frozen=True, slots=True)
class Users:
    """CSR: identifier i is carried by records `items[starts[i]:starts[i + 1]]`, ascending."""

    starts: Whole
    items: Whole


def users_of(starts: Whole, items: Whole, identifiers: int) -> Users:
    """Turn "record carries identifiers" around."""
    record = np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1])
    turned = np.zeros(identifiers + 1, np.int64)
    np.cumsum(np.bincount(items, minlength=identifiers), out=turned[1:])
    return Users(turned, record[np.argsort(items, kind="stable")])


@numba.njit(cache=True)
def hidden_channel_counts(starts, items, user_starts, users, kind, classes, class_count, kind_count):  # type: ignore[no-untyped-def]
    """Over identifiers with exactly two users: for each class and channel, pairs where both have it, and agree.

    Returns both, agree [class, kind] and the same [kind] over sure pairs, which share another channel too.
    """
    both = np.zeros((class_count, kind_count), np.int64)
    agree = np.zeros((class_count, kind_count), np.int64)
    sure_both = np.zeros(kind_count, np.int64)
    sure_agree = np.zeros(kind_count, np.int64)
    has_left = np.zeros(kind_count, np.bool_)
    has_right = np.zeros(kind_count, np.bool_)
    shares = np.zeros(kind_count, np.bool_)
    for x in range(len(user_starts) - 1):
        if user_starts[x + 1] - user_starts[x] != 2:
            continue
        a, b = users[user_starts[x]], users[user_starts[x] + 1]
        has_left[:] = False
        has_right[:] = False
        shares[:] = False
        i, j = starts[a], starts[b]
        while i < starts[a + 1]:
            has_left[kind[items[i]]] = True
            i += 1
        while j < starts[b + 1]:
            has_right[kind[items[j]]] = True
            j += 1
        i, j = starts[a], starts[b]
        while i < starts[a + 1] and j < starts[b + 1]:
            if items[i] == items[j]:
                shares[kind[items[i]]] = True
                i += 1
                j += 1
            elif items[i] < items[j]:
                i += 1
            else:
                j += 1
        channels = np.sum(shares)
        for h in range(kind_count):
            if h == kind[x] or not (has_left[h] and has_right[h]):
                continue
            both[classes[x], h] += 1
            agree[classes[x], h] += shares[h]
            if channels - shares[h] >= 2:
                sure_both[h] += 1
                sure_agree[h] += shares[h]
    return both, agree, sure_both, sure_agree


@numba.njit(cache=True)
def _root(parent, x):  # type: ignore[no-untyped-def]
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@numba.njit(cache=True)
def measure_parts(  # type: ignore[no-untyped-def]
    starts, items, record_ads, user_starts, users, kind, vouches, per_part, place_share, place_differs,
    contacts, text, image, place,
):  # long: 2026-11-24, one pass over shared scratch arrays; cut in pieces it would carry a dozen arguments
    """For each identifier: effective number of parts, log-odds against, log-odds from places."""
    count = len(user_starts) - 1
    effective = np.ones(count)
    against = np.zeros(count)
    from_place = np.zeros(count)
    seen_at = np.full(count, -1, np.int64)      # identifier y -> first user position that carries it, for this x
    stamp = np.full(count, -1, np.int64)
    together = np.zeros(count, np.int64)
    for x in range(count):
        begin, end = user_starts[x], user_starts[x + 1]
        n = end - begin
        if n < 2 or kind[x] == place:
            continue
        for p in range(n):
            for q in range(starts[users[begin + p]], starts[users[begin + p] + 1]):
                y = items[q]
                if stamp[y] != x:
                    stamp[y] = x
                    together[y] = 0
                    seen_at[y] = -1
                together[y] += 1
        parent = np.arange(n)
        for p in range(n):
            for q in range(starts[users[begin + p]], starts[users[begin + p] + 1]):
                y = items[q]
                if y == x or not vouches[y]:
                    continue
                if _one_block(kind[x], kind[y], together[y], n, user_starts[y + 1] - user_starts[y], contacts):
                    continue
                if seen_at[y] < 0:
                    seen_at[y] = p
                else:
                    r, s = _root(parent, seen_at[y]), _root(parent, p)
                    parent[max(r, s)] = min(r, s)
        ads = np.zeros(n)
        total = 0.0
        for p in range(n):
            ads[_root(parent, p)] += record_ads[users[begin + p]]
            total += record_ads[users[begin + p]]
        found = 0
        squares = 0.0
        for p in range(n):
            if ads[p] > 0:
                found += 1
                squares += (ads[p] / total) ** 2
        effective[x] = 1.0 / squares
        if found < 2:
            continue
        scale = (effective[x] - 1.0) / (found - 1.0)
        own = np.zeros(len(per_part))
        part_has = np.zeros((n, contacts + 1), np.bool_)
        part_new = np.zeros(n)
        for p in range(n):
            r = _root(parent, p)
            for q in range(starts[users[begin + p]], starts[users[begin + p] + 1]):
                y = items[q]
                k = kind[y]
                if y == x:
                    continue
                if k < contacts:
                    if not _one_block(kind[x], k, together[y], n, user_starts[y + 1] - user_starts[y], contacts):
                        part_has[r, k] = True
                elif k == image:
                    part_has[r, contacts] = True
                elif k == place and part_new[r] == 0.0:
                    # a place that another user shows too speaks for one source, the more so the rarer the place
                    share = max(place_share[y], 1.0 / total)
                    if together[y] > 1 and seen_at[y] >= 0 and _root(parent, seen_at[y]) != r:
                        part_new[r] = np.log(max(1.0 - place_differs, 0.05) / max(share, 0.02))
                    elif seen_at[y] < 0:
                        seen_at[y] = p
                        part_new[r] = -1e-9
        for p in range(n):
            if ads[p] > 0:
                for k in range(contacts):
                    own[k] += part_has[p, k]
                own[image] += part_has[p, contacts]
                if part_new[p] > 0:
                    from_place[x] += part_new[p] * scale
                elif part_new[p] < 0:
                    from_place[x] += np.log(max(place_differs, 0.05) / 0.99) * scale
        for k in range(len(per_part)):
            if own[k] > 1:
                against[x] += (own[k] - 1.0) * per_part[k] * scale
        if kind[x] != text:
            against[x] += (found - 1.0) * per_part[text] * scale
    return effective, against, from_place


@numba.njit(cache=True)
def _one_block(kind_x, kind_y, together, users_x, users_y, contacts):  # type: ignore[no-untyped-def]
    """Two contacts always printed together are one: neither vouches for the other."""
    if kind_x >= contacts or kind_y >= contacts or users_x < 3:
        return False
    return together >= 0.8 * max(users_x, users_y)
