"""Ages that a text says someone has, in the languages adverts are written in.

texts -> find_ages() -> "23"

An age is a number from 10 to 79 with a cue ("age 23", "возраст 23", "العمر 23") or a unit ("23 yo", "23 años",
"23岁"). What a text requires ("18 or older", "at least 21"), and years of anything else (of experience, in business),
is no age.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from daybreak.text.spans import END, find_spans, western

_CUES: Final = r"ages?|aged|edad|[âa]ge|idade|alter|et[àa]|wiek|ya[şs]|возраст|вік|年龄|年齡|العمر|عمري|السن"
_UNITS: Final = (
    r"y\s?/?\.?\s?o\.?|y\.o\.|yrs?\.?\s?old|years?[\s-]?old|year-old|years?\s+of\s+age|años|ans|anos|anni|"
    r"jahre(?:\s+alt)?|лет|года?|г\.о\.|рок(?:ів|и)|岁|歲|세|yaşında|lat|سنة|عاما|عام"
)
_PATTERN: Final = (
    rf"(?i)(?P<it>(?:{_CUES})\s?(?:is|es|:|：|=|-)?\s?\d{{2}}|"
    rf"\d{{2}}\s?-?\s?(?:{_UNITS})|"
    rf"(?:i['’]?m|i am|tengo|tenho|j['’]ai|ho|ich bin|мне|мені|我今年|我)\s?\d{{2}}(?:\s?(?:{_UNITS}))?){END}"
)
_NOT_BEFORE: Final = (
    r"(?i)(?:at least|over|under|min\.?|minimum|legal|must be|older than|above|more than|than|mayor(?:es)? de|"
    r"m[ií]nimo|menos|m[áa]s de|plus de|moins de|mais de|menor(?:es)? de|maior(?:es)? de|старше|младше|от|более|больше|"
    r"не менее|від|понад|last|past|for|every|since|hace|desde hace|depuis|il y a|h[áa]|durante|"
    r"最少|满|至少|超过|has|have|with|experience|after|within)\s?(?:the\s)?$"
)
_NOT_AFTER: Final = (
    r"(?i)^\s?(?:\+|and (?:over|up|older|above)|or (?:older|over|above|more)|y m[áa]s|o m[áa]s|ou plus|ou mais|"
    r"и (?:старше|более)|de (?:experiencia|exp|servicio|trayectoria)|d['’]exp|de (?:experi[êe]ncia|mercado)|в сфере|опыта|"
    r"стажа?|на рынке|以上|experience|of (?:experience|service|exp)|in (?:business|the)|"
    r"ago|%|[:.,]\d|[/-]\s?\d|to \d|hours?|hrs?|weeks?|lbs?|خبرة)"
)


def find_ages(texts: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each age. texts: str without nulls."""
    found = find_spans(texts, _PATTERN, r"\w.,$€£/-")
    plain = western(pl.col("written"))
    age = plain.str.extract(r"(\d{2})").cast(pl.UInt32, strict=False)
    cued = plain.str.contains(rf"(?i)^(?:{_CUES})") | plain.str.contains(r"(?i)^(?:tengo|tenho|j['’]ai|мне|мені|我).*\D$")
    said = plain.str.contains(rf"(?i)(?:{_UNITS})$")
    only_years = plain.str.contains(r"(?i)(?:años|ans|anos|anni|лет|года?|سنة|عام|lat|jahre)$")
    alone = ~cued & ~said                       # "I'm 23": may go on with anything
    rest = pl.col("after").str.contains(r"^\s*(?:[,.;:!?|)/•·~\n✓-]|$|de edad)") | pl.col("after").is_null()
    stop = pl.col("after").str.contains(r"^\s?(?:[,.!;)\n]|$|and\b|years)") | pl.col("after").is_null()
    return (
        found.filter(age.is_between(10, 79))
        .filter(~pl.col("before").fill_null("").str.contains(_NOT_BEFORE))
        .filter(~pl.col("after").fill_null("").str.contains(_NOT_AFTER))
        .filter(~alone | stop).filter(~only_years | cued | rest)      # "28 лет работаю": years of something else
        .select("row", "start", "end", age.cast(pl.String).alias("value"),
                pl.when(cued).then(0.9).when(only_years).then(0.7).when(said).then(0.95).otherwise(0.6)
                .cast(pl.Float32).alias("certainty"))
    )
