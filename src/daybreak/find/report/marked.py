"""Adverts as they were read, with the contacts and the words that indicators quote marked in them.

adverts, contacts, indicators -> mark_ads() -> MarkedAd (title and body as HTML)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from markupsafe import Markup

from daybreak.find.report.spans import Mark, mark_text
from daybreak.find.report.wording import KINDS

_BODY: Final = 2400          # characters of a body that are shown
_TITLE: Final = 400
_MARKS: Final = 120          # contacts marked in one field; hostile adverts carry thousands
_COLUMNS: Final = 8


@dataclass(frozen=True, slots=True)
class MarkedAd:
    """One advert to show. columns: contacts that were given beside the text, as (kind, written)."""

    ad: int
    row: dict[str, Any]
    title: Markup
    body: Markup
    columns: list[tuple[str, str]]
    language: str | None


def mark_ads(
    chosen: list[int],
    ads: pl.DataFrame,
    contacts: pl.DataFrame,
    signs: list[dict[str, Any]],
    words: dict[int, dict[str, Any]],
) -> list[MarkedAd]:
    """The chosen adverts with their marks. A contact that several adverts carry is marked as shared."""
    rows = {r["ad"]: r for r in ads.filter(pl.col("ad").is_in(chosen)).iter_rows(named=True)}
    carried = contacts.with_columns((pl.col("ad").n_unique().over("kind", "value") > 1).alias("shared"))
    found: dict[int, list[dict[str, Any]]] = {}
    for contact in carried.filter(pl.col("ad").is_in(chosen)).iter_rows(named=True):
        found.setdefault(contact["ad"], []).append(contact)
    return [_mark_ad(rows[ad], words[ad], found.get(ad, []), signs) for ad in chosen if ad in words]


def _mark_ad(
    row: dict[str, Any], words: dict[str, Any], contacts: list[dict[str, Any]], signs: list[dict[str, Any]]
) -> MarkedAd:
    marks: dict[str, list[Mark]] = {"title": [], "body": []}
    columns: dict[tuple[str, str], None] = {}
    for c in contacts:
        kind = KINDS.get(c["kind"], c["kind"])
        if c["field"] not in marks:
            columns[(kind, c["written"] or c["value"])] = None
        elif len(marks[c["field"]]) < _MARKS:
            title = f"{kind} {c['value']}" + (", also in other adverts of this organisation" if c["shared"] else "")
            marks[c["field"]].append(
                Mark(c["start"], c["end"], f"k-{c['kind']}" + (" shared" if c["shared"] else ""), title)
            )
    for sign in signs:
        for q in sign["quotes"] or []:
            if q["ad"] == row["ad"] and q["field"] in marks:
                marks[q["field"]].append(
                    Mark(q["start"], q["end"], "sign", f"read as sign {sign['note']}", sign["note"], sign["target"])
                )
    return MarkedAd(row["ad"], row, mark_text(words["title"] or "", marks["title"], _TITLE),
                    mark_text(words["body"] or "", marks["body"], _BODY), list(columns)[:_COLUMNS],
                    row["language"] if row["language"] and row["language"] != "und" else None)
