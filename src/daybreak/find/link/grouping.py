"""From what adverts carry to who belongs together: fold, weigh, take weak records apart, join.

Carried (identifiers, moments), Rates, Judged -> group() -> Grouped
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.find.link.hubs import Rates, Weights, weigh_identifiers
from daybreak.find.link.identifiers import Identifiers, Moments, Real, Records, Whole, fold_alike, unfold
from daybreak.find.link.judgements import Judged
from daybreak.find.link.resolve import Names, Resolved, hold_together, resolve
from daybreak.settings import LinkSettings


@dataclass(frozen=True, slots=True)
class Grouped:
    """Who belongs together, and all that the evidence is told from."""

    of_ad: Whole                 # advert -> its group
    records: Records
    weights: Weights
    resolved: Resolved


def group(
    identifiers: Identifiers, moments: Moments, rates: Rates, settings: LinkSettings, judged: Judged,
    known: Real | None = None, ids: pl.Series | None = None,
) -> Grouped:
    """Group adverts by the identifiers they carry.

    ids: of the adverts; by them ties fall, so that the order of adverts does not matter. None: by their numbers.
    known: log-odds of identifiers measured before on more adverts than these (nan = not known); they stand.
    """
    records = fold_alike(identifiers, moments)
    weights = weigh_identifiers(identifiers, records, rates, settings, judged.heard)
    if known is not None:
        weights = weights.with_known(known)
    records = unfold(records, ~hold_together(identifiers, records, weights, rates, settings))
    records = unfold(records, _judged_apart(records, judged.cannot))
    resolved = resolve(identifiers, records, weights, rates, settings,
                       records.of_ad[judged.must], records.of_ad[judged.cannot], _name_records(records, ids))
    return Grouped(resolved.group[records.of_ad], records, weights, resolved)


def _name_records(records: Records, ids: pl.Series | None) -> Names:
    """The smallest of the names of each record's adverts: 64 bits of a hash of their ids."""
    ads = len(records.of_ad)
    if ids is None:
        names = np.arange(ads, dtype=np.uint64)
    else:
        names = np.frombuffer(b"".join(blake2b(i.encode(), digest_size=8).digest() for i in ids), "<u8").astype(np.uint64)
    least = np.full(records.count, np.iinfo(np.uint64).max)
    np.minimum.at(least, records.of_ad, names)
    return least


def _judged_apart(records: Records, cannot: Whole) -> npt.NDArray[np.bool_]:
    """Records that hold two adverts which a person judged to be of different sources."""
    apart = np.zeros(records.count, np.bool_)
    same = records.of_ad[cannot[:, 0]] == records.of_ad[cannot[:, 1]]
    apart[records.of_ad[cannot[same, 0]]] = True
    return apart
