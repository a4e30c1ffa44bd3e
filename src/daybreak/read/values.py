"""Single values as people write them -> numbers, units, hashes; None where they make no sense.

"$1,250.50" -> number();  "per hr" -> pay_unit();  "€" -> currency();  "A1B2..." -> image_hashes()
"""

from __future__ import annotations

import json
import math
import re
from typing import Final

from daybreak.read.columns import fold_name

_NUMBER: Final = re.compile(r"\D{0,5}?(-?\d[\d.,'\s\u00a0\u202f]*)\D{0,14}$")
_HASH: Final = re.compile(r"(?:[0-9a-f]{16}|[0-9a-f]{64})$")
_UNITS: Final[dict[str, str]] = {
    "hour": "hour hours hourly hr hrs h hora horas heure heures stunde stunden ora ore час часы 小时 ساعة perhour",
    "day": "day days daily dia dias diario jour jours journee tag tage giorno день 天 日 يوم perday",
    "week": "week weeks weekly wk semana semanas semanal semaine woche wochen settimana неделя 周 أسبوع perweek",
    "month": "month months monthly mo mes meses mensual mensal mois monat monate mese месяц 月 شهر permonth",
    "year": "year years yearly annual annually annum yr ano anos anual an annee jahr jahre anno год 年 سنة peryear pa",
    "piece": "piece piecerate unit pieza destajo peca stuck pezzo штука 件 قطعة perpiece",
}
_UNIT_OF: Final = {fold_name(word): unit for unit, words in _UNITS.items() for word in words.split()}
_SIGNS: Final[dict[str, str]] = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₦": "NGN", "₱": "PHP", "₫": "VND",
    "₩": "KRW", "US$": "USD", "R$": "BRL", "zł": "PLN", "฿": "THB",
}


def number(written: str) -> float | None:
    """A number with a currency sign, thousands marks or a decimal comma; None when it is none or below zero.

    The last of several kinds of mark is the decimal one. One comma before exactly three digits parts thousands; a
    point is always decimal, since that is what programs write.
    """
    found = _NUMBER.match(written.strip())
    if not found:
        return None
    digits = re.sub(r"['\s\u00a0\u202f]", "", found[1]).rstrip(".,")
    if "," in digits and "." in digits:
        thousands = "," if digits.rfind(".") > digits.rfind(",") else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif digits.count(",") > 1 or re.search(r",\d{3}$", digits):
        digits = digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        value = float(digits.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def degrees(written: str) -> float | None:
    """A coordinate in degrees; a decimal comma is a point."""
    try:
        value = float(written.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def pay_unit(written: str) -> str | None:
    """hour, day, week, month, year or piece."""
    last = written.split()[-1:] or [""]
    return _UNIT_OF.get(fold_name(written)) or _UNIT_OF.get(fold_name(last[0]))      # "per hour", "por mes", "par an"


def currency(written: str) -> str | None:
    """ISO 4217; a sign that several countries use ("$") says nothing."""
    written = written.strip()
    return written.upper() if re.fullmatch(r"[A-Za-z]{3}", written) else _SIGNS.get(written)


def image_hashes(written: str) -> str | None:
    """Hashes of 64 or 256 bits in hex, lower case, parted by one space; None when any of them is none."""
    parts = [part.lower().removeprefix("0x") for part in re.split(r"[\s;,|]+", written.strip()) if part]
    return " ".join(parts) if parts and all(map(_HASH.match, parts)) else None


def several(written: str) -> str | None:
    """A JSON list of texts or numbers as one text, parts separated by ";". None when it is another thing."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return written
    if not isinstance(value, list):
        return None
    if any(isinstance(part, dict | list) for part in value):
        return None
    return ";".join(str(part) for part in value if part is not None) or ""


def single(written: str) -> str | None:
    """What stands there, unless it is a JSON list or object where one value should stand; then None."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return written
    return None if isinstance(value, dict | list) else written
