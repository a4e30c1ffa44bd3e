"""Reading, as the road: files and folders -> raw columns -> fields -> adverts, and what was left out and why.

paths -> read_ads() -> Read (ADS, REJECTS, inputs)
Every file ends up as the same kind of frame, columns of text with the number of the line; from there on one piece of
code makes adverts of it, whatever the format was.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from daybreak.errors import UnreadableInput
from daybreak.model.tables import ADS, REJECTS
from daybreak.progress import Progress, silent
from daybreak.read import kinds
from daybreak.read.columns import match_columns, refuse_unknown
from daybreak.read.files import read_raw
from daybreak.read.finding import find_files
from daybreak.read.rejecting import Rejects
from daybreak.read.shaping import shape
from daybreak.settings import ReadSettings
from daybreak.store.canonical import fingerprint
from daybreak.store.manifest import Input
from daybreak.store.schema import conform, polars_schema

_STEP: Final = "Reading adverts"


@dataclass(frozen=True, slots=True)
class Read:
    """Adverts, numbered in reading order; what was rejected; the files; and how their columns were understood."""

    ads: pl.DataFrame                       # ADS
    rejects: pl.DataFrame                   # REJECTS
    inputs: tuple[Input, ...]
    notes: tuple[dict[str, object], ...]    # for the log: columns read and unused, files skipped


@dataclass(frozen=True, slots=True)
class Before:
    """What a run has already, when adverts are added to it."""

    files: frozenset[str] = frozenset()
    ids: pl.Series | None = None
    inputs: int = 0
    ads: int = 0
    hashes: dict[str, str] = field(default_factory=dict)        # SHA-256 of a file's bytes -> its name in the run


@dataclass(frozen=True, slots=True)
class _File:
    """One file, read."""

    name: str
    ads: pl.DataFrame           # without ad and file
    rejects: pl.DataFrame
    columns: tuple[str, ...]
    note: dict[str, object]


def read_ads(
    paths: Sequence[Path], settings: ReadSettings | None = None, progress: Progress = silent,
    before: Before | None = None,
) -> Read:
    """Read files and folders of adverts.

    before: what the run has, when these are added to it; numbers and file indices go on from there.
    Raises UnreadableInput for a file of which nothing can be read, WrongSetting for a mapping that fits no file.
    """
    settings, before = settings or ReadSettings(), before or Before()
    found = find_files([Path(path) for path in paths], before.files)
    total = sum(path.stat().st_size for path, _, _ in found.files)
    notes: list[dict[str, object]] = [{"event": "skipped", "file": name, "why": why} for name, why in found.skipped]
    files: list[_File] = []
    inputs: list[Input] = []
    done = 0
    columns: set[str] = set()
    with ThreadPoolExecutor(1) as pool:
        for path, name, in_folder in found.files:
            digest = pool.submit(fingerprint, path)
            if before.hashes and digest.result() in before.hashes:
                known = before.hashes[digest.result()]
                if not in_folder:
                    raise UnreadableInput(f"{name}: the run has read this very file already, as {known}.",
                                          "Leave it out; nothing was changed.")
                notes.append({"event": "skipped", "file": name, "why": f"the run has read it already, as {known}"})
                done += path.stat().st_size
                continue
            base, size = done, path.stat().st_size
            try:
                file = _read_file(path, name, settings, lambda at, base=base: progress(_STEP, base + at, total))
            except _NoText as error:
                columns.update(error.columns)
                if not in_folder:
                    refuse_unknown(settings, columns)
                    raise UnreadableInput(error.what, error.do) from None
                notes.append({"event": "skipped", "file": name, "why": "no column with a title or a text"})
                continue
            finally:
                done += size
            columns.update(file.columns)
            files.append(file)
            inputs.append(Input(name, digest.result(), size, len(file.ads), 0))
            notes.append(file.note)
    refuse_unknown(settings, columns)
    if not files:
        raise _nothing(notes, columns)
    progress(_STEP, total, total)
    return _together(files, inputs, notes, before)


def _nothing(notes: list[dict[str, object]], columns: set[str]) -> UnreadableInput:
    """Why no file gave an advert."""
    if any("already" in str(note.get("why")) for note in notes):
        return UnreadableInput("The run has read all these files already.", "Nothing was changed. Give it other files.")
    return UnreadableInput("None of the files has a column with a title or a text.",
                           f"Columns found: {', '.join(sorted(columns))}. Map one with --columns body=YOUR_COLUMN.")


class _NoText(UnreadableInput):
    """A table without a column that could be a title or a text."""

    def __init__(self, what: str, do: str, columns: Sequence[str]) -> None:
        super().__init__(what, do)
        self.columns = columns


def _read_file(path: Path, name: str, settings: ReadSettings, told: object) -> _File:
    """One file: its raw columns, then its adverts."""
    rejects = Rejects(name)
    raw = read_raw(path, name, settings, rejects, told)                          # type: ignore[arg-type]
    matched = match_columns(raw.columns, settings)
    if not matched.has_text:
        names = sorted(raw.columns)
        raise _NoText(f"{name}: no column named 'text', 'body' or 'title', nor one that means it.",
                      f"It has: {', '.join(names[:60]) or 'none'}. Map one with --columns body=YOUR_COLUMN.", names)
    ads = shape(raw.frame, matched, settings, rejects)
    if raw.kind == kinds.WARC:
        ads = ads.with_columns(pl.lit(None, pl.String).alias("url"))
    note = {"event": "read", "file": name, "kind": raw.kind, "packing": raw.packing, "ads": len(ads),
            "columns": {ours: list(theirs) for ours, theirs in sorted(matched.theirs.items())},
            "unused": matched.unused(raw.columns)}
    if not len(ads) and not len(raw.frame):
        first = rejects.as_frame().head(1).to_dicts()
        why = f" The first reason: line {first[0]['line']}: {first[0]['reason']}." if first else ""
        raise UnreadableInput(f"{name}: no advert could be read from it.{why}",
                              "Look at the file at that line, and give it again when it is mended.")
    return _File(name, ads, rejects.as_frame(), tuple(sorted(raw.columns)), note)


def _together(files: list[_File], inputs: list[Input], notes: list[dict[str, object]], before: Before) -> Read:
    """All files under one another, numbered; an id that came before is rejected."""
    parts = [
        file.ads.with_columns(
            pl.lit(before.inputs + number, pl.UInt16).alias("file"),
            pl.coalesce(pl.col("id").str.strip_chars().replace("", None),
                        pl.format("{}:{}", pl.lit(file.name), "line")).alias("id"))
        for number, file in enumerate(files)
    ]
    ads = pl.concat(parts, how="diagonal_relaxed")
    again = ~ads["id"].is_first_distinct()
    if before.ids is not None:
        again |= ads["id"].is_in(before.ids.implode())
    rejects = pl.concat([file.rejects for file in files])
    if again.any():
        names = {before.inputs + number: file.name for number, file in enumerate(files)}
        twice = ads.filter(again).select(
            pl.col("file").replace_strict(names, return_dtype=pl.String), "line",
            pl.lit(None, pl.String).alias("field"), pl.lit("an advert with this id came before").alias("reason"),
            pl.col("id").str.slice(0, 200).alias("content"))
        rejects = pl.concat([rejects, conform(twice, REJECTS)])
        ads = ads.filter(~again)
    order = pl.DataFrame({"file": [file.name for file in files]}).with_row_index("order")
    rejects = rejects.join(order, on="file", how="left").sort(
        "order", "line", "field", "reason", nulls_last=False, maintain_order=True).drop("order")
    ads = conform(ads.with_columns(pl.int_range(before.ads, before.ads + pl.len(), dtype=pl.UInt32).alias("ad")), ADS)
    kept = dict(ads.group_by("file").len().iter_rows())
    lost = dict(rejects.filter(pl.col("field").is_null()).group_by("file").len().iter_rows())
    counted = tuple(
        Input(i.name, i.sha256, i.bytes, kept.get(before.inputs + n, 0), lost.get(i.name, 0))
        for n, i in enumerate(inputs))
    assert ads.schema == polars_schema(ADS)
    return Read(ads, conform(rejects, REJECTS), counted, tuple(notes))
