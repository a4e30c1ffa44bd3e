"""From what an advert's columns say to a place of the gazetteer."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text.places import locate_ads, region_of


def ads(*rows: dict[str, Any]) -> pl.DataFrame:
    kinds = dict.fromkeys(("city", "state", "country"), pl.String) | dict.fromkeys(("latitude", "longitude"), pl.Float64)
    return pl.DataFrame(list(rows), schema=kinds).with_row_index("ad")


def place(**row: Any) -> tuple[str, str] | None:
    found = locate_ads(ads(row))
    return (found["name"].item(), found["country"].item()) if len(found) else None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"city": "Houston", "state": "TX", "country": "US"}, ("Houston", "US")),
        ({"city": "houston ", "state": "Texas", "country": "United States"}, ("Houston", "US")),
        ({"city": "Houston, TX"}, ("Houston", "US")),
        ({"city": "St. Louis", "state": "MO"}, ("St. Louis", "US")),
        ({"city": "Saint Louis", "state": "Missouri"}, ("St. Louis", "US")),
        ({"city": "Paris"}, ("Paris", "FR")),
        ({"city": "Paris", "state": "Texas", "country": "US"}, ("Paris", "US")),
        ({"city": "Paris, France"}, ("Paris", "FR")),
        ({"city": "London", "state": "Ontario"}, ("London", "CA")),
        ({"city": "London", "country": "UK"}, ("London", "GB")),
        ({"city": "Vancouver", "state": "WA", "country": "USA"}, ("Vancouver", "US")),
        ({"city": "Red Bluff", "state": "California", "country": "US"}, ("Red Bluff", "US")),
        ({"city": "Cologne"}, ("Köln", "DE")),
        ({"city": "BOGOTA", "country": "Colombia"}, ("Bogotá", "CO")),
        ({"city": "São Paulo"}, ("São Paulo", "BR")),
        ({"city": "Москва"}, ("Moscow", "RU")),
        ({"city": "Київ"}, ("Kyiv", "UA")),
        ({"city": "北京"}, ("Beijing", "CN")),
        ({"city": "دبي"}, ("Dubai", "AE")),
        ({"city": "NYC"}, ("New York City", "US")),
        ({"latitude": 48.8584, "longitude": 2.2945}, ("Paris", "FR")),
        ({"city": "nowhere at all", "latitude": 29.76, "longitude": -95.37}, ("Houston", "US")),
    ],
)
def test_a_place_is_found_as_people_write_it(row: dict[str, Any], expected: tuple[str, str]) -> None:
    assert place(**row) == expected


@pytest.mark.parametrize(
    "row",
    [
        {}, {"city": ""}, {"city": "Springfield"}, {"city": "nowhere at all"}, {"country": "US"}, {"city": "???"},
        {"city": "Houston", "country": "FR"}, {"city": "Houston", "state": "Hawaii", "country": "US"},
        {"latitude": 0.0, "longitude": 0.0}, {"latitude": 400.0, "longitude": 2.0}, {"latitude": 48.8},
        {"latitude": float("nan"), "longitude": 2.0},
    ],
)
def test_a_place_that_is_not_clear_is_not_located(row: dict[str, Any]) -> None:
    assert place(**row) is None


def test_each_advert_has_at_most_one_place_in_order() -> None:
    found = locate_ads(ads({"city": "Lyon"}, {"city": "?"}, {"city": "Lyon"}, {"city": "Dallas", "state": "TX"}))
    assert found["ad"].to_list() == [0, 2, 3]
    assert found["geonames"].n_unique() == 2
    assert found.schema["geonames"] == pl.UInt32


def test_no_adverts_have_no_places() -> None:
    assert locate_ads(ads()).columns == ["ad", "geonames", "name", "country", "latitude", "longitude"]


def test_an_advert_without_place_takes_the_one_its_text_names() -> None:
    frame = ads({"city": "Lyon"}, {}, {}).with_columns(pl.Series("text", [0, 1, 1], dtype=pl.UInt32))
    mentions = pl.DataFrame({
        "ad": [0, 1], "kind": ["place", "place"], "value": ["3688689", "4699066"], "field": ["body", "body"],
        "start": [3, 3], "end": [9, 9], "certainty": [0.7, 0.7]}, schema_overrides={"ad": pl.UInt32})
    assert locate_ads(frame, mentions)["name"].to_list() == ["Lyon", "Houston", "Houston"]


@pytest.mark.parametrize(
    ("row", "region"),
    [
        ({"country": "us"}, "US"), ({"country": "USA"}, "US"), ({"country": "Deutschland"}, "DE"),
        ({"country": "Россия"}, "RU"), ({"state": "California"}, "US"), ({"state": "ON"}, "CA"),
        ({"city": "Lyon"}, "FR"), ({"city": "Houston, TX"}, "US"), ({"city": "上海"}, "CN"),
        ({}, None), ({"country": "Atlantis"}, None), ({"city": "Springfield"}, None),
    ],
)
def test_the_region_is_the_country_as_far_as_it_can_be_told(row: dict[str, Any], region: str | None) -> None:
    assert region_of(ads(row)).item() == region
    assert region_of(ads(row), "BR").item() == (region or "BR")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.fixed_dictionaries({
    "city": st.one_of(st.none(), st.text()), "state": st.one_of(st.none(), st.text()),
    "country": st.one_of(st.none(), st.text()), "latitude": st.one_of(st.none(), st.floats()),
    "longitude": st.one_of(st.none(), st.floats())}), max_size=5))
def test_any_columns_are_read_without_failing(rows: list[dict[str, Any]]) -> None:
    found = locate_ads(ads(*rows))
    assert found["ad"].is_unique().all()
    assert len(region_of(ads(*rows))) == len(rows)
