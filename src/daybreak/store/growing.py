"""A run that grows: a segment and the files that change with it take their places together, or not at all.

StoredRun, Segment -> growing() -> Growing (write_aside, aside) -> the run, grown
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from daybreak.store.canonical import fingerprint, sync_file, write_durably
from daybreak.store.manifest import FILE
from daybreak.store.run import StoredRun
from daybreak.store.segments import Segment, segment_folder, write_segment


@dataclass(slots=True)
class Growing:
    """A run as it will be: its tables can be read, but the manifest on disk does not know of them yet."""

    run: StoredRun
    sealed: dict[str, str] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)

    def write_aside(self, name: str, write: Callable[[Path], None]) -> None:
        """Write a file beside the tables (the report); its hash goes into the manifest."""
        draft = self.aside(name)
        write(draft)
        self.sealed[name] = fingerprint(draft)

    def aside(self, name: str) -> Path:
        """Where to write a file beside the tables that no hash covers (the history)."""
        self.beside.add(name)
        return _draft(self.run.path, name)


@contextmanager
def growing(run: StoredRun, segment: Segment) -> Iterator[Growing]:
    """Add what an update changes: the run on disk is the old one until the block ends well, then the new one.

    When the block, or the last step, is stopped, all that was written is gone and the old files stand.
    """
    _undo_killed(run)
    new = Growing(StoredRun(run.path, run.manifest))
    try:
        new.run = StoredRun(run.path, write_segment(run.path, run.manifest, segment))
        yield new
        changed = new.run.manifest.having(files=new.run.manifest.files | new.sealed)
        new.run = StoredRun(run.path, changed)
        _take_places(run, new)
    finally:
        if not _stands(new.run):
            shutil.rmtree(segment_folder(run.path, len(run.manifest.segments) + 1), ignore_errors=True)
        for name in new.beside:
            _draft(run.path, name).unlink(missing_ok=True)


def _undo_killed(run: StoredRun) -> None:
    """Files come back that an update replaced before it was killed: its segment is there, but no manifest names it."""
    undone = segment_folder(run.path, len(run.manifest.segments) + 1).exists()
    for old in sorted(run.path.glob(".*.before")):
        if undone:
            old.replace(run.path / old.name.removeprefix(".").removesuffix(".before"))
        else:
            old.unlink()


def _take_places(run: StoredRun, new: Growing) -> None:
    """The files, then the manifest; the files that stood there come back when the manifest is not written."""
    drafts = {name: _draft(run.path, name) for name in sorted(new.beside) if _draft(run.path, name).is_file()}
    before = {name: run.path / f".{name}.before" for name in drafts}
    for draft in drafts.values():
        sync_file(draft)
    try:
        for name, draft in drafts.items():
            if (run.path / name).is_file():
                before[name].unlink(missing_ok=True)
                before[name].hardlink_to(run.path / name)
            draft.replace(run.path / name)
        write_durably(run.path / FILE, new.run.manifest.as_bytes())
    finally:
        stands = _stands(new.run)
        for name, old in before.items():
            if not stands and old.is_file():
                old.replace(run.path / name)
            old.unlink(missing_ok=True)


def _stands(run: StoredRun) -> bool:
    """Whether the manifest on disk is this one."""
    return (run.path / FILE).read_bytes() == run.manifest.as_bytes()


def _draft(path: Path, name: str) -> Path:
    return path / f".{name}.writing"
