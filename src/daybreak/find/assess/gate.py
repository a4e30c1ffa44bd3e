"""When an organisation may be a lead at all: a third party that controls others has been observed, in two ways.

votes -> controlled(), enough() -> which rows may be ranked
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daybreak.find.assess.label_model import Real
from daybreak.find.assess.table import Indicator

_CLEAR: Final = 0.6  # a fainter sign does not count as control
_TELLING: Final = 0.6  # log-odds in the catalogue from which a sign counts towards `SIGNS_NEEDED`
CONTROL_NEEDED: Final = 1.0
SIGNS_NEEDED: Final = 2


def control(votes: Real, table: Sequence[Indicator]) -> Real:
    """How much third-party control is observed on each row: the best sign of each family, added up."""
    clear = np.where(np.nan_to_num(votes) >= _CLEAR, 1.0, 0.0) * np.array([i.control for i in table])
    names = sorted({i.family for i in table})
    columns = [[j for j, i in enumerate(table) if i.family == name] for name in names]
    return np.asarray(sum((clear[:, c].max(axis=1) for c in columns), np.zeros(len(votes))))


def may_lead(votes: Real, table: Sequence[Indicator]) -> NDArray[np.bool_]:
    """Rows on which control is observed, and at least two telling signs altogether."""
    telling = np.array([i.weight >= _TELLING for i in table])
    signs = (np.nan_to_num(votes) * telling >= _CLEAR).sum(axis=1)
    return np.asarray((control(votes, table) >= CONTROL_NEEDED) & (signs >= SIGNS_NEEDED))
