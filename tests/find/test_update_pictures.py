"""Pictures of new adverts get the names that the run has for them."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from daybreak.find.link.pictures import group_pictures
from daybreak.find.link.seen_pictures import as_seen


def frame(hashes: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame({"ad": range(len(hashes)), "image_hash": hashes}, schema={"ad": pl.UInt32, "image_hash": pl.String})


def names(rows: pl.DataFrame) -> list[str | None]:
    return rows.sort("ad")["image_hash"].to_list()


def test_a_picture_near_a_known_one_is_that_one():
    known = pl.Series(["00000000000000ff", "f" * 64])
    seen = as_seen(frame(["00000000000000fe", "F" * 63 + "e", "0123456789abcdef", None, "00000000000000f1 " + "e" * 64]), known)
    assert names(seen) == ["00000000000000ff", "f" * 64, "0123456789abcdef", None, "00000000000000ff " + "e" * 64]


def test_what_is_no_hash_is_left_as_it_is():
    assert names(as_seen(frame(["what", "", None]), pl.Series(["00000000000000ff"]))) == ["what", "", None]


def test_without_known_pictures_or_new_ones_nothing_changes():
    some = frame(["00000000000000ff", None])
    assert as_seen(some, pl.Series([], dtype=pl.String)).equals(some)
    assert names(as_seen(frame([None]), pl.Series(["00000000000000ff"]))) == [None]


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=4),
       st.lists(st.tuples(st.integers(0, 3), st.sets(st.integers(0, 63), max_size=9)), min_size=1, max_size=12))
def test_copies_within_six_bits_of_a_name_are_found_and_no_others(pictures, copies):
    known = group_pictures(frame([f"{p:016x}" for p in pictures]))["value"].unique()
    new = []
    for which, flipped in copies:
        value = int(known.sort()[which % len(known)], 16)
        for bit in flipped:
            value ^= 1 << bit
        new.append(value)
    seen = names(as_seen(frame([f"{v:016x}" for v in new]), known))
    for value, name in zip(new, seen, strict=True):
        near = [k for k in sorted(known.to_list()) if (int(k, 16) ^ value).bit_count() <= 6]
        assert name == (near[0] if near else f"{value:016x}")
