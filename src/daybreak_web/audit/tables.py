"""Entries as a table that a spreadsheet can open without harm.

entries -> as_csv() -> lines;  a cell that begins like a formula is written as text
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from daybreak_web.audit.models import Entry

COLUMNS = ("chain", "sequence", "at", "actor", "role", "act", "purpose", "records", "fields", "commitments", "previous",
           "digest")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """Takes what the CSV writer writes and hands it back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The table, line by line, its names of columns first."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        yield writer.writerow([_cell(getattr(entry, column)) for column in COLUMNS])


def _cell(value: Any) -> str:
    """A value as text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, sort_keys=True)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
