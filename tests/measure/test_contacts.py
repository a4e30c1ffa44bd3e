"""Contacts are right when the advert shows them, whatever they are hidden as."""

from __future__ import annotations

import polars as pl

from daybreak.measure.contacts import score_contacts


def test_recall_is_told_by_kind_of_hiding_and_a_wrong_number_costs_precision() -> None:
    truth = pl.DataFrame(
        {
            "id": ["a", "a", "b", "c"],
            "kind": ["phone"] * 4,
            "value": ["+1", "+1", "+2", "+3"],
            "how": ["column", "words", "words", "leet"],
        }
    )
    found = pl.DataFrame(
        {"id": ["a", "b", "c", "c"], "kind": ["phone", "phone", "phone", "email"], "value": ["+1", "+9", "+3", "x@y"]}
    )
    measured = score_contacts(found, truth)
    assert (measured.precision, measured.recall) == (2 / 3, 2 / 3)
    assert measured.by_how.select("how", "shown", "found").rows() == [("words", 2, 1), ("column", 1, 1), ("leet", 1, 1)]
    assert measured.false.rows() == [("b", "phone", "+9")]


def test_nothing_shown_and_nothing_found_is_perfect() -> None:
    empty = pl.DataFrame(schema={"id": pl.String, "kind": pl.String, "value": pl.String, "how": pl.String})
    measured = score_contacts(empty.drop("how"), empty)
    assert (measured.precision, measured.recall) == (1.0, 1.0)
