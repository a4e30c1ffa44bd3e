"""Colours can be read: WCAG 2.1 AA, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from daybreak.find.report import write

CSS = (Path(write.__file__).parent / "pages" / "page.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in CSS.split("prefers-color-scheme: dark")
)
PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("accent", "paper"), ("accent", "card"),
    ("ink", "note"), ("ink", "accent-soft"), ("sign-ink", "sign"), ("ink", "sea"), ("ink", "land"), ("soft", "sea"),
    ("ink", "other-bg"),
]  # fmt: skip
PAIRS += [(kind, f"{kind}-bg") for kind in ("phone", "email", "handle", "url", "other", "place", "figure", "name")]
SHAPES = [(kind, "card") for kind in ("phone", "email", "handle", "url", "other", "place", "edge")]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_have_a_contrast_of_4_5_and_shapes_of_3(colours: dict[str, str]) -> None:
    assert {pair: c for pair in PAIRS if (c := contrast(colours[pair[0]], colours[pair[1]])) < 4.5} == {}
    assert {pair: c for pair in SHAPES if (c := contrast(colours[pair[0]], colours[pair[1]])) < 3} == {}


def test_only_logical_properties_are_used() -> None:
    physical = (
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom|width|height):|float:"
    )
    assert re.findall(physical, re.sub(r"@media \([^)]*\)|svg[^{]*\{", "", CSS)) == []
