"""One way to write a thing down, so that the same thing always has the same bytes and the same hash.

object -> canonical() -> bytes;  file -> fingerprint() -> SHA-256 in hex
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

_BLOCK = 1 << 20


def canonical(thing: object) -> bytes:
    """The thing as JSON in UTF-8: keys sorted, no spaces, only numbers that JSON knows, a line feed at the end."""
    text = json.dumps(thing, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8") + b"\n"


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """Write a whole file so that after a power cut it has the old bytes or the new ones, never half of them."""
    draft = path.with_name(f".{path.name}.writing")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the file's bytes outlast a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make the folder's list of names outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
