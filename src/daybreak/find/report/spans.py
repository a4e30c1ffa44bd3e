"""An advert's own text with the places marked that matter: contacts, and the words an indicator was read from.

text + Marks -> mark_text() -> HTML. Offsets are characters of the text as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from daybreak.find.report.visible import affordable, visible_html

_AROUND = 160     # characters kept on either side of a quote that lies beyond the cut


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to show as marked."""

    start: int
    end: int
    style: str              # CSS classes
    title: str = ""         # what a pointer or a screen reader is told
    note: str = ""          # a short sign after it, linked to `target`
    target: str = ""


def mark_text(text: str, marks: list[Mark], budget: int) -> Markup:
    """The text as HTML with its marks; long texts are cut after `budget`, but quoted words are kept.

    Marks may overlap: each stretch between two ends carries the classes of all marks over it.
    """
    marks = [m for m in (_clamp(m, len(text)) for m in marks) if m.end > m.start]
    out: list[str] = []
    at = 0
    for start, end in _kept(text, marks, budget):
        if start > at:
            out.append(_gap(start - at))
        out.append(_stretch(text, marks, start, end))
        at = end
    if at < len(text):
        out.append(_gap(len(text) - at))
    return Markup("".join(out))


def _clamp(mark: Mark, length: int) -> Mark:
    return Mark(min(mark.start, length), min(mark.end, length), mark.style, mark.title, mark.note, mark.target)


def _gap(left_out: int) -> str:
    return f' <span class="gap">[… {left_out:,} characters not shown …]</span> '


def _kept(text: str, marks: list[Mark], budget: int) -> list[tuple[int, int]]:
    """The ranges that are shown: the beginning, and what surrounds the first noted marks beyond it."""
    cut = affordable(text, budget)
    ranges = [(0, cut)]
    beyond = sorted((m for m in marks if m.note and m.end > cut), key=lambda m: (m.start, m.end))
    for mark in beyond[:4]:
        start = max(mark.start - _AROUND, 0)
        end = min(start + 2 * _AROUND + min(mark.end - mark.start, 2 * _AROUND), len(text))
        last_start, last_end = ranges[-1]
        if start <= last_end:
            ranges[-1] = (last_start, max(last_end, end))
        else:
            ranges.append((start, end))
    return ranges


def _stretch(text: str, marks: list[Mark], start: int, end: int) -> str:
    inside = [m for m in marks if m.start < end and m.end > start]
    ends = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    out: list[str] = []
    for left, right in pairwise(ends):
        over = [m for m in inside if m.start <= left and m.end >= right]
        words = str(visible_html(text[left:right]))
        if over:
            style = " ".join(dict.fromkeys(m.style for m in over))
            title = "; ".join(dict.fromkeys(m.title for m in over if m.title))
            words = f'<mark class="{escape(style)}" title="{escape(title)}">{words}</mark>'
        out.append(words)
        out += [
            f'<a class="ref" href="#{escape(m.target)}">{escape(m.note)}</a>' for m in over if m.note and m.end == right
        ]
    return "".join(out)
