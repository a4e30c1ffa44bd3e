"""From weighted identifiers to groups of records: not transitive closure, but wholes compared with wholes.

Identifiers, Records, Weights, judgements -> resolve() -> Resolved (group of each record, joins, near misses)

Rounds of best-first joining: in each round every group meets the groups it shares something with, the pairs are
scored as wholes, and the best pairs that do not touch each other are joined. What a pair of groups would need
and lacks is recorded, so that a near miss can be shown to a person. A must-link is joined before anything else; a
cannot-link forbids every join that would bring its two sides together.
Source: agglomerative entity resolution with cluster-level evidence (Bhattacharya and Getoor, TKDD 2007), rounds after
Boruvka (1926), so that cost stays near-linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.find.link import merging
from daybreak.find.link.hubs import Rates, Weights
from daybreak.find.link.identifiers import KINDS, PLACE, STYLE, TEMPLATE, Identifiers, Records, Whole
from daybreak.find.link.merging import Groups, Rule
from daybreak.settings import LinkSettings

_ROUNDS = 60
Names = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Resolved:
    """group: per record, the smallest record of its group. joins, misses: frames of how groups met.

    joins and misses: left, right (records that carry the identifier, i64), identifier i64, log_odds,
    speaks_for, speaks_against, moved f64. `speaks_for` and `speaks_against` contain what the move adds.
    """

    group: Whole
    joins: pl.DataFrame
    misses: pl.DataFrame


@dataclass(slots=True)
class _State:
    """The groups as they grow, and which group each was joined into."""

    parent: Whole
    names: Names             # of a group: the smallest of its records'
    groups: Groups


def resolve(
    identifiers: Identifiers, records: Records, weights: Weights, rates: Rates, settings: LinkSettings,
    must: Whole, cannot: Whole, names: Names | None = None,
) -> Resolved:
    """Join records into groups.

    must, cannot: arrays [n, 2] of records that a person judged to be one source, or not.
    names: a number for each record (else its place) that stays the same wherever the record stands; by it ties fall, and
    many groups on one identifier are paired. So the order of records does not matter, nor whether strangers are there.
    """
    rule = _rule(identifiers, weights, rates, settings)
    state = _begin(records, rule.kind, np.arange(records.count, dtype=np.uint64) if names is None else names)
    joined: list[pl.DataFrame] = []
    _join_judged(state, must)
    proposing = (weights.log_odds > 0) & (rule.kind != PLACE) & (rule.kind != STYLE)
    idle = 0
    misses = pl.DataFrame()
    for turn in range(_ROUNDS):
        left, right = _meet(state, proposing, turn, settings)
        if not len(left):
            break
        total, gain, loss, item, moved = merging.score_pairs(left, right, state.groups, rule)
        frame = pl.DataFrame({"a": left, "b": right, "identifier": item, "log_odds": total,
                              "speaks_for": gain, "speaks_against": loss, "moved": moved})
        good = total > settings.threshold
        good[good] &= ~_forbidden(state, left[good], right[good], cannot)
        misses = frame.filter(pl.Series(~good & (total > settings.threshold - settings.review)))
        chosen = _choose(frame.filter(pl.Series(good)), state.names)
        if chosen.is_empty():
            idle += 1
            if idle >= 2:
                break
            continue
        idle = 0
        joined.append(_carriers(chosen, state))
        _join(state, chosen["a"].to_numpy(), chosen["b"].to_numpy())
    root = _roots(state.parent)
    empty = pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64, "identifier": pl.Int64, "log_odds": pl.Float64,
                                 "speaks_for": pl.Float64, "speaks_against": pl.Float64, "moved": pl.Float64})
    near = _carriers(misses, state) if len(misses) else empty
    return Resolved(root, pl.concat(joined) if joined else empty, near)


def hold_together(
    identifiers: Identifiers, records: Records, weights: Weights, rates: Rates, settings: LinkSettings
) -> npt.NDArray[np.bool_]:
    """Per record of several adverts: would what they share join them? True for records of one advert."""
    rule = _rule(identifiers, weights, rates, settings)
    several = np.flatnonzero(records.ads > 1)
    total, *_ = merging.score_pairs(several, several, _begin(records, rule.kind, np.zeros(records.count, np.uint64)).groups, rule)
    holds = np.ones(records.count, np.bool_)
    holds[several] = total > settings.threshold
    return holds


def _rule(identifiers: Identifiers, weights: Weights, rates: Rates, settings: LinkSettings) -> Rule:
    floor = np.array([settings.floor[k] for k in KINDS])
    return Rule(
        kind=identifiers.table["kind"].to_numpy().astype(np.int64),
        log_odds=weights.log_odds,
        share=identifiers.table["users"].to_numpy().astype(np.float64) / max(identifiers.population, 1),
        floor=floor,
        pull=np.clip((1 - rates.differ) / (1 - floor), 0.01, 0.99),
        hop=rates.movement.log_odds,
        fade=settings.fade, hub_shadow=settings.hub_shadow, place_praise=settings.place_praise,
    )


def _begin(records: Records, kind: Whole, names: Names) -> _State:
    n = records.count
    with_kind = np.zeros((n, len(KINDS)), np.int64)
    owner = np.repeat(np.arange(n), np.diff(records.starts))
    with_kind[owner, kind[records.items]] = 1
    with_kind *= records.ads[:, None]
    with_kind[:, TEMPLATE] = records.ads
    return _State(np.arange(n), names.copy(), Groups(
        records.starts[:-1].copy(), np.diff(records.starts), records.items.astype(np.int32), owner.astype(np.int32),
        records.ads.copy(), with_kind,
        records.first.copy(), records.last.copy(), records.first_at.copy(), records.last_at.copy()))


def _meet(state: _State, proposing: npt.NDArray[np.bool_], turn: int, settings: LinkSettings) -> tuple[Whole, Whole]:
    """Pairs of groups that share a proposing identifier, none twice; the order among many changes from turn to turn."""
    starts, users = merging.users_of_live(state.groups, proposing)
    mixed = (state.names + np.uint64(turn)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    left, right = merging.propose(starts, users, proposing, mixed, settings.few, settings.chain)
    code = np.sort(left * len(state.parent) + right)
    code = code[np.diff(code, prepend=-1) > 0]
    return np.divmod(code, len(state.parent))


def _choose(frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    """The best pairs that do not touch each other."""
    if frame.is_empty():
        return frame
    a, b = names[frame["a"].to_numpy()], names[frame["b"].to_numpy()]
    order = np.lexsort((np.maximum(a, b), np.minimum(a, b), -frame["log_odds"].to_numpy()))
    ranked = frame[order]
    keep = merging.match_best(np.arange(len(ranked)), ranked["a"].to_numpy(), ranked["b"].to_numpy(), len(names))
    return ranked.filter(pl.Series(keep))


def _join(state: _State, left: Whole, right: Whole) -> None:
    low, high = np.minimum(left, right), np.maximum(left, right)
    pool, carrier = merging.merge_matched(low, high, state.groups)
    state.groups = state.groups._replace(pool=pool, carrier=carrier)
    state.names[low] = np.minimum(state.names[low], state.names[high])
    state.parent[high] = low


def _roots(parent: Whole) -> Whole:
    root = parent
    while True:
        higher = root[root]
        if np.array_equal(higher, root):
            return root
        root = higher


def _join_judged(state: _State, must: Whole) -> None:
    for a, b in must:
        root = _roots(state.parent)
        x, y = int(root[a]), int(root[b])
        if x != y:
            _join(state, np.array([min(x, y)]), np.array([max(x, y)]))


def _forbidden(state: _State, left: Whole, right: Whole, cannot: Whole) -> npt.NDArray[np.bool_]:
    if not len(cannot):
        return np.zeros(len(left), np.bool_)
    root = _roots(state.parent)
    sides = np.sort(root[cannot], axis=1)
    n = len(state.parent)
    return np.isin(np.minimum(left, right) * n + np.maximum(left, right), sides[:, 0] * n + sides[:, 1])


def _carriers(frame: pl.DataFrame, state: _State) -> pl.DataFrame:
    """Name, for each pair of groups, the first record on either side that carries the identifier; null where none does."""
    item = frame["identifier"].to_numpy()
    sides = {side: merging.first_carriers(frame[group].to_numpy(), item, state.groups)
             for side, group in (("left", "a"), ("right", "b"))}
    return (
        frame.with_columns(*(pl.Series(side, first) for side, first in sides.items()))
        .with_columns(pl.when(pl.col(side) >= 0).then(side).alias(side) for side in sides)
        .select("left", "right", "identifier", "log_odds", "speaks_for", "speaks_against", "moved")
        .sort("left", "right", "identifier")
    )
