"""One chunk of texts read through: words, emoji, language, contacts, mentions. Runs here or in a worker process.

units (unit, text, title, body, region, first, placeless) -> read_chunk() -> texts, contacts, mentions

A unit is a text read in a region: phone numbers depend on it. `first` marks the unit that stands for its text in
`texts` and `mentions`. Nothing here depends on which other units are in the chunk.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Final

import polars as pl

from daybreak.text.contacts import read_contacts
from daybreak.text.emoji import emoji_of
from daybreak.text.language import languages_of
from daybreak.text.mentions import read_mentions
from daybreak.text.words import joined, words_of

Tables = dict[str, pl.DataFrame]
NAMES: Final = ("texts", "contacts", "mentions")


def read_chunk(units: pl.DataFrame) -> Tables:
    """texts (text, words, emoji, language), contacts (unit + CONTACTS), mentions (text + MENTIONS) of some units."""
    once = units.filter("first")
    whole = once.select(joined().alias("whole"))["whole"].fill_null("")
    words = words_of(whole)
    texts = pl.DataFrame({
        "text": once["text"], "words": words, "emoji": emoji_of(whole), "language": languages_of(words, whole)})
    found = read_contacts(units.select(pl.col("unit").alias("text"), "title", "body", "region"))
    return {"texts": texts, "contacts": found.rename({"text": "unit"}), "mentions": read_mentions(once)}


def to_bytes(tables: Tables) -> bytes:
    """The tables as Arrow streams, each after its length in 8 bytes."""
    parts = []
    for table in tables.values():
        stream = BytesIO()
        table.write_ipc_stream(stream)
        parts += [len(stream.getvalue()).to_bytes(8, "little"), stream.getvalue()]
    return b"".join(parts)


def from_bytes(content: bytes, names: tuple[str, ...] = NAMES) -> Tables:
    """What `to_bytes` wrote."""
    tables: Tables = {}
    at = 0
    for name in names:
        size = int.from_bytes(content[at:at + 8], "little")
        tables[name] = pl.read_ipc_stream(BytesIO(content[at + 8:at + 8 + size]))
        at += 8 + size
    return tables


Reader = Callable[[pl.DataFrame], Tables]
