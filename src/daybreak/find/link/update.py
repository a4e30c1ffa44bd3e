"""Adding adverts to a run: only the organisations that the new adverts touch are grouped again.

StoredRun, new adverts -> regroup() -> Regrouped

What an identifier was worth in the run stands where adverts out of reach use it too; where all its users are here
it is measured again. What an update cannot see (rates that drift, a number that an agency takes over bit by bit)
`daybreak compact` settles.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from daybreak.find.link.carriers import marks
from daybreak.find.link.copies import Copies, add_copies
from daybreak.find.link.grouping import Grouped, group
from daybreak.find.link.identifiers import IMAGE, KINDS, Identifiers, Real, gather, moments_of
from daybreak.find.link.judgements import judge
from daybreak.find.link.linked import Linked
from daybreak.find.link.memory import copies_of, identifiers_of, rates_of
from daybreak.find.link.run import Prepared, tell
from daybreak.find.link.seen_pictures import as_seen
from daybreak.find.link.touched import Read, Touched, Wording, copied, reword, touch, wording_again
from daybreak.model.tables import CONTACTS, LINKED_ADS
from daybreak.progress import Progress, silent
from daybreak.settings import Settings
from daybreak.store.run import StoredRun
from daybreak.store.schema import conform, polars_schema
from daybreak.text.places import locate_ads
from daybreak.text.reading import Reading, read_texts

_NAMED: Final = pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What an update changes. `linked` is a small run of its own: adverts and texts numbered from 0.

    ad_of, text_of: those numbers in the run that grows; adverts from `first_new` on are new.
    """

    linked: Linked
    ad_of: pl.Series
    text_of: pl.Series
    first_new: int
    before: pl.DataFrame            # LINKED_ADS: the touched adverts as they stood
    copies: Copies
    identifiers: pl.DataFrame       # as in memory/identifiers: rows that are new or changed
    carried: pl.DataFrame           # as in memory/carried: all rows of the adverts here


@dataclass(frozen=True, slots=True)
class _New:
    """New adverts and what was read of them, in the numbers of the run."""

    ads: pl.DataFrame               # ADS, text, language
    texts: pl.DataFrame
    contacts: pl.DataFrame
    mentions: pl.DataFrame
    shown: pl.DataFrame             # ad, kind, value of everything they carry beside wording
    ads_of_text: np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class _Here:
    """Old and new adverts together, numbered from 0, with all that was read of them."""

    ads: pl.DataFrame
    reading: Reading
    ad_of: pl.Series
    text_of: pl.Series


def regroup(
    run: StoredRun, new: pl.DataFrame, settings: Settings, judgements: pl.DataFrame | None, progress: Progress = silent
) -> Regrouped:
    """Link new adverts into a run.

    new: ADS whose `ad` goes on from the run's, with ids that it does not have; `file` in the numbers of the run.
    """
    texts_before = run.manifest.counts["texts"]
    with ThreadPoolExecutor(1) as beside:       # while the texts are read
        known = beside.submit(copies_of, run)
        reading = read_texts(
            new.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("ad")), settings.text, progress)
    progress("Finding near copies", 0, 0)
    copies = add_copies(known.result(), reading.texts["words"], settings.copies, settings.threads)
    progress("Finding what they touch", 0, 0)
    fresh = _number(run, new, reading)
    touched = touch(run, fresh.shown.select("kind", "value"), copied(copies, texts_before))
    old_texts = run.scan("texts").filter(pl.col("text").is_in(touched.ads["text"].unique().implode())).collect()
    texts = pl.concat([old_texts, fresh.texts])
    progress("Fitting templates", 0, 0)
    read = _read_together(run, touched, fresh, texts)
    reworded = reword(texts, touched, copies, texts_before, fresh.ads_of_text, read, settings)
    here = _bring_together(touched, fresh, texts, reworded, read)
    progress("Joining organisations", 0, 0)
    carried = pl.concat([touched.carried(), fresh.shown.with_columns(pl.lit(0, pl.UInt32).alias("length"))])
    return _join(run, here, touched, carried, reworded, copies, settings, judgements)


def _number(run: StoredRun, new: pl.DataFrame, reading: Reading) -> _New:
    """What was read of the new adverts, with their numbers in the run."""
    ads_before, texts_before = run.manifest.counts["adverts"], run.manifest.counts["texts"]
    ad, text = (pl.col("ad") + ads_before).cast(pl.UInt32), (pl.col("text") + texts_before).cast(pl.UInt32)
    texts = reading.texts.with_columns(ad, text)
    ads = new.with_columns(pl.Series("text", reading.text_of_ad + texts_before, pl.UInt32)).join(
        texts.select("text", "language"), on="text", how="left", maintain_order="left")
    contacts = reading.contacts.with_columns(ad)
    pictures = identifiers_of(run).filter(pl.col("kind") == KINDS[IMAGE]).select("value").collect()["value"]
    seen = as_seen(ads, pictures)
    shown = pl.concat([
        contacts.filter(pl.col("certainty") >= 0.5).select("ad", "kind", "value"),     # as gather() takes them
        *(frame.select("ad", pl.lit(kind).alias("kind"), "value")
          for kind, frame in marks(seen, texts.select("text", "emoji"), locate_ads(ads)).items()),
    ]).unique()
    return _New(ads, texts, contacts, reading.mentions.with_columns(ad), shown,
                np.bincount(reading.text_of_ad, minlength=len(texts)))


def _read_together(run: StoredRun, touched: Touched, fresh: _New, texts: pl.DataFrame) -> Read:
    """What was read of touched and new adverts, in the numbers of the run."""
    contacts = run.scan("contacts").filter(pl.col("ad").is_in(touched.ads["ad"].implode())).collect()
    mentions = run.scan("mentions").filter(pl.col("ad").is_in(texts["ad"].implode())).collect()
    ads = pl.concat([frame.select("ad", "text", "title", "body") for frame in (touched.ads, fresh.ads)])
    return Read(ads, pl.concat([conform(contacts, CONTACTS), fresh.contacts]), pl.concat([mentions, fresh.mentions]))


def _bring_together(touched: Touched, fresh: _New, texts: pl.DataFrame, reworded: Wording, read: Read) -> _Here:
    """Touched and new adverts as a run of their own; templates as they are fitted now."""
    ads = (
        pl.concat([touched.ads, conform(fresh.ads, LINKED_ADS)])
        .join(reworded.texts.select("text", "template"), on="text", how="left", maintain_order="left", suffix="_now")
        .with_columns(pl.coalesce("template_now", "template").alias("template")).drop("template_now")
    )
    ad_of, text_of = ads["ad"], texts["text"]
    number = pl.DataFrame({"ad": ad_of}).with_row_index("here")
    text_here = pl.DataFrame({"text": text_of}).with_row_index("text_here")
    placed = ads.join(text_here, on="text", how="left", maintain_order="left")
    first_ad = placed.with_row_index("here").group_by("text_here").agg(pl.col("here").min())
    of_text = texts.select("ad", "text").join(text_here, on="text").join(first_ad, on="text_here").select("ad", "here")
    return _Here(
        placed.with_columns(pl.col("text_here").alias("text"), pl.int_range(pl.len(), dtype=pl.UInt32).alias("ad"))
        .drop("text_here"),
        Reading(
            texts.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("text")).drop("ad")
            .join(first_ad.rename({"text_here": "text", "here": "ad"}), on="text", how="left", maintain_order="left"),
            placed["text_here"].to_numpy().astype(np.int64),
            _renumber(read.contacts, number), _renumber(read.mentions, of_text)),
        ad_of, text_of)


def _renumber(rows: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    """The rows with `ad` as its number here; rows of adverts that are not here are left out."""
    columns = rows.columns
    return rows.join(number, on="ad", maintain_order="left").drop("ad").rename({"here": "ad"}).select(columns)


def _join(
    run: StoredRun, here: _Here, touched: Touched, carried: pl.DataFrame, reworded: Wording, copies: Copies,
    settings: Settings, judgements: pl.DataFrame | None,
) -> Regrouped:
    """Weigh and join what is here, and tell it as tables and as what the next update needs."""
    number = pl.DataFrame({"ad": here.ad_of}).with_row_index("here")
    again = wording_again(here.ads.select("ad", here.text_of.gather(here.ads["text"]).alias("text")), reworded)
    local = _renumber(carried, number)
    shared = {
        kind: pl.concat([local.filter(pl.col("kind") == kind).select("ad", "value", "length"),
                         *([again[kind]] if kind in again else [])])
        for kind in KINDS
    }
    identifiers = gather(pl.DataFrame(schema=polars_schema(CONTACTS)), shared, len(here.ads))
    identifiers, known, table = _recall(run, identifiers, touched, len(here.ads))
    moments = moments_of(here.ads, locate_ads(here.ads))
    judged = judge(_among(judgements, here.ads["id"]), here.ads["id"], identifiers)
    grouped = group(identifiers, moments, rates_of(run), settings.link, judged, known, here.ads["id"])
    linked = tell(
        Prepared(here.ads, here.reading, copies, reworded.templates, identifiers, moments), grouped, judged, settings.link)
    rows = pl.DataFrame({
        "ad": here.ad_of.gather(identifiers.carried["ad"]),
        "identifier": table["identifier"].gather(identifiers.carried["identifier"]),
    })
    return Regrouped(linked, here.ad_of, here.text_of, len(touched.ads), touched.ads, copies,
                     _changed(table, grouped, touched), rows)


def _recall(
    run: StoredRun, identifiers: Identifiers, touched: Touched, ads: int
) -> tuple[Identifiers, Real, pl.DataFrame]:
    """Identifiers with their users in the whole run, what the run knows them to be worth, and their rows in memory.

    What is known is nan for an identifier that only adverts here carry: it is measured again.
    """
    held = touched.held.group_by("identifier").len("held")
    known = touched.known.join(held, on="identifier", how="left").select(
        "kind", "value", pl.col("identifier").alias("number"), "log_odds",
        (pl.col("users").cast(pl.Int64) - pl.col("held").fill_null(0)).alias("elsewhere"))
    rows = identifiers.table.select(_NAMED, "value", "users", "length").join(
        known, on=["kind", "value"], how="left", maintain_order="left").with_columns(pl.col("elsewhere").fill_null(0))
    first_free = run.scan("memory/identifiers").select(pl.len()).collect().item()
    fresh = rows["number"].is_null().cum_sum().cast(pl.Int64) - 1 + first_free
    table = rows.select(
        pl.coalesce("number", fresh).cast(pl.UInt32).alias("identifier"), "kind", "value",
        (pl.col("users") + pl.col("elsewhere")).cast(pl.UInt32).alias("users"), "length")
    worth = rows.select(pl.when(pl.col("elsewhere") > 0).then("log_odds").otherwise(float("nan")))["log_odds"]
    whole = replace(
        identifiers, table=identifiers.table.with_columns(table["users"]),
        population=run.manifest.counts["adverts"] + ads - len(touched.ads))
    return whole, worth.to_numpy(), table


def _changed(table: pl.DataFrame, grouped: Grouped, touched: Touched) -> pl.DataFrame:
    """The rows of memory/identifiers that are new, or have other users or another worth; and what nobody carries now."""
    rows = table.with_columns(
        pl.Series("log_odds", grouped.weights.log_odds), pl.Series("parts", grouped.weights.parts, pl.Float32))
    known = touched.known.select(rows.columns)
    same = ["identifier", "users", "length", "log_odds"]
    gone = known.filter(pl.col("identifier").is_in(touched.held["identifier"].unique().implode())).join(
        rows, on="identifier", how="anti").with_columns(pl.lit(0, pl.UInt32).alias("users"))
    return pl.concat([rows.join(known, on=same, how="anti", maintain_order="left"), gone]).sort("identifier")


def _among(judgements: pl.DataFrame | None, ids: pl.Series) -> pl.DataFrame | None:
    """The judgements between adverts that are here; pairs that reach outside are held by what they made before."""
    if judgements is None:
        return None
    here = ids.implode()
    return judgements.filter(pl.col("left").is_in(here) & pl.col("right").is_in(here))
