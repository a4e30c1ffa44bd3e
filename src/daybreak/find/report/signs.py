"""What an indicator is called and where it comes from, for people: name, source, what else explains it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from daybreak.find.assess.table import read_table
from daybreak.find.report.wording import titled


@dataclass(frozen=True, slots=True)
class Sign:
    """An entry of the indicator catalogue as the report says it."""

    name: str
    sources: tuple[str, ...]
    benign: tuple[str, ...]


def describe_sign(indicator: str) -> Sign:
    """The catalogue's entry; an indicator that this version's catalogue does not know is called by its id."""
    return _known().get(indicator, Sign(titled(indicator), (), ()))


@cache
def _known() -> dict[str, Sign]:
    return {row.id: Sign(row.title, row.citations, row.benign) for row in read_table()}
