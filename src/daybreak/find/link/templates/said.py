"""What stands in the slots as the adverts write it, and as what it was read there: a phone, a price, a name.

adverts, contacts, mentions -> said_in() -> Said;  Said, slots in tokens -> Said.read() -> values in the texts' own characters

A contact or a mention belongs to the first slot with a figure that it overlaps, else to the first slot; it says what the slot
holds where it covers at least half of it. A contact is shown whole, also where a part of it is the same in all adverts; all
else is shown as far as the slot goes. Of a text whose words do not lead back to its characters the words are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import polars as pl

from daybreak.find.link.copies.shingles import Array, Whole, strings
from daybreak.find.link.templates.written import character_kinds, find_tokens
from daybreak.text.gazetteer import cities
from daybreak.text.words import joined

_CONTACTS: Final = ("phone", "email", "handle", "url", "wallet")
KINDS: Final = (*_CONTACTS, "price", "age", "name", "date", "time", "measure", "place")
_SURE: Final = 0.5              # a contact or mention counts when it is at least as likely to be one as not


@dataclass(frozen=True, slots=True)
class Tokens:
    """The comparable words of some texts: see read_tokens."""

    token: Array
    starts: Whole


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in slots, one entry a slot of a text: `raw[low:high]`, and the row of `found` it was read as, or -1.

    sure: it is in the text's own characters; where not, low and high mean nothing.
    """

    raw: Array
    low: Whole
    high: Whole
    read: Whole
    sure: Array


@dataclass(frozen=True, slots=True)
class Said:
    """Texts as they were written and what was read in them."""

    ads: pl.DataFrame           # title, body
    ad_of_text: Whole           # row of ads that carries each text
    emoji: pl.Series            # of each text, in order
    found: pl.DataFrame         # text, start, end (characters of title and body together), kind, value; by text

    def read(self, texts: Whole, words: Tokens, bounds: Whole, begin: Whole, stop: Whole) -> Held:
        """What stands in the slots of some texts.

        bounds: the entries of each text are bounds[t] to bounds[t + 1]; begin, stop: their tokens, by number in `words`.
        """
        whole = self.ads[self.ad_of_text[texts]].select(joined().alias("whole"))["whole"]
        raw, offsets = strings(whole)
        spans = np.zeros((len(words.token) + 1, 4), np.int64)
        sure = np.zeros(len(texts), np.bool_)
        find_tokens(raw, offsets, character_kinds(), words.starts, words.token, spans, sure)
        of_text = self.found["text"].to_numpy()
        near = (np.searchsorted(of_text, texts, "left"), np.searchsorted(of_text, texts, "right"))
        read = np.full(len(begin), -1, np.int64)
        low, high = np.zeros(len(begin), np.int64), np.zeros(len(begin), np.int64)
        start, end, contact = (self.found[c].to_numpy() for c in ("start", "end", "contact"))
        _claim(bounds, begin, stop, words.token, spans, sure, near[0], near[1], start, end, contact, raw, read, low, high)
        return Held(raw, low, high, read, np.repeat(sure, np.diff(bounds)))


def said_in(
    ads: pl.DataFrame, ad_of_text: Whole, emoji: pl.Series, contacts: pl.DataFrame, mentions: pl.DataFrame
) -> Said:
    """What texts say.

    ads: title, body. ad_of_text: the row of ads that stands for each text. contacts, mentions: their `ad` is a row of ads; of
    mentions it is the one that stands for the text.
    """
    text_of = np.full(len(ads), -1, np.int64)
    text_of[ad_of_text] = np.arange(len(ad_of_text))
    title = ads["title"].fill_null("").str.len_chars()
    found = pl.concat([
        rows.filter(pl.col("field").is_in(["title", "body"]) & (pl.col("certainty") >= _SURE))
        .select("ad", "kind", "value", "field", "start", "end") for rows in (contacts, mentions)
    ])
    first = title.gather(found["ad"])
    before = pl.Series((found["field"] == "body") & (first > 0)).cast(pl.Int64) * (first.cast(pl.Int64) + 1)
    found = found.select(
        pl.Series("text", text_of[found["ad"].to_numpy()]), pl.col("start") + before, pl.col("end") + before,
        pl.col("kind").replace_strict({kind: n for n, kind in enumerate(KINDS)}, default=None, return_dtype=pl.UInt8)
        .alias("order"), "kind", "value",
    ).filter((pl.col("text") >= 0) & pl.col("order").is_not_null()).sort("text", "start", "order", "end", "value")
    return Said(ads, ad_of_text, emoji, _with_names(found).with_columns(
        (pl.col("order") < len(_CONTACTS)).alias("contact")))


def _with_names(found: pl.DataFrame) -> pl.DataFrame:
    """Places by name and country instead of their number in the gazetteer."""
    place = found["kind"] == "place"
    if not place.any():
        return found
    numbers = found.filter(place).select(pl.col("value").cast(pl.UInt32).alias("geonames"))
    named = pl.format("{}, {}", "name", "country").alias("named")
    large = numbers.join(cities(large=True).select("geonames", named), on="geonames", how="left", maintain_order="left")
    names = large["named"].fill_null(found["value"].filter(place))
    return found.with_columns(found["value"].scatter(place.arg_true(), names))


@numba.njit(cache=True, nogil=True)
def _claim(  # type: ignore[no-untyped-def]
    bounds, begin, stop, token, spans, sure, from_row, to_row, start, end, contact, raw, read, low, high,
):  # long: 2026-11-25, one walk over texts: which reading belongs to which slot, and the bytes that are shown
    """Give each reading to a slot, and fill the bytes of each slot. spans: as find_tokens gives them."""
    most = np.zeros(len(begin), np.int64)
    for t in range(len(bounds) - 1):
        if not sure[t]:
            continue
        for m in range(from_row[t], to_row[t]):
            owner, covered, figure = -1, 0, False
            for r in range(bounds[t], bounds[t + 1]):
                if begin[r] == stop[r] or spans[stop[r] - 1, 3] <= start[m] or spans[begin[r], 2] >= end[m]:
                    continue
                here = False
                for j in range(begin[r], stop[r]):
                    here |= token[j] == 0 and spans[j, 3] > start[m] and spans[j, 2] < end[m]
                if owner < 0 or (here and not figure):
                    owner, figure = r, here
                    covered = min(spans[stop[r] - 1, 3], end[m]) - max(spans[begin[r], 2], start[m])
            long = spans[stop[owner] - 1, 3] - spans[begin[owner], 2] if owner >= 0 else 0
            if owner >= 0 and covered > most[owner] and 2 * covered >= long:
                most[owner], read[owner] = covered, m
        for r in range(bounds[t], bounds[t + 1]):
            if begin[r] == stop[r]:
                continue
            low[r], high[r] = spans[begin[r], 0], spans[stop[r] - 1, 1]
            m = read[r]
            if m < 0 or not contact[m]:
                continue
            for _ in range(start[m], spans[begin[r], 2]):           # back to where the contact begins
                low[r] -= 1
                while raw[low[r]] & 0xC0 == 0x80:
                    low[r] -= 1
            for _ in range(spans[stop[r] - 1, 3], end[m]):          # on to where it ends
                high[r] += 1
                while high[r] < len(raw) and raw[high[r]] & 0xC0 == 0x80:
                    high[r] += 1


def read_as(found: pl.DataFrame, read: Whole) -> pl.DataFrame:
    """kind and comparable value of each entry; null where nothing was read."""
    rows = pl.select(pl.when(pl.Series(read) >= 0).then(pl.Series(read)).alias("row"))["row"]
    return found.select(pl.col("kind").gather(rows), pl.col("value").gather(rows).alias("comparable"))
