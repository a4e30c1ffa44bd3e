"""A run is a folder: Parquet tables, a manifest with their hashes, a report, a log. Here it is made and opened.

tables -> new_run() -> Draft -> folder;  folder -> open_run() -> StoredRun -> table(name)

A new run is written into a hidden folder beside its place and takes its name only when it is whole. An updated run
keeps its tables and adds `segments/0001/` and so on: see `daybreak.store.segments`. The manifest is what counts:
what it does not name is not part of the run.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from daybreak.errors import WrongRun
from daybreak.store.canonical import fingerprint, sync_file, sync_folder, write_durably
from daybreak.store.log import Log
from daybreak.store.manifest import FILE, Manifest, read_manifest
from daybreak.store.segments import Segment, add_segment, scan_composed, segment_folder
from daybreak.store.table import TableFile, write_table

LOG = "log.jsonl"
_GIVE = "Give the folder that `daybreak link ... --out FOLDER` wrote."
_REPLACE = "Choose another --out, or say --replace to put the new run in its place."


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run folder that was opened: its tables as they stand after all updates."""

    path: Path
    manifest: Manifest

    def scan(self, name: str) -> pl.LazyFrame:
        """A table, to be read when it is needed. Raises WrongRun when the run has no such table."""
        return scan_composed(self.path, self.manifest, name)

    def table(self, name: str) -> pl.DataFrame:
        """A whole table. Raises WrongRun when there is none or its file is damaged."""
        try:
            return self.scan(name).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise WrongRun(f"{self.path}: the table {name} cannot be read ({error}).",
                           "Run `daybreak verify` on it; take the run from a copy, or link again.") from error

    def has(self, name: str) -> bool:
        """Whether the run has such a table."""
        return name in self.manifest.tables or any(name in s.tables for s in self.manifest.segments)

    def names(self) -> list[str]:
        """The names of all tables, sorted."""
        return sorted({*self.manifest.tables, *(n for s in self.manifest.segments for n in s.tables)})

    @property
    def log(self) -> Log:
        """Where timings and notes go."""
        return Log(self.path / LOG)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the manifest, which holds the hashes of all else: two runs with the same are the same."""
        return fingerprint(self.path / FILE)

    def append(self, segment: Segment) -> StoredRun:
        """Add what an update changes; the run on disk is the old one until all of it is written, then the new one."""
        return StoredRun(self.path, add_segment(self.path, self.manifest, segment))

    def write_file(self, name: str, write: Callable[[Path], None]) -> StoredRun:
        """Write a file beside the tables (the report) and put its hash into the manifest."""
        draft = self.path / f".{name}.writing"
        write(draft)
        sync_file(draft)
        changed = self.manifest.having(files=self.manifest.files | {name: fingerprint(draft)})
        draft.replace(self.path / name)
        write_durably(self.path / FILE, changed.as_bytes())
        return StoredRun(self.path, changed)


@dataclass(slots=True)
class Draft:
    """A run while it is being written."""

    path: Path
    tables: dict[str, TableFile] = field(default_factory=dict)

    @property
    def log(self) -> Log:
        """Where timings and notes go."""
        return Log(self.path / LOG)

    def write(self, name: str, frame: pl.DataFrame) -> None:
        """Write a table. A stage's own tables have names with a folder, such as `memory/copies`."""
        self.tables[name] = write_table(frame, name, self.path / f"{name}.parquet")

    def seal(self, manifest: Manifest) -> StoredRun:
        """Write the manifest over all tables; the run can be opened from here on, and takes its place at the end."""
        sealed = manifest.having(tables=dict(self.tables))
        write_durably(self.path / FILE, sealed.as_bytes())
        return StoredRun(self.path, sealed)


@contextmanager
def new_run(path: Path, replace: bool = False) -> Iterator[Draft]:
    """A draft of a run beside `path`; it takes that name when the block ends well, and vanishes when it does not.

    Raises WrongRun when something stands there: a folder with files is never touched, a run only with `replace`.
    """
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _nowhere(path, error) from error
    with writing(path):
        _refuse_taken(path, replace)
        draft = path.with_name(f".{path.name}.writing")
        shutil.rmtree(draft, ignore_errors=True)        # left by a run that was killed
        draft.mkdir()
        try:
            made = Draft(draft)
            yield made
            if not (draft / FILE).is_file():
                raise WrongRun(f"{path}: the run was not finished.", "Run it again.")
            for folder in (*(f for f in draft.rglob("*") if f.is_dir()), draft):
                sync_folder(folder)
            _take_place(draft, path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Nobody else writes this run while the block runs. Raises WrongRun when somebody does.

    A run that was moved aside for another, by a Daybreak that was killed before that one stood, comes back first.
    """
    path = path.resolve()
    try:
        lock = (path.parent / f".{path.name}.lock").open("w")
    except OSError as error:
        raise _nowhere(path, error) from error
    with lock:
        _lock(lock.fileno(), path)
        try:
            if _before(path).is_dir() and not path.exists():
                _before(path).rename(path)
            yield
        finally:
            Path(lock.name).unlink(missing_ok=True)


def open_run(path: Path) -> StoredRun:
    """Open a run folder. Raises WrongRun when it is missing, half-written, of another version, or lacks a file."""
    check_folder(path)
    manifest = read_manifest(path)
    for file, entry in files_of(path, manifest):
        if not file.is_file() or file.stat().st_size != entry.bytes:
            raise WrongRun(f"{file}: the file is missing or has another size than when it was written.",
                           "The run was altered or copied in part: take it from a copy, or link again.")
    return StoredRun(path, manifest)


def check_folder(path: Path) -> None:
    """Raise WrongRun when there is no folder at all."""
    if _before(path).is_dir() and not path.exists():
        with writing(path):         # it comes back
            pass
    if not path.exists():
        raise WrongRun(f"{path}: there is no such folder.", _GIVE)
    if not path.is_dir():
        raise WrongRun(f"{path}: this is a file, and a run is a folder.", _GIVE)


def files_of(path: Path, manifest: Manifest) -> Iterator[tuple[Path, TableFile]]:
    """Every Parquet file of a run with what the manifest says of it."""
    for name, entry in manifest.tables.items():
        yield path / f"{name}.parquet", entry
    for number, segment in enumerate(manifest.segments, start=1):
        folder = segment_folder(path, number)
        for name, entry in segment.tables.items():
            yield folder / f"{name}.parquet", entry
        for name, entry in segment.replaced.items():
            yield folder / f"{name}.replaced.parquet", entry


def _refuse_taken(path: Path, replace: bool) -> None:
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_dir():
        raise WrongRun(f"{path}: there is a file of that name.", "Choose another --out.")
    if not any(path.iterdir()):
        return
    if not (path / FILE).is_file():
        raise WrongRun(f"{path}: the folder is no run and not empty, so it is left alone.", "Choose another --out.")
    if not replace:
        raise WrongRun(f"{path}: there is a run already.", _REPLACE)


def _nowhere(path: Path, error: OSError) -> WrongRun:
    return WrongRun(f"{path.parent}: a run cannot be written here ({error.strerror}).",
                    "Choose an --out in a folder where you may write.")


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise WrongRun(f"{path}: another Daybreak is writing this run.",
                       "Wait for it to end; nothing was changed.") from error


def _before(path: Path) -> Path:
    """Where a run waits while another takes its place."""
    path = path.resolve()
    return path.with_name(f".{path.name}.before")


def _take_place(draft: Path, path: Path) -> None:
    """Give the finished run its name; the run that stood there goes only when the new one stands."""
    before = _before(path)
    shutil.rmtree(before, ignore_errors=True)
    if path.exists():
        path.rename(before)
    try:
        draft.rename(path)
    except BaseException:
        if before.exists() and not path.exists():
            before.rename(path)
        raise
    sync_folder(path.parent)
    shutil.rmtree(before, ignore_errors=True)
