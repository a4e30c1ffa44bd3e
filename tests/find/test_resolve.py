"""Groups of adverts from what they carry: the behaviour an analyst relies on, on small casts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.link.hubs import learn, weigh_identifiers
from daybreak.find.link.identifiers import Moments, fold_alike, gather, unfold
from daybreak.find.link.resolve import hold_together, resolve
from daybreak.settings import LinkSettings

Carries = list[tuple[int, str, str]]        # ad, kind, value


def group(carries: Carries, ads: int, days: list[float] | None = None, must: list[tuple[int, int]] | None = None,
          cannot: list[tuple[int, int]] | None = None, length: int = 60) -> list[int]:
    """The group of each advert, as the smallest advert in it."""
    frame = pl.DataFrame(carries, schema=["ad", "kind", "value"], orient="row").with_columns(pl.col("ad").cast(pl.UInt32))
    told = {"phone", "email", "handle", "url", "wallet", "account"}
    contacts = frame.filter(pl.col("kind").is_in(told)).with_columns(pl.lit(1.0).alias("certainty"))
    others = {
        str(kind[0]): part.select("ad", "value").with_columns(pl.lit(length, pl.UInt32).alias("length"))
        for kind, part in frame.filter(~pl.col("kind").is_in(told)).partition_by("kind", as_dict=True).items()
    }
    identifiers = gather(contacts, others, ads)
    chosen = LinkSettings()
    records = fold_alike(identifiers, Moments(np.array(days if days else [np.nan] * ads, dtype=float), np.full((ads, 2), np.nan)))
    rates = learn(identifiers, records, chosen)
    weights = weigh_identifiers(identifiers, records, rates, chosen)
    records = unfold(records, ~hold_together(identifiers, records, weights, rates, chosen))
    if cannot:
        same = np.zeros(records.count, bool)
        for a, b in cannot:
            if records.of_ad[a] == records.of_ad[b]:
                same[records.of_ad[a]] = True
        records = unfold(records, same)
    pairs = [records.of_ad[np.array(p or np.zeros((0, 2)), dtype=np.int64).reshape(-1, 2)] for p in (must, cannot)]
    label = resolve(identifiers, records, weights, rates, chosen, *pairs).group[records.of_ad]
    first: dict[int, int] = {}
    return [first.setdefault(int(g), ad) for ad, g in enumerate(label)]


def posters(count: int, ads_each: int, start: int = 0, town: str | None = None) -> Carries:
    """Independent posters: each has a text and a phone of its own."""
    rows: Carries = []
    for poster in range(count):
        for ad in range(start + poster * ads_each, start + (poster + 1) * ads_each):
            rows += [(ad, "text", f"t{start}-{poster}"), (ad, "phone", f"+1{start}{poster}"),
                     (ad, "place", town or f"town{poster % 7}")]
    return rows


def test_a_phone_that_two_adverts_share_joins_them() -> None:
    assert group([(0, "phone", "+1"), (1, "phone", "+1"), (2, "phone", "+2")], 3) == [0, 0, 2]


def test_a_shared_long_text_joins_adverts_without_any_contact() -> None:
    assert group([(0, "text", "a"), (1, "text", "a"), (2, "place", "x")], 3) == [0, 0, 2]


def test_a_shared_town_alone_joins_nobody() -> None:
    assert group([(ad, "place", "x") for ad in range(5)], 5) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("town", [None, "one town"])
def test_an_agency_number_does_not_join_forty_posters(town: str | None) -> None:
    rows = posters(40, 3, town=town) + [(ad, "phone", "+agency") for ad in range(0, 120, 2)]
    assert group(rows, 120) == [ad // 3 * 3 for ad in range(120)]


def test_a_stock_picture_does_not_join_sixty_posters() -> None:
    rows = posters(60, 2) + [(ad, "image", "stock") for ad in range(0, 120, 2)]
    assert group(rows, 120) == [ad // 2 * 2 for ad in range(120)]


def test_a_template_sold_to_two_organisations_does_not_join_them() -> None:
    rows: Carries = []
    for ad in range(40):
        seller = ad // 20
        rows += [(ad, "text", "sold"), (ad, "phone", f"+{seller}{ad % 3}"), (ad, "place", f"p{seller}{ad % 4}")]
    label = group(rows, 40, [float(ad % 20) for ad in range(40)])
    assert not set(label[:20]) & set(label[20:])


def test_a_driver_shared_for_a_week_does_not_join_two_organisations() -> None:
    rows: Carries = []
    for ad in range(60):
        side = ad // 30
        rows += [(ad, "text", f"t{side}{ad % 2}"), (ad, "phone", f"+{side}{ad % 2}"), (ad, "place", f"p{side}{ad % 3}")]
        if ad % 30 < 3:
            rows.append((ad, "phone", "+driver"))
    label = group(rows, 60, [float(ad % 30) for ad in range(60)])
    assert not set(label[:30]) & set(label[30:])


def test_an_organisation_that_changes_its_phone_stays_one() -> None:
    rows: Carries = []
    for ad in range(30):
        rows += [(ad, "text", f"t{ad % 2}"), (ad, "phone", "+old" if ad < 15 else "+new"), (ad, "place", f"p{ad % 3}")]
    assert group(rows, 30, [float(ad) for ad in range(30)]) == [0] * 30


_carries = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["phone", "email", "text", "place", "image"]),
              st.sampled_from("abcd")), min_size=1, max_size=40)
_pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]), max_size=4)


@given(_carries, _pairs)
@settings(max_examples=60, deadline=None)
def test_what_people_judged_different_is_never_joined_and_what_they_judged_same_always(
    carries: Carries, judged: list[tuple[int, int]]
) -> None:
    cannot = judged[:2]
    must = [p for p in judged[2:] if not _contradicts(p, judged[2:], cannot)]
    label = group(carries, 12, must=must, cannot=cannot)
    assert all(label[a] != label[b] for a, b in cannot)
    assert all(label[a] == label[b] for a, b in must)


def _contradicts(pair: tuple[int, int], must: list[tuple[int, int]], cannot: list[tuple[int, int]]) -> bool:
    parent = list(range(12))
    for a, b in must:
        ra, rb = parent[a], parent[b]
        parent = [ra if p == rb else p for p in parent]
    return any(parent[a] == parent[b] for a, b in cannot)


@given(_carries, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_change_the_groups(carries: Carries, random: object) -> None:
    shuffled = list(carries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group(carries, 12) == group(shuffled, 12)
