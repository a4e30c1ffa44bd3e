"""Bytes of a text file -> UTF-8 in blocks of whole lines, whatever the encoding was.

blocks -> utf8_blocks() -> blocks that end with a line feed (but the last)
A byte order mark or the pattern of zero bytes tells UTF-16 and UTF-32. A line that is not UTF-8 is read as
Windows-1252, which holds Latin-1: what was not written in it looks odd, but nothing is lost. It is said in the rejects.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import Final

_BLOCK: Final = 32 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
                 (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

#: Called with the first line (1-based) of a block in which lines were not UTF-8, how many, and the first of them.
Told = Callable[[int, int, str], None]


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a text by its first bytes, and the length of its byte order mark."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    pair = head[:64]
    if len(pair) >= 4 and not any(pair[1::2]) and all(pair[::2]):
        return "utf-16-le", 0
    if len(pair) >= 4 and not any(pair[::2]) and all(pair[1::2]):
        return "utf-16-be", 0
    return "utf-8", 0


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, for telling what it is; the last character may be cut."""
    encoding, skip = encoding_of(head)
    if encoding != "utf-8":
        return codecs.getincrementaldecoder(encoding)("replace").decode(head[skip:])
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head[skip:])
    except UnicodeDecodeError:
        return _windows(head)


def utf8_blocks(blocks: Iterable[bytes], head: bytes, told: Told, size: int = _BLOCK) -> Iterator[bytes]:
    """The text in UTF-8 in blocks of about `size` bytes, cut after a line feed; no byte order mark.

    A file whose lines end with a carriage return alone gets line feeds.
    """
    encoding, skip = encoding_of(head)
    plain = blocks if encoding == "utf-8" else _decoded(blocks, encoding)
    if b"\n" not in head and b"\r" in head and encoding == "utf-8":
        plain = (block.replace(b"\r", b"\n") for block in plain)
    line = 1
    for block in _whole_lines(plain, skip if encoding == "utf-8" else 0, size):
        sound = _sound(block, line, told)
        line += sound.count(b"\n")
        yield sound


def _decoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for block in blocks:
        text = decoder.decode(block)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text.encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _whole_lines(blocks: Iterable[bytes], skip: int, size: int) -> Iterator[bytes]:
    held: list[bytes] = []
    length = 0
    for block in blocks:
        if skip:
            block, skip = block[skip:], max(0, skip - len(block))
        held.append(block)
        length += len(block)
        if length >= size and (cut := block.rfind(b"\n") + 1):
            held[-1] = block[:cut]
            yield b"".join(held)
            held, length = [block[cut:]], len(block) - cut
    if rest := b"".join(held):
        yield rest


def _sound(block: bytes, line: int, told: Told) -> bytes:
    """The block in UTF-8; lines that were not are read as Windows-1252."""
    if block.isascii():
        return block
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return block
    lines = block.split(b"\n")
    odd: list[int] = []
    for number, content in enumerate(lines):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            odd.append(number)
            lines[number] = _windows(content).encode("utf-8")
    told(line + odd[0], len(odd), lines[odd[0]].decode("utf-8"))
    return b"\n".join(lines)


def _windows(content: bytes) -> str:
    """Windows-1252; its five unused bytes are read as the control characters of Latin-1."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252") if b not in _UNUSED else chr(b) for b in content)


_UNUSED: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
