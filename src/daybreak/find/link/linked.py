"""What linking hands on: the tables of a run up to the organisations, still in memory.

link() -> Linked -> assess() -> report
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Linked:
    """Tables with the schemas of `daybreak.model.tables`."""

    ads: pl.DataFrame            # LINKED_ADS: every advert with its text, template and organisation
    texts: pl.DataFrame          # TEXTS: one row a distinct text; `ads.text` points here
    contacts: pl.DataFrame
    mentions: pl.DataFrame       # read once a distinct text, from the first advert that carries it
    templates: pl.DataFrame
    evidence: pl.DataFrame
    organisations: pl.DataFrame
