"""JSON Lines -> one column of text a key, with the number of the line.

block of lines -> read_lines() -> frame (line, keys ...) and rejects
The whole block is given to a fast parser. Only when that refuses it are its lines looked at one by one: bad ones are
rejected with a reason, mendable ones (NaN, half surrogate pairs, raw control characters) mended; then the same fast
parser reads what is left. So both ways give the same values.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Final

import polars as pl

from daybreak.read.rejecting import Rejects

Wanted = Callable[[str], bool]

_LONE: Final = re.compile(rb"\\u[dD](?:[89aAbB]..(?!\\u[dD][c-fC-F])|[c-fC-F])")
_MENDABLE: Final = re.compile(rb"NaN|Infinity|\\u[dD]")
#: The fast parser ends the program's patience in two ways: an error, or a panic of the library beneath.
REFUSED: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def read_json_lines(blocks: Iterable[bytes], wanted: Wanted, keys: set[str], rejects: Rejects) -> pl.DataFrame:
    """All lines of a file. wanted: which keys are read; `keys` collects all keys that were met.

    Returns: line u32, and each wanted key as text; a list or an object as its JSON.
    """
    line, parts = 1, []
    for block in blocks:
        count = block.count(b"\n") + (not block.endswith(b"\n"))
        frame = _read_fast(block, line, count, wanted, keys)
        parts.append(_read_slow(block, line, wanted, keys, rejects) if frame is None else frame)
        line += count
    return join_parts(parts)


def join_parts(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Parts of one file under one another; a column that a part lacks is null there."""
    filled = [part for part in parts if len(part)]
    return pl.concat(filled, how="diagonal") if filled else pl.DataFrame(schema={"line": pl.UInt32})


def _read_fast(block: bytes, line: int, count: int, wanted: Wanted, keys: set[str]) -> pl.DataFrame | None:
    """A block in one go, or None when anything in it is unusual."""
    if _LONE.search(block):
        return None
    try:
        frame = _parse(block, wanted, keys)
    except REFUSED:
        return None
    if len(frame) != count:
        return None
    return frame.with_columns(pl.int_range(line, line + count, dtype=pl.UInt32).alias("line"))


def _parse(block: bytes, wanted: Wanted, keys: set[str]) -> pl.DataFrame:
    found = pl.scan_ndjson(block, infer_schema_length=None).collect_schema().names()
    keys.update(found)
    schema = {key: pl.String() for key in sorted(found) if wanted(key)}
    frame = pl.read_ndjson(block, schema=schema or {"\0": pl.String()})
    return frame if schema else frame.select(pl.lit(None, pl.String).alias("\0"))


def _read_slow(block: bytes, line: int, wanted: Wanted, keys: set[str], rejects: Rejects) -> pl.DataFrame:
    """A block line by line: what is bad is rejected, the rest goes through the fast parser."""
    good: list[tuple[int, bytes]] = []
    for number, content in enumerate(block.split(b"\n"), start=line):
        if content and not content.isspace():
            sound = _check(content, number, rejects)
            if sound is not None:
                good.append((number, sound))
    parts: list[pl.DataFrame] = []
    _parse_lines(good, wanted, keys, rejects, parts)
    return join_parts(parts)


def _check(content: bytes, number: int, rejects: Rejects) -> bytes | None:
    """The line as JSON that every parser reads; None when it is rejected."""
    text = content.decode("utf-8")
    try:
        value, plain = json.loads(text, object_pairs_hook=_first_wins), True
    except (ValueError, RecursionError):
        try:
            value, plain = json.loads(text, object_pairs_hook=_first_wins, strict=False), False
        except RecursionError:
            rejects.add(number, None, "the JSON is nested too deeply", text)
            return None
        except ValueError as error:
            rejects.add(number, None, f"this is not JSON: {_why(error)}", text)
            return None
    if not isinstance(value, dict):
        rejects.add(number, None, f"{_KINDS[type(value)]} where an object with the advert's fields was expected", text)
        return None
    return content if plain and not _MENDABLE.search(content) else as_line(value)


def _parse_lines(
    lines: list[tuple[int, bytes]], wanted: Wanted, keys: set[str], rejects: Rejects, parts: list[pl.DataFrame]
) -> None:
    """Parse lines together; where the parser refuses, halve until the line that it refuses stands alone."""
    if not lines:
        return
    try:
        frame = _parse(b"\n".join(content for _, content in lines), wanted, keys)
    except REFUSED:
        frame = None
    if frame is not None and len(frame) == len(lines):
        parts.append(frame.with_columns(pl.Series("line", [number for number, _ in lines], pl.UInt32)))
    elif len(lines) > 1:
        half = len(lines) // 2
        _parse_lines(lines[:half], wanted, keys, rejects, parts)
        _parse_lines(lines[half:], wanted, keys, rejects, parts)
    else:
        rejects.add(lines[0][0], None, "the JSON holds a number or a nesting that cannot be read",
                    lines[0][1].decode("utf-8"))


def as_line(value: dict[str, object]) -> bytes:
    """An object as one line of JSON in UTF-8: numbers that JSON does not know become null, half characters U+FFFD."""
    return json.dumps(_mended(value), ensure_ascii=False).encode("utf-8", "replace")


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_mended(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _first_wins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice the first counts, as in the fast parser."""
    return dict(reversed(pairs)) if len(dict(pairs)) != len(pairs) else dict(pairs)


def _why(error: ValueError) -> str:
    return f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else str(error)


_KINDS: Final[dict[type, str]] = {
    list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false", type(None): "null"}
