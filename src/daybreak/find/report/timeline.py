"""When an organisation advertised: one lane for each place and each contact, as a picture and as rows.

Lanes -> draw_timeline() -> SVG. Dots are adverts (larger = more), the line runs from the first to the last.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import polars as pl
from markupsafe import Markup

from daybreak.find.report.svg import middle, picture, short, tag
from daybreak.find.report.wording import day, several

_WIDTH: Final = 860
_LEFT: Final = 200
_RIGHT: Final = 844
_LANE: Final = 24
_BINS: Final = 90
_LANES: Final = 8


@dataclass(frozen=True, slots=True)
class Lane:
    """A place or a contact, and when adverts carried it."""

    group: str                 # "Places" | "Contacts"
    kind: str
    name: str
    when: list[datetime]
    ads: int                   # with and without a date

    @property
    def first(self) -> datetime | None:
        """Its earliest advert with a date."""
        return min(self.when, default=None)

    @property
    def last(self) -> datetime | None:
        """Its latest advert with a date."""
        return max(self.when, default=None)


def lanes_of(ads: pl.DataFrame, contacts: pl.DataFrame) -> list[Lane]:
    """The busiest places and contacts of one organisation, each group in order of first advert."""
    places = ads.filter(pl.col("place").is_not_null()).select(
        pl.lit("place").alias("kind"), pl.col("place").alias("name"), "ad", "posted_at"
    )
    used = contacts.unique(["ad", "kind", "value"]).join(ads.select("ad", "posted_at"), on="ad").select(
        "kind", pl.col("value").alias("name"), "ad", "posted_at")
    lanes: list[Lane] = []
    for group, rows in (("Places", places), ("Contacts", used)):
        busiest = (
            rows.group_by("kind", "name").agg(pl.len().alias("ads"), pl.col("posted_at").drop_nulls().sort(),
                                              pl.col("posted_at").min().alias("first"))
            .sort("ads", "kind", "name", descending=[True, False, False]).head(_LANES)
            .sort("first", "kind", "name", nulls_last=True)
        )
        lanes += [Lane(group, r["kind"], r["name"], r["posted_at"], r["ads"]) for r in busiest.iter_rows(named=True)]
    return lanes


def draw_timeline(lanes: list[Lane], title: str) -> Markup | None:
    """The lanes as a picture 860 units wide; None when fewer than two moments are known."""
    dated = [lane for lane in lanes if lane.when]
    if len({when for lane in dated for when in lane.when}) < 2:
        return None
    start = min(min(lane.when) for lane in dated)
    end = max(max(lane.when) for lane in dated)
    if end - start < timedelta(days=1):
        start, end = start - timedelta(hours=12), end + timedelta(hours=12)
    parts: list[Markup] = []
    y = 10
    group = ""
    for lane in dated:
        if lane.group != group:
            group = lane.group
            y += 20
            parts.append(tag("text", group, x=2.0, y=float(y), class_="t-head"))
            y += 6
        y += _LANE
        parts += _draw_lane(lane, float(y - 8), start, end)
    height = y + 34
    return picture(_WIDTH, height, title, [*_axis(start, end, y + 4), *parts])


def _draw_lane(lane: Lane, y: float, start: datetime, end: datetime) -> list[Markup]:
    bins: dict[int, int] = {}
    for when in lane.when:
        at = round(_share(when, start, end) * _BINS)
        bins[at] = bins.get(at, 0) + 1
    parts = [
        tag("text", middle(lane.name, 25), x=2.0, y=y + 4, class_="t-label"),
        tag("line", x1=_x(min(bins) / _BINS), x2=_x(max(bins) / _BINS), y1=y, y2=y, class_=f"t-line k-{lane.kind}"),
    ]
    for at in sorted(bins):
        hint = f"{lane.name}: {several(bins[at], 'advert')} about {day(start + (end - start) * (at / _BINS))}"
        parts.append(tag("circle", tag("title", short(hint, 120)), cx=_x(at / _BINS), cy=y,
                         r=min(2.6 + 1.3 * math.log2(bins[at]), 9.0), class_=f"t-dot k-{lane.kind}"))
    return parts


def _axis(start: datetime, end: datetime, bottom: int) -> list[Markup]:
    """Lines at four or fewer days that the period passes, with their dates."""
    parts = []
    steps = min(4, max(1, (end - start).days))
    for step in range(steps + 1):
        x = _x(step / steps)
        anchor = "start" if step == 0 else "end" if step == steps else "middle"
        parts.append(tag("line", x1=x, x2=x, y1=14.0, y2=float(bottom), class_="t-grid"))
        parts.append(
            tag(
                "text",
                day(start + (end - start) * (step / steps)),
                x=x,
                y=float(bottom + 18),
                text_anchor=anchor,
                class_="t-axis",
            )
        )
    return parts


def _share(when: datetime, start: datetime, end: datetime) -> float:
    return (when - start) / (end - start)


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share
