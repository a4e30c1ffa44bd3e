"""The chain of evidence between two adverts: the way through the links whose weakest step is strongest.

EVIDENCE rows (used = link or judgement), two adverts -> strongest_chain() -> Steps
Links hold an organisation together like a tree, with a few more; among equally strong ways the shortest is told.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, replace

import polars as pl

Ways = dict[int, list[tuple[int, "Step"]]]


@dataclass(frozen=True, slots=True)
class Step:
    """What two adverts have in common, as the evidence table says it; left comes first on the way."""

    left: int
    right: int
    channel: str
    key: str | None
    log_odds: float
    users: int | None
    hub: float | None
    left_quote: str | None
    right_quote: str | None

    def turned(self) -> Step:
        """The same step walked the other way."""
        return replace(self, left=self.right, right=self.left, left_quote=self.right_quote, right_quote=self.left_quote)


def strongest_chain(evidence: pl.DataFrame, start: int, end: int) -> list[Step]:
    """Steps from one advert to another; empty when no links lead there.

    evidence: EVIDENCE rows; those that do not speak for one source are passed over. Steps in a row that rest on the
    same contact are told as one, for their two ends carry it too.
    """
    ways = _ways(evidence)
    least = _best_bottleneck(ways, start, end)
    if least is None:
        return []
    came: dict[int, Step] = {}
    queue = deque([start])
    seen = {start}
    while queue and end not in seen:
        here = queue.popleft()
        for there, step in ways.get(here, ()):
            if there not in seen and step.log_odds >= least:
                seen.add(there)
                came[there] = step
                queue.append(there)
    chain: list[Step] = []
    while end != start:
        chain.append(came[end])
        end = came[end].left
    return _joined(chain[::-1])


def _ways(evidence: pl.DataFrame) -> Ways:
    """For each advert where one can go from it, strongest first; of several reasons for one pair the strongest."""
    rows = evidence.filter(
        ((pl.col("used") == "link") | ((pl.col("used") == "judgement") & (pl.col("log_odds") > 0)))
        & pl.col("log_odds").is_not_null())
    rows = rows.sort("log_odds", "left", "right", "channel", "key", descending=[True, False, False, False, False],
                     nulls_last=True).unique(["left", "right"], keep="first", maintain_order=True)
    ways: Ways = {}
    for r in rows.select(
        "left", "right", "channel", "key", "log_odds", "users", "hub", "left_quote", "right_quote"
    ).iter_rows():
        step = Step(*r)
        ways.setdefault(step.left, []).append((step.right, step))
        ways.setdefault(step.right, []).append((step.left, step.turned()))
    return ways


def _best_bottleneck(ways: Ways, start: int, end: int) -> float | None:
    """The largest weight that the weakest step of some way from start to end has."""
    best = {start: float("inf")}
    heap = [(-best[start], start)]
    while heap:
        reached, here = heapq.heappop(heap)
        if here == end:
            return -reached
        if -reached < best[here]:
            continue
        for there, step in ways.get(here, ()):
            through = min(-reached, step.log_odds)
            if through > best.get(there, float("-inf")):
                best[there] = through
                heapq.heappush(heap, (-through, there))
    return None


def _joined(chain: list[Step]) -> list[Step]:
    """Steps in a row on one contact become one step between the outer adverts."""
    told: list[Step] = []
    for step in chain:
        last = told[-1] if told else None
        if last is not None and step.key is not None and (last.channel, last.key) == (step.channel, step.key):
            told[-1] = replace(
                last, right=step.right, right_quote=step.right_quote, log_odds=min(last.log_odds, step.log_odds)
            )
        else:
            told.append(step)
    return told
