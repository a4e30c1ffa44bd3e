"""What a file is, told by its first bytes; its name only decides where those leave it open.

head -> kind_of() -> parquet | warc | json lines | json document | delimited;  what it never can be is said with advice
"""

from __future__ import annotations

from typing import Final

from daybreak.errors import UnreadableInput
from daybreak.read.characters import head_text
from daybreak.read.json_document import is_document

PARQUET, WARC, LINES, DOCUMENT, DELIMITED = "parquet", "warc", "json lines", "json document", "delimited"

#: Endings by which a file in a folder counts as one of adverts, without .gz and .zst.
ENDINGS: Final = frozenset({"jsonl", "ndjson", "json", "csv", "tsv", "tab", "txt", "parquet", "pq", "warc"})

_STRANGERS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Office document", "Unpack it, or save the sheet as CSV, and give that."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save the sheet as CSV and give that."),
    (b"%PDF", "a PDF document", "Give the adverts as CSV, JSON Lines, Parquet or WARC."),
    (b"SQLite format 3", "an SQLite database", "Export the table of adverts as CSV and give that."),
    (b"BZh", "packed with bzip2", "Unpack it, or pack it with gzip or zstd."),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it with gzip or zstd."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and give the files."),
    (b"Rar!", "a RAR archive", "Unpack it and give the files."),
    (b"\x89PNG", "a picture", "Give the adverts as CSV, JSON Lines, Parquet or WARC."),
    (b"\xff\xd8\xff", "a picture", "Give the adverts as CSV, JSON Lines, Parquet or WARC."),
    (b"GIF8", "a picture", "Give the adverts as CSV, JSON Lines, Parquet or WARC."),
    (b"ORC", "an ORC file", "Write it as Parquet and give that."),
    (b"ARROW1", "an Arrow file", "Write it as Parquet and give that."),
    (b"Obj\x01", "an Avro file", "Write it as Parquet or JSON Lines and give that."),
)


def kind_of(head: bytes, name: str) -> str:
    """The kind of a file. Raises UnreadableInput for what no reader knows."""
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(b"WARC/"):
        return WARC
    for magic, what, do in _STRANGERS:
        if head.startswith(magic):
            raise UnreadableInput(f"{name}: this is {what}, not a file of adverts.", do)
    text = head_text(head)
    if _is_binary(text):
        raise UnreadableInput(f"{name}: the file is not text, and of no kind that is known.",
                              "Give CSV, JSON Lines, Parquet or WARC, each also packed as .gz or .zst.")
    start = text.lstrip()
    if start.startswith(("<!doctype", "<!DOCTYPE", "<html", "<HTML", "<?xml")):
        raise UnreadableInput(f"{name}: this is a web page or XML, not a table of adverts.",
                              "Give CSV, JSON Lines, Parquet, or a WARC file of the pages.")
    if not start:
        raise UnreadableInput(f"{name}: the file holds nothing but blank space.", "Give a file with adverts.")
    if start[0] in "{[":
        return DOCUMENT if is_document(start) else LINES
    return DELIMITED


def _is_binary(text: str) -> bool:
    odd = sum(1 for c in text[:4096] if (c < " " and c not in "\t\n\r\f\v") or c == "\ufffd")
    return odd > 0.05 * min(len(text), 4096)
