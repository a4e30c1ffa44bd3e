"""Which adverts of a run new adverts may belong with, and what those carry.

StoredRun, new adverts' identifiers and copies -> touch() -> Touched;  their texts -> reword() -> Wording

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
from daybreak.find.link.memory import carried_of, identifiers_of
from daybreak.find.link.templates import Said, find_templates, said_in
from daybreak.settings import Settings
from daybreak.store.run import StoredRun

_SILENT: Final = [KINDS[PLACE], KINDS[STYLE]]      # kinds that never propose a link
_WORDING: Final = [KINDS[TEXT], KINDS[TEMPLATE]]


@dataclass(frozen=True, slots=True)
class Touched:
    """Old adverts whose organisations may change, and what the run knows of all that they and the new ones carry."""

    ads: pl.DataFrame           # LINKED_ADS
    held: pl.DataFrame          # ad, identifier: as in memory/carried
    known: pl.DataFrame         # as in memory/identifiers: of `held`, and of what new adverts show
    reread: pl.Series           # texts of groups of copies that new texts joined

    def carried(self) -> pl.DataFrame:
        """ad, kind, value, length: what the old adverts carry, without the wording that is read again."""
        rows = self.held.join(self.known, on="identifier").join(self.ads.select("ad", "text"), on="ad")
        again = pl.col("kind").is_in(_WORDING) & pl.col("text").is_in(self.reread.implode())
        return rows.filter(~again).select("ad", "kind", "value", "length").sort("ad", "kind", "value")


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of all groups of copies that new texts joined or made, old and new, in order of number."""

    texts: pl.DataFrame         # text u32, same u32, template u32, length u32: all in the numbers of the run
    templates: pl.DataFrame     # TEMPLATES


@dataclass(frozen=True, slots=True)
class Read:
    """Touched and new adverts together and what was read of them, in the numbers of the run."""

    ads: pl.DataFrame           # ad, text, title, body
    contacts: pl.DataFrame      # CONTACTS
    mentions: pl.DataFrame      # MENTIONS: of their texts, on the first advert of the run that carries each


def copied(copies: Copies, texts_before: int) -> pl.Series:
    """The old texts in whose groups of copies new texts are."""
    joined = np.unique(copies.group[texts_before:])
    return pl.Series(np.flatnonzero(np.isin(copies.group[:texts_before], joined[joined < texts_before])), dtype=pl.UInt32)


def touch(run: StoredRun, shown: pl.DataFrame, reread: pl.Series) -> Touched:
    """The old adverts that new ones may belong with.

    shown: kind, value of everything the new adverts carry. reread: as `copied` gives it.
    """
    found = identifiers_of(run).join(shown.unique().lazy(), on=["kind", "value"], how="semi").collect()
    proposing = found.filter((pl.col("log_odds") > 0) & ~pl.col("kind").is_in([*_SILENT, *_WORDING]))["identifier"]
    carrying = carried_of(run).filter(pl.col("identifier").is_in(proposing.implode())).select("ad").collect()["ad"]
    place = run.scan("ads").select("ad", "text", "organisation")
    named = place.filter(pl.col("ad").is_in(carrying.implode()) | pl.col("text").is_in(reread.implode()))
    names = named.select("organisation").unique().collect()["organisation"]
    ads = run.scan("ads").filter(pl.col("organisation").is_in(names.implode())).collect()
    held = carried_of(run).filter(pl.col("ad").is_in(ads["ad"].implode())).collect()
    of_old = identifiers_of(run).filter(pl.col("identifier").is_in(held["identifier"].unique().implode())).collect()
    return Touched(ads, held, pl.concat([found, of_old]).unique("identifier").sort("identifier"), reread)


def reword(texts: pl.DataFrame, touched: Touched, copies: Copies, texts_before: int, ads_of_new: Whole,
           read: Read, settings: Settings) -> Wording:
    """Fit the templates of every group of copies that a new text is in.

    texts: TEXTS, of touched and new adverts. ads_of_new: how many adverts carry each new text. read: of both.
    """
    again = (pl.col("text") >= texts_before) | pl.col("text").is_in(touched.reread.implode())
    texts = texts.filter(again).sort("text")
    number: Whole = texts["text"].to_numpy().astype(np.int64)
    of_old = touched.ads.group_by("text").len()
    old = texts.select("text").filter(pl.col("text") < texts_before)
    ads_per_text = np.concatenate([
        old.join(of_old, on="text", how="left", maintain_order="left")["len"].to_numpy().astype(np.int64), ads_of_new])
    templates, template = find_templates(
        texts["words"], np.searchsorted(number, copies.group[number]), ads_per_text, settings.copies,
        said=_said(texts, read))
    return Wording(
        texts.select(
            "text", pl.col("text").min().over("words").alias("same"), pl.Series("template", number[template], pl.UInt32),
            LENGTH),
        templates.with_columns(pl.Series("template", number[templates["template"].to_numpy()], pl.UInt32)),
    )


def _said(texts: pl.DataFrame, read: Read) -> Said:
    """What these texts say. texts: TEXTS in order of number; `ad` is the first advert of the run that carries the text."""
    carrying = texts.select("text").join(
        read.ads.sort("ad").unique("text", keep="first", maintain_order=True), on="text", how="left", maintain_order="left")
    contacts, mentions = (
        rows.join(numbers.to_frame("ad").with_row_index("row"), on="ad").drop("ad").rename({"row": "ad"})
        for rows, numbers in ((read.contacts, carrying["ad"]), (read.mentions, texts["ad"])))
    return said_in(carrying, np.arange(len(texts)), texts["emoji"], contacts, mentions)


def wording_again(ads: pl.DataFrame, wording_read: Wording) -> dict[str, pl.DataFrame]:
    """The wording channels of adverts, old and new, whose texts were read again. ads: ad, text."""
    return wording(ads.select("ad", "text").join(wording_read.texts, on="text", maintain_order="left"))
