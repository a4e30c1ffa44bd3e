"""Where a pattern stands in many texts at once, with what stands before and after it.

texts, pattern -> find_spans() -> row, start, end, written, before, after

The pattern is a Rust regular expression (no look-around, hence `before` and `after`) with a group named `it`, and
optionally `pre` and `post` around it; all of the match must lie in these groups. One pass marks the matches, another cuts the
texts at the marks, so nothing is done text by text in Python. Offsets are code points, half-open.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_MARK: Final = "\x01"       # no text keeps this control character: it is read as a space, which is as long
#: What ends a match: anything but a letter of a script that writes words apart, or a digit. Patterns use this group and
#: `not_after` for borders of words: Unicode `\\b` takes the engine off its fast path where a text is not ASCII (30x slower).
END: Final = r"(?P<post>[^\p{Latin}\p{Cyrillic}\p{Arabic}\p{Nd}_]|$)"
_AROUND: Final = 28         # characters kept before and after
_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９"


def find_spans(texts: pl.Series, pattern: str, not_after: str = "") -> pl.DataFrame:
    """Each match: row u32 (number of its text), start, end u32, written, before, after str; in order.

    texts: str, no nulls. Matches do not overlap. not_after: characters, as in a class, that may not stand just before.
    """
    mark = "".join(
        f"${{{group}}}" if group != "it" else f"{_MARK}${{it}}{_MARK}"
        for group in ("pre", "it", "post") if f"(?P<{group}>" in pattern)
    marked = (
        pl.DataFrame({"text": texts}).with_row_index("row")
        .with_columns(pl.col("text").str.replace_all(_MARK, " ", literal=True).str.replace_all(pattern, mark))
        .filter(pl.col("text").str.contains(_MARK, literal=True))
        .with_columns(pl.col("text").str.split(_MARK).alias("piece"))
    )
    pieces = marked.select("row", "piece").explode("piece").with_columns(
        pl.col("piece").str.len_chars().alias("length"))
    pieces = pieces.with_columns(
        pl.col("length").cum_sum().over("row").alias("end"),
        (pl.int_range(pl.len()).over("row") % 2).alias("inside"),
        pl.col("piece").shift(1).str.tail(_AROUND).alias("before"),
        pl.col("piece").shift(-1).str.head(_AROUND).alias("after"),
    )
    found = pl.col("inside") == 1
    if not_after:
        found &= ~pl.col("before").str.contains(f"[{not_after}]$")
    return pieces.filter(found).select(
        "row", (pl.col("end") - pl.col("length")).alias("start"), "end", pl.col("piece").alias("written"), "before", "after")


def western(digits: pl.Expr) -> pl.Expr:
    """The text with Arabic, Persian, Hindi and full-width digits as 0-9."""
    return digits.str.replace_many(list(_DIGITS), [str(i % 10) for i in range(len(_DIGITS))])
