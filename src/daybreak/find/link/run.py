"""Linking, read as the road: adverts -> texts -> templates -> identifiers -> weights -> groups -> organisations.

Ads -> prepare() -> Prepared -> link() -> Linked, and what an update needs later (Memory)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from daybreak.find.link.carriers import LENGTH, marks, wording
from daybreak.find.link.copies import Copies, group_copies
from daybreak.find.link.evidence import evidence, weakest_links
from daybreak.find.link.grouping import Grouped, group
from daybreak.find.link.hubs import learn
from daybreak.find.link.identifiers import Identifiers, Moments, Whole, fold_alike, gather, moments_of
from daybreak.find.link.judgements import Judged, judge
from daybreak.find.link.linked import Linked
from daybreak.find.link.memory import Memory
from daybreak.find.link.organisations import describe, name_groups
from daybreak.find.link.templates import find_templates, said_in
from daybreak.model.tables import LINKED_ADS
from daybreak.progress import Progress, silent
from daybreak.settings import LinkSettings, Settings
from daybreak.store.schema import conform
from daybreak.text.places import locate_ads
from daybreak.text.reading import Reading, read_texts


@dataclass(frozen=True, slots=True)
class Fitted:
    """Which texts are copies, and the templates that they were made from."""

    copies: Copies
    templates: pl.DataFrame      # TEMPLATES
    of_text: Whole               # text -> its template


@dataclass(frozen=True, slots=True)
class Prepared:
    """Adverts made comparable: everything that linking weighs, before anything is weighed."""

    ads: pl.DataFrame            # ADS with text, language, template
    reading: Reading
    copies: Copies | None        # None once they are put aside
    templates: pl.DataFrame
    identifiers: Identifiers
    moments: Moments


def link(
    ads: pl.DataFrame, settings: Settings, judgements: pl.DataFrame | None = None, progress: Progress = silent,
    reading: Reading | None = None, fitted: Fitted | None = None,
) -> tuple[Linked, Memory]:
    """Link adverts into organisations.

    ads: ADS, numbered 0..n-1. judgements: as read by `read_judgements`. reading, fitted: where they are known already.
    Returns the tables and what an update needs. The same input, settings and seed give the same tables.
    """
    return organise(prepare(ads, settings, progress, reading, fitted), settings, judgements, progress)


def organise(
    ready: Prepared, settings: Settings, judgements: pl.DataFrame | None = None, progress: Progress = silent
) -> tuple[Linked, Memory]:
    """Weigh what prepared adverts share, and join them into organisations."""
    ids = ready.ads["id"]
    progress("Weighing what adverts share", 0, 0)
    judged = judge(judgements, ids, ready.identifiers)
    rates = learn(ready.identifiers, fold_alike(ready.identifiers, ready.moments), settings.link, judged.heard)
    progress("Joining organisations", 0, 0)
    grouped = group(ready.identifiers, ready.moments, rates, settings.link, judged, ids=ids)
    progress("Writing down why", 0, 0)
    linked = tell(ready, grouped, judged, settings.link)
    return linked, Memory(ready.identifiers, grouped.weights, rates)


def prepare(
    ads: pl.DataFrame, settings: Settings, progress: Progress = silent, reading: Reading | None = None,
    fitted: Fitted | None = None,
) -> Prepared:
    """Read the texts, group their copies into templates, and list who carries which identifier.

    reading, fitted: where they are known already, they stand.
    """
    reading = read_texts(ads, settings.text, progress) if reading is None else reading
    fitted = fit(ads, reading, settings, progress) if fitted is None else fitted
    placed = ads.with_columns(
        pl.Series("text", reading.text_of_ad, pl.UInt32),
        pl.Series("template", fitted.of_text[reading.text_of_ad], pl.UInt32),
        reading.texts["language"].gather(reading.text_of_ad),
    )
    located = locate_ads(ads)
    of_text = reading.texts.select(LENGTH, pl.col("text").min().over("words").alias("same"))
    worded = placed.select("ad", "text", "template").hstack(of_text[reading.text_of_ad])
    shared = wording(worded) | marks(placed, reading.texts, located)
    identifiers = gather(reading.contacts, shared, len(ads))
    return Prepared(placed, reading, fitted.copies, fitted.templates, identifiers, moments_of(ads, located))


def fit(ads: pl.DataFrame, reading: Reading, settings: Settings, progress: Progress = silent) -> Fitted:
    """Group the copies among the texts, and fit a template to each group that is shorter as one."""
    words = reading.texts["words"]
    copies = group_copies(words, settings.copies, settings.threads, progress)
    ads_per_text = np.bincount(reading.text_of_ad, minlength=len(reading.texts))
    said = said_in(ads.select("title", "body"), reading.texts["ad"].to_numpy().astype(np.int64), reading.texts["emoji"],
                   reading.contacts, reading.mentions)
    templates, template_of_text = find_templates(words, copies.group, ads_per_text, settings.copies, progress, said=said)
    return Fitted(copies, templates, template_of_text)


def tell(ready: Prepared, grouped: Grouped, judged: Judged, settings: LinkSettings) -> Linked:
    """The groups as tables: organisations, the evidence for them, and the adverts with both."""
    contacts = ready.reading.contacts
    organisation = name_groups(grouped.of_ad, ready.ads["id"])
    told = evidence(grouped, ready.identifiers, ready.ads, contacts, judged)
    ads = conform(ready.ads.with_columns(organisation), LINKED_ADS)
    organisations = describe(ads, contacts, weakest_links(told, organisation, settings))
    return Linked(ads, ready.reading.texts, contacts, ready.reading.mentions, ready.templates, told, organisations)
