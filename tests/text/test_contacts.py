"""Contacts as a whole: spans quote the original, nothing raises, one text reads as in any batch."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.model.tables import CONTACTS
from daybreak.store.schema import polars_schema
from daybreak.text.contacts import find_contacts, read_columns, read_contacts

PIECES = ["call", "212 555 0143", "２１２５５５０１４３", "two one two five five five", "0143", "a@b.com",
          "farm (at) gmail dot com", "telegram: @farm_1",
          "t.me/farm", "www.example.com/x?id=1", "1️⃣2️⃣", "\u200b", "О", "\ud800", "\x1e", "\n", "é", "$",
          "+", "(", ")", ".", "zéro six", "电话一三一二三四五六七八九",
          "🅰", "👍", "twenty", "hundred", "double", "quatre-vingt", "3",
          "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "İ", "ß", "ﬁ", "̶"]
ANY = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
                st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
REGION = st.sampled_from(["US", "FR", "CN", "EG", "", "nowhere", None])


@settings(max_examples=150, deadline=None)
@given(ANY, ANY, REGION)
def test_every_contact_quotes_the_original_and_reading_never_raises(title: str, body: str, region: str | None) -> None:
    fields = {"title": title, "body": body}
    found = find_contacts(title, body, region)
    for contact in found:
        assert contact.written == fields[contact.field][contact.start:contact.end]
        assert contact.written
        assert 0 < contact.certainty <= 1
        assert contact.value
    assert found == find_contacts(title, body, region)
    places = [(f.field, f.start, f.end) for f in found]
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ANY, ANY, REGION), max_size=6))
def test_a_text_reads_the_same_alone_and_in_any_batch(texts: list[tuple[str, str, str | None]]) -> None:
    clean = [(t.replace("\ud800", "?"), b.replace("\ud800", "?"), r) for t, b, r in texts]
    frame = pl.DataFrame({"text": range(10, 10 + len(clean)), "title": [c[0] for c in clean], "body": [c[1] for c in clean],
                          "region": [c[2] for c in clean]},
                         schema={"text": pl.UInt32, "title": pl.String, "body": pl.String, "region": pl.String})
    bulk = [row[1:] for row in read_contacts(frame).iter_rows()]
    alone = [(f.kind, f.value, f.field, f.start, f.end, f.written, f.how, f.certainty) for c in clean for f in find_contacts(*c)]
    assert bulk == alone


def test_the_table_has_the_columns_of_the_model() -> None:
    frame = pl.DataFrame({"text": [7], "title": [None], "body": ["call 212 555 0143"], "region": [None]},
                         schema={"text": pl.UInt32, "title": pl.String, "body": pl.String, "region": pl.String})
    read = read_contacts(frame)
    expected = {"text": pl.UInt32()} | {k: v for k, v in polars_schema(CONTACTS).items() if k != "ad"}
    assert dict(read.schema) == expected
    assert read["text"].to_list() == [7]
    assert dict(read_contacts(frame.clear()).schema) == expected


def _columns(**columns: str | None) -> list[tuple[str, str, str]]:
    ads = pl.DataFrame({"ad": [3], **{k: [v] for k, v in columns.items()}},
                       schema={"ad": pl.UInt32, **dict.fromkeys(columns, pl.String)})
    read = read_columns(ads)
    assert dict(read.schema) == polars_schema(CONTACTS)
    return [(kind, value, field) for kind, value, field in read.select("kind", "value", "field").iter_rows()]


@pytest.mark.parametrize(("columns", "contacts"), [
    ({"phone": "+12125550143; (212) 555-0187|", "country": "US"}, [("phone", "+12125550143", "phone"),
    ("phone", "+12125550187", "phone")]),
    ({"phone": "06 12 34 56 78", "country": "FR"}, [("phone", "+33612345678", "phone")]),
    ({"phone": "212-555-0143 ext. 12", "country": "US"}, [("phone", "+12125550143", "phone")]),
    ({"phone": "555-0143", "country": "US"}, [("phone", "5550143", "phone")]),
    ({"phone": "n/a", "country": "US"}, []), ({"phone": None, "country": None}, []),
    ({"phone": "0000000000", "country": "US"}, []),
    ({"email": " Farm@Example.COM "}, [("email", "farm@example.com", "email")]),
    ({"email": "farm@x.example"}, [("email", "farm@x.example", "email")]),
    ({"email": "none"}, []), ({"handle": "@Farm"}, [("handle", "unknown:farm", "handle")]),
    ({"handle": "telegram:farm"}, [("handle", "telegram:farm", "handle")]),
    ({"handle": "https://t.me/farm"}, [("handle", "telegram:farm", "handle")]),
    ({"url": "HTTPS://www.Example.com/a/?utm_source=b"}, [("url", "example.com/a", "url")]),
    ({"url": "wa.me/12125550143"}, [("phone", "+12125550143", "url")]),
    ({"account": "Poster9", "site": "List"}, [("account", "list:poster9", "account")]),
])
def test_columns_are_read(columns: dict[str, str | None], contacts: list[tuple[str, str, str]]) -> None:
    assert _columns(**columns) == contacts


def test_adverts_without_contact_columns_have_none() -> None:
    assert read_columns(pl.DataFrame({"ad": [0]}, schema={"ad": pl.UInt32})).is_empty()
