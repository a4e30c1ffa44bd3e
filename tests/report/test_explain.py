"""`daybreak explain` says why in words, and as JSON; hostile text never reaches the terminal raw."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from daybreak.cli.main import daybreak
from daybreak.errors import WrongSetting
from daybreak.store.run import StoredRun


def explain(run: StoredRun, *words: str) -> str:
    done = CliRunner().invoke(daybreak, ["explain", str(run.path), *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_an_organisation_is_explained_from_reasons_to_near_misses(run: StoredRun) -> None:
    said = explain(run, "--organisation", "o-harvest")
    for words in ("Lead 1, anywhere from 1st to 2nd", "a boss is asked first <b>", "“Ask the boss first” (ad-0, body)",
                  "Its weakest link", "Nearly joined, but not joined", "A lead is not a verdict"):  # fmt: skip
        assert words in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_two_adverts_of_one_organisation_have_a_chain(run: StoredRun) -> None:
    said = explain(run, "--ads", "ad-1", "ad-20")
    assert "The chain has 3 steps; its weakest speaks clearly for one source (+4.2)" in said
    assert "ad-12 and ad-14 share the e-mail address crew@example.org" in said
    assert "<U+202E>" in said


def test_two_adverts_apart_are_told_what_they_share_and_what_spoke_against(run: StoredRun) -> None:
    said = explain(run, "--ads", "ad-0", "ad-24")
    assert said.startswith("No link was made: ad-0 is of organisation o-harvest, ad-24 of o-lessons.")
    assert "what both show, speaks a little against one source (−2.5)" in " ".join(said.split())
    assert "never came near" in explain(run, "--ads", "ad-50", "ad-51")


def test_nothing_in_an_advert_steers_the_terminal(run: StoredRun) -> None:
    for words in (("--organisation", "o-single44"), ("--organisation", "o-harvest"), ("--ads", "ad-3", "ad-0")):
        assert not set(explain(run, *words)) & set("\x1b\x00\u202e")


def test_the_same_is_given_as_json(run: StoredRun) -> None:
    account = json.loads(explain(run, "--ads", "ad-1", "ad-20", "--json"))
    assert account["same_organisation"] is True
    assert [s["channel"] for s in account["chain"]] == ["phone", "email", "phone"]
    assert json.loads(explain(run, "--organisation", "o-rooms", "--json"))["ads_in_all"] == 8


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--organisation", "o-nobody"], "no organisation 'o-nobody'"),
        (["--ads", "ad-0", "ad-999"], "no advert 'ad-999'"),
        (["--ads", "ad-0", "ad-0"], "Both are the advert"),
        ([], "Explain what"),
        (["--organisation", "o-rooms", "--ads", "ad-0", "ad-1"], "Explain what"),
    ],
)
def test_a_wrong_question_is_answered_with_what_to_do(run: StoredRun, words: list[str], wrong: str) -> None:
    with pytest.raises(WrongSetting, match=wrong) as caught:
        explain(run, *words)
    assert caught.value.do


def test_the_wording_is_told_with_what_stands_in_its_slots(run: StoredRun) -> None:
    said = " ".join(explain(run, "--organisation", "o-harvest").split())
    assert "1 name: Ana (8), Rosa (8), Luz (8)" in said
    assert "2 phone: +34 600 000<U+202E> 101<b> = +34600000101 (14) and 1 more" in said
    slots = json.loads(explain(run, "--organisation", "o-harvest", "--json"))["wordings"][0]["slots"]
    assert [slot["type"] for slot in slots] == ["name", "phone", "emoji"]
