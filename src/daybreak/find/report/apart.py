"""Why two adverts were not joined: what they share, how many others share it too, and what spoke against.

two rows of LINKED_ADS -> what_is_shared(), what_spoke()
"""

from __future__ import annotations

from typing import Any

import polars as pl

from daybreak.store.run import StoredRun


def what_is_shared(run: StoredRun, one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """Contacts, wording and pictures that both adverts carry: channel, key, users (adverts of the run), hub, written.

    hub: how much its users have nothing else in common, 0..1; null when no link rested on it.
    """
    carried = run.scan("contacts").filter(pl.col("ad").is_in([one["ad"], other["ad"]])).collect()
    left, right = (
        carried.filter(pl.col("ad") == row["ad"]).unique(["kind", "value"], keep="first", maintain_order=True)
        for row in (one, other)
    )
    both = left.join(right.select("kind", "value", pl.col("written").alias("other")), on=["kind", "value"]).sort(
        "kind", "value"
    )
    shared = [
        {"channel": r["kind"], "key": r["value"], "users": _users(run, r["kind"], r["value"]),
         "hub": _hub(run, r["kind"], r["value"]), "left_quote": r["written"], "right_quote": r["other"]}
        for r in both.iter_rows(named=True)
    ]
    if one["template"] is not None and one["template"] == other["template"]:
        users = run.scan("ads").filter(pl.col("template") == one["template"]).select(pl.len()).collect().item()
        same = "text" if one["text"] == other["text"] else "template"
        shared.append(
            {"channel": same, "key": None, "users": users, "hub": None, "left_quote": None, "right_quote": None}
        )
    pictures = set((one["image_hash"] or "").lower().split()) & set((other["image_hash"] or "").lower().split())
    return shared + [
        {"channel": "image", "key": p, "users": _pictured(run, p), "hub": _hub(run, "image", p), "left_quote": None,
         "right_quote": None} for p in sorted(pictures)
    ]


def what_spoke(run: StoredRun, one: str, other: str) -> dict[str, Any]:
    """Evidence between two organisations: near misses, what spoke against, and judgements."""
    place = run.scan("ads").select("ad", "id", "organisation").filter(pl.col("organisation").is_in([one, other]))
    rows = (
        run.scan("evidence")
        .filter(pl.col("used") != "link")
        .join(place.rename({"ad": "left", "id": "left_id", "organisation": "a"}), on="left")
        .join(place.rename({"ad": "right", "id": "right_id", "organisation": "b"}), on="right")
        .filter(pl.col("a") != pl.col("b"))
        .select(
            pl.col("left_id").alias("left"),
            pl.col("right_id").alias("right"),
            "channel",
            "key",
            "log_odds",
            "users",
            "hub",
            "left_quote",
            "right_quote",
            "used",
        )
        .collect()
        .sort("used", "left", "right", "channel", "key", nulls_last=True)
    )
    def of(used: str) -> list[dict[str, Any]]:
        return rows.filter(pl.col("used") == used).drop("used").head(20).to_dicts()

    return {"near_miss": of("review"), "against": of("against"), "judgements": of("judgement")}


def _users(run: StoredRun, kind: str, value: str) -> int:
    """How many adverts of the run carry a contact."""
    return int(run.scan("contacts").filter((pl.col("kind") == kind) & (pl.col("value") == value)).select(
        pl.col("ad").n_unique()).collect().item())


def _pictured(run: StoredRun, mark: str) -> int:
    return int(run.scan("ads").filter(
        pl.col("image_hash").str.to_lowercase().str.contains(mark, literal=True)).select(pl.len()).collect().item())


def _hub(run: StoredRun, channel: str, key: str) -> float | None:
    found = run.scan("evidence").filter((pl.col("channel") == channel) & (pl.col("key") == key)).select(
        pl.col("hub").max()).collect().item()
    return None if found is None else float(found)
