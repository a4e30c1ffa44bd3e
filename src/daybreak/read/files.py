"""One file, whatever its kind, as columns with the number of the line.

path -> read_raw() -> Raw (frame, all its columns' names, kind, packing); bad rows to Rejects
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from daybreak.errors import UnreadableInput
from daybreak.read import kinds
from daybreak.read.characters import head_text, utf8_blocks
from daybreak.read.columns import is_wanted
from daybreak.read.delimited import read_delimited, read_heading
from daybreak.read.json_document import read_json_document
from daybreak.read.json_lines import read_json_lines
from daybreak.read.opening import Opened, open_file
from daybreak.read.parquet import read_parquet
from daybreak.read.rejecting import Rejects
from daybreak.read.warc import COLUMNS, read_warc
from daybreak.settings import ReadSettings


@dataclass(frozen=True, slots=True)
class Raw:
    """The columns of a file that may be ours, as they stand there."""

    frame: pl.DataFrame         # line u32, columns
    columns: frozenset[str]     # all columns that the file has
    kind: str
    packing: str


def read_raw(
    path: Path, name: str, settings: ReadSettings, rejects: Rejects, told: Callable[[int], None]
) -> Raw:
    """Read a file. told: called with how many of its bytes are done. Raises UnreadableInput when nothing can be."""
    opened = open_file(path)
    kind = kinds.kind_of(opened.head, name)
    wanted = partial(is_wanted, settings=settings)
    keys: set[str] = set()
    blocks = _watched(opened, told)
    if kind == kinds.PARQUET:
        frame = read_parquet(path if not opened.packing else _all(opened, blocks, name), name, wanted, keys)
    elif kind == kinds.WARC:
        keys.update(COLUMNS)
        frame = read_warc(blocks, rejects)
    else:
        text = utf8_blocks(blocks, opened.head, partial(_tell_encoding, rejects))
        if kind == kinds.LINES:
            frame = read_json_lines(text, wanted, keys, rejects)
        elif kind == kinds.DOCUMENT:
            frame = read_json_document(b"".join(text).decode("utf-8"), wanted, keys, rejects)
        else:
            heading = read_heading(head_text(opened.head), wanted)
            keys.update(heading.columns)
            frame = read_delimited(text, heading, wanted, rejects)
    if opened.broken:
        last = frame["line"].max() if len(frame) else 0
        rejects.add(int(last or 0) + 1, None, f"{opened.broken}; nothing after it can be read", "")     # type: ignore[arg-type]
    return Raw(frame, frozenset(keys), kind, opened.packing)


def _watched(opened: Opened, told: Callable[[int], None]) -> Iterator[bytes]:
    for block in opened.blocks():
        told(opened.done)
        yield block


def _all(opened: Opened, blocks: Iterator[bytes], name: str) -> bytes:
    whole = b"".join(blocks)
    if opened.broken:
        raise UnreadableInput(f"{name}: {opened.broken}, and a Parquet file is whole or cannot be read.",
                              "Fetch or copy the file again.")
    return whole


def _tell_encoding(rejects: Rejects, line: int, lines: int, content: str) -> None:
    many = "this line is" if lines == 1 else f"{lines} lines from here on are"
    rejects.add(line, "encoding", f"{many} not UTF-8 and was read as Windows-1252 (Latin-1)", content)
