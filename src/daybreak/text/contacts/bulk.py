"""Contacts of many texts at once, in one process: polars finds where to look, Python looks only there.

texts (text, title, body, region) -> read_contacts() -> contacts of each text, in order of text and place

A text's contacts depend on that text and its region alone, never on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from daybreak.model.tables import CONTACTS
from daybreak.store.schema import polars_schema
from daybreak.text.contacts import emails, handles, phones, urls, wallets
from daybreak.text.contacts.found import SEAM, Found, Hit
from daybreak.text.contacts.locate import Rows
from daybreak.text.contacts.placing import place_hits
from daybreak.text.fold import Folded, fold_column

_COLUMNS = ("kind", "value", "field", "start", "end", "written", "how", "certainty")


def read_contacts(texts: pl.DataFrame) -> pl.DataFrame:
    """The contacts in each text.

    texts: text (u32), title, body, region (str, ISO 3166-1 alpha-2 or null).
    Returns: text and the columns of CONTACTS without ad.
    """
    schema = {"text": pl.UInt32()} | {k: v for k, v in polars_schema(CONTACTS).items() if k != "ad"}
    joined = texts.select(_field("title") + SEAM + _field("body")).to_series()
    folded, ways = fold_column(joined, squeeze=False)
    comparable = Rows(folded)
    hits: dict[int, list[Hit]] = {}
    for step in (emails.locate_emails, urls.locate_urls, wallets.locate_wallets, handles.locate_handles):
        _collect(step(comparable), hits)
    _collect(phones.locate_phones(comparable, texts["region"]), hits)
    rows = sorted(hits)
    read = dict(zip(ways, joined.gather(list(ways)), strict=True)) if ways else {}
    numbers, titles = texts["text"].to_list(), texts.select(_field("title").str.len_chars()).to_series().to_list()
    found: list[Found] = []
    of: list[int] = []
    for row in rows:
        text = comparable[row]
        there = place_hits(hits[row], ways.get(row) or Folded(text), read.get(row, text), titles[row])
        found += there
        of += [numbers[row]] * len(there)
    columns = dict(zip(_COLUMNS, zip(*found, strict=True), strict=True)) if found else {}
    return pl.DataFrame({"text": of} | {name: columns.get(name, ()) for name in _COLUMNS}, schema=schema)


def _collect(found: Iterable[tuple[int, Hit]], hits: dict[int, list[Hit]]) -> None:
    """Put hits to those of their text."""
    for row, hit in found:
        hits.setdefault(row, []).append(hit)


def find_contacts(title: str, body: str, region: str | None) -> list[Found]:
    """The contacts in one text: the same as `read_contacts` finds. Any string will do, lone surrogates too."""
    frame = pl.DataFrame({"text": [0], "title": [_encodable(title)], "body": [_encodable(body)],
                          "region": [_encodable(region or "")]}, schema_overrides={"text": pl.UInt32()})
    fields = {"title": title, "body": body}
    return [Found(kind, value, field, start, end, fields[field][start:end], how, certainty)
            for kind, value, field, start, end, _, how, certainty in read_contacts(frame).select(_COLUMNS).iter_rows()]


def _encodable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 can hold, as replacement characters; of the same length."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _field(name: str) -> pl.Expr:
    """A text column without nulls and without the character that parts title from body."""
    return pl.col(name).fill_null("").str.replace_all(SEAM, " ", literal=True)
