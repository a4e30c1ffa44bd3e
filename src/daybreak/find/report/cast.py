"""The organisations that the report shows, with only the rows that concern them.

StoredRun -> choose() -> Cast. Leads in order come in full, the largest others in brief. A run of a million
adverts is never loaded: narrow columns are filtered while they are read, texts only for the adverts shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from daybreak.find.report.moves import name_places
from daybreak.store.run import StoredRun
from daybreak.text.places import locate_ads

LEADS_IN_FULL: Final = 50
INSUFFICIENT_SHOWN: Final = 20
OTHERS_SHOWN: Final = 20
ADS_SHOWN: Final = 12
MISSES_SHOWN: Final = 40
_LIGHT: Final = ("ad", "id", "site", "category", "posted_at", "city", "state", "country", "latitude", "longitude",
                 "image_hash", "text", "language", "template", "organisation")


@dataclass(frozen=True, slots=True)
class Cast:
    """Rows of the tables that the report needs; column names as in `daybreak.model.tables`."""

    leads: pl.DataFrame            # LEADS joined with ORGANISATIONS: the first LEADS_IN_FULL, by rank
    insufficient: pl.DataFrame     # the same, below the evidence threshold
    others: pl.DataFrame           # ORGANISATIONS: the largest that are no lead
    #: table -> organisation -> its rows; ads without texts and with their place, evidence with both adverts inside
    parts: dict[str, dict[str, pl.DataFrame]]
    none: dict[str, pl.DataFrame]  # table -> no rows, for organisations without any
    templates: pl.DataFrame
    misses: pl.DataFrame           # evidence for review between two organisations, strongest first
    misses_in_all: int

    def of(self, organisation: str, table: str) -> pl.DataFrame:
        """The rows of one table that concern one organisation."""
        return self.parts[table].get(organisation, self.none[table])


def choose(run: StoredRun) -> Cast:
    """Choose what is shown and read its rows."""
    ranked = run.scan("leads").join(run.scan("organisations"), on="organisation", how="left", maintain_order="left")
    is_lead = pl.col("standing") == "lead"
    leads = ranked.filter(is_lead).sort("rank", "organisation").head(LEADS_IN_FULL).collect()
    insufficient = ranked.filter(~is_lead).sort(
        "score", "organisation", descending=[True, False]).head(INSUFFICIENT_SHOWN).collect()
    others = (
        run.scan("organisations").filter(pl.col("ads") > 1)
        .join(run.scan("leads").filter(is_lead), on="organisation", how="anti")
        .sort("ads", "organisation", descending=[True, False]).head(OTHERS_SHOWN).collect()
    )
    shown = pl.concat([leads["organisation"], others["organisation"]])
    ads = (
        run.scan("ads")
        .select(_LIGHT)
        .filter(pl.col("organisation").is_in(shown.implode()))
        .collect(engine="streaming")
        .sort("ad")
    )
    ads = name_places(ads, locate_ads(ads))
    keys = ads.lazy().select("ad", "organisation")
    contacts = (
        run.scan("contacts")
        .join(keys, on="ad")
        .collect(engine="streaming")
        .sort("ad", "field", "start", "end", "kind", "value", "how")
    )
    inside = keys.rename({"ad": "left"})
    evidence = (
        run.scan("evidence").filter(pl.col("used") != "review").join(inside, on="left")
        .join(keys.rename({"ad": "right", "organisation": "other"}), on="right")
        .filter(pl.col("organisation") == pl.col("other")).drop("other").collect(engine="streaming")
        .sort("left", "right", "channel", "key", "used", nulls_last=True)
    )
    templates = run.scan("templates").join(ads.lazy().select("template").unique(), on="template", how="semi").collect()
    indicators = run.scan("indicators").filter(pl.col("organisation").is_in(shown.implode())).collect()
    misses, in_all = near_misses(run)
    tables = {"ads": ads, "contacts": contacts, "evidence": evidence,
              "indicators": indicators.sort("weight", "indicator", descending=[True, False])}
    parts = {name: {str(key[0]): rows for key, rows in frame.partition_by("organisation", as_dict=True).items()}
             for name, frame in tables.items()}
    none = {name: frame.clear() for name, frame in tables.items()}
    return Cast(leads, insufficient, others, parts, none, templates.sort("template"), misses, in_all)


def near_misses(run: StoredRun) -> tuple[pl.DataFrame, int]:
    """Pairs that were nearly joined, between two organisations, strongest first; and how many there are.

    Adds left_id, left_organisation, right_id, right_organisation and against (log-odds that spoke against).
    """
    evidence = run.scan("evidence")
    place = run.scan("ads").select("ad", "id", "organisation")
    pairs = evidence.filter(pl.col("used") == "review").sort(
        "log_odds", "left", "right", "channel", "key", descending=[True, False, False, False, False], nulls_last=True
    )
    against = (
        evidence.filter(pl.col("used") == "against")
        .group_by("left", "right")
        .agg(pl.col("log_odds").sum().alias("against"))
    )
    for side in ("left", "right"):
        pairs = pairs.join(place.rename({"ad": side, "id": f"{side}_id", "organisation": f"{side}_organisation"}),
                           on=side, how="left", maintain_order="left")
    apart = pairs.filter(pl.col("left_organisation") != pl.col("right_organisation")).collect()
    shown = apart.unique(["left_organisation", "right_organisation"], keep="first", maintain_order=True).head(
        MISSES_SHOWN
    )
    return shown.join(against.collect(), on=["left", "right"], how="left", maintain_order="left"), len(apart)


def choose_ads(ads: pl.DataFrame, evidence: pl.DataFrame, indicators: pl.DataFrame) -> list[int]:
    """Which adverts of one organisation are shown, most telling first: quoted ones, the weakest link, each wording."""
    quoted = [q["ad"] for quotes in indicators["quotes"].to_list() for q in (quotes or [])[:3]]
    links = evidence.filter(pl.col("used") == "link").sort("log_odds", "left", "right", "channel", "key").head(1)
    bridge = [*links["left"], *links["right"]]
    wordings = (
        ads.with_columns(pl.len().over("template").alias("size")).sort("size", "ad", descending=[True, False])
        .unique("template", keep="first", maintain_order=True)["ad"].to_list()
    )
    texts = ads.unique("text", keep="first", maintain_order=True)["ad"].to_list()
    known = set(ads["ad"])
    order = dict.fromkeys([*quoted[:8], *bridge, *wordings[:6], *texts, *ads["ad"]])
    return [ad for ad in order if ad in known][:ADS_SHOWN]


def read_words(run: StoredRun, ads: list[int]) -> dict[int, dict[str, Any]]:
    """Title, body and the columns of contacts of some adverts, by advert number."""
    wanted = pl.Series("ad", sorted(set(ads)), pl.UInt32)
    frame = (
        run.scan("ads")
        .select("ad", "title", "body")
        .filter(pl.col("ad").is_in(wanted.implode()))
        .collect(engine="streaming")
    )
    return {row["ad"]: row for row in frame.iter_rows(named=True)}
