"""What stands in slots: the adverts' own characters, and as what they were read."""

from __future__ import annotations

import random
import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.link.copies.shingles import strings
from daybreak.find.link.run import prepare
from daybreak.find.link.templates import find_templates, said_in
from daybreak.find.link.templates.finding import _tokens
from daybreak.find.link.templates.written import character_kinds, find_tokens
from daybreak.model.tables import ADS, CONTACTS, MENTIONS
from daybreak.settings import CopySettings, Settings, TextSettings
from daybreak.store.schema import conform, polars_schema
from daybreak.text.words import words_of

NAMES = ["Anna", "Bella", "Chloé", "Dóra", "Elena", "Fay", "Gina", "Hanna"]
BODY = ("Hello! My name is {name}, I offer help with moving house & cleaning flats this week. I am {age} years old. {emoji}\n"
        "Please call {phone} any time; the price is {price} EUR per hour, no agencies and no long calls please. {mail}")


def adverts(count: int = 24, seed: int = 1, mail: str = "", emoji: tuple[str, ...] = ("",)) -> pl.DataFrame:
    chance = random.Random(seed)
    bodies = [
        BODY.format(name=chance.choice(NAMES), age=chance.choice([21, 23, 25]), emoji=emoji[n % len(emoji)],
                    phone=f"+44 20 7946 0{chance.randint(100, 109)}", price=chance.choice([90, 120]),
                    mail=mail.format(chance.choice(["anna", "bella", "crew"])))
        for n in range(count)
    ]
    frame = pl.DataFrame({"ad": range(count), "id": [str(n) for n in range(count)], "title": ["Helping hands"] * count,
                          "body": bodies, "country": ["GB"] * count})
    return conform(frame, ADS)


def slots_of(ads: pl.DataFrame, threads: int = 1) -> list[dict]:
    ready = prepare(ads, Settings(text=TextSettings(workers=1), threads=threads))
    assert len(ready.templates) == 1
    return ready.templates["slots"].to_list()[0]


def test_slots_hold_what_the_adverts_wrote_and_what_was_read_there() -> None:
    slots = {slot["type"]: slot for slot in slots_of(adverts(mail="Write to {}@harvest.example"))}
    assert {"name", "age", "phone", "price", "email"} <= set(slots)
    phone = slots["phone"]["values"][0]
    assert phone["value"].startswith("+44 20 7946 0") and phone["comparable"] == phone["value"].replace(" ", "")
    assert {v["value"] for v in slots["name"]["values"]} <= set(NAMES)
    assert {(v["value"], v["comparable"]) for v in slots["price"]["values"]} == {
        ("90", "90 EUR/hour"), ("120", "120 EUR/hour")}
    assert {v["value"] for v in slots["age"]["values"]} == {"21", "23", "25"}
    assert {v["value"] for v in slots["email"]["values"]} == {f"{name}@harvest.example" for name in ("anna", "bella", "crew")}
    assert all(sum(v["ads"] for v in slot["values"]) == 24 for slot in slots.values())


def test_one_thing_written_in_several_ways_is_one_value() -> None:
    ads = adverts(8)
    bodies = [BODY.format(name="Anna", age=21, emoji="", price=90, mail="", phone=phone)
              for phone in ["+44 20 7946 0101"] * 5 + ["020 7946 0101", "+44-20-7946-0101", "020-79460101"]]
    slots = {slot["type"]: slot for slot in slots_of(ads.with_columns(pl.Series("body", bodies)))}
    assert slots["phone"]["values"] == [{"value": "+44 20 7946 0101", "comparable": "+442079460101", "ads": 8}]
    assert slots["phone"]["distinct"] == 1


def test_emoji_that_differ_are_a_slot_beside_the_pattern_and_emoji_that_do_not_are_none() -> None:
    ads = adverts(emoji=("🌊", "🌿 🌊"))
    ready = prepare(ads, Settings(text=TextSettings(workers=1), threads=1))
    slots = ready.templates["slots"].to_list()[0]
    assert slots[-1]["type"] == "emoji" and slots[-1]["slot"] == len(slots)
    assert [(v["value"], v["ads"]) for v in slots[-1]["values"]] == [("🌊", 12), ("🌿 🌊", 12)]
    assert "emoji" not in ready.templates["pattern"][0]
    assert "emoji" not in {slot["type"] for slot in slots_of(adverts(emoji=("🌊",)))}


def test_a_place_is_told_by_name() -> None:
    found = pl.DataFrame({"ad": [0], "kind": ["place"], "value": ["2644688"], "field": ["title"], "start": [0], "end": [5],
                          "certainty": [1.0]})
    said = said_in(pl.DataFrame({"title": ["Leeds"], "body": [None]}, schema_overrides={"body": pl.String}), np.array([0]),
                   pl.Series([""]), pl.DataFrame(schema=polars_schema(CONTACTS)), conform(found, MENTIONS))
    assert said.found["value"].to_list() == ["Leeds, GB"]


def test_two_threads_give_the_same_slots_as_one() -> None:
    ads = adverts(40, mail="{}@harvest.example", emoji=("🌊", "🌿"))
    assert slots_of(ads, 1) == slots_of(ads, 2)


def walked(texts: list[str]) -> list[list[str] | None]:
    """For each text the characters of each of its words; None where the way back is not sure."""
    words = words_of(pl.Series(texts))
    token, _, _, starts, _, _ = _tokens(*strings(words))
    raw, offsets = strings(pl.Series(texts))
    spans, sure = np.zeros((len(token) + 1, 4), np.int64), np.zeros(len(texts), np.bool_)
    find_tokens(raw, offsets, character_kinds(), starts, token, spans, sure)
    out: list[list[str] | None] = []
    for t, text in enumerate(texts):
        pieces = [text[spans[j, 2] : spans[j, 3]] for j in range(starts[t], starts[t + 1])]
        assert pieces == [bytes(raw[spans[j, 0] : spans[j, 1]]).decode() for j in range(starts[t], starts[t + 1])] or not sure[t]
        out.append(pieces if sure[t] else None)
    return out


@pytest.mark.parametrize(("text", "pieces"), [
    ("Anna, 19: +44 (20) 7946!", ["Anna", "19: +44 (20) 7946"]),
    ("don't w0rk 4ca$h", ["don't", "w0rk", "4", "ca$h"]),
    ("zero\u200bwidth Dóra", ["zero\u200bwidth", "Dóra"]),
    ("D\u006f\u0301ra 1\ufe0f\u20e32\ufe0f\u20e3 x", ["Do\u0301ra", "1\ufe0f\u20e32\ufe0f\u20e3", "x"]),
    ("我叫小丽，电话１３８", ["我", "叫", "小", "丽", "电", "话", "１３８"]),
    ("звоните ٠٦٠ 𝟕𝟎𝟑 🌊 now", ["звоните", "٠٦٠ 𝟕𝟎𝟑", "now"]),
    ("สวัสดี ครับ", ["ส", "วั", "ส", "ดี", "ค", "รั", "บ"]),
    ("", []), ("🌊 ~", []),
])
def test_each_word_is_found_where_it_was_written(text: str, pieces: list[str]) -> None:
    assert walked([text]) == [pieces]


TRICKY = st.text(st.sampled_from("aeozxЖыІ0137$'’.,- \n\u200b\u0301éß½我叫สั가각٠７𝟕🌊(+@"), max_size=40)
PLAIN = st.text(st.sampled_from("aeozxAZ0123789$'.,- \n(+@"), max_size=40)


def squeezed(word: str) -> str:
    """Without repeated letters: how many stay depends on what stands before the word."""
    return re.sub(r"(.)\1+", r"\1", word)


@settings(max_examples=200, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_in_plain_text_the_way_back_is_always_sure_and_each_piece_reads_as_its_word(texts: list[str]) -> None:
    for pieces, words in zip(walked(texts), words_of(pl.Series(texts)).to_list(), strict=True):
        assert pieces is not None
        again = words_of(pl.Series(pieces, dtype=pl.String)).to_list()
        assert [squeezed(word) for word in again] == [squeezed(word) for word in words.split()]


@settings(max_examples=300, deadline=None)
@given(st.lists(TRICKY | st.text(max_size=20), min_size=1, max_size=6))
def test_where_the_way_back_is_sure_the_pieces_are_as_many_as_the_words_and_apart(texts: list[str]) -> None:
    texts = [text.replace("\x00", " ") for text in texts]
    for text, pieces, words in zip(texts, walked(texts), words_of(pl.Series(texts)).to_list(), strict=True):
        if pieces is None:
            continue
        assert len(pieces) == len(words.split()) and all(piece.strip() for piece in pieces)
        at = 0
        for piece in pieces:
            at = text.index(piece, at) + len(piece)


def test_a_text_whose_words_do_not_lead_back_shows_its_words() -> None:
    texts = [f"Room for {name} at the old station near the harbour, call now please" for name in ("Anna", "Bella")]
    words = words_of(pl.Series([texts[0], texts[1].replace("Bella", "Bella Mae")]))     # as if the second read otherwise
    nothing = [pl.DataFrame(schema=polars_schema(table)) for table in (CONTACTS, MENTIONS)]
    ads = pl.DataFrame({"title": [None, None], "body": texts}, schema_overrides={"title": pl.String})
    said = said_in(ads, np.arange(2), pl.Series(["", ""]), *nothing)
    table, _ = find_templates(words, np.array([0, 0]), np.array([1, 1]), CopySettings(), said=said)
    assert {v["value"] for slot in table["slots"][0] for v in slot["values"]} == {"Anna", "bella mae"}


def test_a_guess_by_neighbours_does_not_overrule_that_nothing_was_read() -> None:
    bodies = [f"A quiet home by the old mill for one tenant from spring, please call {n} at the gate before noon, breakfast "
              f"and linen are included, and there is a bench in {where} garden behind the wooden shed too."
              for n in (1, 2, 3) for where in ("our", "the", "his")]
    ads = adverts(9).with_columns(pl.Series("body", bodies))
    assert {slot["type"] for slot in slots_of(ads)} == {"number", "text"}
