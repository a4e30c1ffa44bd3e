"""Raw columns of one file -> adverts as ADS has them, and what was wrong with single fields.

frame (line, their columns) + Matched -> shape() -> ADS without ad and file; rejects
A bad optional field leaves the advert in, with that field null, and a reject that names the field. A row without any
text is left out. The same code runs whatever the format was and however fast it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from daybreak.model.tables import ADS
from daybreak.read.columns import SEVERAL, Matched
from daybreak.read.countries import country_code
from daybreak.read.rejecting import Rejects
from daybreak.read.times import read_times
from daybreak.read.values import currency, degrees, image_hashes, number, pay_unit, several, single
from daybreak.settings import ReadSettings
from daybreak.store.schema import polars_schema

_TYPES: Final = polars_schema(ADS)
_TEXTS: Final = tuple(c for c, t in ADS.items() if t == "str" and c not in ("pay_unit", "pay_currency", "image_hash"))
_NESTED: Final = {False: r"(?s)^(?:\[.*\]|\{.*\})$", True: r"(?s)^\{.*\}$"}      # an advert may begin with [URGENT]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a field is read from text, and what to say when it cannot be."""

    read: Callable[[str], object]
    reason: str
    plain: pl.DataType | None = None        # what plain machine-written values cast to, all at once


_RULES: Final[dict[str, _Rule]] = {
    "latitude": _Rule(degrees, "not a latitude in degrees", pl.Float64()),
    "longitude": _Rule(degrees, "not a longitude in degrees", pl.Float64()),
    "pay": _Rule(number, "not an amount of money", pl.Float64()),
    "pay_unit": _Rule(pay_unit, "not one of hour, day, week, month, year, piece"),
    "pay_currency": _Rule(currency, "not a currency by its three letters"),
    "image_hash": _Rule(image_hashes, "not hashes of 64 or 256 bits in hex"),
}


def shape(raw: pl.DataFrame, matched: Matched, settings: ReadSettings, rejects: Rejects) -> pl.DataFrame:
    """The adverts of one file: line, and the columns of ADS but `ad` and `file`; rows without text are left out."""
    given = _given(raw, matched)
    given = _unfold(given, rejects)
    texts = given.select("line", *(pl.col(c).cast(pl.String) for c in given.columns if c in _TEXTS))
    texts = texts.with_columns(
        pl.when(pl.col(c).str.strip_chars() != "").then(pl.col(c)).alias(c) for c in texts.columns[1:])
    columns = {name: texts[name] for name in texts.columns}
    for name, rule in _RULES.items():
        if name in given.columns:
            columns[name] = _read_column(given[name], rule, given["line"], name, rejects)
    if "posted_at" in given.columns:
        columns["posted_at"] = _read_posted(given, settings, rejects)
    ads = pl.DataFrame([s.alias(n) for n, s in columns.items()])
    ads = ads.with_columns(pl.lit(None, _TYPES[c]).alias(c) for c in ADS if c not in (*ads.columns, "ad", "file"))
    return _leave_out_empty(_within_range(_settle_country(ads, settings), rejects), given, rejects)


def _given(raw: pl.DataFrame, matched: Matched) -> pl.DataFrame:
    """Our columns as they stand in the file; of a field that several columns hold, all values side by side."""
    chosen = [pl.col("line")]
    for ours, theirs in matched.theirs.items():
        there = [name for name in theirs if name in raw.columns]
        if len(there) == 1:
            chosen.append(pl.col(there[0]).alias(ours))
        elif there:
            filled = (pl.when(pl.col(n).cast(pl.String) != "").then(pl.col(n).cast(pl.String)) for n in there)
            chosen.append(pl.concat_str(list(filled), separator=";", ignore_nulls=True).alias(ours))
    return raw.select(chosen)


def _unfold(given: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    """Lists and objects that stood in a field: a list becomes one text where an advert may have several."""
    for name in given.columns[1:]:
        column = given[name]
        if column.dtype != pl.String:
            continue
        nested = column.str.contains(_NESTED[name in ("title", "body")]).fill_null(False)
        if not nested.any():
            continue
        told = {v: several(v) if name in SEVERAL else single(v) for v in column.filter(nested).unique().to_list()}
        new = column.replace(told)
        bad = nested & new.is_null()
        _tell(rejects, given["line"], name, "a list or an object where a single value was expected", column, bad)
        given = given.with_columns(new.alias(name))
    return given


def _read_column(column: pl.Series, rule: _Rule, line: pl.Series, name: str, rejects: Rejects) -> pl.Series:
    """A column by its rule: plain values all at once, the others one by one, each distinct one once."""
    wanted = _TYPES[name]
    if rule.plain is not None and column.dtype.is_numeric():
        text = column.cast(pl.String)
        plain = column.cast(rule.plain)
    else:
        text = column.cast(pl.String).str.strip_chars()
        plain = text.cast(rule.plain, strict=False) if rule.plain else pl.Series([None], dtype=wanted).new_from_index(
            0, len(text))
    if rule.plain is not None:
        plain = plain.set(~(plain.is_finite() & ((plain >= 0) | (name != "pay"))).fill_null(False), None)
    rest = text.is_not_null() & (text != "") & plain.is_null()
    if rest.any():
        told = {value: rule.read(value) for value in text.filter(rest).unique().to_list()}
        slow = text.replace_strict(told, default=None, return_dtype=wanted)
        plain = plain.cast(wanted).zip_with(plain.is_not_null(), slow)
        _tell(rejects, line, name, rule.reason, text, rest & plain.is_null())
    return plain.cast(wanted)


def _read_posted(given: pl.DataFrame, settings: ReadSettings, rejects: Rejects) -> pl.Series:
    column = given["posted_at"]
    if not (column.dtype == pl.String or column.dtype.is_numeric() or column.dtype.is_temporal()):
        column = column.cast(pl.String, strict=False)
    times = read_times(column, settings.country)
    written = column.cast(pl.String).str.strip_chars()
    _tell(rejects, given["line"], "posted_at", "no such time, or day and month cannot be told apart", written,
          (written.fill_null("") != "") & times.is_null())
    return times


def _within_range(ads: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    """No latitude beyond the poles, no longitude beyond the date line, no half of a place."""
    for name, most in (("latitude", 90.0), ("longitude", 180.0)):
        beyond = (ads[name].abs() > most).fill_null(False)
        _tell(rejects, ads["line"], name, f"beyond {most:.0f} degrees", ads[name].cast(pl.String), beyond)
        ads = ads.with_columns(ads[name].set(beyond, None))
    whole = pl.col("latitude").is_not_null() & pl.col("longitude").is_not_null()
    return ads.with_columns(pl.when(whole).then(pl.col(c)).alias(c) for c in ("latitude", "longitude"))


def _settle_country(ads: pl.DataFrame, settings: ReadSettings) -> pl.DataFrame:
    """Countries by their code where they are known; where none is given the settings' one."""
    written = ads["country"].str.strip_chars()
    told = {value: country_code(value) or value for value in written.drop_nulls().unique().to_list()}
    column = written.replace(told)
    return ads.with_columns((column.fill_null(settings.country) if settings.country else column).alias("country"))


def _leave_out_empty(ads: pl.DataFrame, given: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    empty = ads["title"].is_null() & ads["body"].is_null()
    if not empty.any():
        return ads
    rows = given.filter(empty)
    parts = [
        pl.when(pl.col(c).is_not_null()).then(pl.format("{}: {}", pl.lit(c), pl.col(c).cast(pl.String)))
        for c in sorted(rows.columns) if c != "line"
    ]
    content = pl.concat_str(parts, separator="; ", ignore_nulls=True) if parts else pl.lit("")
    rejects.add_frame(rows.select(
        "line", pl.lit(None, pl.String).alias("field"), pl.lit("no text: title and body are empty").alias("reason"),
        content.alias("content")))
    return ads.filter(~empty)


def _tell(rejects: Rejects, line: pl.Series, name: str, reason: str, content: pl.Series, bad: pl.Series) -> None:
    if bad.any():
        rejects.add_frame(pl.DataFrame({
            "line": line.filter(bad), "field": [name] * int(bad.sum()), "reason": [reason] * int(bad.sum()),
            "content": content.filter(bad)}))
