"""Pictures of new adverts under the names that a run has for them already.

new adverts, names of the run's pictures -> as_seen() -> image_hash with the run's names in it -> group_pictures()

Names of one run are further than the limit from one another, so what is near a name is that picture; what is near none
is grouped among the new.
"""

from __future__ import annotations

import numba
import numpy as np
import polars as pl

from daybreak.find.link.pictures import NEAR_64, NEAR_256, Words, bits, keys_of


def as_seen(ads: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """The adverts with each hash replaced by the smallest name of the run that is near it.

    ads: ad, image_hash among others. names: hex, distinct.
    """
    shown = (
        ads.filter(pl.col("image_hash").is_not_null())
        .select("ad", pl.col("image_hash").str.to_lowercase().str.split(" ").alias("value")).explode("value")
    )
    if shown.is_empty() or names.is_empty():
        return ads
    seen = pl.concat([
        _nearest(shown["value"].filter(shown["value"].str.len_bytes() == size).unique().sort(),
                 names.filter(names.str.len_bytes() == size).sort(), near)
        for size, near in ((16, NEAR_64), (64, NEAR_256))
    ])
    told = (
        shown.join(seen, on="value", how="left", maintain_order="left")
        .group_by("ad", maintain_order=True).agg(pl.coalesce("name", "value").str.join(" ").alias("image_hash"))
    )
    return ads.drop("image_hash").join(told, on="ad", how="left", maintain_order="left")


def _nearest(hashes: pl.Series, names: pl.Series, near: int) -> pl.DataFrame:
    """value, name: for the hashes that are near a name, the smallest of these. All of one size and sorted."""
    if hashes.is_empty() or names.is_empty():
        return pl.DataFrame(schema={"value": pl.String, "name": pl.String})
    new, known = _read(hashes), _read(names)
    best = np.full(len(new), len(known))
    for mine, theirs in zip(keys_of(new), keys_of(known), strict=True):
        order = np.argsort(mine, kind="stable")
        starts = np.searchsorted(mine[order], np.arange(65537, dtype=np.uint64))
        _compare(starts, order, new, theirs, known, near, best)
    found = np.flatnonzero(best < len(known))
    return pl.DataFrame({"value": hashes.gather(found), "name": names.gather(best[found])})


def _read(hashes: pl.Series) -> Words:
    return np.frombuffer(bytes.fromhex("".join(hashes.to_list())), ">u8").reshape(len(hashes), -1).astype(np.uint64)


@numba.njit(cache=True)
def _compare(starts, order, new, key, known, near, best):  # type: ignore[no-untyped-def]
    for k in range(len(key)):
        for at in range(starts[key[k]], starts[key[k] + np.uint64(1)]):
            n = order[at]
            if k < best[n]:
                apart = 0
                for w in range(known.shape[1]):
                    apart += bits(new[n, w] ^ known[k, w])
                if apart <= near:
                    best[n] = k
