"""Delimited text record by record, for the parts that break the rules.

blocks -> read_records() -> Record (line, cells)
A quote that is never closed would swallow the rest of the file: the line where it stands is rejected, and reading
goes on at the next one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from daybreak.read.rejecting import Rejects

_MOST_LINES: Final = 2_000          # of one record
_MOST_CHARACTERS: Final = 1 << 20
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?!")')


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line where it begins, and its cells as they stand there."""

    line: int
    cells: list[str]


class _RunAway(Exception):
    """A record goes on for longer than any advert."""


class _Lines:
    """Lines for the csv module, which remembers what belongs to the present record and can go back to it."""

    def __init__(self, blocks: Iterable[bytes], line: int) -> None:
        self._source = _split(blocks)
        self._again: list[str] = []
        self.present: list[str] = []
        self.characters = 0
        self.next_line = line
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.present) >= _MOST_LINES or self.characters > _MOST_CHARACTERS:
            raise _RunAway
        line = self._again.pop() if self._again else next(self._source, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.present.append(line)
        self.characters += len(line)
        self.next_line += 1
        return line

    def begin(self) -> int:
        """A new record begins: its line."""
        self.present, self.characters = [], 0
        return self.next_line

    def plain(self) -> str | None:
        """The next line without its end, if no quote stands in it; else None, and it is still the next."""
        line = self._again.pop() if self._again else next(self._source, None)
        if line is None or '"' in line:
            self._again += [line] if line is not None else []
            return None
        self.next_line += 1
        return line.removesuffix("\n").removesuffix("\r")

    def go_back(self) -> str:
        """Give all lines of the present record but its first again; returns that first line."""
        first, *rest = self.present
        self._again.extend(reversed(rest))
        self.next_line -= len(rest)
        self.ended = False
        return first


def _split(blocks: Iterable[bytes]) -> Iterator[str]:
    held = b""
    for block in blocks:
        *lines, held = (held + block).split(b"\n")
        for line in lines:
            yield line.decode("utf-8") + "\n"
    if held:
        yield held.decode("utf-8")


def read_records(blocks: Iterable[bytes], line: int, mark: str, rejects: Rejects) -> Iterator[Record]:
    """All records, the first beginning at `line`. blocks: UTF-8.

    A stray quote within one line is taken as it stands; one that would join lines costs the line where it is opened.
    """
    csv.field_size_limit(_MOST_CHARACTERS * 4)
    lines = _Lines(blocks, line)
    while True:
        at = lines.begin()
        cells: list[str] | None
        if (plain := lines.plain()) is not None:
            if plain:
                yield Record(at, plain.split(mark))
            continue
        try:
            cells = next(csv.reader(lines, delimiter=mark, strict=True))
        except StopIteration:
            return
        except (_RunAway, csv.Error):
            cells = _leniently(lines.present[0], mark) if len(lines.present) == 1 and not lines.ended else None
        if cells is None:
            rejects.add(at, None, "a quote is opened here and not closed where a cell ends", lines.go_back())
        elif cells:
            yield Record(at, cells)


def _leniently(line: str, mark: str) -> list[str] | None:
    """The cells of one line with stray quotes or carriage returns; None when a quoted cell is still open at its end."""
    rest = line.removesuffix("\n").removesuffix("\r")
    cells: list[str] = []
    while True:
        cell = ""
        if rest.startswith('"'):
            quoted = _QUOTED.match(rest)
            if quoted is None:
                return None
            cell, rest = quoted[1].replace('""', '"'), rest[quoted.end():]
        tail, more, rest = rest.partition(mark)
        cells.append(cell + tail)
        if not more:
            return cells
