"""Contacts that a file gives in columns of their own.

adverts -> read_columns() -> CONTACTS with how = "column"     Several in one cell are parted by ";" or "|".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

import polars as pl

from daybreak.model.tables import CONTACTS
from daybreak.store.schema import conform, polars_schema
from daybreak.text.contacts.domains import split_host
from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.handles import locate_handles
from daybreak.text.contacts.locate import Rows
from daybreak.text.contacts.numbering import dialled, known_region
from daybreak.text.contacts.urls import locate_urls
from daybreak.text.fold import fold_column

_COLUMNS: Final = ("phone", "email", "handle", "url", "account")


def read_columns(ads: pl.DataFrame) -> pl.DataFrame:
    """The contacts that stand in the phone, email, handle, url and account columns.

    ads: ADS (those columns, ad, country, site; a column may be missing). Returns: CONTACTS, by ad and column.
    """
    parts = [_read_column(ads, name) for name in _COLUMNS if name in ads.columns]
    if not parts:
        return pl.DataFrame(schema=polars_schema(CONTACTS))
    order = {name: i for i, name in enumerate(_COLUMNS)}
    whole = pl.concat(parts)
    return whole.sort("ad", pl.col("field").replace_strict(order, default=9), maintain_order=True)


def _read_column(ads: pl.DataFrame, name: str) -> pl.DataFrame:
    """One column: cells are cut, each distinct one is read once."""
    place = {"phone": "country", "account": "site"}.get(name)
    beside = pl.col(place) if place and place in ads.columns else pl.lit(None, pl.String())
    cells = (ads.select("ad", written=pl.col(name).str.replace_all("|", ";", literal=True).str.split(";"), beside=beside)
             .explode("written").with_columns(pl.col("written").str.strip_chars())
             .filter(pl.col("written").fill_null("") != ""))
    distinct = cells.select("written", "beside").unique(maintain_order=True)
    distinct = distinct.with_columns(text=fold_column(distinct["written"], squeeze=False)[0].str.strip_chars())
    if name == "account":
        site = pl.col("beside").fill_null("").str.to_lowercase()
        distinct = distinct.with_columns(
            kind=pl.lit("account"), value=site + ":" + pl.col("text").str.to_lowercase(), certainty=pl.lit(1.0, pl.Float32))
    else:
        read = _read_cells(name, distinct["text"], distinct["beside"])
        distinct = distinct.with_columns(
            kind=pl.Series([r[0] for r in read], dtype=pl.String()), value=pl.Series([r[1] for r in read], dtype=pl.String()),
            certainty=pl.Series([r[2] for r in read], dtype=pl.Float32()))
    distinct = distinct.drop("text")
    joined = cells.join(distinct, on=["written", "beside"], how="left", nulls_equal=True, maintain_order="left")
    joined = joined.filter(pl.col("value").fill_null("") != "").with_columns(
        field=pl.lit(name), start=pl.lit(0), end=pl.lit(0), how=pl.lit("column"))
    return conform(joined, CONTACTS)


def _read_cells(name: str, texts: pl.Series, beside: pl.Series) -> list[tuple[str, str, float]]:
    """Kind, value and certainty of each folded cell; an empty value when it says nothing."""
    if name == "phone":
        homes = {country: known_region(country) for country in beside.unique().to_list()}
        return [_phone(text, homes[country]) for text, country in zip(texts, beside, strict=True)]
    if name == "email":
        return [_email(text) for text in texts]
    return _urls(texts) if name == "url" else _handles(texts)


def _phone(text: str, region: str | None) -> tuple[str, str, float]:
    """A number that dials; one that does not is kept as its digits, for a column means it, but is less sure."""
    digits = "".join(re.findall("[0-9]", re.split(r"(?i)(?:ext|x)\.?\s*\d+$", text)[0]))
    plus = text.startswith(("+", "(+"))
    if not plus and digits.startswith("00"):
        digits, plus = digits[2:], True
    number = dialled(digits, region, plus) if region or plus else dialled(digits, "US", False)
    if number is None and not plus:
        number = dialled(digits, None, True)
    if number:
        return "phone", number.e164, 0.99
    if 7 <= len(digits) <= 15 and len(set(digits)) > 1:
        return "phone", ("+" if plus else "") + digits, 0.6
    return "phone", "", 0.0


def _email(text: str) -> tuple[str, str, float]:
    """An address in lower case; one with an ending that is reserved or unknown is kept too."""
    address = text.lower().removeprefix("mailto:").strip("<> ")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", address):
        return "email", "", 0.0
    return "email", address, 0.99 if split_host(address.rsplit("@", 1)[1]) else 0.9


def _urls(texts: pl.Series) -> list[tuple[str, str, float]]:
    """Links; one to a profile or a chat is told as handle or phone."""
    whole = texts.str.contains("://", literal=True)
    found = _first_hits(len(texts), locate_urls(Rows(texts.zip_with(whole, "http://" + texts))))
    return [(hit.kind, hit.value, 0.99) if hit else ("url", "", 0.0) for hit in found]


def _handles(texts: pl.Series) -> list[tuple[str, str, float]]:
    """platform:name as given, a link to a profile, a cued name, or a name of no known platform."""
    rows = Rows(texts)
    hits = ((row, hit) for row, hit in chain(locate_urls(rows), locate_handles(rows))
            if hit.kind in ("handle", "phone") and not hit.value.startswith("unknown:"))
    return [(hit.kind, hit.value, 0.99) if hit else _named(text)
            for hit, text in zip(_first_hits(len(texts), hits), texts, strict=True)]


def _named(text: str) -> tuple[str, str, float]:
    """A name of no known platform."""
    name = text.lower().lstrip("@").strip()
    return ("handle", name if ":" in name else f"unknown:{name}", 0.9) if name else ("handle", "", 0.0)


def _first_hits(count: int, hits: Iterable[tuple[int, Hit]]) -> list[Hit | None]:
    """The first hit of each of so many rows."""
    first: list[Hit | None] = [None] * count
    for row, hit in hits:
        first[row] = first[row] or hit
    return first
