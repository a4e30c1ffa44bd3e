"""The master key on its way in: words, or shares one a line, from a file, a descriptor or the keyboard.

lines -> master: one line is the master's own words, several are shares of it
"""

from __future__ import annotations

import os
from pathlib import Path

from daybreak.errors import WrongKey, WrongSetting
from daybreak.seal.master import from_words
from daybreak.seal.quorum import join


def from_lines(text: str) -> bytes:
    """The master that these lines of words give, or what is wrong with them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise WrongKey("No words were given.", "Give the words of the master key on one line, or its shares one a line.")
    return from_words(lines[0]) if len(lines) == 1 else join(lines)


def from_file(file: Path, data: Path) -> bytes:
    """The master from a file, which must lie outside the folder of the desk."""
    if file.resolve().is_relative_to(data.resolve()):
        raise WrongSetting(f"{file} lies in the folder of the desk, which is stolen or copied as a whole.",
                           "Keep the words elsewhere: on paper, or on a medium that is taken out again.")
    try:
        return from_lines(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{file} cannot be read as text.", "Name a file with the words in it.") from error


def from_descriptor(descriptor: int) -> bytes:
    """The master from a file descriptor that whoever starts the desk left open."""
    try:
        with os.fdopen(descriptor, encoding="utf-8") as opened:
            return from_lines(opened.read())
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"Descriptor {descriptor} cannot be read as text.", "Open it on a file: 3<words.") from error
