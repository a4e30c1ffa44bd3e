"""From what adverts carry to who belongs together: fold, weigh, take weak records apart, join.

Carried (identifiers, moments), Rates, Judged -> group() -> Grouped
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from daybreak.find.link.hubs import Rates, Weights, weigh_identifiers
from daybreak.find.link.identifiers import Identifiers, Moments, Real, Records, Whole, fold_alike, unfold
from daybreak.find.link.judgements import Judged
from daybreak.find.link.resolve import Resolved, hold_together, resolve
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
    known: Real | None = None,
) -> Grouped:
    """Group adverts by the identifiers they carry.

    known: log-odds of identifiers measured before on more adverts than these (nan = not known); they stand.
    """
    records = fold_alike(identifiers, moments)
    weights = weigh_identifiers(identifiers, records, rates, settings, judged.heard)
    if known is not None:
        weights = weights.with_known(known)
    records = unfold(records, ~hold_together(identifiers, records, weights, rates, settings))
    records = unfold(records, _judged_apart(records, judged.cannot))
    resolved = resolve(identifiers, records, weights, rates, settings,
                       records.of_ad[judged.must], records.of_ad[judged.cannot])
    return Grouped(resolved.group[records.of_ad], records, weights, resolved)


def _judged_apart(records: Records, cannot: Whole) -> npt.NDArray[np.bool_]:
    """Records that hold two adverts which a person judged to be of different sources."""
    apart = np.zeros(records.count, np.bool_)
    same = records.of_ad[cannot[:, 0]] == records.of_ad[cannot[:, 1]]
    apart[records.of_ad[cannot[same, 0]]] = True
    return apart
