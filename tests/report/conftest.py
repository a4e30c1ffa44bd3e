"""A small cast: adverts for harvest work, rooms and lessons in four scripts, made by hand, as a run on disk.

o-harvest moves from town to town under two numbers and three names; o-lessons writes Russian and stays; o-rooms
writes Arabic; the others stand alone. Two adverts are hostile: one carries markup, one turns its number round.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from daybreak.model.tables import ALL
from daybreak.store.manifest import Input, Manifest
from daybreak.store.run import StoredRun, new_run, open_run
from daybreak.store.schema import conform, polars_schema

START = datetime(2024, 3, 4, 9)  # noqa: DTZ001 - times in tables carry no zone
PLACES = (("Madrid", "ES"), ("Valencia", "ES"), ("Lisbon", "PT"), ("Porto", "PT"))
NAMES = ("Ana", "Rosa", "Luz")
HOSTILE = (
    '<script>alert("x")</script><img src=x onerror=alert(1)> call \u202e9060\u202c now \x1b[31m \x00 zero\u200bwidth'
)


def _ad(
    n: int, organisation: str, template: int, title: str, body: str, language: str, place: int, day: int
) -> dict[str, object]:
    city, country = PLACES[place]
    return {"ad": n, "id": f"ad-{n}", "file": 0, "line": n + 1, "site": "board.example", "category": "farm work",
            "posted_at": START + timedelta(days=day), "title": title, "body": body, "city": city, "country": country,
            "text": n, "language": language, "template": template, "organisation": organisation}


def make_ads() -> pl.DataFrame:
    """Sixty adverts in four scripts."""
    rows = []
    for n in range(24):
        name, phone = NAMES[n % 3], "+34 600 000 101" if n < 14 else "+34 600 000 102"
        body = (
            f"{name} looks for pickers. Ask the boss first: {phone}. We keep your papers. "
            "Room in the house, paid from wages."
        )
        rows.append(_ad(n, "o-harvest", 0, f"Harvest work, ask for {name}", body, "en", (n // 6) % 4, n * 2))
    rows += [
        _ad(n, "o-lessons", 24, "Уроки музыки", f"Уроки на дому, звоните +34 600 000 20{n % 2}", "ru", 0, n)
        for n in range(24, 36)
    ]
    room = "غرفة هادئة قرب المحطة، اتصل ٠٦٠٠٠٠٠٣٠١"
    rows += [_ad(n, "o-rooms", 36, "غرفة للإيجار", room, "ar", 1, n) for n in range(36, 44)]
    for n in range(44, 60):
        body = HOSTILE if n == 44 else f"A single advert about bicycles, number {n}"
        rows.append(_ad(n, f"o-single{n}", n, "Bicycle", body, "en", 3, n))
    rows[3] = rows[3] | {"title": HOSTILE, "body": HOSTILE + " 600 000 101 " + "x" * 9000 + " the end that nobody sees"}
    return pl.DataFrame(rows, infer_schema_length=None)


def make_contacts(ads: pl.DataFrame) -> pl.DataFrame:
    """The phones that stand in the bodies, with their spans."""
    rows: list[dict[str, object]] = []
    for ad, body in ads.select("ad", "body").iter_rows():
        for written in ("+34 600 000 101", "+34 600 000 102", "+34 600 000 200", "+34 600 000 201", "٠٦٠٠٠٠٠٣٠١"):
            if (at := body.find(written)) >= 0:
                value = "+" + "".join(str(int(c)) for c in written if c.isdigit())
                rows.append(
                    {
                        "ad": ad,
                        "kind": "phone",
                        "value": value,
                        "field": "body",
                        "start": at,
                        "end": at + len(written),
                        "written": written,
                        "how": "spaced",
                        "certainty": 1.0,
                    }
                )
    rows += [{"ad": n, "kind": "email", "value": "crew@example.org", "field": "email", "start": 0, "end": 0,
              "written": "crew@example.org", "how": "column", "certainty": 1.0} for n in range(10, 18)]
    return pl.DataFrame(rows, infer_schema_length=None)


def make_evidence() -> pl.DataFrame:
    """A tree over each organisation, one near miss, one pair that differs."""
    def row(left: int, right: int, channel: str, odds: float, key: str | None, used: str = "link") -> dict[str, object]:
        return {"left": left, "right": right, "channel": channel, "log_odds": odds, "key": key, "users": 14, "hub": 0.1,
                "left_quote": "as written <left>", "right_quote": "as written \u202eright", "used": used}

    rows = [row(0, n, "phone", 7.5, "+34600000101") for n in range(1, 14)]
    rows += [row(12, n, "email", 4.2, "crew@example.org") for n in (14, 15, 16, 17)]
    rows += [row(14, n, "phone", 6.5, "+34600000102") for n in range(18, 24)]
    rows += [row(24, n, "text", 5.0, None) for n in range(25, 36)] + [
        row(36, n, "phone", 6.1, "x") for n in range(37, 44)
    ]
    rows += [row(0, 24, "text", 0.8, None, "review"), row(0, 24, "difference", -2.5, None, "against"),
             row(12, 14, "difference", -1.1, None, "against")]
    return pl.DataFrame(rows)


def make_tables() -> dict[str, pl.DataFrame]:
    """All tables of the run, with the model's schemas."""
    ads = make_ads()
    contacts = make_contacts(ads)
    organisations = (
        ads.group_by("organisation")
        .agg(
            pl.len().alias("ads"),
            pl.col("template").n_unique().alias("templates"),
            pl.col("city").n_unique().alias("places"),
            pl.lit(1).alias("sites"),
            pl.col("posted_at").min().alias("first_seen"),
            pl.col("posted_at").max().alias("last_seen"),
        )
        .with_columns(
            pl.lit(2).alias("contacts"),
            pl.lit(4.2).alias("weakest_link"),
            pl.when(pl.col("organisation") == "o-harvest")
            .then(pl.lit("two parts hang together by one weak link (email: crew@example.org)"))
            .alias("review"),
        )
    )
    body = ads["body"][0]
    at = body.index("Ask the boss first")
    slot = [{"slot": 1, "type": "name", "distinct": 3,
             "values": [{"value": n, "comparable": None, "ads": 8} for n in NAMES]},
            {"slot": 2, "type": "phone", "distinct": 2,
             "values": [{"value": "+34 600 000\u202e 101<b>", "comparable": "+34600000101", "ads": 14}]},
            {"slot": 3, "type": "emoji", "distinct": 2, "values": [{"value": "🌊 🌿", "comparable": None, "ads": 20}]}]
    tables = {
        "ads": ads,
        "contacts": contacts,
        "evidence": make_evidence(),
        "organisations": organisations.sort("organisation"),
        "texts": ads.select("text", "ad", pl.col("body").alias("words"), pl.lit("").alias("emoji"), "language"),
        "mentions": pl.DataFrame(schema={"ad": pl.UInt32}),
        "templates": pl.DataFrame(
            [
                {
                    "template": 0,
                    "ads": 24,
                    "texts": 24,
                    "pattern": "{1:name} looks for pickers <i> call {2:phone} {9:phone}",
                    "slots": slot,
                    "bits_apart": 900.0,
                    "bits_together": 300.0,
                    "accepted": True,
                }
            ],
            schema_overrides={"slots": polars_schema(ALL["templates"])["slots"]},
        ),
        "indicators": pl.DataFrame(
            [
                {
                    "organisation": "o-harvest",
                    "indicator": "third_party_control",
                    "strength": 0.9,
                    "weight": 2.0,
                    "observed": "24 adverts say that a boss is asked first",
                    "ads": [0, 1],
                    "quotes": [{"ad": 0, "field": "body", "start": at, "end": at + 18, "quote": "Ask the boss first"}],
                }
            ]
        ),
        "leads": pl.DataFrame(
            [
                {
                    "rank": 1,
                    "organisation": "o-harvest",
                    "standing": "lead",
                    "score": 3.1,
                    "low": 2.0,
                    "high": 4.0,
                    "rank_low": 1,
                    "rank_high": 2,
                    "because": ["a boss is asked first <b>", "papers are kept", "wages pay the room", "moves often"],
                    "could_be": ["a farm's own recruiter"],
                    "would_change": ["a registered employer behind the numbers"],
                },
                {
                    "rank": 2,
                    "organisation": "o-rooms",
                    "standing": "lead",
                    "score": 1.1,
                    "low": 0.5,
                    "high": 2.2,
                    "rank_low": 1,
                    "rank_high": 2,
                    "because": ["one number, eight adverts"],
                    "could_be": [],
                    "would_change": [],
                },
                {
                    "rank": None,
                    "organisation": "o-lessons",
                    "standing": "insufficient evidence",
                    "score": 0.1,
                    "low": 0.0,
                    "high": 0.2,
                    "rank_low": None,
                    "rank_high": None,
                    "because": ["moves"],
                    "could_be": [],
                    "would_change": ["control"],
                },
            ]
        ),
        "rejects": pl.DataFrame(
            [
                {
                    "file": "bad<script>.csv",
                    "line": 7,
                    "field": "posted_at",
                    "reason": "not a date",
                    "content": "</code><script>alert(2)</script>",
                }
            ]
        ),
    }
    return {name: conform(frame, ALL[name]) for name, frame in tables.items()}


def store(path: Path, tables: dict[str, pl.DataFrame]) -> StoredRun:
    """The tables as a run folder."""
    with new_run(path) as draft:
        for name, frame in tables.items():
            draft.write(name, frame)
        draft.seal(Manifest(inputs=(Input("harvest<i>.csv", "0" * 64, 1000, 60, 1),)))
    return open_run(path)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    """The small cast as a run."""
    return store(tmp_path_factory.mktemp("report") / "run", make_tables())


@pytest.fixture(scope="session")
def page(run: StoredRun, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its report."""
    from daybreak.find.report.write import write_report

    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(run, path)
    return path.read_text(encoding="utf-8")
