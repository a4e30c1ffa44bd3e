"""What is said twice in different words weighs more than what is said once; what adverts share comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from daybreak.find.assess.run import Assessed, assess
from daybreak.find.link.linked import Linked
from daybreak.settings import AssessSettings

Cast = Callable[[Sequence[dict[str, Any]]], Linked]
Rows = list[dict[str, Any]]
PASSPORT = "The agent keeps your passport."


def run(cast: Cast, *rows: Rows) -> Assessed:
    return assess(cast([row for part in rows for row in part]), AssessSettings())


def of(assessed: Assessed, indicator: str) -> list[str]:
    return assessed.indicators.filter(pl.col("indicator") == indicator)["observed"].to_list()


def test_two_wordings_of_one_sign_are_a_second_sign(cast: Cast, ordinary: Rows) -> None:
    text = f"Farm work. {PASSPORT} All passports are held at the office until the contract ends."
    found = run(cast, ordinary, [{"body": text}])
    assert of(found, "said_twice") == ["one advert says one sign of control in 2 different wordings"]
    assert found.leads["standing"].to_list() == ["lead"]


def test_the_same_sentence_twice_is_one_wording(cast: Cast, ordinary: Rows) -> None:
    found = run(cast, ordinary, [{"body": f"Farm work. {PASSPORT} Good pay. {PASSPORT}"}])
    assert of(found, "said_twice") == []
    assert "lead" not in found.leads["standing"].to_list()


def test_how_often_something_is_said_is_told_as_a_person_would(cast: Cast, ordinary: Rows) -> None:
    only = run(cast, ordinary, [{"body": PASSPORT}])
    both = run(cast, ordinary, [{"body": PASSPORT}, {"body": f"Farm. {PASSPORT}"}])
    one_of_two = run(cast, ordinary, [{"body": PASSPORT}, {"body": "Farm."}])
    assert of(only, "papers_held") == ["said in its only advert"]
    assert of(both, "papers_held") == ["said in all 2 adverts"]
    assert of(one_of_two, "papers_held") == ["said in 1 of 2 adverts"]


def test_at_equal_scores_what_more_adverts_show_comes_first(cast: Cast, ordinary: Rows) -> None:
    text = f"{PASSPORT} The ticket is deducted from your pay."
    twice = [{"organisation": "a-twice", "body": f"{text} Town {n}."} for n in range(2)]
    often = [{"organisation": "b-often", "body": f"{text} Place {n}."} for n in range(6)]
    leads = run(cast, ordinary, twice, often).leads
    assert leads.filter(pl.col("standing") == "lead")["organisation"].to_list() == ["b-often", "a-twice"]


def test_an_age_that_only_the_text_mentions_is_no_sign_of_youth(cast: Cast, ordinary: Rows) -> None:
    linked = cast([*ordinary, {"body": "Our house is 15 years old."}])
    mention = pl.DataFrame({"ad": [len(ordinary)], "kind": ["age"], "value": ["15"], "field": ["body"], "certainty": [0.95]})
    linked = Linked(
        linked.ads,
        linked.texts,
        linked.contacts,
        pl.concat([linked.mentions, mention.cast({"ad": pl.UInt32, "certainty": pl.Float32})], how="diagonal"),
        linked.templates,
        linked.evidence,
        linked.organisations,
    )
    assert of(assess(linked, AssessSettings()), "young_age") == []
    assert of(run(cast, ordinary, [{"age": "15"}]), "young_age") == ["an age of 15 is stated"]
