"""Wording is found in eight languages, in its place, and not where the sentence takes it back."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.assess import wording
from daybreak.find.assess.sieve import END, Sieve
from daybreak.find.assess.wording import find_wording


def found(*bodies: str, title: str | None = None) -> list[set[str]]:
    texts = pl.DataFrame(
        {"text": range(len(bodies)), "title": [title] * len(bodies), "body": list(bodies)},
        schema={"text": pl.UInt32, "title": pl.String, "body": pl.String},
    )
    hits = find_wording(texts)
    return [set(hits.filter(pl.col("text") == n)["list"]) for n in range(len(bodies))]


def quoted(body: str, name: str, title: str | None = None) -> str:
    texts = pl.DataFrame(
        {"text": [0], "title": [title], "body": [body]},
        schema={"text": pl.UInt32, "title": pl.String, "body": pl.String},
    )
    row = find_wording(texts).filter(pl.col("list") == name).row(0, named=True)
    return ((title or "") if row["field"] == "title" else body)[row["start"] : row["end"]]


SAID = [
    ("papers_held", "The agent keeps your passport."),
    ("papers_held", "Passports are kept by the manager until the end."),
    ("papers_held", "El jefe guarda los pasaportes en la oficina."),
    ("papers_held", "L'employeur garde les passeports."),
    ("papers_held", "O patrão fica com o passaporte."),
    ("papers_held", "Паспорт хранится у начальника."),
    ("papers_held", "Паспорт зберігається у роботодавця."),
    ("papers_held", "护照由公司保管"),
    ("papers_held", "يحتفظ صاحب العمل بجواز السفر"),
    ("debt_and_fees", "You work off the ticket before you are paid."),
    ("debt_and_fees", "Pay a placement fee upfront."),
    ("debt_and_fees", "El pasaje se descuenta del sueldo."),
    ("debt_and_fees", "Билет вычитается из зарплаты."),
    ("debt_and_fees", "入职前先交押金"),
    ("debt_and_fees", "ادفع رسوم التوظيف مقدما"),
    ("not_free_to_leave", "You are not allowed to leave the house."),
    ("not_free_to_leave", "No se puede salir sin permiso."),
    ("not_free_to_leave", "Нельзя выходить без разрешения."),
    ("not_free_to_leave", "未经同意不准外出"),
    ("not_free_to_leave", "You will live where we put you."),
    ("third_party_runs", "Ask the manager for any of the workers."),
    ("third_party_runs", "New workers every week."),
    ("third_party_runs", "Call the boss."),
    ("third_party_runs", "Ask for my driver."),
    ("third_party_runs", "I manage them."),
    ("third_party_runs", "Pregunte por mi jefe."),
    ("third_party_runs", "Appelez mon patron d'abord."),
    ("third_party_runs", "Звоните моему начальнику."),
    ("third_party_runs", "每周都有新人"),
    ("says_young", "She just turned 18."),
    ("wages_withheld", "Wages are held until the end of the contract."),
    ("long_hours", "16 hours a day, good team."),
    ("keyboard_work", "Typing and chat support."),
    ("travel_paid", "Flight and visa paid."),
    ("no_experience", "No experience needed."),
    ("abroad", "Work abroad."),
]


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    return dict(
        zip((text for _, text in SAID), found(*(f"Good day. {text} Thank you." for _, text in SAID)), strict=True)
    )


@pytest.mark.parametrize(("name", "text"), SAID)
def test_wording_is_found(said: dict[str, set[str]], name: str, text: str) -> None:
    assert name in said[text]


TAKEN_BACK = [
    "We never keep your passport.",
    "The employer will not retain passports or other identity documents.",
    "No recruitment fees charged to workers.",
    "Recruitment fees paid by workers are prohibited.",
    "The agent does not keep your passport.",
    "You keep your passport at all times.",
    "Workers keep their own passports.",
    "If anyone keeps your passport, call the hotline.",
    "Nunca guardamos su pasaporte.",
    "No cobramos cuota de inscripción.",
    "Nous ne gardons jamais vos passeports.",
    "Não ficamos com o passaporte.",
    "Мы никогда не забираем ваш паспорт.",
    "Ми ніколи не забираємо ваш паспорт.",
    "我们从不扣护照",
    "لا نحتفظ بجواز السفر",
    "You are free to leave the house at any time.",
    "Screening with a friend, and I share bad clients lists.",
    "Must be 18 years or older.",
    "Call me or my assistant any time.",
    "Contact the hiring manager to apply.",
    "The employer may deduct reasonable costs as the law allows.",
    "Must be able to travel quickly within the area.",
    "Deposit of 20 secures your booking.",
]
SERIOUS = {"papers_held", "debt_and_fees", "not_free_to_leave", "third_party_runs", "says_young"}


@pytest.fixture(scope="module")
def taken_back() -> dict[str, set[str]]:
    return dict(zip(TAKEN_BACK, found(*(f"Good day. {text} Thank you." for text in TAKEN_BACK)), strict=True))


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_a_sentence_that_takes_it_back_does_not_count(taken_back: dict[str, set[str]], text: str) -> None:
    assert not taken_back[text] & SERIOUS


def test_a_denial_reaches_over_a_list_but_not_into_the_next_sentence() -> None:
    listed, parted = found(
        "We do not charge fees, withhold wages, or let the agent keep passports.",
        "No experience asked. The agent keeps your passport.",
    )
    assert not listed & SERIOUS
    assert "papers_held" in parted


def test_disguise_does_not_hide_wording() -> None:
    for text in (
        "THE AGENT KEEPS YOUR PASSPORT",
        "The agent keeps\u200b your pass\u200bport",
        "Ｔｈｅ agent keeps your passport",
        "The аgent keeps your passport",
        "The agent — keeps   your / passport!",
    ):
        assert "papers_held" in found(text)[0], text


@pytest.mark.parametrize(
    ("body", "name", "quote"),
    [
        ("Good pay. The agent keeps your passport.", "papers_held", "agent keeps your passport"),
        ("Buen día. El jefe guarda los pasaportes.", "papers_held", "jefe guarda los pasaportes"),
        (
            "\U0001f600\ufe0f Hi. The agent keeps your pass\u200bport now",
            "papers_held",
            "agent keeps your pass\u200bport",
        ),
        ("高薪。护照由公司保管。", "papers_held", "护照由公司保管"),
    ],
)
def test_the_quote_is_what_stands_in_the_advert(body: str, name: str, quote: str) -> None:
    assert quoted(body, name) == quote
    assert quoted(body, name, title="A title, with ünïcode") == quote
    assert quoted("nothing here", name, title=body) == quote


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_text_can_be_read_and_spans_stay_inside(bodies: list[str]) -> None:
    texts = pl.DataFrame(
        {
            "text": range(len(bodies)),
            "title": [None] * len(bodies),
            "body": [b + " The agent keeps your passport." for b in bodies],
        },
        schema={"text": pl.UInt32, "title": pl.String, "body": pl.String},
    )
    for row in find_wording(texts).iter_rows(named=True):
        assert row["start"] < row["end"] <= len(texts["body"][row["text"]])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([t for _, t in SAID]), st.text(max_size=30)), min_size=1, max_size=8))
def test_the_sieve_loses_no_phrase(parts: list[tuple[str, str]]) -> None:
    bodies = [f"{around} {text} {around}" for text, around in parts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "sift", _everything)
        wanted = found(*bodies)
    assert found(*bodies) == wanted


def _everything(texts: pl.Series, sieve: Sieve) -> pl.DataFrame:
    """What a sieve says that lets everything through: each sentence of each text, with each phrase."""
    rows = []
    for row, text in enumerate(texts):
        start = before = 0
        for sentence in text.split(END):
            end = start + len(sentence.encode())
            rows.append((row, start, end, before))
            start, before = end + 1, before + len(sentence)
    every = pl.DataFrame(rows, schema=dict.fromkeys(("row", "start", "end", "before"), pl.Int64), orient="row")
    phrases = pl.DataFrame({"phrase": range(int(sieve.phrase.max()) + 1)}, schema={"phrase": pl.Int64})
    return every.join(phrases, how="cross").select("row", "phrase", "start", "end", "before")


def test_no_texts_no_hits() -> None:
    assert find_wording(pl.DataFrame(schema={"text": pl.UInt32, "title": pl.String, "body": pl.String})).height == 0
