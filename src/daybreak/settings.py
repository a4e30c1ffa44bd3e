"""What may be set, one frozen dataclass a stage; passed in, never read from the environment.

Values that decide a link (`CopySettings`, `LinkSettings`) have their defaults in
`defaults.json` beside this file, which `benchmarks/choose.py` writes from generated worlds only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_CHOSEN: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "defaults.json").read_text(encoding="utf-8"))


def _chosen(stage: str, name: str) -> Any:
    """A default as `benchmarks/choose.py` wrote it; a copy, so that nobody changes it for others."""
    value = _CHOSEN[stage][name]
    return field(default_factory=lambda: dict(value)) if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files become adverts."""

    columns: tuple[tuple[str, str], ...] = ()   # (ours, theirs), from --columns
    country: str | None = None                  # ISO 3166-1 alpha-2 where an advert names none


@dataclass(frozen=True, slots=True)
class TextSettings:
    """How text becomes comparable things."""

    workers: int = 2                            # processes; the result does not depend on it


@dataclass(frozen=True, slots=True)
class CopySettings:
    """Which texts are near copies of one another."""

    shared: float = 0.18                        # least share of rare wording in common, 0..1,
    overhead: int = 8                           # and so many pairs of words on top: a short text needs a larger share
    apart: float = 0.30                         # most of both that may stand in stretches of eight words without a match
    alike: float = 0.30                         # the first joining: least share of all wording in common
    apart_alike: float = 0.20                   # and most in such stretches: what differs is scattered edits
    shortest: int = 6                           # words; a shorter text is only a copy of an equal one
    rounds: int = 2                             # of counting what is rare, and joining
    table_bits: int = 27                        # at most 2**this counters of who uses what


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What evidence is worth before the data speak, and when groups are joined. Log-odds are natural."""

    same: dict[str, float] = _chosen("link", "same")  # class -> probability that two users who share it are one source
    differ: dict[str, float] = _chosen("link", "differ")  # kind -> how often two adverts of one source differ in it
    imagined_pairs: float = _chosen("link", "imagined_pairs")  # weight of those two against what the data show
    imagined_share: float = _chosen("link", "imagined_share")  # and they weigh at least this part of the pairs seen
    hub_damping: float = _chosen("link", "hub_damping")  # how much counts that an identifier's users differ
    one_way: float = _chosen("link", "one_way")  # most that much moving or much writing alone can count
    steepest: float = _chosen("link", "steepest")  # exponent of those tails at most
    one_by_one: float = _chosen("link", "one_by_one")  # weight of the count without vouching, where vouching is kinder
    least_variety: float = _chosen("link", "least_variety")  # how often one source differs in a channel, at the least
    crowd: float = _chosen("link", "crowd")     # log-odds lost as the users that nothing else speaks for multiply e-fold
    hub_rounds: int = _chosen("link", "hub_rounds")  # how often users are counted; after the first, good identifiers vouch
    floor: dict[str, float] = _chosen("link", "floor")  # kind -> probability that one source's halves never share one
    fade: float = _chosen("link", "fade")  # what a second, third ... channel adds, for they hang together
    hub_shadow: float = _chosen("link", "hub_shadow")  # what shared words count for between users of one hub
    place_praise: float = _chosen("link", "place_praise")  # what it adds that users are all in one place
    threshold: float = _chosen("link", "threshold")  # join above this log-odds
    review: float = _chosen("link", "review")  # and show a person what lies this much around it
    judged_pairs: float = 10.0                  # how many observed pairs one judgement weighs for its kind
    judged_step: float = 1.0                    # log-odds that one judgement moves the identifier it speaks of
    few: int = 8                                # all pairs of groups on an identifier up to this many
    chain: int = 3                              # beyond: each with so many others a round


@dataclass(frozen=True, slots=True)
class AssessSettings:
    """When an organisation becomes a lead."""

    quotes_kept: int = 5                        # for each indicator of an organisation
    seed: int = 0                               # of the draws behind the intervals of scores and ranks


@dataclass(frozen=True, slots=True)
class Settings:
    """All stages of a run."""

    threads: int = 0                            # 0 = as many as the machine has; never changes a result
    read: ReadSettings = field(default_factory=ReadSettings)
    text: TextSettings = field(default_factory=TextSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    link: LinkSettings = field(default_factory=lambda: LinkSettings())
    assess: AssessSettings = field(default_factory=AssessSettings)
