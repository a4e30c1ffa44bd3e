"""From adverts to distinct texts and what they say, read as the road.

ads -> distinct texts -> units (a text in a region) -> chunks -> words, contacts, mentions -> spread to every advert

A text that a thousand adverts carry is read once, or once for each region it stands in, for phone numbers depend on
the region. The result does not depend on how many processes read, nor on where the chunks are cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from daybreak.model.tables import CONTACTS, MENTIONS, TEXTS
from daybreak.progress import Progress, silent
from daybreak.settings import TextSettings
from daybreak.store.schema import conform
from daybreak.text.chunk import NAMES, Tables, read_chunk
from daybreak.text.contacts import read_columns
from daybreak.text.places import region_of
from daybreak.text.workers import read_in_workers

_STEP: Final = "Reading texts"
_CHUNK: Final = 16_000         # units handed over at once
_ALONE: Final = 15_000         # fewer are read here: starting workers costs more


@dataclass(frozen=True, slots=True)
class Reading:
    """What the texts of a run say."""

    texts: pl.DataFrame             # TEXTS
    text_of_ad: np.ndarray[Any, np.dtype[np.int64]]
    contacts: pl.DataFrame          # CONTACTS of every advert
    mentions: pl.DataFrame          # MENTIONS, on the first advert of each text


def read_texts(ads: pl.DataFrame, settings: TextSettings, progress: Progress = silent) -> Reading:
    """Read every distinct text (title and body together) once.

    ads: ADS, numbered 0..n-1 in the order of rows; title, body null where absent.
    """
    text_of_ad, first_ad = distinct_texts(ads)
    units, unit_of_ad = _units(ads, text_of_ad, region_of(ads))
    with ThreadPoolExecutor(1) as beside:       # while the workers read
        given = beside.submit(read_columns, ads)
        tables = _gather(ads, units, settings.workers, progress)
    texts = tables["texts"].with_columns(pl.Series("ad", first_ad, pl.UInt32))
    mentions = tables["mentions"].with_columns(
        pl.Series(first_ad, dtype=pl.UInt32).gather(tables["mentions"]["text"]).alias("ad"))
    return Reading(
        conform(texts, TEXTS), text_of_ad,
        _spread(tables["contacts"], ads, unit_of_ad, given.result()), conform(mentions, MENTIONS))


def distinct_texts(ads: pl.DataFrame) -> tuple[Any, Any]:
    """The text number of each advert (int64), and the first advert of each text (int64); numbered in that order.

    Texts are told apart by hashes of title and body (64 bits each), then compared with their first.
    """
    empty = pl.col("title", "body").fill_null("")
    hashes = ads.select(
        pl.when(pl.col(c).str.len_bytes() > 0).then(pl.col(c).hash(seed)).alias(c) for seed, c in enumerate(("title", "body")))
    first = _first_of(hashes)
    again = (first != pl.int_range(len(first), dtype=pl.UInt32, eager=True)).arg_true()
    if not ads[again].select(empty).equals(ads[first.gather(again)].select(empty)):
        first = _first_of(ads.select(empty))
    first_ad, text_of_ad = np.unique(first.to_numpy(), return_inverse=True)
    return text_of_ad.astype(np.int64), first_ad.astype(np.int64)


def _first_of(keys: pl.DataFrame) -> pl.Series:
    return keys.with_row_index("row").select(pl.col("row").min().over(keys.columns).alias("first"))["first"]


def _units(ads: pl.DataFrame, text_of_ad: Any, regions: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """unit, text, region, ad (first of the unit), first (of its text), placeless; and the unit of each advert."""
    keyed = pl.DataFrame({"text": pl.Series(text_of_ad, dtype=pl.UInt32), "region": regions}).with_row_index("ad")
    units = (
        keyed.group_by("text", "region").agg(pl.col("ad").min())
        .sort("text", "ad").with_row_index("unit")
        .with_columns(pl.col("text").is_first_distinct().alias("first"))
    )
    of_ad = keyed.join(units.select("unit", "text", "region"), on=["text", "region"], how="left", nulls_equal=True,
                       maintain_order="left")["unit"]
    placeless = ads["city"].is_null() & (ads["latitude"].is_null() | ads["longitude"].is_null())
    return units.with_columns(placeless.gather(units["ad"]).alias("placeless")), of_ad


def _gather(ads: pl.DataFrame, units: pl.DataFrame, workers: int, progress: Progress) -> Tables:
    count = max(1, -(-len(units) // _CHUNK))

    def chunk(number: int) -> pl.DataFrame:
        some = units.slice(number * _CHUNK, _CHUNK)
        return some.with_columns(ads["title"].gather(some["ad"]), ads["body"].gather(some["ad"]))

    answers: Iterator[Tables] = (
        read_in_workers(chunk, count, workers) if workers > 1 and len(units) > _ALONE
        else (read_chunk(chunk(number)) for number in range(count)))
    kept: dict[str, list[pl.DataFrame]] = {name: [] for name in NAMES}
    progress(_STEP, 0, len(units))
    for number, tables in enumerate(answers):
        for name in NAMES:
            kept[name].append(tables[name])
        progress(_STEP, min((number + 1) * _CHUNK, len(units)), len(units))
    return {name: pl.concat(parts) for name, parts in kept.items()}


def _spread(found: pl.DataFrame, ads: pl.DataFrame, unit_of_ad: pl.Series, given: pl.DataFrame) -> pl.DataFrame:
    """The contacts of each text on every advert that carries it, and those given in columns."""
    carried = (
        pl.DataFrame({"unit": unit_of_ad}).with_row_index("ad").with_columns(ads["ad"].alias("ad"))
        .join(found.with_row_index("order"), on="unit", how="inner")
    )
    read = conform(carried, CONTACTS).with_columns(carried["order"])
    return pl.concat([
        read.sort("ad", "order").drop("order"), conform(given, CONTACTS)]).sort("ad", maintain_order=True)
