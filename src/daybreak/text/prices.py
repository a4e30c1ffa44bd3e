"""Prices and pay: an amount or a range, its currency, and what it is for.

texts, regions -> find_prices() -> "120 USD", "15.50 USD/hour", "80-100 EUR/night"

A number is a price only with a currency, or with a cue ("rate", "precio", "цена") or a unit of time ("120/hr") beside
it. `$`, `¥`, `kr`, pesos and rupees are read in the advert's region. "Pounds" are a weight unless written £ or GBP.
Substitutes for a currency (roses, kisses) are not read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import polars as pl

from daybreak.text.spans import END, find_spans, western

#: currency -> what is written for it, as a pattern; the first that fits.
_CURRENCIES: Final = (
    ("CAD", r"c\$|ca\$|cad"), ("AUD", r"a\$|au\$|aud"), ("NZD", r"nz\$|nzd"), ("HKD", r"hk\$|hkd"), ("SGD", r"s\$|sgd"),
    ("BRL", r"r\$|brl|reais|real"), ("USD", r"us\$|usd|d[óo]lares|dollars?|bucks|долларов|доллара?|доларів|美元|美金|دولار"),
    ("EUR", r"€|eur|euros?|евро|євро|欧元|يورو"), ("GBP", r"£|gbp|英镑"), ("RUB", r"₽|rub|руб(?:лей|ля|ль|\.)?|рублей"),
    ("UAH", r"₴|uah|грн|гривень|гривні"), ("CNY", r"cny|rmb|元|块钱|块|人民币"), ("JPY", r"jpy|円|日元"), ("KRW", r"₩|krw|원"),
    ("INR", r"₹|inr"), ("TRY", r"₺|try|tl"), ("ILS", r"₪|ils|nis"), ("THB", r"฿|thb|baht|บาท"), ("VND", r"₫|vnd"),
    ("NGN", r"₦|ngn|naira"), ("PHP", r"₱|php"), ("PLN", r"zł|pln|zl"), ("RON", r"ron|lei"), ("CHF", r"chf"),
    ("AED", r"aed|درهم|دراهم|dhs?|dirhams?"), ("SAR", r"sar|ريال"), ("QAR", r"qar"), ("KWD", r"kwd|دينار"),
    ("EGP", r"egp|جنيه"), ("MXN", r"mxn"), ("COP", r"cop"), ("ARS", r"ars"), ("PEN", r"pen|soles"), ("SEK", r"sek"),
    ("NOK", r"nok"), ("DKK", r"dkk"), ("CZK", r"kč|czk"), ("HUF", r"huf"), ("MYR", r"myr|rm"),
    ("$", r"\$"), ("¥", r"[¥￥]"), ("kr", r"kr"), ("pesos", r"pesos?"), ("rupees", r"rs\.?|rupees"),
)
#: A sign that several currencies share: sign -> region -> currency; "" where the region is another or unknown.
_BY_REGION: Final = {
    "$": {"": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN", "CO": "COP",
          "CL": "CLP", "AR": "ARS", "TW": "TWD"},
    "¥": {"": "CNY", "JP": "JPY"}, "kr": {"": "SEK", "NO": "NOK", "DK": "DKK"},
    "pesos": {"": "MXN", "CO": "COP", "CL": "CLP", "AR": "ARS", "PH": "PHP", "DO": "DOP", "UY": "UYU", "CU": "CUP"},
    "rupees": {"": "INR", "PK": "PKR", "NP": "NPR", "LK": "LKR"},
}
_UNITS: Final = (
    ("hour", r"hours?|hrs?|h|hora|horas|heure|час|годину|小时|个小时|ساعة|stunde|ora"),
    ("night", r"nights?|noche|nuit|noite|ночь|晚|ليلة|nacht"),
    ("day", r"days?|d[ií]a|jour|dia|день|天|日|يوم|اليوم|tag|giorno"),
    ("week", r"weeks?|wks?|semana|semaine|неделю|тиждень|周|星期|أسبوع|اسبوع|woche"),
    ("month", r"months?|mo|mes|mois|m[êe]s|месяц|місяць|月|شهر|الشهر|monat|mese"),
    ("year", r"years?|yr|annum|año|an|ano|год|рік|年|سنة|السنة|jahr"),
)
_SAID_AS: Final = (
    ("hour", "hourly"), ("day", "daily"), ("week", "weekly"), ("month", "monthly|mensual(?:es)?|mensuels?"),
    ("year", "yearly|annually"),
)
_ANY: Final = "|".join(pattern for _, pattern in _CURRENCIES)
_SIGN: Final = r"(?:us|ca|c|au|a|nz|hk|s|r)?\$|[€£¥￥₽₴₩₹₺₪฿₫₦₱]"
_LATIN_CODE: Final = r"usd|eur|gbp|cad|aud|rub|aed|sar|qar|egp|inr|mxn|brl|chf|pln|thb|php|rs\.?|rmb"
_NUMBER: Final = r"\d{1,3}(?:[,.  ’]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_TO: Final = r"\s?(?:-|–|—|~|to|a|à|до|至|إلى)\s?"
_TIMES: Final = "|".join(p for _, p in (*_UNITS, *_SAID_AS))
_PER: Final = (
    r"\s{0,2}(?:/\s?|per\s|an?\s|por\s|par\s|de\sl['’]|al\s|a\sla\s|la\s|le\s|l['’]|pro\s|die\s|all['’]|в\s|за\s|на\s|每|一|في\s(?:ال)?)?"
    rf"(?:{_TIMES})"
)
_CUE: Final = (
    r"(?:rates?|prices?|cost|fee|salary|wages?|pay|precio|tarifa|salario|sueldo|prix|tarif|salaire|pre[çc]o|valor|"
    r"цена|ціна|стоимость|оплата|зарплата|зп|价格|价钱|工资|薪资|السعر|الراتب)\s?[:=：]?\s?(?:is\s|of\s|de\s|from\s|от\s|від\s)?"
)
_RANGE: Final = rf"(?:{_NUMBER})(?:{_TO}(?:{_SIGN})?\s?(?:{_NUMBER}))?"
_AFTER: Final = rf"(?:[€£¥￥₽₴₩₹₺₪฿₫₦₱$元円块원]|(?:{_ANY}))"
_PATTERN: Final = (
    rf"(?i)(?P<it>"
    rf"(?:{_SIGN}|(?:{_LATIN_CODE})\s?)\s?{_RANGE}(?:\s?(?:{_ANY}))?(?:{_PER})?"
    rf"|{_RANGE}\s?{_AFTER}(?:{_PER})?"
    rf"|{_RANGE}\s?(?:/\s?|per\s|por\s|a\sla\s|par\s|l['’]|в\s|за\s)(?:{_TIMES})"
    rf"|{_CUE}{_RANGE}(?:\s?{_AFTER})?(?:{_PER})?"
    rf"){END}"
)
_NOT_MONEY: Final = r"(?i)^\s?(?:%|-?\s?(?:weeks?|months?|days?|hours?|hrs?|years?|stars?|times|people|lbs?|kg)\b|[./:-]?\d)"


def find_prices(texts: pl.Series, regions: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each price. texts: str without nulls; regions: ISO alpha-2 or null, beside.

    The span takes in the cue, so that a person sees why the number was read as a price.
    """
    found = find_spans(texts, _PATTERN, r"\w.,$€£¥").filter(~pl.col("after").fill_null("").str.contains(r"^[.,]\d"))
    parsed = found.with_columns(western(pl.col("written").str.to_lowercase()).alias("plain")).with_columns(
        pl.col("plain").str.extract_all(_NUMBER).alias("numbers"),
        pl.col("plain").str.replace_all(_NUMBER, "#").alias("around"), regions.gather(found["row"]).alias("region"))
    kinds = parsed.select("around").unique(maintain_order=True)
    kinds = kinds.with_columns(pl.Series("sign", [_currency(a) for a in kinds["around"]], dtype=pl.String),
                               pl.Series("unit", [_unit(a) for a in kinds["around"]], dtype=pl.String))
    read = parsed.join(kinds, on="around", how="left", maintain_order="left").with_columns(
        _amount(pl.col("numbers").list.get(0, null_on_oob=True)).alias("low"),
        _amount(pl.col("numbers").list.get(1, null_on_oob=True)).alias("high"))
    currency = pl.col("sign")
    for sign, regional in _BY_REGION.items():
        local = pl.col("region").fill_null("").replace_strict(regional, default=regional[""], return_dtype=pl.String)
        currency = pl.when(pl.col("sign") == sign).then(local).otherwise(currency)
    amount = pl.concat_str(
        [_said("low"), pl.when(pl.col("high") > pl.col("low")).then(pl.format("-{}", _said("high"))).fill_null("")])
    return read.filter(~_is_other()).select(
        "row", "start", "end",
        pl.concat_str([amount, pl.format(" {}", currency).fill_null(""), pl.format("/{}", "unit").fill_null("")])
        .alias("value"),
        pl.when(pl.col("sign").is_not_null()).then(0.95).when(pl.col("unit").is_not_null()).then(0.7).otherwise(0.6)
        .cast(pl.Float32).alias("certainty"))


def _is_other() -> pl.Expr:
    """Whether a number without a currency is a year, a count or a measure after all."""
    low, no_sign, no_unit = pl.col("low"), pl.col("sign").is_null(), pl.col("unit").is_null()
    counted = pl.col("after").fill_null("").str.contains(_NOT_MONEY) | low.is_between(1900, 2100) | (low < 5)
    return low.is_null() | (low <= 0) | (no_sign & (low < 3)) | (no_sign & no_unit & counted)


def _amount(number: pl.Expr) -> pl.Expr:
    """1,500.50 and 1.500,50 as numbers: a last group of one or two digits is the fraction."""
    cents = number.str.extract(r"[.,](\d{1,2})$")
    whole = number.str.replace(r"[.,]\d{1,2}$", "").str.replace_all(r"\D", "")
    return pl.concat_str([whole, pl.format(".{}", cents).fill_null("")]).cast(pl.Float64, strict=False)


def _said(column: str) -> pl.Expr:
    cents = (pl.col(column) * 100).round().cast(pl.Int64, strict=False)
    whole = (cents // 100).cast(pl.String)
    return pl.when(cents % 100 == 0).then(whole).otherwise(
        pl.concat_str([whole, pl.lit("."), (cents % 100).cast(pl.String).str.zfill(2)]))


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    return (
        [(name, re.compile(rf"(?<![a-zа-яёіїєґ])(?:{p})(?![a-zа-яёіїєґ])")) for name, p in _CURRENCIES],
        [(name, re.compile(rf"(?:^|[^\w]|[每一月]|ال)(?:{p})(?:\b|$)")) for name, p in (*_SAID_AS, *_UNITS)],
    )


def _currency(around: str) -> str | None:
    return next((name for name, pattern in _patterns()[0] if pattern.search(around)), None)


def _unit(around: str) -> str | None:
    last = around.rsplit("#", 1)[-1]            # what follows the last number
    return next((name for name, pattern in _patterns()[1] if pattern.search(last)), None)
