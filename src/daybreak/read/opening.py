"""Bytes of a file, unpacked, block by block, and never more than a file of adverts can hold.

path -> Opened: head (the first bytes, to tell the kind by) and blocks();  `broken` says why it ended early
Gzip and Zstandard are told by their first bytes, not by the name.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import zstandard

from daybreak.errors import UnreadableInput

_READ: Final = {"": 4 << 20, "gzip": 1 << 15, "zstd": 1 << 11}     # bytes at a time: a bomb unfolds in steps
HEAD: Final = 1 << 16               # bytes by which the kind is told
_MOST: Final = 64 << 30             # bytes that one file may hold when unpacked
_FREE: Final = 256 << 20            # below this much the ratio says nothing
_RATIO: Final = 250                 # text packs 3 to 30 times; a bomb a thousand times
_WINDOW: Final = 1 << 27            # bytes of memory that one Zstandard frame may ask for


class _Unpacker(Protocol):
    """What gzip and Zstandard have in common, one member (frame) at a time."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


@dataclass(slots=True)
class Opened:
    """A file that is being read. `done` counts its own bytes, `broken` is why its packing ended early."""

    path: Path
    packing: str = ""               # "", gzip, zstd
    head: bytes = b""
    done: int = 0
    broken: str | None = None

    def blocks(self) -> Iterator[bytes]:
        """All plain bytes in order, in blocks of any size."""
        with self.path.open("rb") as file:
            if self.packing:
                yield from self._unpack(file)
                return
            while block := file.read(_READ[self.packing]):
                self.done += len(block)
                yield block

    def whole(self) -> bytes:
        """All plain bytes at once."""
        return b"".join(self.blocks())

    def _unpack(self, file: BinaryIO) -> Iterator[bytes]:
        """Unpack member after member; stop at the first damage and say in `broken` what it was."""
        given, unpacker = 0, _unpacker(self.packing)
        begun = False               # has the present member had any bytes?
        while block := file.read(_READ[self.packing]):
            self.done += len(block)
            while block:
                if unpacker.eof:
                    block = block.lstrip(b"\0")         # padding after a member
                    if not block:
                        break
                    unpacker, begun = _unpacker(self.packing), False
                try:
                    plain = unpacker.decompress(block)
                except (zlib.error, zstandard.ZstdError, MemoryError) as error:
                    self.broken = f"the {self.packing} packing is damaged here ({error})"
                    return
                begun = True
                block = unpacker.unused_data if unpacker.eof else b""
                given += len(plain)
                self._refuse_bomb(given)
                if plain:
                    yield plain
        if begun and not unpacker.eof:
            self.broken = f"the {self.packing} packing ends before its end: the file was cut off"

    def _refuse_bomb(self, given: int) -> None:
        if given > _MOST or (given > _FREE and given > _RATIO * self.done):
            raise UnreadableInput(
                f"{self.path.name}: the file grows from {self.done >> 10} KB to more than {given >> 20} MB when "
                "unpacked; no file of adverts does that.",
                "It may have been made to fill the disk. If you trust it, unpack it yourself and give the result.")


def open_file(path: Path) -> Opened:
    """Open a file and look at its first bytes. Raises UnreadableInput when it is missing, empty or not readable."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise UnreadableInput(f"{path}: the file cannot be opened ({error.strerror}).",
                              "Check the name, and that you may read it.") from error
    if not start:
        raise UnreadableInput(f"{path}: the file is empty.", "Give a file with adverts, or leave this one out.")
    opened = Opened(path, _packing(start))
    for block in opened.blocks():
        opened.head += block[:HEAD]
        if len(opened.head) >= HEAD:
            break
    if not opened.head:
        what = opened.broken or f"the {opened.packing} packing holds nothing"
        raise UnreadableInput(f"{path}: {what}.", "Fetch or copy the file again: nothing of it can be read.")
    if _packing(opened.head[:8]):
        raise UnreadableInput(f"{path}: the file is packed twice.", "Unpack it once and give the result.")
    return Opened(path, opened.packing, opened.head)


def _packing(start: bytes) -> str:
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if start.startswith(b"\x28\xb5\x2f\xfd") else ""


def _unpacker(packing: str) -> _Unpacker:
    if packing == "gzip":
        return zlib.decompressobj(wbits=31)
    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
