"""Dates and times of day.

texts, regions -> find_dates() -> "2026-01-31", "--01-31" (no year; ISO 8601)
texts -> find_times() -> "17:30"

01/02/2026 is read month first in the United States (and where the region is not known, only when no other reading
is possible), day first elsewhere. Month names: English, Spanish, French, Portuguese, German, Italian, Russian,
Ukrainian, Arabic; Chinese, Japanese and Korean dates by their signs.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from daybreak.text.spans import END, find_spans, western

_MONTHS: Final = (
    "jan(?:uary)?|enero|janvier|janeiro|januar|gennaio|января|січня|يناير",
    "feb(?:ruary)?|febrero|f[ée]vrier|fevereiro|februar|febbraio|февраля|лютого|فبراير",
    "mar(?:ch)?|marzo|mars|mar[çc]o|märz|марта|березня|مارس",
    "apr(?:il)?|abril|avril|aprile|апреля|квітня|أبريل|ابريل",
    "may|mayo|mai|maio|maggio|мая|травня|مايو",
    "june?|junio|juin|junho|juni|giugno|июня|червня|يونيو",
    "july?|julio|juillet|julho|juli|luglio|июля|липня|يوليو",
    "aug(?:ust)?|agosto|ao[ûu]t|августа|серпня|أغسطس|اغسطس",
    "sept?(?:ember)?|septiembre|septembre|setembro|settembre|сентября|вересня|سبتمبر",
    "oct(?:ober)?|octubre|octobre|outubro|oktober|ottobre|октября|жовтня|أكتوبر|اكتوبر",
    "nov(?:ember)?|noviembre|novembre|novembro|ноября|листопада|نوفمبر",
    "dec(?:ember)?|diciembre|d[ée]cembre|dezembro|dezember|dicembre|декабря|грудня|ديسمبر",
)
_MONTH: Final = "|".join(_MONTHS)
_DATES: Final = (
    rf"(?i)(?P<it>"
    rf"(?:19|20)\d\d[-/.年년]\s?\d{{1,2}}[-/.月월]\s?\d{{1,2}}[日号일]?"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:20)?\d\d"
    rf"|\d{{1,2}}月\d{{1,2}}[日号]"
    rf"|(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s20\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º)?\.?\s(?:of\s|de\s)?(?:{_MONTH})\.?(?:,?\s(?:de\s)?20\d\d)?"
    rf"){END}"
)
_TIMES: Final = (
    r"(?i)(?P<it>\d{1,2}(?:[:.]\d\d)?\s?(?:a\.m\.|p\.m\.|a\.?\s?m|p\.?\s?m)|"
    r"(?:[01]?\d|2[0-3])(?::|[h：])[0-5]\d(?:\s?(?:h|hrs))?|(?:上午|下午|晚上|早上)\d{1,2}[点時时:：](?:\d\d)?)"
    + END
)


def find_dates(texts: pl.Series, regions: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each date. texts: str without nulls; regions: ISO alpha-2 or null, beside."""
    found = find_spans(texts, _DATES, r"\w./-").filter(~pl.col("after").fill_null("").str.contains(r"^[/-]\d"))
    plain = western(pl.col("written").str.to_lowercase())
    numbers = plain.str.extract_all(r"\d+")
    read = found.with_columns(
        numbers.alias("n"), plain.alias("plain"),
        (regions.gather(found["row"]) == "US").fill_null(False).alias("month_first")).with_columns(
        *(pl.col("n").list.get(i, null_on_oob=True).cast(pl.Int32, strict=False).alias(f"n{i}") for i in range(3)))
    named: pl.Expr = pl.lit(None, pl.Int32)
    for number, pattern in enumerate(_MONTHS, 1):
        there = pl.col("plain").str.contains(rf"(?:^|[^\p{{L}}])(?:{pattern})(?:[^\p{{L}}]|$)")
        named = pl.when(there).then(number).otherwise(named)
    read = read.with_columns(named.alias("named"), pl.col("plain").str.contains(r"^(?:19|20)\d\d").alias("iso"))
    by_sign = pl.col("plain").str.contains("月")
    a, b = pl.col("n0"), pl.col("n1")
    month_first = (b > 12) | (pl.col("month_first") & (a <= 12))
    signed = pl.col("named").is_not_null() | pl.col("iso") | by_sign | pl.col("month_first")
    unsure = ~signed & (a <= 12) & (b <= 12) & (a != b)
    read = read.with_columns(
        pl.when("iso").then(a).when(pl.col("named").is_not_null()).then(b).otherwise(pl.col("n2")).alias("year"),
        pl.when("iso").then(b).when(pl.col("named").is_not_null()).then("named").when(by_sign | month_first).then(a)
        .otherwise(b).alias("month"),
        pl.when("iso").then(pl.col("n2")).when(pl.col("named").is_not_null()).then(a).when(by_sign | month_first).then(b)
        .otherwise(a).alias("day"), unsure.alias("unsure"),
    ).with_columns(pl.when(pl.col("year") < 100).then(pl.col("year") + 2000).otherwise(pl.col("year")).alias("year"))
    return read.filter(
        pl.col("month").is_between(1, 12) & (pl.col("day") >= 1)
        & (pl.col("day") <= pl.col("month").replace_strict({2: 29, 4: 30, 6: 30, 9: 30, 11: 30}, default=31))
    ).select(
        "row", "start", "end",
        pl.concat_str([pl.col("year").cast(pl.String).fill_null("-"), _two(pl.col("month")), _two(pl.col("day"))],
                      separator="-").alias("value"),
        pl.when("unsure").then(0.6).otherwise(0.9).cast(pl.Float32).alias("certainty"))


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)


def find_times(texts: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each time of day. texts: str without nulls."""
    found = find_spans(texts, _TIMES, r"\w.:,$€£")
    plain = western(pl.col("written").str.to_lowercase())
    numbers = plain.str.extract_all(r"\d+")
    afternoon = plain.str.contains(r"p\.?\s?m|下午|晚上")
    morning = plain.str.contains(r"a\.?\s?m")
    hour = numbers.list.get(0).cast(pl.Int32, strict=False)
    full = pl.when(afternoon & (hour < 12)).then(hour + 12).when(morning & (hour == 12)).then(0).otherwise(hour)
    minute = numbers.list.get(1, null_on_oob=True).cast(pl.Int32, strict=False).fill_null(0)
    return found.filter((full < 24) & (minute < 60) & ~(morning & (hour > 12))).select(
        "row", "start", "end", pl.concat_str([_two(full), _two(minute)], separator=":").alias("value"),
        pl.lit(0.9, pl.Float32).alias("certainty"))
