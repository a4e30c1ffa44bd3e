"""The interface's words in other languages: read a catalogue as people edit it, write it as machines read it.

locale/<language>/LC_MESSAGES/django.po -> read_catalogue() -> Catalogue -> as_mo() -> django.mo
gettext's own tools do the same; they are not on every machine, and nothing here needs them.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import lru_cache
from pathlib import Path
from typing import Final

_MAGIC: Final = 0x950412DE
_KEYWORDS: Final = ("msgctxt", "msgid", "msgid_plural", "msgstr")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What sentences are in one language. Keys are as gettext keeps them: context, \\4, singular, \\0, plural."""

    header: dict[str, str]
    sentences: dict[str, str]

    @property
    def is_draft(self) -> bool:
        """A machine made it and no speaker of the language has read it yet."""
        return self.header.get("X-Review") == "draft"


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a .po file. Sentences marked fuzzy or left empty are not in it."""
    said = dict(_entries(path.read_text(encoding="utf-8")))
    header = said.get("", "")
    return Catalogue(dict(HeaderParser().parsestr(header).items()), said)


def as_mo(catalogue: Catalogue) -> bytes:
    """The catalogue as gettext's binary file: the same sentences give the same bytes."""
    pairs = sorted((key.encode(), value.encode()) for key, value in catalogue.sentences.items())
    start = 28 + 16 * len(pairs)
    keys, values, data = b"", b"", b""
    for key, _ in pairs:
        keys += struct.pack("<II", len(key), start + len(data))
        data += key + b"\0"
    for _, value in pairs:
        values += struct.pack("<II", len(value), start + len(data))
        data += value + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + keys + values + data


def compile_catalogues(locale: Path) -> list[Path]:
    """Write django.mo beside every django.po."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        target.write_bytes(as_mo(read_catalogue(source)))
        written.append(target)
    return written


@lru_cache(maxsize=1)
def draft_languages(locale: Path) -> frozenset[str]:
    """The languages whose words nobody has reviewed; their pages say so."""
    return frozenset(
        source.parts[-3] for source in locale.glob("*/LC_MESSAGES/django.po") if read_catalogue(source).is_draft)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Key and sentence of every entry that is finished."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fuzzy, parts = False, dict[str, str]()
        current = ""
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            word, _, rest = line.partition(" ")
            if word.partition("[")[0] in _KEYWORDS:
                current, line = word, rest
            if line.strip():
                parts[current] = parts.get(current, "") + str(ast.literal_eval(line.strip()))
        if "msgid" in parts and not fuzzy and (joined := _joined(parts)):
            yield _key(parts), joined


def _key(parts: dict[str, str]) -> str:
    """What gettext looks an entry up by."""
    key = parts["msgid"] + ("\0" + parts["msgid_plural"] if "msgid_plural" in parts else "")
    return parts["msgctxt"] + "\4" + key if "msgctxt" in parts else key


def _joined(parts: dict[str, str]) -> str:
    """The sentence, or all its forms for numbers; empty where one is missing."""
    if "msgstr" in parts:
        return parts["msgstr"]
    forms = [parts[k] for k in sorted((k for k in parts if k.startswith("msgstr[")), key=lambda k: int(k[7:-1]))]
    return "\0".join(forms) if all(forms) else ""
