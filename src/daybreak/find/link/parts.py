"""The counting behind `hubs`: who uses an identifier, and into how many parts they fall without it.

All loops are compiled; every sum is over integers or in a fixed order, so the thread count cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from daybreak.find.link.identifiers import ACCOUNT, CONTACTS, IMAGE, PLACE, STYLE, TEMPLATE, TEXT, Whole


@dataclass(frozen=True, slots=True)
class Users:
    """CSR: identifier i is carried by records `items[starts[i]:starts[i + 1]]`, ascending."""

    starts: Whole
    items: Whole


def users_of(starts: Whole, items: Whole, identifiers: int) -> Users:
    """Turn "record carries identifiers" around."""
    return Users(*_turn(starts, items, identifiers))


@numba.njit(cache=True)
def _turn(starts, items, identifiers):  # type: ignore[no-untyped-def]
    turned = np.zeros(identifiers + 1, np.int64)
    for x in items:
        turned[x + 1] += 1
    turned = np.cumsum(turned)
    free = turned[:-1].copy()
    users = np.empty(len(items), np.int64)
    for r in range(len(starts) - 1):
        for q in range(starts[r], starts[r + 1]):
            users[free[items[q]]] = r
            free[items[q]] += 1
    return turned, users


@numba.njit(cache=True)
def hidden_channel_counts(starts, items, user_starts, users, kind, classes, class_count, kind_count):  # type: ignore[no-untyped-def]
    """Over identifiers with exactly two users: for each class and channel, pairs where both have it, and agree.

    Returns both, agree [class, kind] and the same [kind] over sure pairs, which share two channels besides. A text
    and the template it was made from are one channel.
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
        _kinds_of(starts, items, a, kind, has_left)
        _kinds_of(starts, items, b, kind, has_right)
        kinds_shared(starts, items, a, b, kind, shares)
        channels = np.sum(shares) - (shares[TEXT] and shares[TEMPLATE])
        for h in range(kind_count):
            if _channel(h) == _channel(kind[x]) or not (has_left[h] and has_right[h]):
                continue
            both[classes[x], h] += 1
            agree[classes[x], h] += shares[h]
            if channels - shares[h] >= 2:
                sure_both[h] += 1
                sure_agree[h] += shares[h]
    return both, agree, sure_both, sure_agree


@numba.njit(cache=True)
def _channel(kind):  # type: ignore[no-untyped-def]
    return TEMPLATE if kind == TEXT else kind


@numba.njit(cache=True)
def _kinds_of(starts, items, record, kind, has):  # type: ignore[no-untyped-def]
    has[:] = False
    for q in range(starts[record], starts[record + 1]):
        has[kind[items[q]]] = True
    has[TEXT] = True                    # every advert has wording, shared or not
    has[TEMPLATE] = True


@numba.njit(cache=True)
def kinds_shared(starts, items, a, b, kind, shares):  # type: ignore[no-untyped-def]
    """Write which kinds of identifier two records share; a shared text is a shared template."""
    shares[:] = False
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
    if shares[TEXT]:
        shares[TEMPLATE] = True


@numba.njit(cache=True)
def _root(parent, x):  # type: ignore[no-untyped-def]
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@numba.njit(cache=True)
def count_values(asked, starts, items, record_ads, user_starts, users, kind, kind_count):  # type: ignore[no-untyped-def]
    """For each identifier asked for: how many different things of each kind its users show, taken one by one.

    Returns shown [asked, kind], effective numbers by adverts, and among [asked, kind], the adverts that show
    one. Nothing vouches for anything here, so an agency's number and its address cannot hold each other's customers.
    """
    count = len(user_starts) - 1
    shown = np.ones((len(asked), kind_count))
    among = np.ones((len(asked), kind_count))
    together = np.zeros(count, np.int64)
    load = np.zeros(count)                      # adverts of this x's users that show y
    for row, x in enumerate(asked):
        who = users[user_starts[x] : user_starts[x + 1]]
        for r in who:
            for q in range(starts[r], starts[r + 1]):
                together[items[q]] = 0
        for r in who:
            for q in range(starts[r], starts[r + 1]):
                together[items[q]] += 1
                load[items[q]] += record_ads[r]
        total = np.zeros(kind_count)
        squares = np.zeros(kind_count)
        for r in who:
            worded = False
            for q in range(starts[r], starts[r + 1]):
                y = items[q]
                k = kind[y]
                worded |= k in (TEMPLATE, TEXT)
                if load[y] > 0 and y != x and not _one_block(x, y, kind, together, len(who), user_starts):
                    total[k] += load[y]
                    squares[k] += load[y] * load[y]
                load[y] = 0.0
            if not worded:                      # words of its own
                total[TEMPLATE] += record_ads[r]
                squares[TEMPLATE] += record_ads[r] * record_ads[r]
        if kind[x] in (TEXT, TEMPLATE):
            total[TEMPLATE] = 0.0
        for k in range(kind_count):
            if total[k] > 0 and k != TEXT and k != STYLE:
                shown[row, k] = max(1.0, total[k] * total[k] / squares[k])
                among[row, k] = total[k]
    return shown, among


@numba.njit(cache=True)
def measure_parts(  # type: ignore[no-untyped-def]
    asked, starts, items, record_ads, user_starts, users, kind, vouches, kind_count
):
    """For each identifier asked for: the parts that its users fall into without it, and the different things they show.

    vouches: identifiers that may hold users together. Returns parts [asked] and shown [asked, kind]: the
    number of parts with a contact or a picture of that kind, of parts with wording of their own, and of places. All
    are effective numbers, by adverts: ninety-nine adverts in one part and one in another are nearly one part.
    Then among [asked, kind]: how many adverts these were counted on.
    """
    count = len(user_starts) - 1
    effective = np.ones(len(asked))
    shown = np.ones((len(asked), kind_count))
    among = np.ones((len(asked), kind_count))
    load = np.zeros(count)
    together = np.zeros(count, np.int64)        # of the users of this x, how many carry y
    seen_at = np.full(count, -1, np.int64)      # first of them that carries y
    for row, x in enumerate(asked):
        who = users[user_starts[x] : user_starts[x + 1]]
        for r in who:
            for q in range(starts[r], starts[r + 1]):
                together[items[q]] = 0
                seen_at[items[q]] = -1
        for r in who:
            for q in range(starts[r], starts[r + 1]):
                together[items[q]] += 1
        parent = _unite(starts, items, who, x, kind, vouches, together, seen_at, user_starts)
        effective[row] = _count_shown(
            starts, items, record_ads, who, x, kind, together, user_starts, parent, shown[row], among[row])
        shown[row, PLACE], among[row, PLACE] = _count_places(starts, items, record_ads, who, kind, load)
    return effective, shown, among


@numba.njit(cache=True)
def _unite(starts, items, who, x, kind, vouches, together, seen_at, user_starts):  # type: ignore[no-untyped-def]
    """Parent of each user among users that hang together without x."""
    parent = np.arange(len(who))
    for p in range(len(who)):
        signed = kind[x] < CONTACTS and _is_signed(starts, items, who, p, x, kind, together, user_starts)
        for q in range(starts[who[p]], starts[who[p] + 1]):
            y = items[q]
            if y == x or not vouches[y] or _one_block(x, y, kind, together, len(who), user_starts):
                continue
            if signed and (kind[y] == TEXT or kind[y] == TEMPLATE) and (
                    together[y] >= 0.8 * (user_starts[y + 1] - user_starts[y])):
                continue                        # an agent's own words, on its number only: they unite no signatures
            if seen_at[y] < 0:
                seen_at[y] = p
            else:
                r, s = _root(parent, seen_at[y]), _root(parent, p)
                parent[max(r, s)] = min(r, s)
    return parent


@numba.njit(cache=True)
def _count_shown(  # type: ignore[no-untyped-def]
    starts, items, record_ads, who, x, kind, together, user_starts, parent, shown, among
):
    """Write how many parts show something of their own of each kind, and on how many adverts; return all parts."""
    n = len(who)
    ads = np.zeros(n)
    has = np.zeros((n, len(shown)), np.bool_)
    for p in range(n):
        root = _root(parent, p)
        ads[root] += record_ads[who[p]]
        for q in range(starts[who[p]], starts[who[p] + 1]):
            y = items[q]
            k = kind[y]
            if y != x and (k == IMAGE or k < CONTACTS) and not _one_block(x, y, kind, together, n, user_starts):
                has[root, k] = True
    effective = _effective_number(ads)
    for k in range(len(shown)):
        total = squares = 0.0
        for p in range(n):
            if has[p, k]:
                total += ads[p]
                squares += ads[p] * ads[p]
        shown[k] = max(1.0, total * total / squares) if total > 0 else 1.0
        among[k] = max(1.0, total)
    if kind[x] != TEXT and kind[x] != TEMPLATE:
        shown[TEMPLATE] = effective
        among[TEMPLATE] = ads.sum()
    return effective


@numba.njit(cache=True)
def _effective_number(sizes):  # type: ignore[no-untyped-def]
    """Inverse Simpson index; 0 when there is nothing."""
    total = sizes.sum()
    return total * total / (sizes * sizes).sum() if total > 0 else 0.0


@numba.njit(cache=True)
def _count_places(starts, items, record_ads, who, kind, load):  # type: ignore[no-untyped-def]
    """Effective number of places of the users' adverts, and how many adverts name one; 1 when none does.

    load: zeros, one an identifier; left as zeros.
    """
    where = np.full(len(who), -1, np.int64)
    for p in range(len(who)):
        for q in range(starts[who[p]], starts[who[p] + 1]):
            if kind[items[q]] == PLACE:
                where[p] = items[q]
        if where[p] >= 0:
            load[where[p]] += record_ads[who[p]]
    total = squares = 0.0
    for place in where:
        if place >= 0:
            total += load[place]
            squares += load[place] * load[place]
            load[place] = 0.0
    return max(1.0, total * total / squares) if total > 0 else 1.0, max(1.0, total)


@numba.njit(cache=True)
def _is_signed(starts, items, who, p, x, kind, together, user_starts):  # type: ignore[no-untyped-def]
    """Whether a user shows a contact of its own beside x. An account is a site's, and many change it: no signature."""
    for q in range(starts[who[p]], starts[who[p] + 1]):
        y = items[q]
        if y != x and kind[y] < ACCOUNT and not _one_block(x, y, kind, together, len(who), user_starts):
            return True
    return False


@numba.njit(cache=True)
def _one_block(x, y, kind, together, users_x, user_starts):  # type: ignore[no-untyped-def]
    """Two contacts always printed together are one: neither vouches for the other."""
    if kind[x] >= CONTACTS or kind[y] >= CONTACTS or users_x < 3:
        return False
    return together[y] >= 0.8 * max(users_x, user_starts[y + 1] - user_starts[y])
