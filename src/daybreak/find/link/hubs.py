"""What an identifier is worth as evidence: measured on who uses it, never assumed.

Records -> learn() -> Rates -> weigh_identifiers() -> Weights (log-odds for each identifier)

Two questions are asked of the data, both without labels:

1. *How good is a kind?* Of the pairs of records that share a phone and nobody else does, how many agree in a
   channel that we hide (the e-mail, the text), compared with pairs that are sure anyway? That gives the
   log-odds of a shared phone, of a shared text of a given length, of a picture.
2. *How good is this one?* The users of an identifier are divided into parts that hang together without it. One
   part: it adds up. Forty parts with forty other e-mail addresses in thirty towns: a hub, worth nothing. How many
   e-mail addresses, wordings, towns one source shows has a long tail: a few are ordinary, and that it shows k times
   as many is taken as k to the power -a, where 2 to the power -a is how often two adverts of one source differ, which
   is measured.

Source: the hidden-channel idea follows surrogate-truth evaluation (Li et al., IEEE Big Data 2018; Nagpal et al.,
W-NUT 2017); log-odds after Fellegi and Sunter, JASA 1969. The number of parts is the inverse Simpson index.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.find.link import parts
from daybreak.find.link.identifiers import (
    ACCOUNT,
    IMAGE,
    KINDS,
    PLACE,
    STYLE,
    TEMPLATE,
    TEXT,
    Identifiers,
    Real,
    Records,
    Whole,
)
from daybreak.find.link.judgements import Heard
from daybreak.find.link.movement import Movement, learn_movement
from daybreak.settings import LinkSettings

#: Texts are judged by how much they say: upper ends of the bins, in words.
TEXT_BINS = (6, 15, 40)


@dataclass(frozen=True, slots=True)
class Rates:
    """What was learned about each kind. Rows of the table: kind, bin, pairs seen, agreement, log-odds."""

    prior: Real              # [kind class] log-odds that two users of an unshared-by-others identifier are one source
    differ: Real             # [kind] how often one source differs in that channel, 0..1
    movement: Movement
    table: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Weights:
    """Per identifier: log-odds that sharing it means one source, and how much of a hub it is."""

    log_odds: Real
    hub: Real                # 0..1: share of the evidence that its users have nothing else in common
    parts: Real              # effective number of unconnected parts among its users

    def with_known(self, log_odds: Real) -> Weights:
        """These weights, but where `log_odds` knows better (is not nan) that holds."""
        knows = ~np.isnan(log_odds)
        hub = np.where(knows, 1 / (1 + np.exp(np.clip(log_odds, -30, 30))), self.hub)
        return Weights(np.where(knows, log_odds, self.log_odds), hub, self.parts)


#: Names of the classes: the kinds, then text0 .. text3, template0 .. template3.
CLASSES = (*KINDS, *(f"{kind}{i}" for kind in ("text", "template") for i in range(len(TEXT_BINS) + 1)))


def kind_class(identifiers: Identifiers) -> Whole:
    """The class of each identifier: its kind; texts and templates are split by length into the bins of TEXT_BINS."""
    kind = identifiers.table["kind"].to_numpy().astype(np.int64)
    length = identifiers.table["length"].to_numpy()
    bins: Whole = np.searchsorted(np.asarray(TEXT_BINS), length, side="left").astype(np.int64)
    worded = np.where(kind == TEXT, len(KINDS), len(KINDS) + len(TEXT_BINS) + 1) + bins
    return np.where((kind == TEXT) | (kind == TEMPLATE), worded, kind)


def learn(identifiers: Identifiers, records: Records, settings: LinkSettings, heard: Heard | None = None) -> Rates:
    """Learn from pairs of records what each kind is worth, hiding one channel at a time.

    Starts from the settings' priors (as so many imagined pairs), so that a small or one-sided set changes little. They weigh
    at least `settings.imagined_share` of the pairs seen: sure pairs are not a fair sample of one source's pairs, and no
    number of them makes the odds run away. (Among a million adverts a shared e-mail rose to 3,800 to 1, and agencies joined.)
    heard: pairs that a person judged; each counts as `settings.judged_pairs` pairs seen.
    """
    kind = identifiers.table["kind"].to_numpy().astype(np.int64)
    classes = kind_class(identifiers)
    users = parts.users_of(records.starts, records.items, len(kind))
    both, agree, sure_both, sure_agree = parts.hidden_channel_counts(
        records.starts, records.items, users.starts, users.items, kind, classes, len(CLASSES), len(KINDS))
    imagined = settings.imagined_pairs
    differ = np.empty(len(KINDS))
    for channel, name in enumerate(KINDS):
        start = settings.differ[name]
        differ[channel] = 1 - (sure_agree[channel] + imagined * (1 - start)) / (sure_both[channel] + imagined)
    hidden = [k for k in range(len(KINDS)) if k not in (PLACE, STYLE, TEXT)]
    prior = np.empty(both.shape[0])
    rows = []
    for c in range(both.shape[0]):
        name = CLASSES[c]
        start = settings.same[name]
        seen = float(sum(both[c, h] * (1 - differ[h]) for h in hidden))
        found = float(sum(agree[c, h] for h in hidden))
        one, two = _heard_of(heard, classes == c, settings)
        guessed = max(imagined, settings.imagined_share * seen)
        rate = (min(found, seen) + guessed * start + one) / (seen + guessed + one + two)
        prior[c] = np.log(rate / (1 - rate))
        rows.append((name, float(sum(both[c, h] for h in hidden)), found, rate, float(prior[c])))
    table = pl.DataFrame(rows, schema=["class", "pairs", "agree", "same", "log_odds"], orient="row")
    movement = learn_movement(records, users.starts, users.items, kind, imagined)
    return Rates(prior, differ, movement, table)


def _heard_of(heard: Heard | None, those: npt.NDArray[np.bool_], settings: LinkSettings) -> tuple[float, float]:
    if heard is None:
        return 0.0, 0.0
    return (settings.judged_pairs * float(heard.same[those].sum()),
            settings.judged_pairs * float(heard.different[those].sum()))


def weigh_identifiers(
    identifiers: Identifiers, records: Records, rates: Rates, settings: LinkSettings, heard: Heard | None = None
) -> Weights:
    """Log-odds for each identifier: its kind's, lowered or raised by what its users do and do not share.

    First everything its users show is counted one by one; then, `settings.hub_rounds` - 1 times, what the identifiers
    that were found good hold together counts as one. Where that is kinder, `settings.one_by_one` of the first count stays.
    A judged pair that shares an identifier moves that identifier by `settings.judged_step`.
    """
    kind = identifiers.table["kind"].to_numpy().astype(np.int64)
    prior = rates.prior[kind_class(identifiers)]
    users = parts.users_of(records.starts, records.items, len(kind))
    worded = (kind == TEXT) | (kind == TEMPLATE)
    differ = np.clip(rates.differ, settings.least_variety, 0.95)
    variety = differ / (1 - differ)
    tail = np.minimum(-np.log2(differ), settings.steepest)
    tail[[TEXT, STYLE]] = 0.0                   # wording is counted once, as templates
    if heard is not None:
        prior = prior + settings.judged_step * (heard.same - heard.different)
    log_odds = counted = prior
    several = np.flatnonzero((np.diff(users.starts) > 1) & (kind != PLACE))     # about the others there is nothing to count
    crowd = np.zeros(len(kind))
    effective = np.ones(len(kind))
    for turn in range(settings.hub_rounds):
        if turn == 0:
            shown, among = parts.count_values(
                several, records.starts, records.items, records.ads, users.starts, users.items, kind, len(KINDS))
            effective[several] = shown[:, TEMPLATE]
            crowd = settings.crowd * np.log(np.maximum(
                1.0, _unwitnessed(several, among, users.starts, records.ads, users.items) / 2))
        else:
            vouches = (log_odds > 0) & (kind != PLACE) & (kind != STYLE)
            effective[several], shown, among = parts.measure_parts(
                several, records.starts, records.items, records.ads, users.starts, users.items, kind, vouches, len(KINDS))
        near = 1 - np.log(shown[:, PLACE]) / np.log(np.maximum(effective[several], shown[:, PLACE] + 1e-9))
        near[effective[several] <= 1.0] = 0.0
        ordinary = 1 + variety * np.log1p((among - 1) / variety)
        beyond = np.maximum(np.log(shown / ordinary), 0.0) * tail
        _forgive_one_way(beyond, worded[several], settings.one_way)
        differs = np.sort(beyond, axis=1)[:, ::-1] @ settings.fade ** np.arange(len(KINDS))
        found = prior - crowd
        found[several] = prior[several] - settings.hub_damping * differs + settings.place_praise * near - crowd[several]
        if turn == 0:
            counted = found
        log_odds = np.minimum(found, settings.one_by_one * counted + (1 - settings.one_by_one) * found)
    log_odds = np.clip(log_odds, -12.0, 12.0)
    hub = np.where(prior > 0, 1 / (1 + np.exp(np.clip(log_odds, -30, 30))), 0.0)
    return Weights(log_odds, hub, effective)


def _forgive_one_way(beyond: Real, worded: npt.NDArray[np.bool_], most: float) -> None:
    """One source may move a lot, or write a lot: either alone counts `most` at most; strangers differ in both.

    Where the identifier is itself a wording there is only the moving, and it counts in full.
    """
    place, wording = beyond[:, PLACE].copy(), beyond[:, TEMPLATE]
    beyond[:, PLACE] = np.where(
        worded, place, np.minimum(place, wording) + np.minimum(np.maximum(place, wording), most))
    beyond[:, TEMPLATE] = 0.0


def _unwitnessed(several: Whole, among: Real, user_starts: Whole, record_ads: Whole, users: Whole) -> Real:
    """Adverts that carry an identifier for which nothing can speak: no place, picture or other contact on half of them.

    several: the identifiers that `among` [several, kind] was counted for.
    """
    total = np.add.reduceat(np.append(record_ads[users], 0), user_starts[:-1]).astype(np.float64)
    total[user_starts[1:] == user_starts[:-1]] = 0.0
    witnesses = among[:, [*range(ACCOUNT + 1), IMAGE, PLACE]].max(axis=1)
    total[several] = np.maximum(total[several] - 2 * np.where(witnesses > 1, witnesses, 0.0), 0.0)
    return total
