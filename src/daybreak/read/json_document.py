"""JSON that is not one object a line: a list of objects, objects over several lines, or an object that holds the list.

text -> read_json_document() -> frame (line = number of the object, keys ...) and rejects
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from daybreak.read.json_lines import Wanted, as_line, join_parts, read_json_lines
from daybreak.read.rejecting import Rejects

_SPACE: Final = re.compile(r"[\s,]*")
_NEXT: Final = re.compile(r"[}\]]\s*,?\s*(?=\{)")
_TOGETHER: Final = 20_000           # objects that are parsed at a time


def is_document(head: str) -> bool:
    """Whether JSON text is to be read as a document, and not line by line."""
    lines = [line.strip() for line in head.splitlines() if line.strip()][:2]
    if not lines or lines[0].startswith("["):
        return bool(lines)
    if lines[0] == "{":
        return True
    return not lines[0].endswith("}") and len(lines) > 1 and not lines[1].startswith("{")


def read_json_document(text: str, wanted: Wanted, keys: set[str], rejects: Rejects) -> pl.DataFrame:
    """All objects of the document. As `read_json_lines`, but `line` is the number of the object, from 1."""
    parts: list[pl.DataFrame] = []
    lines: list[bytes] = []
    numbers: list[int] = []

    def parse() -> None:
        if lines:
            part = read_json_lines([b"\n".join(lines)], wanted, keys, rejects)
            parts.append(part.with_columns(pl.Series(numbers, dtype=pl.UInt32).gather(part["line"] - 1).alias("line")))
            lines.clear()
            numbers.clear()

    for number, value in enumerate(_objects(text, rejects), start=1):
        if value is None:
            continue
        if not isinstance(value, dict):
            rejects.add(number, None, "not an object with the advert's fields", json.dumps(value, default=str))
            continue
        lines.append(as_line(value))
        numbers.append(number)
        if len(lines) >= _TOGETHER:
            parse()
    parse()
    return join_parts(parts)


def _objects(text: str, rejects: Rejects) -> Iterator[object]:
    """Every element of the document; None where one was damaged and rejected."""
    decoder = json.JSONDecoder(strict=False)
    at = _SPACE.match(text).end()                       # type: ignore[union-attr]
    listed = text.startswith("[", at)
    at = _skip(text, at + listed)
    number = 0
    while at < len(text) and not (listed and text[at] == "]"):
        number += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            rejects.add(number, None, f"this is not JSON: {why}", text[at:at + 200])
            found = _NEXT.search(text, at + 1)
            at = found.end() if found else len(text)
            yield None
            continue
        at = _skip(text, at)
        wrapped = _list_within(value) if not listed and at >= len(text) and number == 1 else None
        if wrapped is not None:
            yield from wrapped
        else:
            yield value


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _list_within(value: object) -> list[object] | None:
    """The list of objects that a single object holds ({"count": 3, "ads": [...]}), if it holds just one."""
    if not isinstance(value, dict):
        return None
    lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
    return lists[0] if len(lists) == 1 and not any(k in value for k in ("body", "text", "title")) else None
