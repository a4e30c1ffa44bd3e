"""Linking, read as the road: adverts -> texts -> templates -> identifiers -> weights -> groups -> organisations.

Ads -> link() -> Linked, and what an update needs later (Memory)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from daybreak.find.link.carriers import carriers
from daybreak.find.link.copies import Copies, group_copies
from daybreak.find.link.evidence import evidence
from daybreak.find.link.hubs import Rates, Weights, learn, weigh_identifiers
from daybreak.find.link.identifiers import Identifiers, Moments, Real, Whole, fold_alike, gather, moments_of, unfold
from daybreak.find.link.judgements import Judged, judge
from daybreak.find.link.linked import Linked
from daybreak.find.link.organisations import describe, name_groups
from daybreak.find.link.resolve import hold_together, resolve
from daybreak.find.link.templates import find_templates
from daybreak.model.tables import LINKED_ADS
from daybreak.progress import Progress, silent
from daybreak.settings import LinkSettings, Settings
from daybreak.store.schema import conform
from daybreak.text.places import locate_ads
from daybreak.text.reading import read_texts

_JUDGED = 12.0          # log-odds written beside a person's decision; it holds whatever the number


@dataclass(frozen=True, slots=True)
class Memory:
    """What an update needs to go on from here."""

    copies: Copies
    identifiers: Identifiers
    weights: Weights
    rates: Rates


@dataclass(frozen=True, slots=True)
class Grouping:
    """Organisations over some adverts, and why."""

    organisation: pl.Series      # per advert
    evidence: pl.DataFrame
    weakest: pl.DataFrame        # organisation, weakest_link, review
    weights: Weights


def link(
    ads: pl.DataFrame, settings: Settings, judgements: pl.DataFrame | None = None, progress: Progress = silent
) -> tuple[Linked, Memory]:
    """Link adverts into organisations.

    ads: ADS, numbered 0..n-1. judgements: as read by `read_judgements`.
    Returns the tables and what an update needs. The same input, settings and seed give the same tables.
    """
    reading = read_texts(ads, settings.text, progress)
    copies = group_copies(reading.texts["words"], settings.copies, settings.threads, progress)
    ads_per_text = np.bincount(reading.text_of_ad, minlength=len(reading.texts))
    templates, template_of_text = find_templates(
        reading.texts["words"], copies.group, ads_per_text, settings.copies, progress)
    progress("Weighing what adverts share", 0, 0)
    placed = ads.with_columns(
        pl.Series("text", reading.text_of_ad, pl.UInt32),
        pl.Series("template", template_of_text[reading.text_of_ad], pl.UInt32),
    ).join(reading.texts.select("text", "language"), on="text", how="left", maintain_order="left")
    located = locate_ads(ads)
    identifiers = gather(
        reading.contacts, carriers(placed, reading.texts, placed["template"].to_numpy(), located), len(ads))
    moments = moments_of(ads, located)
    judged = judge(judgements, placed["id"], identifiers)
    rates = learn(identifiers, fold_alike(identifiers, moments), settings.link, judged.heard)
    grouping = group_ads(placed, moments, reading.contacts, identifiers, rates, settings.link, judged, progress)
    placed = conform(placed.with_columns(grouping.organisation), LINKED_ADS)
    organisations = describe(placed, reading.contacts, grouping.weakest)
    linked = Linked(
        placed, reading.texts, reading.contacts, reading.mentions, templates, grouping.evidence, organisations)
    return linked, Memory(copies, identifiers, grouping.weights, rates)


def group_ads(
    ads: pl.DataFrame, moments: Moments, contacts: pl.DataFrame, identifiers: Identifiers, rates: Rates,
    settings: LinkSettings, judged: Judged, progress: Progress = silent, known: Real | None = None,
) -> Grouping:
    """Group adverts by the identifiers they carry.

    known: log-odds of identifiers measured before on more adverts than these (nan = not known); they stand.
    """
    records = fold_alike(identifiers, moments)
    weights = weigh_identifiers(identifiers, records, rates, settings, judged.heard)
    if known is not None:
        weights = weights.with_known(known)
    records = unfold(records, ~hold_together(identifiers, records, weights, rates, settings))
    must, cannot = judged.must, judged.cannot
    records = unfold(records, _split_by_judgement(records.of_ad, records.count, cannot))
    progress("Joining organisations", 0, 0)
    resolved = resolve(identifiers, records, weights, rates, settings, records.of_ad[must], records.of_ad[cannot])
    organisation = name_groups(resolved.group[records.of_ad], ads["id"])
    told = evidence(resolved, identifiers, records, weights, ads, contacts, _judged_rows(must, cannot))
    return Grouping(organisation, told, _weakest(told, organisation, settings), weights)


def _split_by_judgement(of_ad: Whole, records: int, cannot: Whole) -> np.ndarray:  # type: ignore[type-arg]
    apart = np.zeros(records, np.bool_)
    same = of_ad[cannot[:, 0]] == of_ad[cannot[:, 1]]
    apart[of_ad[cannot[same, 0]]] = True
    return apart


def _judged_rows(must: Whole, cannot: Whole) -> pl.DataFrame:
    pairs = np.concatenate([must, cannot])
    return pl.DataFrame({
        "left": pairs[:, 0], "right": pairs[:, 1],
        "log_odds": np.concatenate([np.full(len(must), _JUDGED), np.full(len(cannot), -_JUDGED)]),
    })


def _weakest(told: pl.DataFrame, organisation: pl.Series, settings: LinkSettings) -> pl.DataFrame:
    """The weakest link of each organisation, and a sentence when a person should look at it."""
    counted = told.filter(pl.col("used").is_in(["link", "against"])).sort("used", descending=True)
    links = (
        counted.group_by("left", "right", maintain_order=True)
        .agg(pl.col("log_odds").sum(), pl.col("channel", "key", "used").first())
        .filter(pl.col("used") == "link")
    )
    return (
        links.with_columns(organisation.gather(links["left"]).alias("organisation"))
        .sort("log_odds", "left", "right")
        .group_by("organisation", maintain_order=True).first()
        .select(
            "organisation", pl.col("log_odds").alias("weakest_link"),
            pl.when(pl.col("log_odds") < settings.threshold + settings.review)
            .then(pl.format("two parts hang together by one weak link ({}: {})", "channel",
                            pl.coalesce("key", pl.lit("shared wording")))).alias("review"),
        )
        .sort("organisation")
    )
