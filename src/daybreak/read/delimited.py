"""Comma-, semicolon-, tab- or bar-separated text -> one column of text a heading, with the number of the line.

blocks of lines -> read_delimited() -> frame (line, headings ...) and rejects
The rules are those of RFC 4180. A block that keeps them goes through a fast parser; one that does not (a stray quote,
a row that is too long) is read record by record, and what is bad is rejected. Rows without any content are left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from daybreak.read.json_lines import REFUSED, Wanted, join_parts
from daybreak.read.records import Record, read_records
from daybreak.read.rejecting import Rejects

_MARKS: Final = (",", ";", "\t", "|")
_TOGETHER: Final = 50_000       # records that become a frame at a time


@dataclass(frozen=True, slots=True)
class Heading:
    """The first record of a file: its columns, what separates them, and how many lines it takes."""

    columns: tuple[str, ...]
    mark: str
    lines: int


def read_heading(head: str, wanted: Wanted) -> Heading:
    """Tell the separator: the one by which most headings are known, then by which there are most."""
    start, given = 0, None
    first, _, rest = head.partition("\n")
    hint = re.fullmatch(r"sep=([,;|\t:^~])\r?", first, re.IGNORECASE)      # a spreadsheet's own
    if hint:
        head, start, given = rest, 1, hint[1]
    best: tuple[tuple[int, int], Heading] | None = None
    for mark in (given,) if given else _MARKS:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
        try:
            cells = next((row for row in reader if any(cell.strip() for cell in row)), [])
        except csv.Error:
            continue
        found = Heading(_distinct(cells), mark, start + reader.line_num)
        score = (sum(map(wanted, found.columns)), len(cells))
        if best is None or score > best[0]:
            best = (score, found)
    return best[1] if best else Heading(("",), ",", start + 1)


def _distinct(cells: list[str]) -> tuple[str, ...]:
    """Headings without space around them, each once: a second `phone` becomes `phone_2`, an empty one `column_3`."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column_{number}"
        copies = 1
        while (name if copies == 1 else f"{name}_{copies}") in names:
            copies += 1
        names.append(name if copies == 1 else f"{name}_{copies}")
    return tuple(names)


def read_delimited(blocks: Iterable[bytes], heading: Heading, wanted: Wanted, rejects: Rejects) -> pl.DataFrame:
    """All rows of a file. blocks: UTF-8 in whole lines, heading included.

    Returns: line u32 (where the row begins), and each wanted column as text; an empty cell is null.
    """
    parts: list[pl.DataFrame] = []
    line, held, source = 1, b"", iter(blocks)
    skip = heading.lines
    for block in source:
        while skip and (cut := block.find(b"\n") + 1):
            block, skip, line = block[cut:], skip - 1, line + 1
        block = held + block
        sound, cut = _whole_records(block, ord(heading.mark))
        if not sound:                       # quotes that do not pair up: where a record ends is a guess from here on
            rest = _characters(block, source)
            parts.extend(_read_slow(rest, line, heading, wanted, rejects))
            return join_parts(parts)
        ready, held = block[:cut], block[cut:]
        if ready:
            frame = _read_fast(ready, line, heading, wanted)
            if frame is None:
                parts.extend(_read_slow([ready], line, heading, wanted, rejects))
            else:
                parts.append(frame)
            line += ready.count(b"\n")
    if held and skip == 0:
        parts.extend(_read_slow([held], line, heading, wanted, rejects))
    return join_parts(parts)


def _whole_records(block: bytes, mark: int) -> tuple[bool, int]:
    """Whether all quotes keep to the rules, and where the last whole record of the block ends.

    Every opening quote (the first, third ...) stands after a separator, a line end or another quote; every closing
    one before such.
    """
    if b'"' not in block:
        return True, block.rfind(b"\n") + 1
    content = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(content == 0x22)
    edge = np.zeros(256, np.bool_)
    edge[[0x22, 0x0A, 0x0D, mark]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = content[np.maximum(opening - 1, 0)]
    after = content[np.minimum(closing + 1, len(content) - 1)]
    bare = (after == 0x0D) & (content[np.minimum(closing + 2, len(content) - 1)] != 0x0A)
    closed = (edge[after] & ~bare) | (closing == len(content) - 1)
    if not (np.all(edge[before] | (opening == 0)) and np.all(closed)):
        return False, 0
    cut = block.rfind(b"\n") + 1
    while cut and int(np.searchsorted(quotes, cut)) % 2:        # inside a quoted cell: to its opening quote
        opened = int(quotes[int(np.searchsorted(quotes, cut)) - 1])
        cut = block.rfind(b"\n", 0, opened) + 1
    return True, cut


def _read_fast(block: bytes, line: int, heading: Heading, wanted: Wanted) -> pl.DataFrame | None:
    """Whole records in one go, or None when the parser or the count of lines says that something is unusual."""
    if block.count(b"\r") != block.count(b"\r\n"):
        return None                                 # parsers differ on a carriage return by itself
    schema = {f"{number}": pl.String() for number in range(len(heading.columns))}
    try:
        frame = pl.read_csv(block, has_header=False, separator=heading.mark, schema=schema, infer_schema=False)
    except REFUSED:
        return None
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    starts = np.arange(len(frame), dtype=np.int64)
    if len(frame) != lines:
        within = frame.select(
            pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).alias("within"))["within"]
        if len(frame) + int(within.sum() or 0) != lines:
            return None
        starts += within.cum_sum().shift(1, fill_value=0).to_numpy()
    named = dict(zip(schema, heading.columns, strict=True))
    return (
        frame.with_columns(pl.Series("line at", starts + line, pl.UInt32))
        .with_columns(pl.col(c).replace("", None) for c in schema)
        .filter(pl.any_horizontal(pl.col(c).is_not_null() for c in schema))
        .select(pl.col("line at").alias("line"), *(pl.col(c).alias(n) for c, n in named.items() if wanted(n)))
    )


def _characters(block: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    yield block
    yield from source


def _read_slow(
    blocks: Iterable[bytes], line: int, heading: Heading, wanted: Wanted, rejects: Rejects
) -> Iterator[pl.DataFrame]:
    """Record by record."""
    width, kept = len(heading.columns), []
    for record in read_records(blocks, line, heading.mark, rejects):
        if len(record.cells) > width and any(record.cells[width:]):
            rejects.add(record.line, None, f"{len(record.cells)} cells where the heading has {width}",
                        heading.mark.join(record.cells))
        elif any(record.cells):
            kept.append(record)
        if len(kept) >= _TOGETHER:
            yield _as_frame(kept, heading, wanted)
            kept = []
    if kept:
        yield _as_frame(kept, heading, wanted)


def _as_frame(records: list[Record], heading: Heading, wanted: Wanted) -> pl.DataFrame:
    columns = {"line": pl.Series([record.line for record in records], dtype=pl.UInt32)}
    for number, name in enumerate(heading.columns):
        if wanted(name):
            cells = [record.cells[number] or None if number < len(record.cells) else None for record in records]
            columns[name] = pl.Series(cells, dtype=pl.String)
    return pl.DataFrame(columns)
