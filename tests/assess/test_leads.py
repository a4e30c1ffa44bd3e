"""From organisations to leads: the gate, the hard negatives, the explanations, and what is never a sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

from daybreak.find.assess.run import Assessed, assess
from daybreak.find.assess.table import read_table
from daybreak.find.link.linked import Linked
from daybreak.model.tables import INDICATORS, LEADS
from daybreak.settings import AssessSettings
from daybreak.store.schema import polars_schema

Rows = list[dict[str, Any]]
Cast = Callable[[Sequence[dict[str, Any]]], Linked]
TOWNS = [
    ("Austin", "Texas"),
    ("Denver", "Colorado"),
    ("Chicago", "Illinois"),
    ("Atlanta", "Georgia"),
    ("Seattle", "Washington"),
]


def run(cast: Cast, *rows: Rows) -> Assessed:
    return assess(cast([row for part in rows for row in part]), AssessSettings())


def standing(assessed: Assessed, organisation: str = "o") -> str | None:
    found = assessed.leads.filter(pl.col("organisation") == organisation)["standing"].to_list()
    return found[0] if found else None


def signs(assessed: Assessed, organisation: str = "o") -> set[str]:
    return set(assessed.indicators.filter(pl.col("organisation") == organisation)["indicator"])


@pytest.fixture
def controlled() -> Rows:
    """An organisation that says in two adverts who holds the papers and the debt."""
    return [
        {
            "body": "Farm work. The agent keeps your passport until the end of the contract.",
            "day": 1,
            "phone": "+15559990001",
        },
        {
            "body": "Farm work. The ticket is deducted from your pay and you work off the debt.",
            "day": 3,
            "phone": "+15559990001",
        },
        {"body": "Farm work, good people, long season.", "day": 5, "phone": "+15559990001"},
    ]


def test_tables_have_the_schemas_of_a_run(cast: Cast, ordinary: Rows, controlled: Rows) -> None:
    assessed = run(cast, ordinary, controlled)
    assert dict(assessed.indicators.schema) == polars_schema(INDICATORS)
    assert dict(assessed.leads.schema) == polars_schema(LEADS)


def test_observed_control_with_a_second_sign_is_a_lead_and_says_why(
    cast: Cast, ordinary: Rows, controlled: Rows
) -> None:
    assessed = run(cast, ordinary, controlled)
    lead = assessed.leads.row(0, named=True)
    assert (lead["organisation"], lead["standing"], lead["rank"]) == ("o", "lead", 1)
    assert lead["low"] <= lead["score"] <= lead["high"]
    assert lead["rank_low"] <= 1 <= lead["rank_high"]
    assert any("passport" in said.lower() for said in lead["because"])
    assert lead["could_be"]
    assert any("insufficient evidence" in said for said in lead["would_change"])
    quotes = assessed.indicators.filter(pl.col("indicator") == "papers_held")["quotes"][0]
    assert quotes[0]["quote"] == "agent keeps your passport"


def test_one_sign_of_control_alone_is_insufficient(cast: Cast, ordinary: Rows, controlled: Rows) -> None:
    assessed = run(cast, ordinary, [controlled[0] | {"body": "Farm work. The agent keeps your passport."}])
    assert standing(assessed) == "insufficient evidence"
    assert assessed.leads.filter(pl.col("organisation") == "o")["rank"].is_null().all()


def test_without_observed_control_nothing_is_a_lead_whatever_else_is_seen(cast: Cast, ordinary: Rows) -> None:
    names = ["ann", "bea", "cleo", "dora", "edna", "fay"]
    rows = [
        {
            "body": "Massage, all welcome, deductions for housing and no days off.",
            "template": 7,
            "name": names[n % 6],
            "age": str(18 + n % 6),
            "phone": "+15551110000",
            "day": n // 40,
            "city": TOWNS[n % 1][0],
            "state": TOWNS[n % 1][1],
            "country": "US",
        }
        for n in range(60)
    ]
    assessed = run(cast, ordinary, rows)
    assert {"names_on_contact", "ages_on_contact", "template_names"} <= signs(assessed)
    assert standing(assessed) == "insufficient evidence"


def test_a_person_on_tour_is_no_lead(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {
            "body": f"On tour, stop {n}. I travel alone and screen every client.",
            "name": "ann",
            "age": "31",
            "phone": "+15552220000",
            "day": 4 * n,
            "city": TOWNS[n % 5][0],
            "state": TOWNS[n % 5][1],
            "country": "US",
        }
        for n in range(12)
    ]
    assessed = run(cast, ordinary, rows)
    assert "circuit" in signs(assessed)
    assert standing(assessed) == "insufficient evidence"


def test_independent_people_who_share_a_flat_are_no_lead(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {
            "body": f"Massage in our shared flat, day {n}. We rent it together.",
            "name": name,
            "phone": "+15553330000",
            "day": n,
            "city": "Austin",
            "state": "Texas",
            "country": "US",
        }
        for n in range(6)
        for name in ("ann", "bea", "cleo", "dora")
    ]
    assert standing(run(cast, ordinary, rows)) != "lead"


def test_people_who_share_safety_are_no_lead(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {
            "body": "Screening with a friend. We share bad client lists. My friend is always nearby. No boss, no agency.",
            "phone": "+15554440000",
            "day": n,
        }
        for n in range(5)
    ]
    assert standing(run(cast, ordinary, rows)) != "lead"


def test_an_honest_employer_who_denies_it_all_is_no_lead(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {
            "body": f"Orchard work {n}. Housing is provided. The employer will not retain passports. No recruitment fees are "
            "charged to workers. Workers are free to leave the housing at any time.",
            "category": "farm work",
            "day": n,
        }
        for n in range(5)
    ]
    assert standing(run(cast, ordinary, rows)) != "lead"


def test_moving_several_people_and_seeking_for_one_thing_while_selling_another_make_up_control(
    cast: Cast, ordinary: Rows
) -> None:
    sold = [
        {
            "body": f"Relaxing massage, visit {n}.",
            "category": "massage services",
            "name": name,
            "phone": "+15555550000",
            "day": 5 * n,
            "city": TOWNS[(n + k) % 3][0],
            "state": TOWNS[(n + k) % 3][1],
            "country": "US",
        }
        for n in range(4)
        for k, name in enumerate(("ann", "bea", "cleo", "dora"))
    ]
    sought = [
        {
            "body": f"Dishwashers wanted, apply now {n}.",
            "category": "restaurant jobs",
            "phone": "+15555550000",
            "day": n,
        }
        for n in range(3)
    ]
    assessed = run(cast, ordinary, sold, sought)
    assert {"moves_people", "bridge"} <= signs(assessed)
    assert standing(assessed) == "lead"


def test_a_cleaning_firm_that_hires_cleaners_is_no_bridge(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {"body": "House cleaning, book today.", "category": "cleaning services", "day": 1},
        {"body": "Cleaners wanted.", "category": "Cleaning jobs", "day": 2},
    ]
    assert "bridge" not in signs(run(cast, ordinary, rows))


def test_an_overseas_offer_that_takes_over_everything_is_a_lead(cast: Cast, ordinary: Rows) -> None:
    rows = [
        {
            "body": f"Customer service and typing abroad ({n}), no experience, high salary 3000 USD per month plus bonus. "
            "Flight and visa paid, free dormitory.",
            "day": n,
        }
        for n in range(3)
    ]
    assessed = run(cast, ordinary, rows)
    assert {"overseas_offer", "arranges_all"} <= signs(assessed)
    assert standing(assessed) == "lead"


def test_pay_is_low_only_against_the_same_work_place_and_unit(cast: Cast) -> None:
    def offer(organisation: str, pay: float, unit: str = "hour") -> dict[str, Any]:
        return {
            "organisation": organisation,
            "body": f"Work {organisation}",
            "category": "farm work",
            "country": "US",
            "pay": pay,
            "pay_unit": unit,
            "pay_currency": "USD",
        }

    rows = [offer(f"e{n:02}", 15 + n % 5) for n in range(60)] + [
        offer("low", 6),
        offer("low too", 7),
        offer("monthly", 6, "month"),
    ]
    assessed = run(cast, rows)
    assert signs(assessed, "low") == {"low_pay"}
    assert not signs(assessed, "monthly")
    assert "the median" in assessed.indicators.filter(pl.col("organisation") == "low")["observed"][0]


def test_the_same_input_gives_the_same_tables_and_order_of_adverts_does_not_matter(
    cast: Cast, ordinary: Rows, controlled: Rows
) -> None:
    one, two = run(cast, ordinary, controlled), run(cast, ordinary, controlled)
    turned = run(cast, controlled, ordinary)
    assert one.leads.equals(two.leads)
    assert one.indicators.equals(two.indicators)
    assert one.leads.select("organisation", "standing", "score").equals(
        turned.leads.select("organisation", "standing", "score")
    )


#: Pairs that differ only in what must never be a sign.
NEVER = [
    ("nationality", "Mexican", "Swedish"),
    ("ethnicity", "Asian", "white"),
    ("gender", "trans woman", "man"),
    ("gender", "female", "male"),
    ("migration status", "undocumented", "citizen"),
    ("sex work", "sex work", "gardening"),
    ("sex work", "escort", "plumber"),
    ("nationality", "Ukrainian refugee", "local neighbour"),
    ("language", "habla español", "speaks English"),
]


@pytest.mark.parametrize(("what", "one", "other"), NEVER)
def test_a_protected_trait_never_moves_a_score(
    cast: Cast, ordinary: Rows, controlled: Rows, what: str, one: str, other: str
) -> None:
    def with_word(word: str) -> Assessed:
        return run(cast, ordinary, [row | {"body": row["body"] + f" {word}.", "title": word} for row in controlled])

    first, second = with_word(one), with_word(other)
    assert first.leads["score"].to_list() == second.leads["score"].to_list(), what
    assert first.indicators["indicator"].to_list() == second.indicators["indicator"].to_list()


def test_names_are_counted_and_never_read(cast: Cast, ordinary: Rows, controlled: Rows) -> None:
    def named(names: list[str]) -> list[float]:
        return (
            run(cast, ordinary, [row | {"name": name} for row, name in zip(controlled, names, strict=True)])
            .leads["score"]
            .to_list()
        )

    assert named(["Ann", "Bea", "Cleo"]) == named(["Nguyễn", "Олена", "Fátima"])


def test_language_and_country_columns_never_move_a_score(cast: Cast, ordinary: Rows, controlled: Rows) -> None:
    def spoken(language: str, country: str) -> list[float]:
        return (
            run(cast, ordinary, [row | {"language": language, "country": country} for row in controlled])
            .leads["score"]
            .to_list()
        )

    assert spoken("en", "US") == spoken("zh", "PH")


def test_no_indicator_is_named_for_a_protected_trait() -> None:
    words = ("sex", "national", "ethnic", "gender", "migra", "immigra", "language", "race", "religio", "escort")
    for indicator in read_table():
        for text in (indicator.id, indicator.observes, *indicator.wording):
            assert not any(word in text.lower() for word in words), indicator.id


def test_nothing_to_assess_gives_empty_tables(cast: Cast) -> None:
    assessed = run(cast, [{"body": "Chair for sale."}])
    assert assessed.leads.is_empty()
    assert assessed.indicators.is_empty()
