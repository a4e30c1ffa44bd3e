"""Files and folders as given -> the files to read, in an order that does not depend on the machine.

paths -> find_files() -> Found (files with their names in the run, and what was skipped and why)
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daybreak.errors import UnreadableInput
from daybreak.read.kinds import ENDINGS

_MOST: Final = 65_535               # `ads.file` counts to here


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read: where they are, and what they are called in the run."""

    files: tuple[tuple[Path, str, bool], ...]       # path, name, whether it was found in a folder
    skipped: tuple[tuple[str, str], ...]            # name, why


def find_files(paths: Sequence[Path], taken: frozenset[str] = frozenset()) -> Found:
    """All files to read: as given, and those of folders sorted by name. taken: names that the run has already.

    Raises UnreadableInput when one is missing, or a folder has none.
    """
    files: list[tuple[Path, str, bool]] = []
    skipped: list[tuple[str, str]] = []
    names = set(taken)
    for path in paths:
        if path.is_dir():
            before = len(files)
            for inner, why in _within(path):
                name = inner.relative_to(path).as_posix()
                if why:
                    skipped.append((name, why))
                else:
                    files.append((inner, _fresh(name, names), True))
            if len(files) == before:
                raise UnreadableInput(f"{path}: there is no file of adverts in this folder.",
                                      f"It takes files that end with {', '.join(sorted(ENDINGS))}, also .gz and .zst.")
        elif path.exists():
            files.append((path, _fresh(path.name, names), False))
        else:
            raise UnreadableInput(f"{path}: there is no such file or folder.", "Check the name.")
    if not files:
        raise UnreadableInput("No file was given.", "Give one or more files or folders of adverts.")
    if len(files) + len(taken) > _MOST:
        raise UnreadableInput(f"{len(files)} files are more than a run can hold ({_MOST}).",
                              "Put the adverts together into fewer, larger files.")
    return Found(tuple(files), tuple(skipped))


def _within(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Every file of a folder, sorted by its path, with why it is skipped."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found.extend(Path(parent) / name for name in names)
    for path in sorted(found, key=lambda p: p.relative_to(folder).parts):
        if path.name.startswith("."):
            yield path, "hidden"
        elif not path.is_file():
            yield path, "not a file"
        elif path.stat().st_size == 0:
            yield path, "empty"
        else:
            ending = path.name.lower().removesuffix(".gz").removesuffix(".zst").rpartition(".")[2]
            yield path, None if ending in ENDINGS else "not a kind of file that holds adverts"


def _fresh(name: str, names: set[str]) -> str:
    """The name, or with a number when another file of the run has it."""
    number, fresh = 1, name
    while fresh in names:
        number += 1
        fresh = f"{name} ({number})"
    names.add(fresh)
    return fresh
