"""One organisation as the page shows it: reasons, pictures with their table twins, wording, adverts with marks.

Cast -> see_organisation() -> Seen. Nothing here decides anything; it arranges what linking and assessing wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from markupsafe import Markup

from daybreak.find.report.cast import Cast
from daybreak.find.report.interval import draw_interval, say_interval
from daybreak.find.report.marked import MarkedAd, mark_ads
from daybreak.find.report.moves import Move, Stop, moves_of, stops_of
from daybreak.find.report.network import Network, draw_network, ties_of
from daybreak.find.report.outlines import Outlines
from daybreak.find.report.slots import show_pattern, slots_of
from daybreak.find.report.timeline import Lane, draw_timeline, lanes_of
from daybreak.find.report.worldmap import draw_map

_TEMPLATES_SHOWN: Final = 3
_TIES_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Wording:
    """A template of the organisation."""

    number: int              # as in the network: wording 1 is the one with most adverts
    template: int
    ads: int                 # of this organisation
    ads_in_all: int
    texts: int
    pattern: Markup
    slots: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the page says about one lead."""

    row: dict[str, Any]                  # LEADS and ORGANISATIONS
    interval: Markup
    interval_said: str
    signs: list[dict[str, Any]]          # INDICATORS rows with `number` and shown quotes
    lanes: list[Lane]
    timeline: Markup | None
    stops: list[Stop]
    moves: list[Move]
    map: Markup | None
    outlined: bool
    network: Network
    network_picture: Markup | None
    wordings: list[Wording]
    wordings_in_all: int
    ties: list[dict[str, Any]]           # what holds it together: channel, key, links, users, hub, log_odds
    weakest: dict[str, Any] | None
    against: list[dict[str, Any]]        # channel and its strongest log-odds against the joins
    ads: list[MarkedAd]
    ids: Mapping[int, str]


def see_organisation(
    row: dict[str, Any],
    cast: Cast,
    words: dict[int, dict[str, Any]],
    outlines: Outlines | None,
    leads: int,
    chosen: list[int],
) -> Seen:
    """Arrange one lead. words: title and body by advert; chosen: the adverts whose texts are shown."""
    organisation = row["organisation"]
    ads, contacts, evidence = (cast.of(organisation, t) for t in ("ads", "contacts", "evidence"))
    signs = _signs(cast.of(organisation, "indicators"), organisation)
    lanes, stops, moves, network = lanes_of(ads, contacts), stops_of(ads), moves_of(ads), ties_of(ads, contacts)
    ids = dict(zip(ads["ad"].to_list(), ads["id"].to_list(), strict=True))
    links = evidence.filter(pl.col("used") == "link")
    name = f"of organisation {organisation}"
    return Seen(
        row, draw_interval(row["rank"], row["rank_low"], row["rank_high"], leads),
        say_interval(row["rank"], row["rank_low"], row["rank_high"]), signs,
        lanes, draw_timeline(lanes, f"Timeline {name}: when each place and contact was advertised"),
        stops, moves, draw_map(stops, moves, outlines, f"Map {name}: its places and moves"), outlines is not None,
        network, draw_network(network, f"Contact network {name}: which contacts and wordings stand in one advert"),
        _wordings(ads, cast.templates), ads["template"].n_unique(), _ties(links),
        next(iter(links.sort("log_odds", "left", "right", "channel", "key").head(1).to_dicts()), None),
        _against(evidence),
        mark_ads(chosen, ads, contacts, signs, words), ids,
    )


def _signs(indicators: pl.DataFrame, organisation: str) -> list[dict[str, Any]]:
    """The indicators, strongest first, numbered S1, S2 ... so that marks in adverts can point to them."""
    return [{**sign, "note": f"S{n}", "target": f"{organisation}-s{n}"}
            for n, sign in enumerate(indicators.iter_rows(named=True), start=1)]


def _wordings(ads: pl.DataFrame, templates: pl.DataFrame) -> list[Wording]:
    """The templates with most adverts of this organisation, in the order that the network uses."""
    used = (
        ads.group_by("template").agg(pl.len().alias("here")).filter(pl.col("here") > 1)
        .sort(["here", pl.col("template").cast(pl.String)], descending=[True, False]).head(_TEMPLATES_SHOWN)
        .join(templates, on="template", how="left", maintain_order="left")
    )
    return [
        Wording(
            n,
            t["template"],
            t["here"],
            t["ads"] or t["here"],
            t["texts"] or 1,
            show_pattern(t["pattern"] or "", t["slots"] or []),
            slots_of(t["slots"] or []),
        )
        for n, t in enumerate(used.iter_rows(named=True), start=1)
    ]


def _against(evidence: pl.DataFrame) -> list[dict[str, Any]]:
    """What spoke against the joins, each channel with its strongest."""
    rows = evidence.filter(pl.col("used") == "against")
    return rows.group_by("channel").agg(pl.col("log_odds").min()).sort("log_odds", "channel").to_dicts()


def _ties(links: pl.DataFrame) -> list[dict[str, Any]]:
    """What the links rest on: one row for each shared identifier, the one that carries most links first."""
    return (
        links.group_by("channel", "key", maintain_order=True)
        .agg(pl.len().alias("links"), pl.col("users").max(), pl.col("hub").max(), pl.col("log_odds").max())
        .sort("links", "log_odds", "channel", "key", descending=[True, True, False, False], nulls_last=True)
        .head(_TIES_SHOWN).to_dicts()
    )
