"""What kind of thing stands in a slot, told by its values and by the words around it.

slot values, pattern pieces -> name_types() -> one row a slot: type, most used values, how many distinct

A number is told apart (phone, price, age, time) only by its neighbours, for comparable text writes every number as 0.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

_NUMBERS: Final = r"^0( 0)*$"
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
    """One row a slot, by template and slot: type, values (list of value and ads, most used first), distinct.

    values: template, slot, value, ads. pieces: template, slot (-1 = constant words), words; in reading order.
    An empty value says that some adverts leave the slot out; it is not listed.
    """
    keys = ["template", "slot"]
    used = values.filter(pl.col("value") != "").sort(*keys, "ads", "value", descending=[False, False, True, False])
    told = used.group_by(keys, maintain_order=True).agg(
        pl.struct("value", pl.col("ads").cast(pl.UInt32)).head(shown).alias("values"),
        pl.len().cast(pl.UInt32).alias("distinct"),
        pl.col("value").str.contains(_NUMBERS).mul(pl.col("ads")).sum().alias("number"),
        (pl.col("value").str.count_matches(" ", literal=True) < 2).mul(pl.col("ads")).sum().alias("short"),
        pl.col("value").str.contains(r"\b0\b").mul(pl.col("ads")).sum().alias("some_number"),
        pl.col("ads").sum().alias("all"),
    )
    around = _around(pieces)
    number = pl.col("number") * 2 > pl.col("all")
    wide = pl.concat_str("before", pl.lit(" "), "after")
    kind: Any = pl.when(~pl.lit(True)).then(pl.lit(""))
    for name, pattern in _AROUND.items():       # what touches the number says most
        kind = kind.when(number & (pl.col("before").str.contains(rf"{pattern}$") | pl.col("after").str.contains(rf"^{pattern}"))
                         ).then(pl.lit(name))
    for name, pattern in _AROUND.items():
        kind = kind.when(number & wide.str.contains(pattern)).then(pl.lit(name))
    short = pl.col("short") * 4 > pl.col("all") * 3
    kind = (
        kind.when(number).then(pl.lit("number"))
        .when(short & (pl.col("distinct") > 1) & pl.col("before").str.contains(_BEFORE_NAME)).then(pl.lit("name"))
        .when(short & (pl.col("distinct") > 1) & pl.col("before").str.contains(_BEFORE_PLACE)).then(pl.lit("place"))
        .otherwise(pl.lit("text"))
    )
    return (
        around.join(told, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("number", "short", "all", "distinct").fill_null(0))
        .with_columns(kind.alias("type"), pl.col("values").fill_null([]), pl.col("distinct").cast(pl.UInt32))
        .select(*keys, "type", "values", "distinct")
        .sort(keys)
    )


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
