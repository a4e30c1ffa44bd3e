"""Web archives: the pages of a crawl -> adverts (title, visible text), host as site, capture as time.

WARC bytes -> read_warc() -> frame (line = number of the record, id, site, source, posted_at, title, body)
The page's own address is where the advert stood, not someone's contact: it goes to `source`, its host to `site`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from daybreak.read.rejecting import Rejects

COLUMNS: Final = ("id", "site", "source", "posted_at", "title", "body")
_MOST: Final = 8 << 20              # bytes of one page
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_IN_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_UNSEEN: Final = ("script", "style", "noscript", "template", "nav", "header", "footer", "svg", "iframe", "form select",
                  "[hidden]", '[aria-hidden="true"]')
_BREAK_AFTER: Final = frozenset((
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "td", "dd", "dt", "pre",
    "blockquote", "table", "ul", "ol"))


class _Bytes(RawIOBase):
    """Blocks as a file that can be read."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        while not self._held:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._held = block
        part, self._held = self._held[:len(room)], self._held[len(room):]
        room[:len(part)] = part
        return len(part)


def read_warc(blocks: Iterable[bytes], rejects: Rejects) -> pl.DataFrame:
    """Every page that was answered in full (status 200, HTML or plain text), one row each."""
    rows = [row for row in _pages(blocks, rejects) if row is not None]
    return pl.DataFrame(rows, schema={"line": pl.UInt32} | dict.fromkeys(COLUMNS, pl.String()), orient="row")


def _pages(blocks: Iterable[bytes], rejects: Rejects) -> Iterator[tuple[object, ...] | None]:
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(BufferedReader(_Bytes(blocks), 1 << 16)), start=1):
            if record.rec_type in ("response", "resource"):
                yield _page(number, record, rejects)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, AttributeError, LookupError) as error:
        # warcio says damage in all these ways; what came before it is sound
        rejects.add(number + 1, None, f"the archive is damaged here; nothing after this record is read ({error})", "")


def _page(number: int, record: Any, rejects: Rejects) -> tuple[object, ...] | None:
    """One record as a row; None when it is no page. Raises what warcio raises on damage."""
    answer = record.http_headers
    kind = (answer.get_header("Content-Type") if answer else record.content_type) or ""
    if answer and answer.get_statuscode() != "200":
        return None
    if not kind.lower().startswith(("text/html", "application/xhtml", "text/plain")):
        return None
    content = record.content_stream().read(_MOST)
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    title, body = read_page(content, kind)
    if not title and not body:
        rejects.add(number, None, "the page shows no text", address)
        return None
    name = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>") or None
    return number, name, host_of(address), address or None, record.rec_headers.get_header("WARC-Date"), title, body


def host_of(address: str) -> str | None:
    """The host of a page's address, without www."""
    try:
        host = urlsplit(address.strip("<>")).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def read_page(content: bytes, kind: str) -> tuple[str | None, str | None]:
    """Title and visible text of a page. kind: its Content-Type."""
    text = _decode(content, kind)
    if kind.lower().startswith("text/plain"):
        return None, text.strip() or None
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    title = " ".join(title_node.text().split()) if title_node else ""
    for unseen in _UNSEEN:
        for node in tree.css(unseen):
            node.decompose()
    return title or None, _visible(tree) or None


def _visible(tree: LexborHTMLParser) -> str:
    """The text as lines, a block of the page each."""
    if tree.body is None:
        return ""
    pieces: list[str] = []
    for node in tree.body.traverse(include_text=True):
        if node.tag == "-text":
            pieces.append(re.sub(r"\s+", " ", node.text(deep=False)))
        elif node.tag in _BREAK_AFTER:
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _decode(content: bytes, kind: str) -> str:
    found = _IN_HEADER.search(kind)
    said = found[1].encode() if found else None
    if said is None:
        meta = _CHARSET.search(content[:2048])
        said = meta[1] if meta else None
    for name in (said.decode("ascii", "replace") if said else None, "utf-8"):
        if name:
            try:
                return content.decode(name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    return content.decode("cp1252", "replace")
