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
_EXAMPLE: Final = 40         # characters of a value that a box in the wording shows
VALUES_SHOWN: Final = 12
SLOTS_SHOWN: Final = 20
#: type -> how it is called; the others by their own name
_NAMES: Final = {"email": "e-mail", "url": "web address", "text": "words"}


def name_of(kind: str) -> str:
    """The type of a slot as a reader calls it: 'url' -> 'web address'."""
    return _NAMES.get(kind, kind)


def show_pattern(pattern: str, slots: list[dict[str, Any]]) -> Markup:
    """The constant words as they are, each slot as a coloured box with its number, its type and the value most used.

    Only slots that the template really has become boxes: an advert may contain such a sign itself.
    """
    known = {(s["slot"], s["type"]): s for s in slots}
    cut = affordable(pattern, _LONGEST)
    out: list[str] = []
    at = 0
    for found in _SLOT.finditer(pattern, 0, cut):
        slot = known.get((int(found[1]), found[2]))
        if slot is None:
            continue
        out += (str(visible_html(pattern[at:found.start()])), _box(slot))
        at = found.end()
    out.append(str(visible_html(pattern[at:max(cut, at)])))
    if cut < len(pattern):
        out.append(f' <span class="gap">[… {len(pattern) - cut:,} characters not shown …]</span>')
    return Markup("".join(out))


def _box(slot: dict[str, Any]) -> str:
    label = f"{slot['slot']}&nbsp;{escape(name_of(slot['type']).replace(' ', chr(0xA0)))}"
    values = slot.get("values") or []
    example = ""
    if values:
        value = values[0]["value"]
        cut = affordable(value, _EXAMPLE)
        example = f"<bdi>{visible_html(value[:cut])}{'…' if cut < len(value) or slot['distinct'] > 1 else ''}</bdi>"
    return f'<span class="slot k-{escape(slot["type"])}"><b>{label}</b>{" " if example else ""}{example}</span>'


def slots_of(slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first slots with their most frequent values and how many more there are."""
    return [
        {"slot": s["slot"], "type": s["type"], "name": name_of(s["type"]), "distinct": s["distinct"],
         "values": (s["values"] or [])[:VALUES_SHOWN],
         "more": max((s["distinct"] or 0) - len((s["values"] or [])[:VALUES_SHOWN]), 0)}
        for s in slots[:SLOTS_SHOWN]
    ]
