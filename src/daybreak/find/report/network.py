"""What hangs together in an organisation: its contacts, wordings and pictures, tied by the adverts that carry both.

adverts, contacts -> ties_of() -> Network -> draw_network() -> SVG, and the same as rows
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import polars as pl
from markupsafe import Markup

from daybreak.find.report.layout import spread
from daybreak.find.report.svg import middle, picture, place_labels, short, tag
from daybreak.find.report.wording import KINDS, several

_WIDTH: Final = 640
_HEIGHT: Final = 420
_CONTACTS: Final = 20
_WORDINGS: Final = 8
_PICTURES: Final = 4


@dataclass(frozen=True, slots=True)
class Node:
    """A contact, a wording or a picture, and how many adverts carry it."""

    kind: str
    value: str
    name: str
    ads: int


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, and ties as (node, node, adverts that carry both). left_out: nodes that are not shown."""

    nodes: list[Node]
    ties: list[tuple[int, int, int]]
    left_out: int


def ties_of(ads: pl.DataFrame, contacts: pl.DataFrame) -> Network:
    """The busiest contacts, wordings and pictures of one organisation and which adverts tie them."""
    carried = [
        contacts.select("ad", "kind", "value").unique(),
        ads.filter(pl.len().over("template") > 1).select("ad", pl.lit("text").alias("kind"),
                                                        pl.col("template").cast(pl.String).alias("value")),
        ads.filter(pl.col("image_hash").is_not_null()).select("ad", pl.lit("image").alias("kind"),
            pl.col("image_hash").str.split(" ").alias("value")).explode("value").unique()
            .filter(pl.len().over("value") > 1),
    ]
    most = (_CONTACTS, _WORDINGS, _PICTURES)
    ranked = [
        f.group_by("kind", "value")
        .agg(pl.len().alias("ads"))
        .sort("ads", "kind", "value", descending=[True, False, False])
        for f in carried
    ]
    shown = pl.concat([r.head(n) for r, n in zip(ranked, most, strict=True)]).with_row_index("node")
    rows = pl.concat(carried).join(shown, on=["kind", "value"]).select("ad", "node", "kind")
    pairs = (
        rows.join(rows, on="ad", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
        .group_by("node", "node_b", "kind", "kind_b").agg(pl.len().alias("ads")).sort("node", "node_b")
    )
    names = {"text": "wording", "image": "picture"}
    nodes, numbers = [], {"text": 0, "image": 0}
    for r in shown.iter_rows(named=True):
        name = r["value"]
        if r["kind"] in names:
            numbers[r["kind"]] += 1
            name = f"{names[r['kind']]} {numbers[r['kind']]}"
        nodes.append(Node(r["kind"], r["value"], name, r["ads"]))
    ties = [(r["node"], r["node_b"], r["ads"]) for r in pairs.iter_rows(named=True)]
    return Network(nodes, ties, sum(map(len, ranked)) - len(nodes))


def draw_network(network: Network, title: str) -> Markup | None:
    """The network as a picture of 640 by 420 units; None when there is nothing to tie."""
    if not network.ties:
        return None
    at = spread(len(network.nodes), [(a, b) for a, b, _ in network.ties])
    xy = [(90 + float(x) * (_WIDTH - 220), 34 + float(y) * (_HEIGHT - 74)) for x, y in at]
    parts: list[Markup] = []
    for a, b, ads in network.ties:
        parts.append(
            tag(
                "line",
                tag("title", f"{several(ads, 'advert')} carry both"),
                x1=xy[a][0],
                y1=xy[a][1],
                x2=xy[b][0],
                y2=xy[b][1],
                class_="n-tie",
                stroke_width=min(1 + math.log2(ads) * 0.7, 6.0),
            )
        )
    spots = [(x, y, min(7 + 1.2 * math.log2(n.ads), 15.0)) for (x, y), n in zip(xy, network.nodes, strict=True)]
    for spot, node in zip(spots, network.nodes, strict=True):
        parts.append(_draw_node(spot, node))
    names = [middle(n.name, 22) for n in network.nodes]
    for name, place in zip(names, place_labels(spots, names, _WIDTH, _HEIGHT), strict=True):
        if place:
            parts.append(tag("text", name, x=place[0], y=place[1], class_="n-name"))
    return picture(_WIDTH, _HEIGHT, title, parts)


def _draw_node(spot: tuple[float, float, float], node: Node) -> Markup:
    """Contacts are round, wordings square, pictures on their point: the kind is seen without its colour."""
    x, y, r = spot
    hint = tag("title", short(f"{KINDS[node.kind]} {node.name}: {several(node.ads, 'advert')}", 100))
    style = f"n-node k-{node.kind}"
    if node.kind == "text":
        return tag("rect", hint, x=x - r, y=y - r, width=2 * r, height=2 * r, rx=2.0, class_=style)
    if node.kind == "image":
        return tag(
            "path", hint, d=f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z", class_=style
        )
    return tag("circle", hint, cx=x, cy=y, r=r, class_=style)
