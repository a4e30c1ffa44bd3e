"""Could one source have posted there, and then here? A channel of its own, whose weight is measured.

Records with a place and a time -> learn_movement() -> Movement (log-odds of a feasible and of an impossible move)

A hop is the way from the last place of the earlier records to the first place of the later ones. Many organisations
post for several towns on one day, so an impossible hop is no proof: what it is worth is the share of such hops
among pairs that are sure anyway (two other channels agree), against pairs drawn without regard to
who posted them. Where the two shares are equal, the channel says nothing.
Source: spatio-temporal feasibility after Ibanez and Suthers, HICSS 2014; great-circle distance by haversines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np

from daybreak.find.link.identifiers import PLACE, TEMPLATE, TEXT, Real, Records, Whole
from daybreak.find.link.parts import kinds_shared

NO_HOP, FEASIBLE, IMPOSSIBLE = 0, 1, 2
_NEAR_KM: Final = 50.0          # nearer than this is one place
_FASTEST: Final = 900.0         # km an hour, an airliner
_LEAST_HOURS: Final = 2.0       # adverts are not posted at the minute of arrival
_LONGEST_DAYS: Final = 14.0     # after two weeks anybody can be anywhere
_EARTH_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Movement:
    """Log-odds that a hop adds, and the counts behind: [NO_HOP, FEASIBLE, IMPOSSIBLE]."""

    log_odds: Real
    sure: Whole                 # hops between records that are one source by two other channels
    drawn: Whole                # hops between records drawn without regard to who posted them


def learn_movement(records: Records, user_starts: Whole, users: Whole, kind: Whole, imagined: float) -> Movement:
    """Measure what hops are worth; with few pairs seen, nearly nothing.

    user_starts, users: CSR of the records that carry each identifier. imagined: pairs that say "no difference".
    """
    sure = _sure_hops(records.starts, records.items, user_starts, users, kind,
                      records.first, records.last, records.first_at, records.last_at)
    drawn = _drawn_hops(records.first, records.last, records.first_at, records.last_at)
    log_odds = np.zeros(3)
    base = (sure[1:] + drawn[1:] + 1) / (sure[1:] + drawn[1:] + 1).sum()
    for hop in (FEASIBLE, IMPOSSIBLE):
        among_sure = (sure[hop] + imagined * base[hop - 1]) / (sure[1:].sum() + imagined)
        among_drawn = (drawn[hop] + imagined * base[hop - 1]) / (drawn[1:].sum() + imagined)
        log_odds[hop] = np.log(among_sure / among_drawn)
    return Movement(np.clip(log_odds, -3.0, 1.0), sure, drawn)


@numba.njit(cache=True)
def hop_between(early_a, late_a, first_a, last_a, early_b, late_b, first_b, last_b):  # type: ignore[no-untyped-def]
    """NO_HOP, FEASIBLE or IMPOSSIBLE. early, late: days; first, last: [latitude, longitude] in degrees.

    Records whose times overlap, that stand in one place, or whose time or place is not known make no hop.
    """
    if late_a <= early_b:
        gap, there, here = early_b - late_a, last_a, first_b
    elif late_b <= early_a:
        gap, there, here = early_a - late_b, last_b, first_a
    else:
        return NO_HOP
    if gap > _LONGEST_DAYS or np.isnan(there[0]) or np.isnan(here[0]):
        return NO_HOP
    rise = np.radians(here[0] - there[0]) / 2
    turn = np.radians(here[1] - there[1]) / 2
    chord = np.sin(rise) ** 2 + np.cos(np.radians(there[0])) * np.cos(np.radians(here[0])) * np.sin(turn) ** 2
    distance = 2 * _EARTH_KM * np.arcsin(min(1.0, np.sqrt(chord)))
    if distance < _NEAR_KM:
        return NO_HOP
    return IMPOSSIBLE if distance > _FASTEST * max(gap * 24.0, _LEAST_HOURS) else FEASIBLE


@numba.njit(cache=True)
def _sure_hops(starts, items, user_starts, users, kind, first, last, first_at, last_at):  # type: ignore[no-untyped-def]
    """Hops between the two users of identifiers that two records alone carry, if they share two channels."""
    seen = np.zeros(3, np.int64)
    shares = np.zeros(64, np.bool_)
    for x in range(len(user_starts) - 1):
        if user_starts[x + 1] - user_starts[x] != 2 or kind[x] == PLACE:
            continue
        a, b = users[user_starts[x]], users[user_starts[x] + 1]
        kinds_shared(starts, items, a, b, kind, shares)
        shares[PLACE] = False
        if np.sum(shares) - (shares[TEXT] and shares[TEMPLATE]) >= 2:
            hop = hop_between(first[a], last[a], first_at[a], last_at[a], first[b], last[b], first_at[b], last_at[b])
            seen[hop] += 1
    return seen


@numba.njit(cache=True)
def _drawn_hops(first, last, first_at, last_at):  # type: ignore[no-untyped-def]
    """Hops between each record and one far from it in the order of the file."""
    seen = np.zeros(3, np.int64)
    count = len(first)
    for a in range(count):
        b = (a * 7919 + count // 2 + 1) % count
        if a != b:
            hop = hop_between(first[a], last[a], first_at[a], last_at[a], first[b], last[b], first_at[b], last_at[b])
            seen[hop] += 1
    return seen
