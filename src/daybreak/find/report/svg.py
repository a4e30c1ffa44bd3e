"""Small parts of pictures: elements with escaped attributes, and labels that do not lie on one another."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from daybreak.find.report.visible import visible_text

_WIDE = 7.0      # an average character of our 13-unit labels
_HIGH = 15.0


def tag(name: str, content: str | Markup = "", **attributes: str | float | None) -> Markup:
    """One element. `class_` is class, underscores are hyphens, numbers are rounded to a tenth, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return str(escape(value))
    return f"{round(value, 1):g}"


def picture(width: int, height: int, label: str, parts: Sequence[Markup]) -> Markup:
    """A whole picture with a name for those who cannot see it; its table twin follows it on the page."""
    return tag(
        "svg",
        Markup("").join(parts),
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=visible_text(label),
        width=float(width),
        height=float(height),
    )


def short(text: str, longest: int) -> str:
    """The text for a label: hidden characters visible, cut with an ellipsis."""
    text = visible_text(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def middle(text: str, longest: int) -> str:
    """The text for a label with its middle left out: beginning and end tell contacts apart best."""
    text = visible_text(text)
    if len(text) <= longest:
        return text
    tail = longest // 2
    return text[: longest - 1 - tail] + "…" + text[-tail:]


def place_labels(
    points: Sequence[tuple[float, float, float]], texts: Sequence[str], width: float, height: float
) -> list[tuple[float, float] | None]:
    """Where the label of each point (x, y, radius) may stand: right, left, above or below; None where there is no room.

    Earlier points choose first. Returns the left end of the baseline.
    """
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in points]
    places: list[tuple[float, float] | None] = []
    for (x, y, r), text in zip(points, texts, strict=True):
        long = sum(_WIDE * (1.9 if ord(c) > 0x2E7F else 1.0) for c in text)
        found = None
        for left, base in (
            (x + r + 4, y + 5),
            (x - r - 4 - long, y + 5),
            (x - long / 2, y - r - 5),
            (x - long / 2, y + r + 14),
            (x + r + 2, y - r - 2),
            (x + r + 2, y + r + 12),
        ):
            box = (left, base - _HIGH + 3, left + long, base + 3)
            inside = box[0] >= 2 and box[2] <= width - 2 and box[1] >= 2 and box[3] <= height - 2
            if inside and not any(_meet(box, other) for other in taken):
                found = (left, base)
                taken.append(box)
                break
        places.append(found)
    return places


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
