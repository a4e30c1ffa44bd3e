"""What a run says about itself: who wrote it, from which files, with which settings, and the hash of every table.

settings, inputs, tables -> Manifest <-> manifest.json (canonical JSON, no clock, no machine)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from daybreak import __version__
from daybreak.errors import WrongRun
from daybreak.settings import AssessSettings, CopySettings, LinkSettings, ReadSettings, Settings, TextSettings
from daybreak.store.canonical import canonical
from daybreak.store.table import TableFile

#: The layout of a run folder. Raised when an older Daybreak could not read a newer folder, or the other way round.
FORMAT: Final = 1
FILE: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Input:
    """A file of adverts as it was given: its name without the folders above it, its bytes, what came of it."""

    name: str
    sha256: str
    bytes: int
    rows: int           # adverts kept
    rejected: int       # rows that could not be read at all


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """What was added by one update: its inputs, its tables, and the keys that no longer hold before it."""

    inputs: tuple[Input, ...]
    tables: dict[str, TableFile]
    replaced: dict[str, TableFile]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that identifies a run. The same inputs, settings and seed give the same manifest."""

    inputs: tuple[Input, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    tables: dict[str, TableFile] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)         # other files -> SHA-256
    segments: tuple[SegmentEntry, ...] = ()
    written_by: dict[str, str] = field(default_factory=lambda: {"daybreak": __version__, "polars": pl.__version__})

    @property
    def all_inputs(self) -> tuple[Input, ...]:
        """Every file of the run in order; `ads.file` is an index into this."""
        return self.inputs + tuple(i for s in self.segments for i in s.inputs)

    def as_bytes(self) -> bytes:
        """The content of manifest.json."""
        return canonical({
            "format": FORMAT, "written_by": self.written_by, "inputs": [asdict(i) for i in self.inputs],
            "settings": self.settings, "counts": self.counts, "files": self.files, "tables": _tables(self.tables),
            "segments": [
                {"inputs": [asdict(i) for i in s.inputs], "tables": _tables(s.tables), "replaced": _tables(s.replaced)}
                for s in self.segments
            ],
        })

    def having(self, **changes: Any) -> Manifest:
        """This manifest with some of its parts changed."""
        return replace(self, **changes)


def settings_as_json(settings: Settings) -> dict[str, Any]:
    """The settings that decide the result. How many processes and threads worked is not among them."""
    said: dict[str, Any] = asdict(settings)
    del said["threads"], said["text"]["workers"]
    said["read"]["columns"] = [list(pair) for pair in said["read"]["columns"]]
    return said


def settings_from_json(said: dict[str, Any], threads: int = 0) -> Settings:
    """The settings of a run, to run it again with so many threads (0: all). Raises WrongRun when this Daybreak has other ones."""
    try:
        read = ReadSettings(tuple((ours, theirs) for ours, theirs in said["read"]["columns"]), said["read"]["country"])
        return Settings(threads=threads, read=read, text=TextSettings(**said["text"]),
                        copies=CopySettings(**said["copies"]), link=LinkSettings(**said["link"]),
                        assess=AssessSettings(**said["assess"]))
    except (KeyError, TypeError, ValueError) as error:
        raise WrongRun(f"The run was made with settings that this Daybreak does not have ({error}).",
                       "Use the version of Daybreak that wrote it, or link the files again.") from error


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a run folder. Raises WrongRun when it is missing, of another version or not whole."""
    path = folder / FILE
    if not path.is_file():
        raise WrongRun(f"{folder}: no {FILE} here, so this is no run, or one that was left half-written.",
                       "Give the folder that `daybreak link ... --out FOLDER` wrote, or run it again.")
    altered = WrongRun(f"{path}: this is not a manifest as Daybreak writes it.",
                       "The file was altered or damaged: take it from a copy, or run `daybreak link` again.")
    try:
        said = json.loads(path.read_bytes())
    except ValueError as error:
        raise altered from error
    if not isinstance(said, dict) or "format" not in said:
        raise altered
    if said["format"] != FORMAT:
        raise WrongRun(f"{folder}: the run has format {said['format']}, this Daybreak reads format {FORMAT}.",
                       "Use the version of Daybreak that wrote it (see written_by in it), or link the files again.")
    try:
        return Manifest(
            inputs=_inputs(said["inputs"]), settings=dict(said["settings"]), counts=dict(said["counts"]),
            tables=_files(said["tables"]), files=dict(said["files"]), written_by=dict(said["written_by"]),
            segments=tuple(
                SegmentEntry(_inputs(s["inputs"]), _files(s["tables"]), _files(s["replaced"]))
                for s in said["segments"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise altered from error


def _tables(tables: dict[str, TableFile]) -> dict[str, object]:
    return {name: table.as_json() for name, table in tables.items()}


def _files(said: dict[str, Any]) -> dict[str, TableFile]:
    return {name: TableFile(**entry) for name, entry in said.items()}


def _inputs(said: list[dict[str, Any]]) -> tuple[Input, ...]:
    return tuple(Input(**entry) for entry in said)
