"""Contacts of many texts at once, in one process: polars finds where to look, Python looks only there.

texts (text, title, body, region) -> read_contacts() -> contacts of each text, in order of text and place

A text's contacts depend on that text and its region alone, never on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Final

import polars as pl

from daybreak.model.tables import CONTACTS
from daybreak.store.schema import polars_schema
from daybreak.text.contacts import emails, handles, urls, wallets
from daybreak.text.contacts.found import SEAM, Found, Hit
from daybreak.text.contacts.numbering import known_region
from daybreak.text.contacts.phones import read_phones
from daybreak.text.contacts.placing import place_hits
from daybreak.text.contacts.windows import cut_windows
from daybreak.text.fold import Folded, fold_column

Finder = Callable[[str], list[Hit]]
#: Kinds that are looked for in the whole text where their trigger fires.
_FINDERS: Final[tuple[tuple[str, Finder], ...]] = (
    (emails.TRIGGER, emails.find_emails), (urls.TRIGGER, urls.find_urls),
    (wallets.TRIGGER, wallets.find_wallets), (handles.TRIGGER, handles.find_handles),
)
_CONTEXT: Final = 40
_COLUMNS: Final = ("kind", "value", "field", "start", "end", "written", "how", "certainty")


def read_contacts(texts: pl.DataFrame) -> pl.DataFrame:
    """The contacts in each text.

    texts: text (u32), title, body, region (str, ISO 3166-1 alpha-2 or null).
    Returns: text and the columns of CONTACTS without ad.
    """
    schema = {"text": pl.UInt32()} | {k: v for k, v in polars_schema(CONTACTS).items() if k != "ad"}
    joined = texts.select(_field("title") + SEAM + _field("body")).to_series()
    folded, ways = fold_column(joined, squeeze=False)
    hits: dict[int, list[Hit]] = {}
    comparable = _Rows(folded)
    _read_kinds(folded, comparable, hits)
    _read_windows(folded, comparable, texts["region"], hits)
    numbers, titles = texts["text"].to_list(), texts.select(_field("title").str.len_chars()).to_series().to_list()
    original = _Rows(joined)
    rows: list[tuple[object, ...]] = []
    for row in sorted(hits):
        way = ways.get(row) or Folded(comparable[row])
        rows += ((numbers[row], *astuple(found)) for found in place_hits(hits[row], way, original[row], titles[row]))
    return pl.DataFrame(rows, schema=schema, orient="row")


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


class _Rows:
    """A column's values by row, turned into Python strings once, and only those that are asked for."""

    def __init__(self, column: pl.Series) -> None:
        self._column = column
        self._known: dict[int, str] = {}

    def load(self, rows: list[int]) -> None:
        """Fetch many rows together."""
        wanted = [r for r in rows if r not in self._known]
        self._known.update(zip(wanted, self._column.gather(wanted).to_list(), strict=True))

    def __getitem__(self, row: int) -> str:
        if row not in self._known:
            self._known[row] = self._column[row]
        return self._known[row]


def _read_kinds(folded: pl.Series, comparable: _Rows, hits: dict[int, list[Hit]]) -> None:
    """Addresses, links, wallets and handles of the texts whose trigger fires."""
    for trigger, find in _FINDERS:
        rows = folded.str.contains(trigger).arg_true().to_list()
        comparable.load(rows)
        for row in rows:
            found = find(comparable[row])
            if found:
                hits.setdefault(row, []).extend(found)


def _read_windows(folded: pl.Series, comparable: _Rows, regions: pl.Series, hits: dict[int, list[Hit]]) -> None:
    """Phones, window by window."""
    windows = cut_windows(folded)
    rows = windows["row"].to_list()
    comparable.load(rows)
    homes = {name: known_region(name) for name in regions.unique().to_list()}
    region_of = regions.to_list()
    last_row, place = -1, 0
    for row, window in zip(rows, windows["window"].to_list(), strict=True):
        text = comparable[row]
        if row != last_row:
            last_row, place = row, 0
        start = text.find(window, place)
        place = start + len(window)
        found = read_phones(window, homes[region_of[row]], text[max(0, start - _CONTEXT):start],
                            text[place:place + _CONTEXT])
        if found:
            hits.setdefault(row, []).extend(
                Hit(h.kind, h.value, h.start + start, h.end + start, h.how, h.certainty) for h in found)
