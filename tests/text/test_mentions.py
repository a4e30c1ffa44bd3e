"""Prices, ages, names, dates, times, measures and places that a text names."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text.gazetteer import cities
from daybreak.text.mentions import FINDERS, read_mentions
from daybreak.text.names import find_names


def texts(*bodies: str, region: str | None = None, placeless: bool = True) -> pl.DataFrame:
    return pl.DataFrame({
        "text": pl.Series(range(len(bodies)), dtype=pl.UInt32), "title": pl.Series([None] * len(bodies), dtype=pl.String),
        "body": pl.Series(bodies, dtype=pl.String), "region": pl.Series([region] * len(bodies), dtype=pl.String),
        "placeless": pl.Series([placeless] * len(bodies), dtype=pl.Boolean)})


def said(kind: str, body: str, region: str | None = None) -> list[tuple[str, str]]:
    found = FINDERS[kind](pl.Series([body]), pl.Series([region], dtype=pl.String)).sort("start")
    return [(value, body[start:end]) for value, start, end in found.select("value", "start", "end").iter_rows()]


@pytest.mark.parametrize(
    ("body", "region", "expected"),
    [
        ("pay is $15.50/hr", None, [("15.50 USD/hour", "$15.50/hr")]),
        ("$1,500 per month", "CA", [("1500 CAD/month", "$1,500 per month")]),
        ("80-100 usd", None, [("80-100 USD", "80-100 usd")]),
        ("US$ 20 an hour", None, [("20 USD/hour", "US$ 20 an hour")]),
        ("£12 per hour", None, [("12 GBP/hour", "£12 per hour")]),
        ("Precio: 80.000 pesos", "CO", [("80000 COP", "Precio: 80.000 pesos")]),
        ("50€ la hora", None, [("50 EUR/hour", "50€ la hora")]),
        ("150 € de l'heure", None, [("150 EUR/hour", "150 € de l'heure")]),
        ("tarif 100€ / nuit", None, [("100 EUR/night", "tarif 100€ / nuit")]),
        ("R$ 150 por hora", None, [("150 BRL/hour", "R$ 150 por hora")]),
        ("Цена 2000 руб/час", None, [("2000 RUB/hour", "Цена 2000 руб/час")]),
        ("оплата 500 грн", None, [("500 UAH", "оплата 500 грн")]),
        ("价格500元一小时", None, [("500 CNY/hour", "价格500元一小时")]),
        ("السعر ٣٠٠ درهم", None, [("300 AED", "السعر ٣٠٠ درهم")]),
        ("12.50/hr", None, [("12.50/hour", "12.50/hr")]),
        ("lift 50 pounds, 40 hours per week", None, []),
        ("call 713-555-0188 in 2026", None, []),
        ("150 roses", None, []),
        ("rate 5 stars", None, []),
        ("100 ft of fence", None, []),
    ],
)
def test_prices_are_read_with_currency_and_unit(body: str, region: str | None, expected: list[tuple[str, str]]) -> None:
    assert said("price", body, region) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Age: 23", ["23"]), ("I am 23 yo", ["23"]), ("23 years old", ["23"]), ("tengo 25 años", ["25"]),
        ("22 ans", ["22"]), ("tenho 28 anos", ["28"]), ("возраст 25", ["25"]), ("мені 30 років", ["30"]),
        ("25岁", ["25"]), ("العمر ٢٥", ["25"]),
        ("must be at least 21 years old", []), ("18 years old or older", []), ("Min. age 18", []),
        ("10 años de experiencia", []), ("over 20 years in business", []), ("5 лет", []), ("20 лет опыта", []),
        ("page 23", []), ("for 30 days", []), ("age 99", []), ("age 234", []),
    ],
)
def test_ages_are_read_but_not_requirements_nor_years_of_other_things(body: str, expected: list[str]) -> None:
    assert [value for value, _ in said("age", body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi, my name is anna and I cook", ["anna"]), ("Ask for Maria at the gate", ["maria"]),
        ("Hi I'm Dana!", ["dana"]), ("Me llamo José María, cocinera", ["josé maría"]), ("Soy Elena", ["elena"]),
        ("Je m'appelle Chloé", ["chloé"]), ("Meu nome é Ana", ["ana"]), ("Меня зовут Анна", ["анна"]),
        ("Мене звати Олена", ["олена"]), ("我叫小红，厨师", ["小红"]), ("اسمي ليلى", ["ليلى"]),
        ("Contact Us today", []), ("contact the employer", []), ("Soy nueva aquí", []), ("Call Now", []),
        ("ask for details", []), ("my name is on the list", []), ("Contact Employer", []),
    ],
)
def test_names_are_read_after_words_that_introduce_one(body: str, expected: list[str]) -> None:
    assert [value for value, _ in said("name", body)] == expected


@pytest.mark.parametrize(
    ("body", "region", "expected"),
    [
        ("2026-01-31", None, ["2026-01-31"]), ("01/02/2026", "US", ["2026-01-02"]), ("01/02/2026", "FR", ["2026-02-01"]),
        ("31.12.25", None, ["2025-12-31"]), ("12/31/2025", None, ["2025-12-31"]), ("Jan. 5th", None, ["--01-05"]),
        ("January 5, 2026", None, ["2026-01-05"]), ("5 de enero de 2026", None, ["2026-01-05"]),
        ("le 3 mars", None, ["--03-03"]), ("5 января", None, ["--01-05"]), ("12 січня", None, ["--01-12"]),
        ("2026年1月5日", None, ["2026-01-05"]), ("5 يناير", None, ["--01-05"]),
        ("2026-02-30", None, []), ("32/01/2026", None, []), ("1/2", None, []), ("may 99", None, []),
    ],
)
def test_dates_are_read_as_iso_dates(body: str, region: str | None, expected: list[str]) -> None:
    assert [value for value, _ in said("date", body, region)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [("7am-5:30 pm", ["07:00", "17:30"]), ("12 a.m.", ["00:00"]), ("17h30", ["17:30"]), ("下午5点", ["17:00"]),
     ("23:59", ["23:59"]), ("25:61", []), ("$5:30", [])],
)
def test_times_are_read(body: str, expected: list[str]) -> None:
    assert [value for value, _ in said("time", body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [("lift 50 pounds", ["50 lb"]), ("3-6 months", ["3-6 month"]), ("40 hours", ["40 hour"]), ("165厘米", ["165 cm"]),
     ("55 кг", ["55 kg"]), ("up to 100 degrees F", ["100 °F"]), ("50 lbsx", [])],
)
def test_measures_are_read(body: str, expected: list[str]) -> None:
    assert [value for value, _ in said("measure", body)] == expected


@pytest.mark.parametrize(
    ("body", "region", "expected"),
    [
        ("Work in Houston, TX.", None, ["Houston"]), ("Visit New Orleans, LA", None, ["New Orleans"]),
        ("Reading, PA or Nice, France", "US", ["Reading", "Nice"]), ("Trabajo en Bogotá", "CO", ["Bogotá"]),
        ("un poste à Lyon", "FR", ["Lyon"]), ("vaga em São Paulo", None, ["São Paulo"]), ("работа в Москве", None, ["Moscow"]),
        ("робота у Києві", None, ["Kyiv"]), ("在上海工作", None, ["Shanghai"]), ("عمل في دبي", None, ["Dubai"]),
        ("Mobile phone, nice place, reading and writing", "US", []), ("experience in Reading", "US", []),
        ("SEE DETAILS IN PART", "US", []), ("Houston", "US", []), ("Smith, John", None, []), ("in Springfield", None, []),
    ],
)
def test_cities_are_read_only_where_they_are_meant(body: str, region: str | None, expected: list[str]) -> None:
    names = dict(cities(large=True).select("geonames", "name").iter_rows())
    assert [names[int(value)] for value, _ in said("place", body, region)] == expected


def test_places_are_not_read_where_the_columns_say_where_the_advert_is() -> None:
    assert "place" not in read_mentions(texts("Work in Houston, TX", placeless=False))["kind"].to_list()


def test_characters_belong_to_one_mention() -> None:
    found = read_mentions(texts("$15 per hour, 40 hours, 5pm, age 23 years old", region="US"))
    spans = found.sort("start").select("start", "end")
    assert (spans["end"].shift(1) <= spans["start"]).fill_null(True).all()


PIECES = st.lists(st.one_of(
    st.text(max_size=12), st.sampled_from([
        " $15/hr ", " 23 yo ", " my name is ", "Anna", " 5pm ", " 2026-01-31 ", " in Houston, TX ", " 50 lbs ", "€", "岁", "٢٥",
        "\x01", "👩‍🌾", " 100 руб ", "я", " 1/2/2026"])), max_size=10).map("".join)


@settings(max_examples=20, deadline=None)
@given(PIECES, PIECES)
def test_any_text_is_read_and_every_span_lies_in_it(title: str, body: str) -> None:
    frame = texts(body).with_columns(pl.Series("title", [title], dtype=pl.String))
    for field, start, end in read_mentions(frame).select("field", "start", "end").iter_rows():
        assert 0 <= start < end <= len({"title": title, "body": body}[field])


@settings(max_examples=8, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=4))
def test_a_text_says_the_same_whatever_it_is_read_with(bodies: list[str]) -> None:
    together = read_mentions(texts(*bodies))
    alone = [read_mentions(texts(body)) for body in bodies]
    assert [len(a) for a in alone] == [len(together.filter(pl.col("text") == i)) for i in range(len(bodies))]
    assert together.drop("text").equals(pl.concat(alone).drop("text"))


def test_no_text_says_nothing() -> None:
    assert len(read_mentions(texts())) == 0
    assert len(read_mentions(texts("", " "))) == 0


def test_where_every_word_begins_with_a_capital_no_capital_tells_a_name() -> None:
    shouted = pl.Series(["Call Clients Themselves Are Not Allowed To Call Near The Station", "please call Anna near the station"])
    assert find_names(shouted).select("row", "value").rows() == [(1, "anna")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("My name holidays. My name is Eva", [("eva", "Eva")]), ("my name is anna", [("anna", "anna")]),
        ("my name is Eva The agent", [("eva", "Eva")]), ("اسمي في", []), ("اسمي مريم", [("مريم", "مريم")]),
        ("Staff for Call Centre Work in town today", []), ("Ask for Maria Please", [("maria", "Maria")]),
    ],
)
def test_words_gone_astray_and_function_words_are_no_names(body: str, expected: list[tuple[str, str]]) -> None:
    assert said("name", body) == expected
