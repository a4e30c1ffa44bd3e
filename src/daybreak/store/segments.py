"""What an update adds to a run, without writing the run again.

Segment -> write_segment() -> segments/0001/*.parquet and a new manifest;  run -> scan_composed() -> the table now

A segment holds new rows, and for each table the keys (`daybreak.store.table.KEYS`) whose earlier rows no longer hold.
    segments/0001/ads.parquet              new rows, and changed rows as they are now
    segments/0001/ads.replaced.parquet     one column `ad`: rows with these numbers before this segment are left out
A table that changes as a whole (leads) is given with `replaces` and stands instead of all before it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from daybreak.errors import WrongRun
from daybreak.store.canonical import sync_folder, write_durably
from daybreak.store.manifest import FILE, Input, Manifest, SegmentEntry
from daybreak.store.table import KEYS, ORDERS, TableFile, schema_of, write_table


@dataclass(frozen=True, slots=True)
class Segment:
    """What changes: new rows, the keys whose earlier rows they replace, and tables that change as a whole."""

    tables: dict[str, pl.DataFrame]
    replaced: dict[str, pl.Series] = field(default_factory=dict)        # table -> keys
    whole: frozenset[str] = frozenset()                                 # of `tables`: stand instead of all before
    inputs: tuple[Input, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)                # of the run as it is then
    files: dict[str, str] = field(default_factory=dict)


def add_segment(path: Path, manifest: Manifest, segment: Segment) -> Manifest:
    """Write a segment; only when all its files are on disk does the manifest name it."""
    changed = write_segment(path, manifest, segment)
    write_durably(path / FILE, changed.as_bytes())
    return changed


def write_segment(path: Path, manifest: Manifest, segment: Segment) -> Manifest:
    """Write the files of a segment, and return the manifest that would name them; the one on disk stays."""
    folder = segment_folder(path, len(manifest.segments) + 1)
    shutil.rmtree(folder, ignore_errors=True)       # left by an update that was stopped: no manifest names it
    folder.mkdir(parents=True)
    try:
        tables = {
            name: write_table(frame, name, folder / f"{name}.parquet", name in segment.whole)
            for name, frame in segment.tables.items()
        }
        replaced = {name: _write_keys(keys, name, folder) for name, keys in segment.replaced.items() if len(keys)}
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest.having(
        segments=(*manifest.segments, SegmentEntry(segment.inputs, tables, replaced)),
        counts=manifest.counts | segment.counts, files=manifest.files | segment.files)


def segment_folder(path: Path, number: int) -> Path:
    """Where the tables of a segment are; the first has number 1."""
    return path / "segments" / f"{number:04d}"


def scan_composed(path: Path, manifest: Manifest, name: str) -> pl.LazyFrame:
    """A table of the run with all its segments, in the table's order."""
    parts: list[pl.LazyFrame] = [pl.scan_parquet(path / f"{name}.parquet")] if name in manifest.tables else []
    for number, entry in enumerate(manifest.segments, start=1):
        folder = segment_folder(path, number)
        if name in entry.replaced:
            gone = pl.scan_parquet(folder / f"{name}.replaced.parquet")
            parts = [part.join(gone, on=KEYS[name], how="anti", maintain_order="left") for part in parts]
        if name in entry.tables:
            added = pl.scan_parquet(folder / f"{name}.parquet")
            parts = [added] if entry.tables[name].replaces else [*parts, added]
    if not parts:
        raise WrongRun(f"{path}: the run has no table {name}.", "Another version wrote it: link the files again.")
    if len(parts) == 1:
        return parts[0]
    together = pl.concat(parts)
    return together.sort(ORDERS[name], nulls_last=True, maintain_order=True) if name in ORDERS else together


def _write_keys(keys: pl.Series, name: str, folder: Path) -> TableFile:
    if name not in KEYS:
        raise ValueError(f"rows of the table {name} cannot be replaced by key")
    kind = (schema_of(name) or {KEYS[name]: keys.dtype})[KEYS[name]]
    frame = keys.cast(kind).unique().sort().alias(KEYS[name]).to_frame()
    return write_table(frame, f"{name}.replaced", folder / f"{name}.replaced.parquet")
