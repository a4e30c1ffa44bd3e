"""Every indicator is documented, with its sources and what else it could be."""

from __future__ import annotations

from pathlib import Path

from daybreak.find.assess.document import document
from daybreak.find.assess.table import read_table

PAGE = Path(__file__).parents[2] / "docs" / "method" / "indicators.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(read_table()), (
        "run: python -m daybreak.find.assess.document > docs/method/indicators.md"
    )


def test_every_indicator_names_a_source_and_a_benign_explanation() -> None:
    page = document(read_table())
    for indicator in read_table():
        assert indicator.citations
        assert indicator.benign
        assert f"`{indicator.id}`" in page
