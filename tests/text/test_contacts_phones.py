"""Phones: found however they are written, and nothing else is taken for one."""

from __future__ import annotations

import random

import phonenumbers
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text.hidden_phones import DIGITS, KINDS, LANGUAGE, written

from daybreak.text.contacts import find_contacts, read_contacts


def phones(text: str, region: str | None = "US", title: str = "") -> list[str]:
    """The numbers that count as evidence."""
    return [f.value for f in find_contacts(title, text, region) if f.kind == "phone" and f.certainty >= 0.5]


FOUND = [
    ("US", "Call (212) 555-0143 today", "+12125550143"),
    ("US", "room 450/week 212.555.0143", "+12125550143"),
    ("US", "+1 212 555 0143", "+12125550143"),
    ("US", "tel:12125550143", "+12125550143"),
    ("US", "two one two, five five five, zero one four three", "+12125550143"),
    ("US", "twoonetwo fivefivefive zeroonefourthree", "+12125550143"),
    ("US", "two one two triple five oh one four three", "+12125550143"),
    ("US", "2one2 - 5five5 - 0one4three", "+12125550143"),
    ("US", "tw0 0ne tw0 f1ve f1ve f1ve zer0 0ne f0ur thr33", "+12125550143"),
    ("US", "twenty-one twenty-five fifty-five oh one forty-three", "+12125550143"),
    ("US", "call 2I2 55S O1 43", "+12125550143"),
    ("US", "2️⃣1️⃣2️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣3️⃣", "+12125550143"),
    ("US", "２１２－５５５－０１４３", "+12125550143"),
    ("US", "②①② ⑤⑤⑤ ⓪①④③", "+12125550143"),
    ("US", "𝟐𝟏𝟐 𝟓𝟓𝟓 𝟎𝟏𝟒𝟑", "+12125550143"),
    ("US", "2\u200b1\u200b2\u200b5\u200b5\u200b5\u200b0\u200b1\u200b4\u200b3", "+12125550143"),
    ("US", "212❤️555❤️0143", "+12125550143"),
    ("US", "open 24/7 212 555 0143", "+12125550143"),
    ("US", "2019 model, 212-555-0143, $15.50", "+12125550143"),
    ("US", "age 23 call 212 555 0143 ask for Ann", "+12125550143"),
    ("GB", "ring 07400 123456", "+447400123456"),
    ("GB", "oh seven four double oh one two three four five six", "+447400123456"),
    ("ES", "llámame seis uno dos treinta y cuatro cincuenta y seis setenta y ocho", "+34612345678"),
    ("ES", "seiscientos doce 34 56 78", "+34612345678"),
    ("ES", "612 345 678", "+34612345678"),
    ("MX", "dos dos dos uno dos tres cuatro cinco seis siete", "+522221234567"),
    ("FR", "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit", "+33612345678"),
    ("FR", "06 soixante-douze 34 quatre-vingt-deux quatre vingt dix", "+33672348290"),
    ("FR", "06.12.34.56.78", "+33612345678"),
    ("BR", "onze, nove, meia, um, dois, três, quatro, cinco, meia, sete", "+5511961234567"),
    ("RU", "звоните восемь девятьсот двенадцать триста сорок пять шестьдесят семь восемьдесят девять", "+79123456789"),
    ("RU", "8 (912) 345-67-89", "+79123456789"),
    ("UA", "нуль п'ять нуль один два три чотири п'ять шість сім", "+380501234567"),
    ("CN", "电话一三一二三四五六七八九", "+8613123456789"),
    ("CN", "加我壹叁壹贰叁肆伍陆柒捌玖", "+8613123456789"),
    ("CN", "131零234伍678", "+8613102345678"),
    ("CN", "联系13123456789微信同号", "+8613123456789"),
    ("EG", "٠١٠٠١٢٣٤٥٦٧ اتصل", "+201001234567"),
    ("EG", "صفر واحد صفر صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة", "+201001234567"),
    ("IT", "tre uno due tre quattro cinque sei sette otto nove", "+393123456789"),
    ("DE", "null eins fünf eins zwei drei vier fünf sechs sieben acht neun", "+4915123456789"),
    ("IN", "८१२३४ ५६७८९", "+918123456789"),
    (None, "+34 612 34 56 78", "+34612345678"),
    (None, "0034 612 34 56 78", "+34612345678"),
    (None, "(212) 555-0143", "+12125550143"),
    ("not a country", "+34 612 34 56 78", "+34612345678"),
    ("US", "whatsapp wa.me/34612345678", "+34612345678"),
    ("US", "https://api.whatsapp.com/send?phone=34612345678&text=hi", "+34612345678"),
]


@pytest.mark.parametrize(("region", "text", "number"), FOUND)
def test_a_number_is_found_as_it_is_written(region: str | None, text: str, number: str) -> None:
    assert phones(text, region) == [number]


NOT_PHONES = [
    ("US", "order H-300-25291-379942"), ("US", "case no. 2125550143"), ("US", "license #2125550143"),
    ("US", "price $2,125,550,143"), ("US", "$2125550143"), ("US", "2125550143 USD"), ("US", "12,500 - 15,000 per year"),
    ("US", "2024-11-23 10:30 to 2024-11-24 18:00"), ("US", "11/23/2024 - 12/24/2024"),
    ("US", "9:00-17:30, 10:00-14:00"),
    ("US", "34-24-36, 5 ft 7, 120 lbs"), ("US", "90210-1234"), ("US", "lat 40.712776, -74.005974"),
    ("US", "4111 1111 1111 1111"), ("US", "DE89 3704 0044 0532 0130 00"), ("US", "100 200 300 400"),
    ("US", "$16.50-18.00/hour, 40 hours, 120 workers"), ("US", "20 CFR 655.122(n)"), ("US", "10,000,000 square feet"),
    ("US", "SOC 45-2092.00, NAICS 111998"), ("US", "FEIN 12-3456789"), ("US", "sku A2125550143B"),
    ("US", "user_2125550143"),
    ("US", "example.com/ads/2125550143"), ("US", "1234567"), ("US", "one of two or three people, for five days"),
    ("ES", "1.250.000 euros"), ("ES", "01/03/2024 - 01/04/2024"), ("ES", "CIF B12345678"),
    ("ES", "de 12,50 a 15,00 euros"),
    ("FR", "SIRET 612 345 678 00012"), ("FR", "1 200 000 € par an"), ("FR", "du 06/12/2024 au 08/12/2024"),
    ("DE", "IBAN DE89370400440532013000"), ("DE", "2019-2024, 2020/2021"), ("DE", "1.234.567,89 Euro"),
    ("RU", "зарплата 250 000 - 300 000 руб"),
    ("RU", "ИНН 7712345678"), ("RU", "с 01.03.2024 по 01.06.2024"), ("CN", "月薪8000-12000元"),
    ("CN", "身份证110101199003078515"),
    ("CN", "一年一次，三人一间，二十四小时"), ("HK", "2019-2024"), ("SG", "salary 2000-3500 SGD"), ("NO", "fra 2019 2024"),
    ("BR", "R$ 1.850,00 a R$ 2.500,00"), ("BR", "CNPJ 12.345.678/0001-95"), ("BR", "CPF 123.456.789-09"),
    ("IN", "Rs 25,000 - 35,000"),
    ("EG", "راتب 5000 - 7000 جنيه"), ("US", ""), ("GB", "SW1A 1AA, 12-14 High Street, 3rd floor"),
    ("US", "ISBN 978-0-306-40615-7"),
    ("US", "5 5 5"), ("US", "zero tolerance, one bed, two baths, three rooms, four seats"),
]


@pytest.mark.parametrize(("region", "text"), NOT_PHONES)
def test_prices_dates_measures_and_licences_are_no_phones(region: str, text: str) -> None:
    assert phones(text, region) == []


def test_a_number_begun_in_the_title_and_ended_in_the_body_is_one_number_in_two_spans() -> None:
    found = find_contacts("Room 212 555", "0143 call", "US")
    assert [(f.value, f.field, f.written, f.how) for f in found] == [
        ("+12125550143", "title", "212 555", "split"), ("+12125550143", "body", "0143", "split")]


@pytest.mark.parametrize(("text", "how"), [
    ("212 555 0143", "plain"), ("2 1 2 5 5 5 0 1 4 3", "spaced"), ("212 55S O143", "leet"), ("two12 555 0143", "words"),
    ("２１２ ５５５ ０１４３", "fullwidth"), ("2️⃣1️⃣2️⃣ 555 0143", "keycap"), ("②①② 555 0143", "enclosed"),
    ("212✨555✨0143", "emoji"),
    ("𝟐12 555 0143", "styled"), ("21\u200b2 555 0143", "hidden"), ("٢١٢ ٥٥٥ ٠١٤٣", "numerals")])
def test_it_is_said_how_a_number_was_hidden(text: str, how: str) -> None:
    assert [f.how for f in find_contacts("", text, "US")] == [how]


SEPARATORS = ["", " ", "-", ".", "/", " - ", "  ", "\u00a0", "–", "*", "~", "_", "·", "❤"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(LANGUAGE)), st.integers(0, 10**6), st.sampled_from(SEPARATORS), st.booleans())
def test_a_plain_number_is_found_with_any_separator(region: str, seed: int, separator: str, cue: bool) -> None:
    rng = random.Random(seed)
    sample = written("block", region, rng)
    assert sample is not None
    parsed = phonenumbers.parse(sample.e164)
    home = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    text = separator.join(g for g in "".join(c if c.isdigit() else " " for c in home).split())
    assert phones(("tel " if cue else "") + text, region) == [sample.e164]


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_numbers_are_found_by_kind_and_none_is_made_up(kind: str) -> None:
    rng = random.Random(11)
    samples = [s for region in LANGUAGE for _ in range(12) if (s := written(kind, region, rng))]
    frame = pl.DataFrame({"text": range(len(samples)), "title": [s.title for s in samples], "body": [s.body for s in samples],
                          "region": [s.region for s in samples]}, schema_overrides={"text": pl.UInt32})
    read = read_contacts(frame).filter(pl.col("kind") == "phone", pl.col("certainty") >= 0.5)
    found = [read.filter(pl.col("text") == i)["value"].to_list() for i in range(len(samples))]
    right = sum(s.e164 in set(f) for s, f in zip(samples, found, strict=True))
    wrong = sum(len(set(f) - {s.e164}) for s, f in zip(samples, found, strict=True))
    assert right / len(samples) >= (0.93 if kind in ("leet", "homoglyph") else 0.97)
    assert wrong / max(1, right + wrong) <= 0.02


def test_every_language_has_its_ten_digits() -> None:
    for language, listing in DIGITS.items():
        assert len(listing.split()) == 10, language
