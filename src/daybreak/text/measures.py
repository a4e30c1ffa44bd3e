"""Measures: a number with a unit of weight, length, area, heat or duration. They are named so that nothing else
takes their numbers for a price, an age or a phone.

texts -> find_measures() -> "50 lb", "10 mile", "40 hour", "3-6 month"
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import polars as pl

from daybreak.text.spans import END, find_spans, western

_UNITS: Final = (
    ("lb", r"lbs?|pounds?|libras"), ("kg", r"kgs?|kilos?|kilogram(?:me)?s?|кг|公斤|كيلو|كغ"), ("oz", r"oz|ounces?"),
    ("t", r"tons?|tonnes?|тонн"), ("km", r"kms?|kilomet(?:er|re)s?|км|公里|كم"), ("mile", r"miles?|mi|millas"),
    ("cm", r"cms?|см|厘米|سم"), ("mm", r"mm"),
    ("m2", r"m2|m²|sqm|кв\.?\s?м|平方米|平米"), ("m", r"meters?|metres?|metros?|m|м|米"),
    ("ft", r"ft|feet|foot|pies"), ("in", r"inch(?:es)?|pulgadas"), ("acre", r"acres?"), ("ha", r"hectares?|ha"),
    ("%", r"%|percent|por\s?ciento|проц\w*"), ("°F", r"°\s?f|degrees?\s(?:f|fahrenheit)"),
    ("°C", r"°\s?c|degrees?\s(?:c|celsius)"),
    ("degree", r"degrees|grados"), ("minute", r"min(?:ute)?s?|minutos|минут\w?|хв|分钟|دقيقة|دقائق"),
    ("hour", r"hours?|hrs?|horas?|heures?|stunden|час(?:а|ов)?|годин\w?|小时|ساعات|ساعة"),
    ("day", r"days?|d[ií]as?|jours?|дн(?:я|ей|ів)|天|أيام|ايام"),
    ("week", r"weeks?|wks?|semanas?|semaines?|недел\w|тижн\w+|周|أسابيع"),
    ("month", r"months?|mes(?:es)?|mois|meses|месяц(?:а|ев)?|місяц\w+|个月|أشهر|اشهر"), ("year", r"years?|yrs?"),
)
_ALL: Final = "|".join(pattern for _, pattern in _UNITS)
_NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,3})?"
_PATTERN: Final = (
    rf"(?i)(?P<it>{_NUMBER}(?:\s?(?:-|–|to|a|до|至)\s?{_NUMBER})?\s?-?\s?(?:{_ALL})){END}"
)


def find_measures(texts: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each measure. texts: str without nulls. Years of age are ages."""
    found = find_spans(texts, _PATTERN, r"\w.,$€£:/-").filter(
        ~(pl.col("written").str.contains(r"(?i)y(?:ea)?rs?$") & pl.col("after").str.contains(r"(?i)^[\s-]*(?:old|of\s+age)")))
    plain = western(pl.col("written").str.to_lowercase()).str.replace(r"m[2²]$", "sqm")
    read = found.with_columns(
        plain.str.extract_all(_NUMBER).list.join("-").alias("amount"), plain.str.replace_all(_NUMBER, "").alias("around"))
    kinds = read.select("around").unique(maintain_order=True)
    kinds = kinds.with_columns(pl.Series("unit", [_unit(a) for a in kinds["around"]], dtype=pl.String))
    return (
        read.join(kinds, on="around", how="left", maintain_order="left").filter(pl.col("unit").is_not_null())
        .select("row", "start", "end", pl.format("{} {}", pl.col("amount").str.replace_all(",", "."), "unit").alias("value"),
                pl.lit(0.85, pl.Float32).alias("certainty"))
    )


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"(?:{p})$")) for name, p in _UNITS]


def _unit(around: str) -> str | None:
    last = re.sub(r"^\s*(?:(?:-|–|to|a|до|至)\s*)?[-\s]*", "", around)
    return next((name for name, pattern in _patterns() if pattern.fullmatch(last)), None)
