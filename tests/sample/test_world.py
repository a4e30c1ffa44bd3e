"""A world is neutral, seeded, consistent with its truth, and hard in the ways it says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from daybreak.errors import WrongSetting
from daybreak.sample.world import World, make_world

TABLES = ("ads", "truth", "contacts", "organisations")
COUNT = 4000


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(COUNT, seed=1, noise=0.03)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_world(500, seed=7, noise=0.1).write(tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files == ["ads.parquet", "contacts_truth.csv", "organisations.csv", "truth.csv"]
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)


def test_another_seed_is_another_world() -> None:
    one, two = (make_world(300, seed=s) for s in (1, 2))
    assert not set(one.ads["body"]) & {b for b in two.ads["body"] if len(b) > 60}


def test_there_are_exactly_as_many_adverts_as_asked(world: World) -> None:
    assert len(world.ads) == len(world.truth) == COUNT
    assert world.ads["id"].n_unique() == COUNT
    assert world.ads["posted_at"].is_sorted()
    assert len(make_world(1, seed=1).ads) == 1


def test_every_truth_row_and_contact_belongs_to_an_advert_and_an_organisation(world: World) -> None:
    assert world.truth["id"].equals(world.ads["id"])
    assert world.contacts.join(world.ads, on="id", how="anti").is_empty()
    counts = world.truth.group_by("organisation").agg(pl.len().alias("n"), pl.col("class").n_unique().alias("k"))
    told = world.organisations.join(counts, on="organisation", how="full", coalesce=True)
    assert (told["ads"] == told["n"]).all()
    assert (told["k"] == 1).all()


def test_a_contact_stands_where_the_truth_says(world: World) -> None:
    rows = world.contacts.join(world.ads, on="id", maintain_order="left")
    for field in ("body", "phone", "email", "handle", "url"):
        said = (
            rows.filter((pl.col("field") == field) & (pl.col("how") != "split"))
            if field in ("body",)
            else rows.filter(pl.col("field") == field)
        )
        column = "phone" if field == "phone" else field
        assert all(w in c for w, c in said.select("written", column).iter_rows()), field
    split = rows.filter((pl.col("how") == "split") & (pl.col("field") == "title"))
    assert len(split)
    for written, title, body in split.select("written", "title", "body").iter_rows():
        half = len(written) // 2
        assert title.endswith(" " + written[:half])
        assert body.startswith(written[half:] + " ")


def test_no_slot_is_left_open(world: World) -> None:
    for column in ("title", "body"):
        assert not world.ads[column].str.contains(r"\{\w+\}").any()


def test_eight_languages_and_every_disguise_are_there(world: World) -> None:
    assert set(world.truth["language"]) == {"en", "es", "fr", "pt", "ru", "uk", "zh", "ar"}
    ways = {
        "plain",
        "spaced",
        "words",
        "leet",
        "emoji",
        "keycap",
        "fullwidth",
        "homoglyph",
        "split",
        "native",
        "at-dot",
        "column",
    }
    assert set(world.contacts["how"]) == ways
    assert world.truth["class"].n_unique() == 9


def test_adverts_are_as_skewed_and_shared_as_real_ones(world: World) -> None:
    templates = world.truth.group_by("template").agg(pl.len().alias("n"), pl.col("organisation").n_unique().alias("k"))
    alone = (templates["n"] == 1).sum() / COUNT
    assert 0.33 < alone < 0.55
    assert (templates["k"] > 1).any()  # sold, or an agent's
    shared = (
        world.contacts.filter(pl.col("kind") == "phone")
        .join(world.truth, on="id")
        .group_by("value")
        .agg(pl.col("organisation").n_unique().alias("k"), pl.col("whose").first())
    )
    assert shared.filter(pl.col("whose") == "agency")["k"].max() > 4
    assert shared.filter(pl.col("whose") == "agent")["k"].max() > 8
    assert world.ads["body"].is_duplicated().sum() > 0.03 * COUNT
    assert 50 < world.ads["body"].str.split(" ").list.len().mean() < 110


def test_noise_changes_words_and_nothing_else_in_kind() -> None:
    clean, noisy = (make_world(2500, seed=3, noise=n) for n in (0.0, 0.1))
    assert clean.truth["template"].n_unique() < len(clean.truth)

    def variety(world: World) -> float:
        groups = (
            world.ads.join(world.truth, on="id")
            .group_by("template")
            .agg(pl.len().alias("n"), pl.col("body").n_unique().alias("k"))
        )
        return groups.filter(pl.col("n") > 3).select((pl.col("k") / pl.col("n")).mean()).item()

    assert variety(clean) < variety(noisy)


def test_labels_go_wrong_at_the_rate_asked(world: World) -> None:
    noisy = world.noisy_labels(0.3, seed=5)
    wrong = (noisy["class"] != world.organisations["class"]).mean()
    assert 0.2 < wrong < 0.3  # a wrong label may hit the right class by chance
    assert noisy.equals(world.noisy_labels(0.3, seed=5))
    assert (world.noisy_labels(0.0, seed=5)["class"] == world.organisations["class"]).all()


@pytest.mark.parametrize(("ads", "noise"), [(0, 0.0), (-3, 0.0), (10, -0.1), (10, 0.9)])
def test_what_makes_no_sense_is_said_with_what_to_do(ads: int, noise: float) -> None:
    with pytest.raises(WrongSetting, match=r"share|empty") as error:
        make_world(ads, 1, noise)
    assert "--" in error.value.do
