"""Whether the tables of a run agree with one another: every number and name that points somewhere finds it.

StoredRun -> broken_references() -> sentences, none when all is well
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

Table = Callable[[str], pl.DataFrame]

#: table, column -> table, column in which each of its values must stand
POINTS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("ads", "text", "texts", "text"), ("ads", "organisation", "organisations", "organisation"),
    ("texts", "ad", "ads", "ad"), ("contacts", "ad", "ads", "ad"), ("mentions", "ad", "ads", "ad"),
    ("templates", "template", "ads", "template"), ("evidence", "left", "ads", "ad"), ("evidence", "right", "ads", "ad"),
    ("organisations", "organisation", "ads", "organisation"),
    ("indicators", "organisation", "organisations", "organisation"),
    ("leads", "organisation", "organisations", "organisation"),
)
#: Columns whose values stand once.
ONCE: Final = (("ads", "ad"), ("ads", "id"), ("texts", "text"), ("templates", "template"),
               ("organisations", "organisation"), ("leads", "organisation"))


def broken_references(table: Table, inputs: int) -> Iterator[str]:
    """What does not fit between the tables. inputs: how many files the manifest names."""
    for name, column, other, there in POINTS:
        lost = table(name).select(pl.col(column).unique().alias("v")).join(
            table(other).select(pl.col(there).unique().alias("v")), on="v", how="anti").sort("v")
        if len(lost):
            yield f"{name}.{column}: {len(lost)} values, such as {lost['v'][0]!r}, do not stand in {other}.{there}"
    for name, column in ONCE:
        values = table(name)[column]
        if values.n_unique() != len(values):
            yield f"{name}.{column}: a value stands more than once"
    ads = table("ads")
    if len(ads) and ads["ad"].max() != len(ads) - 1:
        yield "ads.ad: the adverts are not numbered 0 to n - 1"
    files = ads["file"].max()
    if isinstance(files, int) and files >= inputs:
        yield f"ads.file: file {files} where the manifest names {inputs}"
    counted = table("organisations").select("organisation", "ads").join(
        ads.group_by("organisation").agg(pl.len().alias("found")), on="organisation", how="left")
    wrong = counted.filter(pl.col("ads") != pl.col("found"))
    if len(wrong):
        yield f"organisations.ads: {len(wrong)} organisations have another number of adverts than it says"
