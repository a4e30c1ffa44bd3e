"""What adverts carry in common, as one table: who carries which identifier.

contacts, templates, image marks, styles, places -> gather() -> Identifiers -> fold_alike() -> Records

An identifier is anything two adverts can share: a contact, a template, a picture, a row of emoji, a place.
Adverts that carry exactly the same identifiers are one record from here on: a thousand reposts
weigh as one voice when an identifier's users are counted, and cost as one when they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

#: The channels of evidence, in a fixed order; an identifier's kind is an index into this row.
KINDS: Final = ("phone", "email", "handle", "url", "wallet", "account", "text", "template", "image", "style", "place")
CONTACTS: Final = 6          # the first six are contacts
ACCOUNT: Final = KINDS.index("account")
TEXT: Final = KINDS.index("text")
TEMPLATE: Final = KINDS.index("template")
IMAGE: Final = KINDS.index("image")
STYLE: Final = KINDS.index("style")
PLACE: Final = KINDS.index("place")

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Every identifier, and which adverts carry it. Sorted by (kind, value), so numbers are stable."""

    table: pl.DataFrame      # identifier u32, kind u8, value str, users u32, length u32 (words, for texts)
    carried: pl.DataFrame    # ad u32, identifier u32, certainty f32; sorted by ad, identifier; no pair twice
    ads: int
    population: int          # adverts that `users` was counted on: more than `ads` where only a part is regrouped


@dataclass(frozen=True, slots=True)
class Moments:
    """When and where each advert was posted; nan when unknown."""

    day: Real                # [advert] days since 1970
    at: Real                 # [advert, 2] latitude and longitude, degrees


@dataclass(frozen=True, slots=True)
class Records:
    """Adverts folded by what they carry. CSR: record r carries `items[starts[r]:starts[r + 1]]`, ascending."""

    of_ad: Whole             # ad -> record
    ads: Whole               # record -> how many adverts
    starts: Whole
    items: Whole
    first: Real              # earliest and latest posting, days since 1970; nan when unknown
    last: Real
    first_at: Real           # [record, 2] latitude and longitude at either time, degrees; nan when unknown
    last_at: Real

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.ads)


def gather(contacts: pl.DataFrame, carriers: dict[str, pl.DataFrame], ads: int) -> Identifiers:
    """One table of identifiers from contacts and from the other channels.

    contacts: CONTACTS. carriers: kind -> frame with ad u32, value str and optionally length u32.
    """
    tables, carried, first = [], [], 0
    for number, kind in enumerate(KINDS):           # kind by kind, for all at once are large
        rows = _rows_of(kind, contacts, carriers.get(kind))
        table = rows.group_by("value").agg(pl.col("length").max()).sort("value").with_row_index("identifier", offset=first)
        pairs = rows.join(table.select("identifier", "value"), on="value").group_by("ad", "identifier").agg(
            pl.col("certainty").max())
        carried.append(pairs)
        users = np.bincount(pairs["identifier"].to_numpy() - first, minlength=len(table))
        tables.append(table.select(
            "identifier", pl.lit(number, pl.UInt8).alias("kind"), "value", pl.Series("users", users, pl.UInt32), "length"))
        first += len(table)
    return Identifiers(pl.concat(tables), pl.concat(carried).sort("ad", "identifier"), ads, ads)


def _rows_of(kind: str, contacts: pl.DataFrame, others: pl.DataFrame | None) -> pl.DataFrame:
    """Who carries something of one kind: ad, value, certainty, length. Some may stand there twice."""
    rows = contacts.filter(pl.col("kind") == kind).select(
        "ad", "value", pl.col("certainty").cast(pl.Float32), pl.lit(0, pl.UInt32).alias("length"))
    if others is not None:
        length = pl.col("length") if "length" in others.columns else pl.lit(0)
        rows = pl.concat([rows, others.select(
            "ad", "value", pl.lit(1.0, pl.Float32).alias("certainty"), length.cast(pl.UInt32).alias("length"))])
    return rows.filter(pl.col("value").is_not_null() & (pl.col("value") != "") & (pl.col("certainty") >= 0.5))


def moments_of(ads: pl.DataFrame, located: pl.DataFrame) -> Moments:
    """When and where, for adverts numbered 0..n-1.

    ads: ad, posted_at. located: ad, latitude, longitude, for those that can be located.
    """
    placed = ads.select("ad").join(
        located.select("ad", "latitude", "longitude"), on="ad", how="left", maintain_order="left")
    day = ads["posted_at"].dt.epoch("s").cast(pl.Float64) / 86400
    at = placed.select(pl.col("latitude", "longitude").fill_null(np.nan)).to_numpy()
    return Moments(day.fill_null(np.nan).to_numpy(), at)


def fold_alike(identifiers: Identifiers, moments: Moments) -> Records:
    """Fold adverts that carry exactly the same identifiers into records, in order of first advert.

    An identifier that one advert alone carries still counts: it tells that advert's record from others. An
    advert that carries nothing is a record of its own. Adverts of one record stand in one place, if they name any.
    """
    ads = identifiers.ads
    ad = identifiers.carried["ad"].to_numpy().astype(np.int64)
    item = identifiers.carried["identifier"].to_numpy().astype(np.int64)
    starts = np.zeros(ads + 1, np.int64)
    np.cumsum(np.bincount(ad, minlength=ads), out=starts[1:])
    key = _keys(starts, item)
    empty = starts[1:] == starts[:-1]
    key[empty] = np.arange(ads, dtype=np.uint64)[empty] * np.uint64(2) + np.uint64(1)
    _, first, of_ad = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    of_ad = rank[of_ad]
    head = first[order]
    lengths = (starts[1:] - starts[:-1])[head]
    record_starts = np.zeros(len(head) + 1, np.int64)
    np.cumsum(lengths, out=record_starts[1:])
    take = np.repeat(starts[head] - record_starts[:-1], lengths) + np.arange(record_starts[-1])
    early = np.full(len(head), np.inf)
    late = np.full(len(head), -np.inf)
    known = ~np.isnan(moments.day)
    np.minimum.at(early, of_ad[known], moments.day[known])
    np.maximum.at(late, of_ad[known], moments.day[known])
    early[~np.isfinite(early)] = np.nan
    late[~np.isfinite(late)] = np.nan
    return Records(of_ad, np.bincount(of_ad, minlength=len(head)), record_starts, item[take], early, late,
                   moments.at[head], moments.at[head])


def unfold(records: Records, weak: npt.NDArray[np.bool_]) -> Records:
    """Take the weak records apart again: each of their adverts becomes a record of its own.

    weak: per record. What their adverts have in common (an agency's number, a town, three words) does not join them.
    """
    ads = len(records.of_ad)
    apart = weak[records.of_ad]
    key = np.where(apart, records.count + np.arange(ads), records.of_ad)
    _, first, of_ad = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    of_ad = rank[of_ad]
    old = records.of_ad[first[order]]
    lengths = np.diff(records.starts)[old]
    starts = np.zeros(len(old) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    take = np.repeat(records.starts[old] - starts[:-1], lengths) + np.arange(starts[-1])
    return Records(of_ad, np.bincount(of_ad, minlength=len(old)), starts, records.items[take],
                   records.first[old], records.last[old], records.first_at[old], records.last_at[old])


def _keys(starts: Whole, items: Whole) -> npt.NDArray[np.uint64]:
    """A 64-bit even key of each advert's set of identifiers: a sum of mixed numbers, so order does not matter."""
    mixed = items.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    total = np.zeros(len(items) + 1, np.uint64)
    np.cumsum(mixed, out=total[1:])
    key: npt.NDArray[np.uint64] = (total[starts[1:]] - total[starts[:-1]]) & ~np.uint64(1)
    return key
