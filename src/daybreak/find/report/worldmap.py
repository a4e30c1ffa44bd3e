"""Where an organisation advertised: its places on bundled outlines, its moves numbered in order.

Stops, Moves, Outlines -> draw_map() -> SVG. Plain latitude and longitude, narrowed by the cosine of the middle
latitude. Without outlines (the set-up has not run) the points stand on a grid, and the page says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from markupsafe import Markup

from daybreak.find.report.moves import Move, Stop
from daybreak.find.report.outlines import Outlines
from daybreak.find.report.svg import picture, place_labels, short, tag
from daybreak.find.report.wording import several

_WIDTH: Final = 640
_HEIGHT: Final = 400
_LEAST_SPAN: Final = 5.0       # degrees of latitude: enough of the surroundings to know where one is
_STOPS: Final = 40
_MOVES: Final = 30


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of the world that is drawn."""

    west: float
    south: float
    east: float
    north: float

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west) * _WIDTH

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * _HEIGHT


def draw_map(stops: list[Stop], moves: list[Move], outlines: Outlines | None, title: str) -> Markup | None:
    """The map as a picture of 640 by 400 units; None when no place has coordinates."""
    known = [s for s in stops if s.latitude is not None and s.longitude is not None][:_STOPS]
    if not known:
        return None
    turn = _turn([s.longitude or 0.0 for s in known])
    spots = {
        s.name: ((s.longitude or 0.0) + (360 if (s.longitude or 0.0) < turn else 0), s.latitude or 0.0) for s in known
    }
    window = _frame(list(spots.values()))
    parts = [tag("rect", x=0.0, y=0.0, width=float(_WIDTH), height=float(_HEIGHT), class_="m-sea")]
    if outlines is not None:
        parts.append(tag("path", d=_land(outlines, window), class_="m-land"))
    parts += _grid(window)
    points = {name: (window.x(lon), window.y(lat)) for name, (lon, lat) in spots.items()}
    parts += _draw_moves(moves, points)
    circles = [(*points[s.name], min(4 + 1.5 * math.log2(1 + s.ads), 14.0)) for s in known]
    for (x, y, r), stop in zip(circles, known, strict=True):
        hint = f"{stop.name}: {several(stop.ads, 'advert')}"
        parts.append(tag("circle", tag("title", short(hint, 80)), cx=x, cy=y, r=r, class_="m-stop"))
    names = [short(s.name, 22) for s in known]
    for name, place in zip(names, place_labels(circles, names, _WIDTH, _HEIGHT), strict=True):
        if place:
            parts.append(tag("text", name, x=place[0], y=place[1], class_="m-name"))
    return picture(_WIDTH, _HEIGHT, title, parts)


def _turn(longitudes: list[float]) -> float:
    """The longitude west of which places are counted 360 degrees on, so that the widest gap lies outside the map."""
    order = sorted(longitudes)
    gaps = [(b - a, b) for a, b in pairwise(order)]
    wrap = order[0] + 360 - order[-1]
    widest, after = max(gaps, default=(0.0, -180.0))
    return after if widest > wrap else -180.0


def _frame(spots: list[tuple[float, float]]) -> _Window:
    lons, lats = [p[0] for p in spots], [p[1] for p in spots]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    narrow = max(math.cos(math.radians(lat)), 0.2)
    tall = max((max(lats) - min(lats)) * 1.35, (max(lons) - min(lons)) * 1.35 * narrow * _HEIGHT / _WIDTH, _LEAST_SPAN)
    wide = tall / narrow * _WIDTH / _HEIGHT
    return _Window(lon - wide / 2, lat - tall / 2, lon + wide / 2, lat + tall / 2)


def _land(outlines: Outlines, window: _Window) -> str:
    """The path of all rings that reach into the window, rounded to whole units and cut at its edges."""
    out: list[str] = []
    for shift in (-360.0, 0.0, 360.0):
        west, south, east, north = (outlines.boxes[:, i] for i in range(4))
        seen = (
            (west + shift < window.east)
            & (east + shift > window.west)
            & (south < window.north)
            & (north > window.south)
        )
        for ring in np.flatnonzero(seen):
            points = outlines.points[outlines.starts[ring]:outlines.starts[ring + 1]].astype(np.float64)
            x = np.round(window.x(points[:, 0] + shift), 1)  # type: ignore[arg-type]
            y = np.round(window.y(points[:, 1]), 1)  # type: ignore[arg-type]
            cut = _clip(list(zip(x.tolist(), y.tolist(), strict=True)))
            drawn = _thin(cut)
            if len(drawn) >= 3:
                out.append("M" + "L".join(f"{a} {b}" for a, b in drawn) + "Z")
    return "".join(out)


def _thin(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Whole units, and no point twice in a row."""
    whole = [(round(x), round(y)) for x, y in points]
    return [p for n, p in enumerate(whole) if n == 0 or p != whole[n - 1]]


def _clip(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring inside a frame a little larger than the picture (Sutherland and Hodgman, CACM 1974)."""
    for axis, edge, sign in ((0, -4.0, 1), (0, _WIDTH + 4.0, -1), (1, -4.0, 1), (1, _HEIGHT + 4.0, -1)):
        out: list[tuple[float, float]] = []
        for n, here in enumerate(points):
            last = points[n - 1]
            inside, was = (here[axis] - edge) * sign >= 0, (last[axis] - edge) * sign >= 0
            if inside != was:
                t = (edge - last[axis]) / (here[axis] - last[axis])
                out.append((last[0] + t * (here[0] - last[0]), last[1] + t * (here[1] - last[1])))
            if inside:
                out.append(here)
        points = out
    return points


def _grid(window: _Window) -> list[Markup]:
    """Lines of latitude and longitude at a round step, with their degrees at the edge."""
    step = next(s for s in (1, 2, 5, 10, 15, 30, 60) if (window.north - window.south) / s <= 6 or s == 60)
    parts = []
    for lat in range(math.ceil(window.south / step) * step, math.floor(window.north) + 1, step):
        if abs(lat) <= 90:
            y = window.y(lat)
            parts.append(tag("line", x1=0.0, x2=float(_WIDTH), y1=y, y2=y, class_="m-grid"))
            parts.append(
                tag("text", f"{abs(lat)}°{'N' if lat > 0 else 'S' if lat else ''}", x=3.0, y=y - 3, class_="m-degree")
            )
    for lon in range(math.ceil(window.west / step) * step, math.floor(window.east) + 1, step):
        x = window.x(lon)
        real = (lon + 180) % 360 - 180
        parts.append(tag("line", x1=x, x2=x, y1=0.0, y2=float(_HEIGHT), class_="m-grid"))
        parts.append(tag("text", f"{abs(real)}°{'E' if real > 0 else 'W' if real else ''}", x=x + 3, y=_HEIGHT - 4.0,
                         class_="m-degree"))
    return parts


def _draw_moves(moves: list[Move], points: dict[str, tuple[float, float]]) -> list[Markup]:
    """Each way between two places once, as a bent arrow, with the numbers of the moves that took it."""
    ways: dict[tuple[str, str], list[int]] = {}
    for n, move in enumerate(moves, start=1):
        if move.start in points and move.end in points and move.start != move.end:
            ways.setdefault((move.start, move.end), []).append(n)
    parts = []
    for (start, end), numbers in list(ways.items())[:_MOVES]:
        (x1, y1), (x2, y2) = points[start], points[end]
        long = math.hypot(x2 - x1, y2 - y1)
        if long < 12:
            continue
        bend = min(0.16 * long, 40.0)
        mx, my = (x1 + x2) / 2 - (y2 - y1) / long * bend, (y1 + y2) / 2 + (x2 - x1) / long * bend
        tx, ty = x2 - (x2 - mx) / math.hypot(x2 - mx, y2 - my) * 12, y2 - (y2 - my) / math.hypot(x2 - mx, y2 - my) * 12
        parts.append(tag("path", d=f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {tx:.1f} {ty:.1f}", class_="m-move",
                         marker_end="url(#arrow)"))
        name = ",".join(map(str, numbers[:2])) + ("…" if len(numbers) > 2 else "")
        cx, cy = (x1 + x2) / 4 + mx / 2, (y1 + y2) / 4 + my / 2
        parts.append(tag("rect", x=cx - 4 - 3.6 * len(name), y=cy - 8, width=8 + 7.2 * len(name), height=16.0, rx=8.0,
                         class_="m-tag"))
        parts.append(tag("text", name, x=cx, y=cy + 4, text_anchor="middle", class_="m-number"))
    return parts
