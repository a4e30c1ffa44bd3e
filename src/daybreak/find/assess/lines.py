"""How sites name their categories: words for seeking people, words for selling, and what remains - the line of work.

"Cleaning jobs" -> LOOKS_FOR_PEOPLE, line "clean";  "Services / cleaning" -> SELLS, line "clean": no bridge between them
"""

from __future__ import annotations

from typing import Final

import polars as pl

_SEEKING: Final = (
    "jobs?",
    "work",
    "employment",
    "hiring",
    "vacanc(?:y|ies)",
    "recruitment",
    "careers?",
    "gigs?",
    "staff",
    "workers?",
    "h-2[ab]",
    "empleos?",
    "trabajos?",
    "emplois?",
    "trabalhos?",
    "empregos?",
    "vagas?",
    "работа",
    "вакансии",
    "робота",
    "вакансії",
)
_SEEKING_SPACELESS: Final = ("招聘", "招工", "工作", "وظائف", "عمل")
_SELLING: Final = (
    "services?",
    "servicios?",
    "serviços?",
    "servicos?",
    "услуги",
    "послуги",
    "for sale",
    "offers?",
    "offered",
)
_SELLING_SPACELESS: Final = ("服务", "خدمات")
_FILLING: Final = ("wanted", "for", "and", "the", "of", "in", "de", "et", "и", "other", "general")

LOOKS_FOR_PEOPLE: Final = rf"\b(?:{'|'.join(_SEEKING)})\b|{'|'.join(_SEEKING_SPACELESS)}"
SELLS: Final = rf"\b(?:{'|'.join(_SELLING)})\b|{'|'.join(_SELLING_SPACELESS)}"
_GENERAL: Final = (
    rf"\b(?:{'|'.join((*_SEEKING, *_SELLING, *_FILLING))})\b|{'|'.join((*_SEEKING_SPACELESS, *_SELLING_SPACELESS))}"
)

#: From a lower-case category (column `low`) its line of work: the first five letters of each word that is not general.
LINE_OF_WORK: Final = (
    pl.col("low")
    .str.replace_all(_GENERAL, " ")
    .str.extract_all(r"[\p{L}\p{M}]{2,}")
    .list.eval(pl.element().str.slice(0, 5))
)
