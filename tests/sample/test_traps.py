"""Each trap shares exactly what it says it shares."""

from __future__ import annotations

import polars as pl
import pytest

from daybreak.sample.traps import TRAPS, agency_number, shared_driver, sold_template, stock_picture, trapped


def test_forty_posters_show_one_agency_number() -> None:
    world = agency_number()
    assert world.truth["organisation"].n_unique() == world.truth["template"].n_unique() == 40
    users = world.contacts.filter(pl.col("whose") == "agency").group_by("value").agg(pl.col("id").n_unique())
    assert users["id"].to_list() == [40]


def test_sixty_posters_show_one_picture_with_a_few_bits_changed() -> None:
    world = stock_picture()
    hashes = [int(h, 16) for h in world.ads["image_hash"]]
    assert len(hashes) == world.truth["organisation"].n_unique() == 60
    assert max((hashes[0] ^ h).bit_count() for h in hashes) <= 8


def test_a_sold_text_has_two_organisations_with_other_numbers_and_cities() -> None:
    world = sold_template()
    assert (world.truth["template"].n_unique(), world.truth["organisation"].n_unique()) == (1, 2)
    both = world.contacts.join(world.truth, on="id").group_by("value").agg(pl.col("organisation").n_unique())
    assert both["organisation"].to_list() == [1, 1]
    assert set(world.contacts["id"]) == set(world.ads["id"])
    cities = world.ads.join(world.truth, on="id").drop_nulls("city").group_by("organisation").agg(pl.col("city").unique())
    assert cities["city"][0].to_list() != cities["city"][1].to_list()


def test_a_driver_is_shared_for_a_week_and_not_longer() -> None:
    world = shared_driver()
    rows = world.contacts.filter(pl.col("whose") == "driver").join(world.truth, on="id").join(world.ads, on="id")
    assert rows["organisation"].n_unique() == 2
    span = rows["posted_at"].max() - rows["posted_at"].min()  # type: ignore[operator]
    assert span.total_seconds() < 7 * 86400


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_can_stand_among_ordinary_adverts(name: str) -> None:
    world = TRAPS[name](seed=2, among=300)
    inside = trapped(world)
    assert 20 <= len(inside) <= 60
    assert len(world.ads) >= 300 + len(inside)
