"""The account that `daybreak explain` gives, as plain values: of one organisation, or of two adverts.

StoredRun, id -> account_of_organisation();  StoredRun, two ids -> account_of_pair()
Both return what JSON can carry; `telling` makes text of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import polars as pl

from daybreak.errors import WrongSetting
from daybreak.find.report.apart import what_is_shared, what_spoke
from daybreak.find.report.chain import Step, strongest_chain
from daybreak.find.report.signs import describe_sign
from daybreak.find.report.slots import name_of
from daybreak.store.run import StoredRun

_ADS: Final = 20
_TIES: Final = 20
_MISSES: Final = 10
_QUOTES: Final = 3
_WORDINGS: Final = 3
_VALUES: Final = 5


def account_of_organisation(run: StoredRun, organisation: str) -> dict[str, Any]:
    """What one organisation is, why it ranks where it does, what holds it together and what nearly joined it.

    Raises WrongSetting when the run has no such organisation.
    """
    row = run.scan("organisations").filter(pl.col("organisation") == organisation).collect()
    if row.is_empty():
        raise WrongSetting(f"The run has no organisation {organisation!r}.",
                           "Take an id from `daybreak leads RUN`, or from the column organisation of ads.parquet.")
    ads = (
        run.scan("ads")
        .select("ad", "id", "organisation", "template")
        .filter(pl.col("organisation") == organisation)
        .collect()
        .sort("ad")
    )
    ids = dict(ads.select("ad", "id").iter_rows())
    lead = run.scan("leads").filter(pl.col("organisation") == organisation).collect().to_dicts()
    evidence = _evidence_inside(run, ads["ad"])
    links = evidence.filter(pl.col("used") == "link")
    ties = (
        links.group_by("channel", "key").agg(pl.len().alias("links"), pl.col("users", "hub", "log_odds").max())
        .sort("links", "log_odds", "channel", "key", descending=[True, True, False, False], nulls_last=True)
    )
    weakest = links.sort("log_odds", "left", "right", "channel", "key").head(1)
    return {
        "organisation": _plain(row.row(0, named=True)),
        "lead": _plain(lead[0]) if lead else None,
        "signs": [_sign(s, ids) for s in run.scan("indicators").filter(pl.col("organisation") == organisation)
                  .collect().sort("weight", "indicator", descending=[True, False]).iter_rows(named=True)],
        "held_by": ties.head(_TIES).to_dicts(), "held_by_in_all": len(ties),
        "weakest_link": [_told(step, ids) for step in _steps(weakest)],
        "wordings": _wordings(run, ads["template"]), "wordings_in_all": ads["template"].n_unique(),
        "against": _named(evidence.filter((pl.col("used") == "against") | (pl.col("log_odds") < 0)).head(_MISSES), ids),
        "judgements": _named(evidence.filter(pl.col("used") == "judgement"), ids),
        "near_misses": _near(run, ads["ad"]),
        "ads": list(ids.values())[:_ADS], "ads_in_all": len(ids),
    }


def _wordings(run: StoredRun, templates: pl.Series) -> list[dict[str, Any]]:
    """The templates that most of an organisation's adverts were made from, with their slots and the values most used."""
    used = (
        templates.value_counts(name="here").filter(pl.col("here") > 1)
        .sort("here", "template", descending=[True, False]).head(_WORDINGS)
    )
    rows = used.join(
        run.scan("templates").filter(pl.col("template").is_in(used["template"].implode())).collect(),
        on="template", how="inner", maintain_order="left")
    return [
        {"template": row["template"], "here": row["here"], "ads": row["ads"], "texts": row["texts"], "pattern": row["pattern"],
         "slots": [slot | {"name": name_of(slot["type"]), "values": (slot["values"] or [])[:_VALUES]} for slot in row["slots"]]}
        for row in rows.iter_rows(named=True)
    ]


def account_of_pair(run: StoredRun, one: str, other: str) -> dict[str, Any]:
    """The chain of evidence between two adverts, or why there is none. Raises WrongSetting for an unknown advert."""
    found = run.scan("ads").select("ad", "id", "site", "posted_at", "city", "text", "template", "organisation",
                                   "image_hash").filter(pl.col("id").is_in([one, other])).collect()
    rows = {r["id"]: r for r in found.iter_rows(named=True)}
    for wanted in (one, other):
        if wanted not in rows:
            raise WrongSetting(
                f"The run has no advert {wanted!r}.",
                "Take ids from the column id of ads.parquet; without ids in the input they are FILE:LINE.",
            )
    if one == other:
        raise WrongSetting(f"Both are the advert {one!r}.", "Name two different adverts.")
    a, b = rows[one], rows[other]
    same = a["organisation"] == b["organisation"]
    account: dict[str, Any] = {"ads": [_plain(a), _plain(b)], "same_organisation": same}
    shared = what_is_shared(run, a, b)
    if same:
        members = run.scan("ads").select("ad", "id", "organisation").filter(
            pl.col("organisation") == a["organisation"]).collect()
        ids = dict(members.select("ad", "id").iter_rows())
        chain = strongest_chain(_evidence_inside(run, members["ad"]), a["ad"], b["ad"])
        return account | {"chain": [_told(step, ids) for step in chain], "shared": shared}
    return account | {"shared": shared, **what_spoke(run, a["organisation"], b["organisation"])}


def _evidence_inside(run: StoredRun, ads: pl.Series) -> pl.DataFrame:
    """Evidence with both adverts among these, in order."""
    own = ads.to_frame("left").lazy()
    return (
        run.scan("evidence").filter(pl.col("used") != "review").join(own, on="left", how="semi")
        .join(own.rename({"left": "right"}), on="right", how="semi").collect(engine="streaming")
        .sort("left", "right", "channel", "key", "used", nulls_last=True)
    )


def _near(run: StoredRun, ads: pl.Series) -> list[dict[str, Any]]:
    """Near misses with one advert in this organisation and the other outside."""
    inside = ads.implode()
    left, right = pl.col("left").is_in(inside), pl.col("right").is_in(inside)
    rows = run.scan("evidence").filter((pl.col("used") == "review") & (left != right)).collect().sort(
        "log_odds", "left", "right", descending=[True, False, False]).head(_MISSES)
    both = pl.concat([rows["left"], rows["right"]]).unique()
    ids = dict(run.scan("ads").select("ad", "id").filter(pl.col("ad").is_in(both.implode())).collect().iter_rows())
    return _named(rows, ids)


def _sign(row: dict[str, Any], ids: dict[int, str]) -> dict[str, Any]:
    about = describe_sign(row["indicator"])
    quotes = [
        {"ad": ids.get(q["ad"], str(q["ad"])), "field": q["field"], "quote": q["quote"]} for q in (row["quotes"] or [])
    ]
    return {"indicator": row["indicator"], "name": about.name, "observed": row["observed"], "weight": row["weight"],
            "quotes": quotes[:_QUOTES], "benign": list(about.benign), "sources": list(about.sources)}


def _steps(rows: pl.DataFrame) -> list[Step]:
    return [Step(*r) for r in rows.select("left", "right", "channel", "key", "log_odds", "users", "hub", "left_quote",
                                          "right_quote").iter_rows()]


def _told(step: Step, ids: dict[int, str]) -> dict[str, Any]:
    return {
        "left": ids.get(step.left, str(step.left)),
        "right": ids.get(step.right, str(step.right)),
        "channel": step.channel,
        "key": step.key,
        "log_odds": step.log_odds,
        "users": step.users,
        "hub": step.hub,
        "left_quote": step.left_quote,
        "right_quote": step.right_quote,
    }


def _named(rows: pl.DataFrame, ids: dict[int, str]) -> list[dict[str, Any]]:
    return [_told(step, ids) for step in _steps(rows)]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Times as ISO 8601, all else as it is."""
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
