"""How sure a lead's place in the order is, drawn: a band from the best to the worst place it may have."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from daybreak.find.report.svg import picture, tag
from daybreak.find.report.wording import ordinal

_WIDTH: Final = 180
_LEFT: Final = 8.0
_RIGHT: Final = 172.0


def say_interval(rank: int, low: int | None, high: int | None) -> str:
    """'anywhere from 1st to 4th', or that the place is firm."""
    low, high = low or rank, high or rank
    return f"firm at {ordinal(rank)}" if low == high else f"anywhere from {ordinal(low)} to {ordinal(high)}"


def draw_interval(rank: int, low: int | None, high: int | None, leads: int) -> Markup:
    """A line of all places, the band that this lead may take, and a dot where it stands."""
    low, high = min(low or rank, rank), max(high or rank, rank)
    last = max(leads, high, 2)

    def x(place: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (place - 1) / (last - 1)

    return picture(_WIDTH, 34, f"Place {rank} of {leads}; {say_interval(rank, low, high)}", [
        tag("line", x1=_LEFT, x2=_RIGHT, y1=12.0, y2=12.0, class_="i-line"),
        tag("rect", x=x(low) - 4, y=7.0, width=x(high) - x(low) + 8, height=10.0, rx=5.0, class_="i-band"),
        tag("circle", cx=x(rank), cy=12.0, r=5.0, class_="i-dot"),
        tag("text", "1", x=_LEFT - 4, y=31.0, class_="i-end"),
        tag("text", str(last), x=_RIGHT + 4, y=31.0, text_anchor="end", class_="i-end"),
    ])
