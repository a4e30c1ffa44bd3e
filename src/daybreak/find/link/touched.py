"""Which adverts of a run new adverts may belong with, and what those carry.

StoredRun, new adverts' texts and identifiers -> touch() -> Touched

An old advert is touched when it carries a text that a new one copies, or an identifier that a new one carries too and
that speaks for one source; with it comes its whole organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from daybreak.find.link.carriers import LENGTH, wording
from daybreak.find.link.copies import Copies
from daybreak.find.link.identifiers import KINDS, PLACE, STYLE, TEMPLATE, TEXT, Whole
from daybreak.find.link.memory import identifiers_of
from daybreak.find.link.templates import find_templates
from daybreak.settings import Settings
from daybreak.store.run import StoredRun
from daybreak.text.reading import Reading

_SILENT: Final = [KINDS[PLACE], KINDS[STYLE]]      # kinds that never propose a link
_WORDING: Final = [KINDS[TEXT], KINDS[TEMPLATE]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of all groups of copies that new texts joined or made, old and new, in order of number."""

    texts: pl.DataFrame         # text u32, same u32, template u32, length u32: all in the numbers of the run
    templates: pl.DataFrame     # TEMPLATES


@dataclass(frozen=True, slots=True)
class Touched:
    """Old adverts whose organisations may change, and what they carry beside the wording that was read again."""

    ads: pl.DataFrame           # LINKED_ADS
    carried: pl.DataFrame       # ad, kind, value, length


def reword(
    run: StoredRun, reading: Reading, copies: Copies, texts_before: int, settings: Settings
) -> Wording:
    """Fit the templates of every group that a new text is in."""
    group = copies.group
    joined = np.unique(group[texts_before:])
    old_texts = np.flatnonzero(np.isin(group[:texts_before], joined[joined < texts_before]))
    numbers = pl.Series(old_texts, dtype=pl.UInt32)
    old = run.scan("texts").filter(pl.col("text").is_in(numbers.implode())).select("text", "words").collect()
    carried = run.scan("ads").filter(pl.col("text").is_in(numbers.implode())).group_by("text").len().collect()
    new = reading.texts.select((pl.col("text") + texts_before).cast(pl.UInt32), "words")
    texts = pl.concat([old.sort("text"), new])
    number: Whole = texts["text"].to_numpy().astype(np.int64)
    ads_per_text = np.concatenate([
        old.select("text").sort("text").join(carried, on="text", how="left", maintain_order="left")["len"]
        .fill_null(0).to_numpy().astype(np.int64),
        np.bincount(reading.text_of_ad, minlength=len(new)),
    ])
    templates, template = find_templates(
        texts["words"], np.searchsorted(number, group[number]), ads_per_text, settings.copies)
    return Wording(
        texts.select(
            "text", pl.col("text").min().over("words").alias("same"), pl.Series("template", number[template], pl.UInt32),
            LENGTH),
        templates.with_columns(pl.Series("template", number[templates["template"].to_numpy()], pl.UInt32)),
    )


def touch(run: StoredRun, shown: pl.DataFrame, wording_read: Wording, texts_before: int) -> Touched:
    """The old adverts that new ones may belong with.

    shown: kind, value of everything the new adverts carry.
    """
    known = identifiers_of(run)
    proposing = known.filter((pl.col("log_odds") > 0) & ~pl.col("kind").is_in([*_SILENT, *_WORDING])).join(
        shown.unique().lazy(), on=["kind", "value"], how="semi").select("identifier")
    carried = run.scan("memory/carried")
    by_identifier = carried.join(proposing, on="identifier", how="semi").select("ad")
    copied = wording_read.texts["text"].filter(wording_read.texts["text"] < texts_before)
    by_text = run.scan("ads").filter(pl.col("text").is_in(copied.implode())).select("ad")
    either = pl.concat([by_identifier, by_text]).unique()
    organisations = run.scan("ads").select("ad", "organisation").join(either, on="ad", how="semi").select("organisation")
    ads = run.scan("ads").join(organisations.unique(), on="organisation", how="semi", maintain_order="left").collect()
    rows = carried.join(ads.lazy().select("ad", "text"), on="ad").join(known, on="identifier").collect()
    again = pl.col("kind").is_in(_WORDING) & pl.col("text").is_in(copied.implode())
    return Touched(ads, rows.filter(~again).select("ad", "kind", "value", "length").sort("ad", "kind", "value"))


def wording_again(ads: pl.DataFrame, wording_read: Wording) -> dict[str, pl.DataFrame]:
    """The wording channels of adverts, old and new, whose texts were read again. ads: ad, text."""
    return wording(ads.select("ad", "text").join(wording_read.texts, on="text", maintain_order="left"))
