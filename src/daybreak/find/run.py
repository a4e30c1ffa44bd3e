"""A run, read as the road: files -> adverts -> organisations -> leads -> a folder with a report.

find() makes one;  find_again() makes it again from its adverts;  link_again() from what it has read of them
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl

from daybreak.errors import WrongRun
from daybreak.find.assess.run import Assessed, assess
from daybreak.find.link.linked import Linked
from daybreak.find.link.memory import Memory, copies_to_tables
from daybreak.find.link.organisations import history
from daybreak.find.link.remembered import fitted_in, read_on, refuse_other_tables
from daybreak.find.link.run import Fitted, Prepared, organise, prepare
from daybreak.find.report.write import write_report
from daybreak.model.tables import ADS
from daybreak.progress import Progress, silent
from daybreak.read.reading import Read, read_ads
from daybreak.settings import Settings
from daybreak.store.manifest import Manifest, settings_as_json, settings_from_json
from daybreak.store.run import Draft, StoredRun, new_run, open_run
from daybreak.text.reading import Reading

REPORT: Final = "report.html"
HISTORY: Final = "history.jsonl"


def find(
    paths: Sequence[Path], out: Path, settings: Settings, judgements: pl.DataFrame | None = None,
    progress: Progress = silent, replace: bool = False,
) -> StoredRun:
    """Find organisations and leads in files of adverts, and leave them in the folder `out`.

    judgements: as read by `read_judgements`. Raises DaybreakError of the step that failed; `out` is whole or not there.
    """
    with new_run(out, replace) as draft, draft.log.watched(progress) as told:
        read = read_ads(paths, settings.read, told)
        for note in read.notes:
            draft.log.note(**note)                                              # type: ignore[arg-type]
        _fill(draft, read, settings, judgements, told)
    return open_run(out)


def find_again(
    run: StoredRun, settings: Settings | None = None, judgements: pl.DataFrame | None = None, progress: Progress = silent
) -> StoredRun:
    """Make a run again from its own adverts, settings and judgements, in one go, and put it in its place.

    After updates that gives the tables, byte for byte, of a run over all the files at once.
    settings: only threads and processes may differ from the run's. judgements: instead of the run's.
    """
    settings = settings or settings_from_json(run.manifest.settings)
    read = Read(run.table("ads").select(list(ADS)), run.table("rejects"), run.manifest.all_inputs, ())
    held = judgements if judgements is not None else judgements_of(run)
    with _instead(run) as draft, draft.log.watched(progress) as told:
        stored = _fill(draft, read, settings, held, told)
        _remember(run, stored, draft.path)
    return open_run(run.path)


def link_again(
    run: StoredRun, settings: Settings, judgements: pl.DataFrame | None, more: Read | None = None,
    progress: Progress = silent,
) -> StoredRun:
    """Link all of a run again, and adverts that are added to it, without reading its texts again.

    more: adverts whose numbers and files go on from the run's. The tables are, byte for byte, those of `find_again`.
    """
    refuse_other_tables(run)
    with _instead(run) as draft, draft.log.watched(progress) as told:
        for note in more.notes if more else ():
            draft.log.note(**note)                                              # type: ignore[arg-type]
        ads, reading = read_on(run, more.ads if more else None, settings.text, told)
        read = Read(ads, pl.concat([run.table("rejects"), *([more.rejects] if more else [])]),
                    run.manifest.all_inputs + (more.inputs if more else ()), ())
        stored = _fill(draft, read, settings, judgements, told, reading, None if more else fitted_in(run))
        _remember(run, stored, draft.path)
    return open_run(run.path)


def resolve_again(run: StoredRun, judgements: pl.DataFrame, threads: int = 0, progress: Progress = silent) -> StoredRun:
    """Link a run again with judgements added to those it has; the last word on a pair counts."""
    before = judgements_of(run)
    together = judgements if before is None else pl.concat([before, judgements])
    return link_again(run, settings_from_json(run.manifest.settings, threads),
                      together.unique(maintain_order=True, keep="last"), progress=progress)


@contextmanager
def _instead(run: StoredRun) -> Iterator[Draft]:
    """A draft that takes the place of a run. Raises WrongRun when somebody changed the run since it was opened."""
    with new_run(run.path, replace=True) as draft:
        refuse_changed(run)
        yield draft


def refuse_changed(run: StoredRun) -> None:
    """Raise WrongRun when the run on disk is not the one that was opened."""
    if open_run(run.path).manifest != run.manifest:
        raise WrongRun(f"{run.path}: the run was changed while it was read.", "Do it again; nothing was lost.")


def judgements_of(run: StoredRun) -> pl.DataFrame | None:
    """What people decided on this run so far."""
    return run.table("judgements") if run.has("judgements") else None


def _fill(
    draft: Draft, read: Read, settings: Settings, judgements: pl.DataFrame | None, progress: Progress,
    reading: Reading | None = None, fitted: Fitted | None = None,
) -> StoredRun:
    """From adverts to a whole run. reading, fitted: as `link` takes them."""
    ready = _put_aside(draft, prepare(read.ads, settings, progress, reading, fitted))
    linked = _put_down(draft, *organise(ready, settings, judgements, progress))
    assessed = assess(linked, settings.assess, progress)
    progress("Writing tables", 0, 0)
    draft.write("rejects", read.rejects)
    if judgements is not None and len(judgements):
        draft.write("judgements", judgements)
    for name, frame in ({"indicators": assessed.indicators, "leads": assessed.leads} | assessed.memory).items():
        draft.write(name, frame)
    stored = draft.seal(Manifest(
        inputs=read.inputs, settings=settings_as_json(settings), counts=count(read, linked, assessed)))
    progress("Writing the report", 0, 0)
    return stored.write_file(REPORT, lambda path: write_report(stored, path))


def _put_aside(draft: Draft, ready: Prepared) -> Prepared:
    """Write what is final; without the words and the copies, which are large and not needed to join organisations."""
    draft.write("texts", ready.reading.texts)
    for name, frame in copies_to_tables(ready.copies).items() if ready.copies else ():
        draft.write(name, frame)
    bare = dataclasses.replace(ready.reading, texts=ready.reading.texts.select(pl.exclude("words", "emoji")))
    return dataclasses.replace(ready, reading=bare, copies=None)


def _put_down(draft: Draft, linked: Linked, memory: Memory) -> Linked:
    """Write what linking found, and what an update needs to go on; without the evidence, which no sign is read from."""
    for name in ("ads", "contacts", "mentions", "templates", "evidence", "organisations"):
        draft.write(name, getattr(linked, name))
    for name, frame in memory.to_tables().items():
        draft.write(name, frame)
    return dataclasses.replace(linked, evidence=linked.evidence.clear())


def count(read: Read, linked: Linked, assessed: Assessed) -> dict[str, int]:
    """What a person asks first: how many of each."""
    standing = assessed.leads["standing"]
    return {
        "adverts": len(linked.ads), "texts": len(linked.texts), "templates": len(linked.templates),
        "organisations": len(linked.organisations), "leads": int((standing == "lead").sum()),
        "insufficient": int((standing != "lead").sum()),
        "rows_rejected": int(read.rejects["field"].is_null().sum()),
        "fields_rejected": int(read.rejects["field"].is_not_null().sum()),
    }


def _remember(before: StoredRun, after: StoredRun, folder: Path) -> None:
    """Carry the history of organisations on, with the merges and splits of this change."""
    lines = (before.path / HISTORY).read_text(encoding="utf-8") if (before.path / HISTORY).is_file() else ""
    columns = ["id", "organisation"]
    for entry in history(before.table("ads").select(columns), after.table("ads").select(columns)):
        lines += json.dumps(entry, sort_keys=True) + "\n"
    if lines:
        (folder / HISTORY).write_text(lines, encoding="utf-8")
