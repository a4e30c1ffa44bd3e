"""Whether a run is whole and unaltered: every file's hash, every table's schema, rows and references.

path -> verify_run() -> Verified (what is wrong, none when all is well)
What the manifest says is believed; who has its SHA-256 from elsewhere (a custody record) compares `fingerprint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from daybreak.model.tables import ALL
from daybreak.progress import Progress, silent
from daybreak.store.canonical import fingerprint
from daybreak.store.manifest import FILE, read_manifest
from daybreak.store.references import broken_references
from daybreak.store.run import LOG, StoredRun, files_of
from daybreak.store.table import TableFile, schema_of

#: Files that a run may hold without the manifest naming them: times, and what changed when.
UNSEALED = frozenset({FILE, LOG, "history.jsonl"})


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found."""

    files: int                  # checked
    fingerprint: str            # SHA-256 of the manifest
    wrong: tuple[str, ...]      # sentences


def verify_run(path: Path, progress: Progress = silent) -> Verified:
    """Check a run folder. Raises WrongRun when it has no manifest that can be read; all else is told in `wrong`."""
    manifest = read_manifest(path)
    wrong: list[str] = []
    tables = list(files_of(path, manifest))
    for done, (file, entry) in enumerate(tables):
        progress("Verifying files", done, len(tables))
        wrong.extend(_check_table(path, file, entry))
    for name, sha256 in sorted(manifest.files.items()):
        file = path / name
        if not file.is_file():
            wrong.append(f"{name}: the file is missing")
        elif fingerprint(file) != sha256:
            wrong.append(f"{name}: the file was altered (its SHA-256 is another)")
    wrong.extend(_strangers(path, {file for file, _ in tables} | {path / name for name in manifest.files}))
    run = StoredRun(path, manifest)
    if not wrong:
        missing = sorted(set(ALL) - set(run.names()))
        wrong.extend(f"{name}: the run has no such table" for name in missing)
        if not missing:
            progress("Verifying references", 0, 0)
            wrong.extend(broken_references(run.table, len(manifest.all_inputs)))
            if manifest.counts.get("adverts") != run.scan("ads").select(pl.len()).collect().item():
                wrong.append("manifest.json: another number of adverts than the table has")
    return Verified(len(tables) + len(manifest.files), fingerprint(path / FILE), tuple(wrong))


def _check_table(path: Path, file: Path, entry: TableFile) -> Iterator[str]:
    name = file.relative_to(path).as_posix()
    if not file.is_file():
        yield f"{name}: the file is missing"
        return
    if fingerprint(file) != entry.sha256:
        yield f"{name}: the file was altered (its SHA-256 is another)"
        return
    scan = pl.scan_parquet(file)
    expected = schema_of(file.name.removesuffix(".parquet"))
    if expected is not None and dict(scan.collect_schema()) != expected:
        yield f"{name}: its columns are not those of this table"
    if scan.select(pl.len()).collect().item() != entry.rows:
        yield f"{name}: another number of rows than the manifest says"


def _strangers(path: Path, known: set[Path]) -> Iterator[str]:
    """Files that nobody vouches for, in the run and its segments."""
    for file in sorted(path.rglob("*")):
        if file.is_file() and file not in known and file.relative_to(path).as_posix() not in UNSEALED:
            yield f"{file.relative_to(path).as_posix()}: the manifest knows nothing of this file"
