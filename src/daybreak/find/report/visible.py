"""Hostile characters made visible, so that an advert cannot steer the page or the terminal that shows it.

text -> visible_html() for a page, visible_text() for a terminal

Adverts carry direction overrides that turn a number round, zero-width signs inside words, escape sequences.
They are shown by their code point. Joiners (U+200C, U+200D) stay where scripts and emoji need them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

_CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN: Final = (
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
)
_TAGS: Final = "\U000e0000-\U000e007f"
_JOINER_IN_LATIN: Final = "(?<=[ -~])[\u200c\u200d]+(?=[ -~])"
_HIDDEN: Final = re.compile(f"[{_CONTROL}{_DIRECTION}{_UNSEEN}{_TAGS}]+|{_JOINER_IN_LATIN}")
_COST: Final = 40      # bytes of markup that one run of hidden characters takes, about


def _named(run: str) -> str:
    """A run of hidden characters by its first code point, and how many there are."""
    more = f"×{len(run)}" if len(run) > 1 else ""
    return f"U+{ord(run[0]):04X}{more}"


def visible_html(text: str) -> Markup:
    """The text escaped for HTML, each run of hidden characters as a small labelled box."""
    out: list[str] = []
    at = 0
    for found in _HIDDEN.finditer(text):
        out.append(str(escape(text[at:found.start()])))
        name = unicodedata.name(found.group()[0], "control character").lower()
        out.append(f'<span class="cc" title="{escape(name)}">{_named(found.group())}</span>')
        at = found.end()
    out.append(str(escape(text[at:])))
    return Markup("".join(out))


def visible_text(text: str) -> str:
    """The text for a terminal: hidden characters as <U+202E>, line breaks as spaces."""
    return _HIDDEN.sub(lambda found: f"<{_named(found.group())}>", re.sub(r"[\r\n\t]+", " ", text))


def affordable(text: str, budget: int) -> int:
    """How many characters of the text fit into a budget of characters, hidden ones counted by what they cost."""
    spent = 0
    at = 0
    for found in _HIDDEN.finditer(text):
        spent += found.start() - at + _COST
        if spent > budget:
            return min(found.start(), budget)
        at = found.end()
    return min(len(text), at + max(budget - spent, 0))
