"""Adding adverts to a run: only the organisations that the new adverts touch are grouped again.

StoredRun, new adverts -> regroup() -> Regrouped

What an identifier was worth in the run stands where adverts out of reach use it too; where all its users are here
it is measured again. What an update cannot see (rates that drift, a number that an agency takes over bit by bit)
`daybreak compact` settles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from daybreak.find.link.carriers import marks
from daybreak.find.link.copies import Copies, add_copies
from daybreak.find.link.grouping import group
from daybreak.find.link.identifiers import KINDS, Identifiers, Real, gather, moments_of
from daybreak.find.link.judgements import judge
from daybreak.find.link.linked import Linked
from daybreak.find.link.memory import copies_of, identifiers_of, rates_of
from daybreak.find.link.run import Prepared, tell
from daybreak.find.link.touched import Touched, Wording, reword, touch, wording_again
from daybreak.model.tables import CONTACTS, LINKED_ADS
from daybreak.progress import Progress, silent
from daybreak.settings import Settings
from daybreak.store.run import StoredRun
from daybreak.store.schema import conform, polars_schema
from daybreak.text.places import locate_ads
from daybreak.text.reading import Reading, read_texts


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What an update changes. `linked` is a small run of its own: adverts and texts numbered from 0.

    ad_of, text_of: those numbers in the run that grows; adverts from `first_new` on are new.
    """

    linked: Linked
    ad_of: pl.Series
    text_of: pl.Series
    first_new: int
    copies: Copies
    new_identifiers: pl.DataFrame   # as in memory/identifiers
    carried: pl.DataFrame           # as in memory/carried: rows of all adverts here


def regroup(
    run: StoredRun, new: pl.DataFrame, settings: Settings, judgements: pl.DataFrame | None, progress: Progress = silent
) -> Regrouped:
    """Link new adverts into a run.

    new: ADS with `ad` 0..k-1 and ids that the run does not have; `file` in the numbers of the run.
    """
    ads_before, texts_before = run.manifest.counts["adverts"], run.manifest.counts["texts"]
    reading = read_texts(new, settings.text, progress)
    progress("Finding what they touch", 0, 0)
    copies = add_copies(copies_of(run), reading.texts["words"], settings.copies, settings.threads)
    reworded = reword(run, reading, copies, texts_before, settings)
    fresh = new.with_columns(
        (pl.col("ad") + ads_before).cast(pl.UInt32), pl.Series("text", reading.text_of_ad + texts_before, pl.UInt32))
    shown = marks(fresh, reading.texts.select((pl.col("text") + texts_before).cast(pl.UInt32), "emoji"), locate_ads(fresh))
    contacts = reading.contacts.with_columns((pl.col("ad") + ads_before).cast(pl.UInt32))
    rows = pl.concat([
        contacts.filter(pl.col("certainty") >= 0.5).select("ad", "kind", "value"),     # as gather() takes them
        *(frame.select("ad", pl.lit(kind).alias("kind"), "value") for kind, frame in shown.items()),
    ]).unique()
    touched = touch(run, rows.select("kind", "value"), reworded, texts_before)
    here = _bring_together(run, fresh, touched, reworded, reading, contacts, texts_before)
    progress("Joining organisations", 0, 0)
    carried = pl.concat([touched.carried, rows.with_columns(pl.lit(0, pl.UInt32).alias("length"))])
    return _join(run, here, carried, reworded, copies, len(touched.ads), settings, judgements)


@dataclass(frozen=True, slots=True)
class _Here:
    """Old and new adverts together, numbered from 0, with all that was read of them."""

    ads: pl.DataFrame
    reading: Reading
    ad_of: pl.Series
    text_of: pl.Series


def _bring_together(
    run: StoredRun, fresh: pl.DataFrame, touched: Touched, reworded: Wording, reading: Reading, contacts: pl.DataFrame,
    texts_before: int,
) -> _Here:
    old_ads = touched.ads["ad"].implode()
    languages = reading.texts.select((pl.col("text") + texts_before).cast(pl.UInt32), "language")
    ads = pl.concat([
        touched.ads, conform(fresh.join(languages, on="text", how="left", maintain_order="left"), LINKED_ADS)])
    ads = (
        ads.join(reworded.texts.select("text", "template"), on="text", how="left", maintain_order="left", suffix="_now")
        .with_columns(pl.coalesce("template_now", "template").alias("template")).drop("template_now")
    )
    old_texts = run.scan("texts").filter(pl.col("text").is_in(touched.ads["text"].unique().implode())).collect()
    texts = pl.concat([old_texts, reading.texts.with_columns((pl.col("text") + texts_before).cast(pl.UInt32))])
    ad_of, text_of = ads["ad"], texts["text"]
    number = pl.DataFrame({"ad": ad_of}).with_row_index("here")
    text_here = pl.DataFrame({"text": text_of}).with_row_index("text_here")
    placed = ads.join(text_here, on="text", how="left", maintain_order="left")
    text_of_ad = placed["text_here"].to_numpy().astype(np.int64)
    first_ad = placed.with_row_index("here").group_by("text_here").agg(pl.col("here").min())
    old_contacts = run.scan("contacts").filter(pl.col("ad").is_in(old_ads)).collect()
    new_mentions = reading.mentions.with_columns(
        (pl.col("ad") + run.manifest.counts["adverts"]).cast(pl.UInt32))
    mentions = pl.concat([run.scan("mentions").filter(pl.col("ad").is_in(old_texts["ad"].implode())).collect(), new_mentions])
    all_texts = texts.with_columns(
        pl.when(pl.col("text") < texts_before).then(pl.col("ad"))
        .otherwise(pl.col("ad") + run.manifest.counts["adverts"]).alias("ad"))
    of_text = all_texts.select("ad", "text").join(text_here, on="text").join(first_ad, on="text_here").select("ad", "here")
    return _Here(
        placed.with_columns(pl.col("text_here").alias("text"), pl.int_range(pl.len(), dtype=pl.UInt32).alias("ad"))
        .drop("text_here"),
        Reading(
            texts.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("text")).drop("ad")
            .join(first_ad.rename({"text_here": "text", "here": "ad"}), on="text", how="left", maintain_order="left"),
            text_of_ad,
            _renumber(pl.concat([conform(old_contacts, CONTACTS), contacts]), number),
            _renumber(mentions, of_text)),
        ad_of, text_of)


def _renumber(rows: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    """The rows with `ad` as its number here; rows of adverts that are not here are left out."""
    columns = rows.columns
    return rows.join(number, on="ad", maintain_order="left").drop("ad").rename({"here": "ad"}).select(columns)


def _join(
    run: StoredRun, here: _Here, carried: pl.DataFrame, reworded: Wording, copies: Copies, first_new: int,
    settings: Settings, judgements: pl.DataFrame | None,
) -> Regrouped:
    number = pl.DataFrame({"ad": here.ad_of}).with_row_index("here")
    again = wording_again(here.ads.select("ad", here.text_of.gather(here.ads["text"]).alias("text")), reworded)
    local = _renumber(carried, number)
    shared = {
        kind: pl.concat([local.filter(pl.col("kind") == kind).select("ad", "value", "length"),
                         *([again[kind]] if kind in again else [])])
        for kind in KINDS
    }
    identifiers = gather(pl.DataFrame(schema=polars_schema(CONTACTS)), shared, len(here.ads))
    identifiers, known, numbers = _known(run, identifiers, here, first_new)
    moments = moments_of(here.ads, locate_ads(here.ads))
    judged = judge(_among(judgements, here.ads["id"]), here.ads["id"], identifiers)
    grouped = group(identifiers, moments, rates_of(run), settings.link, judged, known)
    linked = tell(
        Prepared(here.ads, here.reading, copies, reworded.templates, identifiers, moments), grouped, judged, settings.link)
    new_identifiers = identifiers.table.select(
        pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String), "value", "users", "length",
    ).with_columns(pl.Series("log_odds", grouped.weights.log_odds), pl.Series("parts", grouped.weights.parts, pl.Float32))
    rows = pl.DataFrame({
        "ad": here.ad_of.gather(identifiers.carried["ad"]),
        "identifier": numbers["identifier"].gather(identifiers.carried["identifier"]),
    })
    return Regrouped(
        linked, here.ad_of, here.text_of, first_new, copies, new_identifiers.filter(numbers["fresh"]), rows)


def _known(
    run: StoredRun, identifiers: Identifiers, here: _Here, first_new: int
) -> tuple[Identifiers, Real, pl.DataFrame]:
    """Identifiers with their users in the whole run, what the run knows them to be worth, and their numbers there."""
    mine = identifiers.table.select(
        "identifier", pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String), "value", "users")
    known = identifiers_of(run).join(mine.lazy().select("kind", "value"), on=["kind", "value"], how="semi").collect()
    counted = (
        run.scan("memory/carried").join(known.lazy().select("identifier"), on="identifier", how="semi")
        .group_by("identifier").len("before").collect()
    )
    old_here = (
        identifiers.carried.filter(pl.col("ad") < first_new).group_by("identifier").len("old_here")
    )
    joined = (
        mine.join(known.select("kind", "value", pl.col("identifier").alias("number"), "log_odds"), on=["kind", "value"],
                  how="left", maintain_order="left")
        .join(counted.rename({"identifier": "number"}), on="number", how="left", maintain_order="left")
        .join(old_here, on="identifier", how="left", maintain_order="left")
        .with_columns(pl.col("before", "old_here").fill_null(0))
    )
    elsewhere = pl.col("before") > pl.col("old_here")
    users = joined.select((pl.col("before") + pl.col("users") - pl.col("old_here")).cast(pl.UInt32).alias("users"))
    first_free = run.scan("memory/identifiers").select(pl.len()).collect().item()
    fresh = joined["number"].is_null()
    numbers = joined.select(
        pl.coalesce("number", fresh.cum_sum().cast(pl.UInt32) + (first_free - 1)).cast(pl.UInt32).alias("identifier"),
        fresh.alias("fresh"))
    log_odds = joined.select(pl.when(elsewhere).then("log_odds").otherwise(float("nan")))["log_odds"].to_numpy()
    whole = replace(
        identifiers, table=identifiers.table.with_columns(users["users"]),
        population=run.manifest.counts["adverts"] + len(here.ads) - first_new)
    return whole, log_odds, numbers


def _among(judgements: pl.DataFrame | None, ids: pl.Series) -> pl.DataFrame | None:
    """The judgements between adverts that are here; pairs that reach outside are held by what they made before."""
    if judgements is None:
        return None
    here = ids.implode()
    return judgements.filter(pl.col("left").is_in(here) & pl.col("right").is_in(here))
