"""Organisations as a table: who belongs together, under a name that stays.

group of each advert -> name_groups() -> organisation ids;  describe() -> ORGANISATIONS
An organisation takes its id from its first advert, so appending adverts never renames it.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import polars as pl

from daybreak.find.link.identifiers import Whole
from daybreak.model.tables import ORGANISATIONS
from daybreak.store.schema import conform

_NAME: Final = 12           # characters
_LETTERS: Final = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)

def name_groups(group_of_ad: Whole, ids: pl.Series) -> pl.Series:
    """The organisation id of each advert: "o-" and 12 characters made from the id of the group's first advert."""
    _, first, inverse = np.unique(group_of_ad, return_index=True, return_inverse=True)
    return _names(ids.gather(first)).gather(inverse)


def _names(ids: pl.Series) -> pl.Series:
    """A name for each advert id: 60 bits of SHA-256, five a character, in the letters of base 32."""
    salt = hashlib.sha256(b"daybreak organisation\0")
    digests = bytearray()
    for ad_id in ids:
        digest = salt.copy()
        digest.update(ad_id.encode())
        digests += digest.digest()[:8]
    number = np.frombuffer(digests, ">u8").astype(np.uint64)
    written = np.empty((len(number), _NAME), np.uint8)
    for place in range(_NAME):
        written[:, place] = _LETTERS[(number >> np.uint64(59 - 5 * place)) & np.uint64(31)]
    letters = pl.Series(written.view(f"S{_NAME}").ravel(), dtype=pl.Binary).cast(pl.String)
    return ("o-" + letters).alias("organisation")


def describe(ads: pl.DataFrame, contacts: pl.DataFrame, weakest: pl.DataFrame) -> pl.DataFrame:
    """One row an organisation, in order of id.

    ads: ad, organisation, template, city, state, site, posted_at. contacts: ad, kind, value.
    weakest: organisation, weakest_link, review.
    """
    of_ad = ads.select("ad", "organisation")
    reach = (
        contacts.lazy().select("ad", "kind", "value").join(of_ad.lazy(), on="ad")
        .select("organisation", "kind", "value").unique().group_by("organisation").agg(pl.len().alias("contacts"))
    )
    table = (
        ads.lazy()
        .group_by("organisation")
        .agg(
            pl.len().alias("ads"), pl.col("template").n_unique().alias("templates"),
            pl.struct("city", "state").filter(pl.col("city").is_not_null()).n_unique().alias("places"),
            pl.col("site").drop_nulls().n_unique().alias("sites"),
            pl.col("posted_at").min().alias("first_seen"), pl.col("posted_at").max().alias("last_seen"),
        )
        .join(reach, on="organisation", how="left")
        .join(weakest.lazy(), on="organisation", how="left")
        .with_columns(pl.col("contacts").fill_null(0))
        .sort("organisation")
        .collect()
    )
    return conform(table, ORGANISATIONS)


def history(before: pl.DataFrame, after: pl.DataFrame) -> list[dict[str, object]]:
    """What became of the organisations: merges and splits between two states of the same adverts.

    before, after: id, organisation. Returns one entry for each organisation that was merged into another or split.
    """
    both = before.join(after, on="id", suffix="_after").group_by("organisation", "organisation_after").agg(
        pl.len().alias("ads"))
    entries: list[dict[str, object]] = []
    for was, became in _parted(both, "organisation", "organisation_after"):
        entries.append({"event": "split", "organisation": was, "into": became})
    for now, were in _parted(both, "organisation_after", "organisation"):
        entries.append({"event": "merge", "organisations": were, "into": now})
    return entries


def _parted(both: pl.DataFrame, whole: str, part: str) -> list[tuple[str, list[str]]]:
    """Each value of `whole` that meets several of `part`, with these, the one with most adverts first."""
    return (
        both.filter(pl.len().over(whole) > 1)
        .sort(whole, "ads", part, descending=[False, True, False])
        .group_by(whole, maintain_order=True).agg(part)
        .rows()
    )
