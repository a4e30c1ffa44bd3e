"""An update, read as the road: new files -> what they touch -> organisations and leads again -> one more segment.

StoredRun on disk, files -> update() -> the same run, grown

The folder is the old run until all of the new segment is on disk, and the new one from then on. Two at once are
refused. What an update cannot see from the part of a run that it touches, `find.run.find_again` settles. Where much
has been added, much would move that is out of its reach: then all is linked again, from what the run has read already.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from daybreak.errors import UnreadableInput
from daybreak.find.assess.again import assess_again
from daybreak.find.assess.run import Assessed
from daybreak.find.link.organisations import history
from daybreak.find.link.remembered import refuse_other_tables
from daybreak.find.link.update import Regrouped, regroup
from daybreak.find.report.write import write_report
from daybreak.find.run import HISTORY, REPORT, judgements_of, link_again, refuse_changed
from daybreak.progress import Progress, silent
from daybreak.read.reading import Before, Read, read_ads
from daybreak.settings import Settings
from daybreak.store.growing import growing
from daybreak.store.log import Log
from daybreak.store.manifest import settings_from_json
from daybreak.store.run import LOG, StoredRun, check_folder, open_run, writing
from daybreak.store.segments import Segment
from daybreak.store.table import ORDERS

_COPIES: Final = "memory/copies"
MUCH: Final = 0.02          # adverts added since all was linked, as a share of those: more than this touches everything


def update(
    path: Path, files: Sequence[Path], threads: int = 0, progress: Progress = silent
) -> StoredRun:
    """Add files of adverts to a run, with its own settings and judgements.

    A file of a folder that the run has read already is passed over. Raises DaybreakError of the step that failed, and
    then the run is as it was.
    """
    check_folder(path)
    run = open_run(path)
    refuse_other_tables(run)
    settings = settings_from_json(run.manifest.settings, threads)
    with tempfile.TemporaryDirectory() as aside:
        log = Log(Path(aside) / LOG)            # the run's own is touched only when all else stands
        with log.watched(progress) as told:
            read = read_new(run, files, settings, told)
            if _adds_much(run, len(read.ads)):
                return link_again(run, settings, judgements_of(run), read, progress)
            for note in read.notes:
                log.note(**note)                                                # type: ignore[arg-type]
            with writing(path):
                _grow(run, read, settings, told)
        with (run.path / LOG).open("a", encoding="utf-8") as lines:
            lines.write(log.path.read_text(encoding="utf-8"))
    return open_run(path)


def _adds_much(run: StoredRun, new: int) -> bool:
    """Whether new adverts, with those of the updates since all was linked, are so many that the rest may shift."""
    since = sum(file.rows for segment in run.manifest.segments for file in segment.inputs)
    return new + since > MUCH * (run.manifest.counts["adverts"] - since)


def _grow(run: StoredRun, read: Read, settings: Settings, told: Progress) -> None:
    """Add a segment with what new adverts change. Raises WrongRun when the run was changed since it was opened."""
    refuse_changed(run)
    regrouped = regroup(run, read.ads, settings, judgements_of(run), told)
    assessed = assess_again(run, regrouped, settings.assess, told)
    told("Writing tables", 0, 0)
    segment = to_segment(run, read, regrouped, assessed)
    with growing(run, segment) as grown:
        told("Writing the report", 0, 0)
        grown.write_aside(REPORT, lambda place: write_report(grown.run, place))
        _remember(run, regrouped, grown.aside(HISTORY))


def read_new(run: StoredRun, files: Sequence[Path], settings: Settings, progress: Progress = silent) -> Read:
    """The adverts of the files that the run does not have. Raises UnreadableInput when there is not one new advert."""
    inputs = run.manifest.all_inputs
    ids = run.scan("ads").select("id").collect()["id"]
    read = read_ads(files, settings.read, progress, Before(
        frozenset(i.name for i in inputs), ids, len(inputs), len(ids), {i.sha256: i.name for i in inputs}))
    if read.ads.is_empty():
        first = read.rejects.filter(pl.col("field").is_null()).head(1).to_dicts()
        why = f" The first reason: {first[0]['file']}, line {first[0]['line']}: {first[0]['reason']}." if first else ""
        raise UnreadableInput(f"Not one new advert is in {'this file' if len(files) == 1 else 'these files'}.{why}",
                              "Nothing was changed. Give files with adverts that the run does not have.")
    return read


def to_segment(run: StoredRun, read: Read, regrouped: Regrouped, assessed: Assessed) -> Segment:
    """All that changes, in the numbers of the run."""
    ads = regrouped.linked.ads.with_columns(
        _as(regrouped.ad_of, "ad"), regrouped.text_of.gather(regrouped.linked.ads["text"]).alias("text"))
    placed = ["ad", "text", "template", "organisation"]
    changed = ads.join(regrouped.before.select(placed), on=placed, how="anti", nulls_equal=True, maintain_order="left")
    tables = _tables(run, read, regrouped, assessed) | {"ads": changed}
    gone, touched = regrouped.before["organisation"].unique(), regrouped.before["ad"]
    replaced = {
        "ads": changed["ad"].filter(changed["ad"] < run.manifest.counts["adverts"]),
        "templates": _templates_gone(regrouped, ads), "evidence": touched, "organisations": gone, "indicators": gone,
        "memory/identifiers": regrouped.identifiers["identifier"], "memory/carried": touched, "memory/votes": gone,
    }
    grown = [name for name in tables if name.startswith(_COPIES)]
    return Segment(tables, replaced, whole=frozenset({"leads", *grown}), inputs=read.inputs,
                   counts=_counts(run, read, tables, replaced))


def _tables(run: StoredRun, read: Read, regrouped: Regrouped, assessed: Assessed) -> dict[str, pl.DataFrame]:
    """The new rows of every table but ads, and those that stand instead of replaced ones."""
    linked, ad_of, text_of = regrouped.linked, regrouped.ad_of, regrouped.text_of
    new = pl.col("ad") >= run.manifest.counts["adverts"]
    texts = linked.texts.with_columns(text_of.gather(linked.texts["text"]).alias("text"), _as(ad_of, "ad"))
    evidence = linked.evidence.with_columns(_as(ad_of, "left"), _as(ad_of, "right"))
    grown = (f"{_COPIES}_added", f"{_COPIES}_group")
    copies = {f"memory/{name}": frame for name, frame in regrouped.copies.to_tables().items()}
    return {
        "texts": texts.filter(pl.col("text") >= run.manifest.counts["texts"]),
        "contacts": linked.contacts.with_columns(_as(ad_of, "ad")).filter(new),
        "mentions": linked.mentions.with_columns(_as(ad_of, "ad")).filter(new),
        "templates": linked.templates,
        "evidence": pl.concat([evidence, _evidence_beyond(run, regrouped.before["ad"])]).sort(
            ORDERS["evidence"], nulls_last=True),
        "organisations": linked.organisations, "indicators": assessed.indicators, "leads": assessed.leads,
        "rejects": read.rejects, "memory/identifiers": regrouped.identifiers, "memory/carried": regrouped.carried,
        "memory/votes": assessed.memory["memory/votes"],
    } | {name: frame for name, frame in copies.items() if name.startswith(grown)}


def _counts(
    run: StoredRun, read: Read, tables: dict[str, pl.DataFrame], replaced: dict[str, pl.Series]
) -> dict[str, int]:
    """The counts of the run as it is then."""
    before, standing, field = run.manifest.counts, tables["leads"]["standing"], read.rejects["field"]
    templates = run.scan("templates").filter(pl.col("template").is_in(replaced["templates"].implode()))
    return {
        "adverts": before["adverts"] + len(read.ads),
        "texts": before["texts"] + len(tables["texts"]),
        "templates": before["templates"] + len(tables["templates"]) - templates.select(pl.len()).collect().item(),
        "organisations": before["organisations"] + len(tables["organisations"]) - len(replaced["organisations"]),
        "leads": int((standing == "lead").sum()), "insufficient": int((standing != "lead").sum()),
        "rows_rejected": before["rows_rejected"] + int(field.is_null().sum()),
        "fields_rejected": before["fields_rejected"] + int(field.is_not_null().sum()),
    }


def _as(ad_of: pl.Series, column: str) -> pl.Expr:
    """A column of advert numbers of the part, as those of the run."""
    return pl.col(column).map_batches(ad_of.gather, return_dtype=pl.UInt32).alias(column)


def _templates_gone(regrouped: Regrouped, ads: pl.DataFrame) -> pl.Series:
    """Templates whose rows no longer hold: of the texts that were fitted again, as they were and as they are."""
    before = regrouped.before.select("ad", pl.col("template").alias("was"))
    fitted = regrouped.linked.templates["template"]
    now = ads.select("ad", "template").join(before, on="ad")
    again = now.filter((pl.col("template") != pl.col("was")) | pl.col("template").is_in(fitted.implode()))
    return pl.concat([again["was"], fitted]).unique()


def _evidence_beyond(run: StoredRun, touched: pl.Series) -> pl.DataFrame:
    """Evidence between a touched advert and one out of reach: it stands."""
    here = touched.implode()
    return run.scan("evidence").filter(pl.col("left").is_in(here) & ~pl.col("right").is_in(here)).collect()


def _remember(run: StoredRun, regrouped: Regrouped, place: Path) -> None:
    """The history of organisations with the merges and splits of this update."""
    before = run.path / HISTORY
    lines = before.read_text(encoding="utf-8") if before.is_file() else ""
    columns = ["id", "organisation"]
    entries = history(regrouped.before.select(columns), regrouped.linked.ads.select(columns))
    lines += "".join(json.dumps(entry, sort_keys=True) + "\n" for entry in entries)
    if lines:
        place.write_text(lines, encoding="utf-8")
