"""A small cast of organisations, as linking would hand them on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from daybreak.find.link.linked import Linked
from daybreak.model.tables import CONTACTS, EVIDENCE, LINKED_ADS, MENTIONS, ORGANISATIONS, TEMPLATES, TEXTS
from daybreak.store.schema import conform

Cast = Callable[[Sequence[dict[str, Any]]], Linked]
NOON = datetime.fromisoformat("2026-05-01T12:00:00")


def make_linked(rows: Sequence[dict[str, Any]]) -> Linked:
    """Adverts given as dicts (organisation, body, and any column of ADS; `day` for a date; phone is a contact)."""
    filled = [
        {"ad": n, "id": f"a{n}", "organisation": "o", "title": None, "body": "", "template": n, **row}
        for n, row in enumerate(rows)
    ]
    for row in filled:
        if "day" in row:
            row["posted_at"] = NOON + timedelta(days=row.pop("day"))
    keys = list(dict.fromkeys(k for row in filled for k in row))
    ads = pl.DataFrame([{k: row.get(k) for k in keys} for row in filled], infer_schema_length=None)
    whole = pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), pl.col("body").fill_null(""))
    ads = ads.with_columns(title=pl.col("title").cast(pl.String)).with_columns(whole.rank("dense").sub(1).alias("text"))
    ads = conform(ads, LINKED_ADS)
    texts = ads.group_by("text").agg(pl.col("ad").min()).sort("text")
    phones = ads.filter(pl.col("phone").is_not_null()).select(
        "ad", pl.lit("phone").alias("kind"), pl.col("phone").alias("value"), pl.lit(1.0).alias("certainty")
    )
    organisations = ads.group_by("organisation").agg(pl.len().alias("ads")).sort("organisation")
    empty = {
        name: pl.DataFrame({c: [] for c in schema})
        for name, schema in (("mentions", MENTIONS), ("templates", TEMPLATES), ("evidence", EVIDENCE))
    }
    return Linked(
        ads,
        conform(texts, TEXTS),
        conform(phones, CONTACTS),
        conform(empty["mentions"], MENTIONS),
        conform(empty["templates"], TEMPLATES),
        conform(empty["evidence"], EVIDENCE),
        conform(organisations, ORGANISATIONS),
    )


@pytest.fixture
def cast() -> Cast:
    return make_linked


@pytest.fixture
def ordinary() -> list[dict[str, Any]]:
    """Forty ordinary posters, so that rates can be learned."""
    return [
        {
            "organisation": f"ordinary-{n:02}",
            "body": f"Garden work and small repairs, fair price, house {n}.",
            "day": n,
            "phone": f"+1555000{n:04}",
            "city": "Austin",
            "state": "Texas",
            "country": "US",
        }
        for n in range(40)
    ]
