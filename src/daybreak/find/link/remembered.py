"""What a run has read of its adverts, and of more adverts after them, as if all had been read in one go.

StoredRun, new adverts -> read_on() -> adverts and Reading;  StoredRun -> fitted_in() -> Fitted

Reading texts is half of what a run costs, and what one text says does not depend on the others. So all of a run can be
linked again from its own tables, and gives the bytes of a run over all files.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from daybreak.errors import WrongRun
from daybreak.find.link.memory import copies_of
from daybreak.find.link.run import Fitted
from daybreak.model.tables import ADS, ALL
from daybreak.progress import Progress, silent
from daybreak.settings import TextSettings
from daybreak.store.run import StoredRun, files_of
from daybreak.store.schema import conform
from daybreak.store.table import schema_of
from daybreak.text.reading import Reading, distinct_texts, read_texts


def read_on(
    run: StoredRun, new: pl.DataFrame | None, settings: TextSettings, progress: Progress = silent
) -> tuple[pl.DataFrame, Reading]:
    """All adverts, the run's and the new ones, with what their texts say; only the texts of new ones are read.

    new: ADS whose `ad` goes on from the run's, or None. Returns ADS, numbered 0..n-1, and what `read_texts` says of them.
    """
    old = run.table("ads").select(list(ADS))
    ads = old if new is None else pl.concat([old, conform(new, ADS)])
    tables = {name: [conform(run.table(name), ALL[name])] for name in ("texts", "contacts", "mentions")}
    if new is not None:
        told = read_texts(new.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("ad")), settings, progress)
        further = (pl.col("ad") + len(old)).cast(pl.UInt32)
        for name, rows in (("texts", told.texts), ("contacts", told.contacts), ("mentions", told.mentions)):
            tables[name].append(rows.with_columns(further))
    text_of_ad, first_ad = distinct_texts(ads)
    first = pl.Series(first_ad, dtype=pl.UInt32).implode()       # a text that came again was read again: that is left out
    texts, contacts, mentions = (pl.concat(tables[name]) for name in ("texts", "contacts", "mentions"))
    texts = texts.filter(pl.col("ad").is_in(first)).sort("ad").with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("text"))
    return ads, Reading(texts, text_of_ad, contacts, mentions.filter(pl.col("ad").is_in(first)))


def fitted_in(run: StoredRun) -> Fitted | None:
    """The copies and templates of a run that was made in one go; None when it has grown since: then they are found anew."""
    if run.manifest.segments:
        return None
    of_text = run.scan("ads").select("text", "template").unique("text").sort("text").collect()["template"]
    return Fitted(copies_of(run), run.table("templates"), of_text.to_numpy().astype(np.int64))


def refuse_other_tables(run: StoredRun) -> None:
    """Raise WrongRun when a table of the run has not the columns that this Daybreak writes."""
    for file, _ in files_of(run.path, run.manifest):
        name = file.name.removesuffix(".parquet")
        expected = schema_of(name)
        if expected is not None and pl.read_parquet_schema(file) != expected:
            by = ", ".join(f"{program} {number}" for program, number in sorted(run.manifest.written_by.items()))
            raise WrongRun(
                f"{run.path}: its table {name} has other columns than this Daybreak writes; the run was written by {by}.",
                "Run `daybreak compact` on it first, or link the files again; nothing was changed.")
