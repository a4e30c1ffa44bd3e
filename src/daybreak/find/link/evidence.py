"""The evidence table: why adverts were joined, what nearly joined them, and what spoke against.

Grouped, Identifiers, Judged -> evidence() -> EVIDENCE -> weakest_links() -> what a person should look at
The rows marked `link` hold every organisation together like a tree: following them from any of its adverts
reaches all others, so a chain of evidence between two adverts can always be shown.
"""

from __future__ import annotations

import numba
import numpy as np
import polars as pl

from daybreak.find.link.grouping import Grouped
from daybreak.find.link.hubs import Weights
from daybreak.find.link.identifiers import KINDS, PLACE, TEMPLATE, TEXT, Identifiers, Records, Whole
from daybreak.find.link.judgements import Judged
from daybreak.model.tables import EVIDENCE
from daybreak.settings import LinkSettings
from daybreak.store.schema import conform

_QUOTE = 120
_WORDING = [KINDS[TEXT], KINDS[TEMPLATE]]
_JUDGED = 12.0          # log-odds written beside a person's decision; it holds whatever the number
_SPEAKS = 0.1            # weaker than this is not worth a row


def evidence(
    grouped: Grouped, identifiers: Identifiers, ads: pl.DataFrame, contacts: pl.DataFrame, judged: Judged
) -> pl.DataFrame:
    """One row for each piece of evidence between two adverts, sorted by left, right, channel, key.

    ads: ad, title, body. contacts: CONTACTS.
    """
    resolved, records, weights = grouped.resolved, grouped.records, grouped.weights
    first_ad = np.unique(records.of_ad, return_index=True)[1]
    rows = [
        _rows(resolved.joins, first_ad, "link"),
        _rows(resolved.misses, first_ad, "review"),
        _inside_records(identifiers, records, weights, first_ad),
        _against(resolved.joins, first_ad), _against(resolved.misses, first_ad),
    ]
    table = identifiers.table.select(
        pl.col("identifier").cast(pl.Int64),
        pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String),
        "value", "users",
    ).with_columns(pl.Series("hub", weights.hub, pl.Float32))
    named = (
        pl.concat(rows)
        .join(table, on="identifier", how="left")
        .with_columns(
            pl.coalesce("channel", "kind").alias("channel"),
            pl.when(~pl.col("kind").is_in(_WORDING)).then(pl.col("value")).alias("key"),
        )
    )
    told = conform(_quote(named, ads, contacts), EVIDENCE)
    told = pl.concat([told, _decisions(judged)])
    return told.unique(["left", "right", "channel", "key", "used"], keep="first", maintain_order=True).sort(
        "left", "right", "channel", "key", "used", nulls_last=True)


def weakest_links(told: pl.DataFrame, organisation: pl.Series, settings: LinkSettings) -> pl.DataFrame:
    """The weakest link of each organisation, and a sentence when a person should look at it.

    told: EVIDENCE. organisation: per advert. Returns organisation, weakest_link (log-odds), review.
    """
    counted = told.filter(pl.col("used").is_in(["link", "against"])).sort("used", descending=True)
    links = (
        counted.group_by("left", "right", maintain_order=True)
        .agg(pl.col("log_odds").sum(), pl.col("channel", "key", "used").first())
        .filter(pl.col("used") == "link")
    )
    carried_by = pl.format("two parts hang together by one weak link ({}: {})", "channel",
                           pl.coalesce("key", pl.lit("shared wording")))
    return (
        links.with_columns(organisation.gather(links["left"]).alias("organisation"))
        .sort("log_odds", "left", "right")
        .group_by("organisation", maintain_order=True).first()
        .select(
            "organisation", pl.col("log_odds").alias("weakest_link"),
            pl.when(pl.col("log_odds") < settings.threshold + settings.review).then(carried_by).alias("review"),
        )
        .sort("organisation")
    )


def _decisions(judged: Judged) -> pl.DataFrame:
    pairs = np.concatenate([judged.must, judged.cannot])
    rows = pl.DataFrame({
        "left": pairs[:, 0], "right": pairs[:, 1],
        "log_odds": np.concatenate([np.full(len(judged.must), _JUDGED), np.full(len(judged.cannot), -_JUDGED)]),
    }).with_columns(pl.lit("judgement").alias("channel"), pl.lit("judgement").alias("used"))
    return conform(rows, EVIDENCE)


def _rows(met: pl.DataFrame, first_ad: Whole, used: str) -> pl.DataFrame:
    """What two groups share, and the move between them: one row each."""
    known = met.filter(pl.col("left").is_not_null() & pl.col("right").is_not_null())
    moved = known.filter(pl.col("moved") > _SPEAKS)
    return pl.concat([
        _shape(known, first_ad, known["identifier"], known["speaks_for"] - known["moved"].clip(0.0), None, used),
        _shape(moved, first_ad, None, moved["moved"], "movement", used),
    ])


def _against(met: pl.DataFrame, first_ad: Whole) -> pl.DataFrame:
    """What two groups could both show and do not share, and a move that is hard to believe."""
    known = met.filter(pl.col("left").is_not_null() & pl.col("right").is_not_null())
    lacking = known.with_columns(pl.col("speaks_against") - pl.col("moved").clip(None, 0.0)).filter(
        pl.col("speaks_against") < -_SPEAKS)
    moved = known.filter(pl.col("moved") < -_SPEAKS)
    return pl.concat([
        _shape(lacking, first_ad, None, lacking["speaks_against"], "difference", "against"),
        _shape(moved, first_ad, None, moved["moved"], "movement", "against"),
    ])


def _shape(
    met: pl.DataFrame, first_ad: Whole, identifier: pl.Series | None, log_odds: pl.Series, channel: str | None,
    used: str,
) -> pl.DataFrame:
    return pl.DataFrame({
        "left": first_ad[met["left"].to_numpy()], "right": first_ad[met["right"].to_numpy()],
        "identifier": np.full(len(met), -1) if identifier is None else identifier.to_numpy(), "log_odds": log_odds,
    }, schema=_SHAPE).with_columns(pl.lit(channel, pl.String).alias("channel"), pl.lit(used).alias("used"))


def _inside_records(
    identifiers: Identifiers, records: Records, weights: Weights, first_ad: Whole,
) -> pl.DataFrame:
    """Adverts of one record carry the same identifiers: tie each to the record's first by the strongest."""
    kind = identifiers.table["kind"].to_numpy()
    best = _strongest(records.starts, records.items, np.where(kind == PLACE, -99.0, weights.log_odds))
    ad = np.arange(len(records.of_ad))
    record = records.of_ad
    other = (ad != first_ad[record]) & (best[record] >= 0)
    item = best[record[other]]
    return pl.DataFrame({
        "left": first_ad[record[other]], "right": ad[other], "identifier": item, "log_odds": weights.log_odds[item],
    }, schema=_SHAPE).with_columns(pl.lit(None, pl.String).alias("channel"), pl.lit("link").alias("used"))


@numba.njit(cache=True)
def _strongest(starts, items, worth):  # type: ignore[no-untyped-def]
    """The identifier of each record that is worth most, the first of equals; -1 where it carries none."""
    best = np.full(len(starts) - 1, -1)
    for r in range(len(best)):
        for item in items[starts[r] : starts[r + 1]]:
            if best[r] < 0 or worth[item] > worth[best[r]]:
                best[r] = item
    return best


_SHAPE = {"left": pl.Int64, "right": pl.Int64, "identifier": pl.Int64, "log_odds": pl.Float64}


def _quote(rows: pl.DataFrame, ads: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Add what stands in either advert: the contact as written, or how the text begins."""
    written = contacts.select(
        pl.col("ad").cast(pl.Int64), pl.col("kind").alias("channel"), pl.col("value").alias("key"), "written",
    ).unique(["ad", "channel", "key"], keep="first", maintain_order=True)
    text = ads.select(pl.coalesce("body", "title").alias("text"))["text"]
    for side in ("left", "right"):
        worded = rows.select(pl.when(pl.col("channel").is_in(_WORDING)).then(side))[side]
        rows = (
            rows.join(written.rename({"ad": side, "written": "w"}), on=[side, "channel", "key"], how="left",
                      maintain_order="left")
            .with_columns(text.gather(worded).str.slice(0, _QUOTE).alias("begins"))
            .with_columns(pl.coalesce("begins", "w").alias(f"{side}_quote"))
            .drop("w", "begins")
        )
    return rows
