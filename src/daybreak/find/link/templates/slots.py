"""What kind of thing stands in a slot, told by what was read there, or else by the words around it.

slot values, pattern pieces -> name_types() -> one row a slot: type, most used values, how many distinct
emoji of texts -> emoji_slots() -> one more row for templates whose emoji differ

A slot in which most adverts have a phone (a price, a name ...) is of that type. Where nothing was read, a figure is a number,
and a few words in capitals are a name or a place if the words before them say so. Comparable words alone, without the texts,
leave a figure to its neighbours too.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

_KEYS: Final = ["template", "slot"]
#: type -> words right before or right after a number that say so, in the languages that read_texts reads best
_AROUND: Final = {
    "phone": r"\b(call|calls|phone|tel|telephone|cell|mobile|whatsapp|viber|telegram|signal|sms|txt|text|texts|ring|number|"
             r"llama|llame|telefono|movil|celular|appelez|portable|ligue|telefone|anruf|handy|звони|звоните|тел|телефон|"
             r"номер|电|话|微|信|واتساب|هاتف|اتصل|للتواصل)\b",
    "age": r"\b(age|aged|ages|yo|yrs|yr|years old|year old|anos de edad|anos|ans|лет|года|年 龄|岁|سنة|العمر)\b",
    "price": r"\b(usd|eur|gbp|aed|dollar|dollars|euro|euros|pounds|price|prices|rate|rates|pay|pays|paid|salary|wage|wages|"
             r"per hour|an hour|hourly|per day|per week|per month|monthly|weekly|from just|only|precio|sueldo|salario|prix|"
             r"salaire|preco|руб|рублей|цена|зарплата|元|工 资|درهم|ريال|راتب|k)\b",
    "time": r"\b(am|pm|oclock|o clock|a m|p m|hrs|hours|h|until|till|open|horas|heures|uhr|часов|点)\b",
}
_BEFORE_NAME: Final = (
    r"\b(i am|im|name is|name s|named|called|ask for|hi its|its|this is|meet|contact|mr|mrs|ms|miss|soy|me llamo|mi nombre es|"
    r"je suis|je m appelle|meu nome|sou|ich bin|меня зовут|имя|зовут|我 是|我 叫|اسمي)$"
)
_BEFORE_PLACE: Final = (
    r"\b(in|at|near|from|to|visiting|around|downtown|area|city|location|located in|en|cerca de|desde|a|em|dans|bei|"
    r"nach|в|во|из|город|在|في|من)$"
)


def name_types(values: pl.DataFrame, pieces: pl.DataFrame, shown: int) -> pl.DataFrame:
    """One row a slot, by template and slot: type, values (list of value, comparable and ads, most used first), distinct.

    values: template, slot, value (as written, never empty), kind, comparable (as read; null where nothing was), number (it is
    a figure), short (at most two words, in capitals if they are as written), unread (nobody looked for contacts and mentions
    there), ads. pieces: template, slot (-1 = constant words), words; in reading order.
    """
    told = (
        _same(values).group_by(_KEYS, maintain_order=True).agg(
            pl.struct("value", "comparable", pl.col("ads").cast(pl.UInt32)).head(shown).alias("values"),
            pl.len().cast(pl.UInt32).alias("distinct"),
            pl.col("number", "short", "unread").sum(), pl.col("ads").sum().alias("all"))
        .join(_read_most(values), on=_KEYS, how="left", maintain_order="left")
    )
    return (
        _around(pieces).join(told, on=_KEYS, how="left", maintain_order="left")
        .with_columns(pl.col("number", "short", "unread", "all", "distinct").fill_null(0))
        .with_columns(pl.coalesce("kind", _by_neighbours()).alias("type"), pl.col("values").fill_null([]))
        .select(*_KEYS, "type", "values", "distinct")
        .sort(_KEYS)
    )


def _same(values: pl.DataFrame) -> pl.DataFrame:
    """One row for what is the same however it is written, in the form that most adverts use; the most used first."""
    by = [*_KEYS, "same"]
    return (
        values.with_columns(pl.coalesce("comparable", "value").str.to_lowercase().alias("same"))
        .sort(*by, "ads", "value", "comparable", descending=[False] * 3 + [True, False, False], nulls_last=True)
        .group_by(by, maintain_order=True)
        .agg(pl.col("value").first(), pl.col("comparable").drop_nulls().first(), (pl.col("number") * pl.col("ads")).sum(),
             *((pl.col(c) * pl.col("ads")).sum() for c in ("short", "unread")), pl.col("ads").sum())
        .with_columns(pl.when(pl.col("comparable") != pl.col("value").str.to_lowercase()).then("comparable"))
        .sort(*_KEYS, "ads", "same", descending=[False, False, True, False])
    )


def _read_most(values: pl.DataFrame) -> pl.DataFrame:
    """template, slot, kind: what was read in more than half of the adverts that fill the slot."""
    kinds = values.group_by(*_KEYS, "kind").agg(pl.col("ads").sum())
    most = pl.col("ads") * 2 > pl.col("ads").sum().over(_KEYS)
    return kinds.filter(most & pl.col("kind").is_not_null()).select(*_KEYS, "kind")


def _by_neighbours() -> pl.Expr:
    """What a slot holds by the words around it, where its values do not say; a figure that was looked at is a number."""
    figure = pl.col("number") * 2 > pl.col("all")
    number = figure & (pl.col("unread") * 2 > pl.col("all"))
    wide = pl.concat_str("before", pl.lit(" "), "after")
    kind: Any = pl.when(~pl.lit(True)).then(pl.lit(""))
    for name, pattern in _AROUND.items():       # what touches the number says most
        kind = kind.when(number & (pl.col("before").str.contains(rf"{pattern}$") | pl.col("after").str.contains(rf"^{pattern}"))
                         ).then(pl.lit(name))
    for name, pattern in _AROUND.items():
        kind = kind.when(number & wide.str.contains(pattern)).then(pl.lit(name))
    short = (pl.col("short") * 4 > pl.col("all") * 3) & (pl.col("distinct") > 1)
    told: pl.Expr = (
        kind.when(figure).then(pl.lit("number"))
        .when(short & pl.col("before").str.contains(_BEFORE_NAME)).then(pl.lit("name"))
        .when(short & pl.col("before").str.contains(_BEFORE_PLACE)).then(pl.lit("place"))
        .otherwise(pl.lit("text"))
    )
    return told


def emoji_slots(emoji: pl.DataFrame, ads: pl.DataFrame, slots: pl.DataFrame, shown: int) -> pl.DataFrame:
    """One more slot, as `name_types` gives them, for templates whose emoji differ: the row of emoji of each advert.

    emoji: template, value (the emoji of a text in order), ads. ads: template, ads. More than half of the adverts of the template
    must have emoji. Words drop emoji, so where they stand is not told and the pattern does not show them.
    """
    rows = (
        emoji.filter(pl.col("value") != "").group_by("template", "value").agg(pl.col("ads").sum())
        .sort("template", "ads", "value", descending=[False, True, False]).group_by("template", maintain_order=True).agg(
            pl.struct("value", pl.lit(None, pl.String).alias("comparable"), pl.col("ads").cast(pl.UInt32))
            .head(shown).alias("values"),
            pl.len().cast(pl.UInt32).alias("distinct"), pl.col("ads").sum().alias("with"))
        .join(ads, on="template").filter((pl.col("distinct") > 1) & (pl.col("with") * 2 > pl.col("ads")))
    )
    after = slots.group_by("template").agg(pl.len().cast(slots.schema["slot"]).alias("slot"))
    return rows.join(after, on="template", how="left", maintain_order="left").select(
        pl.col("template").cast(slots.schema["template"]), pl.col("slot").fill_null(0), pl.lit("emoji").alias("type"), "values",
        "distinct")


def _around(pieces: pl.DataFrame) -> pl.DataFrame:
    """For each slot the three words before it and the three after it."""
    words = pl.when(pl.col("slot") < 0).then("words").otherwise(pl.lit(""))
    return (
        pieces.with_columns(
            words.shift(1).over("template").fill_null("").str.extract(r"((?:\S+ ){0,2}\S+)$").fill_null("").alias("before"),
            words.shift(-1).over("template").fill_null("").str.extract(r"^(\S+(?: \S+){0,2})").fill_null("").alias("after"),
        )
        .filter(pl.col("slot") >= 0)
        .select("template", "slot", "before", "after")
    )
