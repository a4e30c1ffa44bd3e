"""`daybreak link`: files of adverts -> a run folder with organisations, leads and a report."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.cli.working import set_threads, stoppable


@click.command("link")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write the run into.")
@click.option("--columns", default="", metavar="OURS=THEIRS,...",
              help="Which column of the files is which, for instance body=description,posted_at=date.")
@click.option("--country", metavar="CODE", help="Country of adverts that name none, as two letters (US, FR ...).")
@click.option("--judgements", type=click.Path(path_type=Path),
              help="CSV of what people decided: left,right,judgement (same, different, unsure).")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0),
              help="Of the draws behind the intervals of leads. Nothing else in a run is drawn.")
@click.option("--threads", default=0, help="Threads and processes to use; 0: all. Never changes the result.")
@click.option("--replace", is_flag=True, help="Put the new run in the place of the run that is there.")
def command(
    files: tuple[Path, ...], out: Path, columns: str, country: str | None, judgements: Path | None, seed: int,
    threads: int, replace: bool,
) -> None:
    """Link adverts into organisations and rank leads.

    FILES are JSON Lines, CSV, Parquet or WARC, each also packed as .gz or .zst, or folders of them.
    """
    working = set_threads(threads)
    from daybreak.cli.progress import shown
    from daybreak.cli.summary import print_summary, read_country
    from daybreak.find.link.judgements import read_judgements
    from daybreak.find.run import find
    from daybreak.read.columns import read_mapping
    from daybreak.settings import AssessSettings, ReadSettings, Settings, TextSettings

    settings = Settings(
        threads=working, read=ReadSettings(read_mapping(columns), read_country(country)),
        text=TextSettings(workers=working), assess=AssessSettings(seed=seed))
    judged = read_judgements(judgements) if judgements else None
    with stoppable(), shown() as progress:
        run = find(files, out, settings, judged, progress, replace)
    print_summary(run, out)
