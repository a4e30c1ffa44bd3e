"""A template's wording with its slots coloured by type, and the values that were put into them.

TEMPLATES row -> show_pattern(), slots_of()
"""

from __future__ import annotations

import re
from typing import Any, Final

from markupsafe import Markup, escape

from daybreak.find.report.visible import affordable, visible_html

_SLOT: Final = re.compile(r"\{(\d{1,5}):([a-z][a-z_-]{0,19})\}")
_LONGEST: Final = 3000
VALUES_SHOWN: Final = 12
SLOTS_SHOWN: Final = 20


def show_pattern(pattern: str, slots: list[dict[str, Any]]) -> Markup:
    """The constant words as they are, each slot as a coloured box with its number and type.

    Only slots that the template really has become boxes: an advert may contain such a sign itself.
    """
    known = {(s["slot"], s["type"]) for s in slots}
    cut = affordable(pattern, _LONGEST)
    out: list[str] = []
    at = 0
    for found in _SLOT.finditer(pattern, 0, cut):
        number, kind = int(found[1]), found[2]
        if (number, kind) not in known:
            continue
        out.append(str(visible_html(pattern[at:found.start()])))
        out.append(f'<span class="slot k-{escape(kind)}">{number}&nbsp;{escape(kind)}</span>')
        at = found.end()
    out.append(str(visible_html(pattern[at:max(cut, at)])))
    if cut < len(pattern):
        out.append(f' <span class="gap">[… {len(pattern) - cut:,} characters not shown …]</span>')
    return Markup("".join(out))


def slots_of(slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first slots with their most frequent values and how many more there are."""
    return [
        {"slot": s["slot"], "type": s["type"], "distinct": s["distinct"],
         "values": (s["values"] or [])[:VALUES_SHOWN],
         "more": max((s["distinct"] or 0) - len((s["values"] or [])[:VALUES_SHOWN]), 0)}
        for s in slots[:SLOTS_SHOWN]
    ]
