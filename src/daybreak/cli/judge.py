"""`daybreak judge`: what people decided about pairs of adverts -> the run, resolved again with it."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.cli.working import set_threads, stoppable


@click.command("judge")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("judgements", type=click.Path(path_type=Path))
@click.option("--threads", default=0, help="Threads and processes to use; 0: all. Never changes the result.")
def command(run: Path, judgements: Path, threads: int) -> None:
    """Give a run what people decided about pairs of adverts, and resolve again.

    JUDGEMENTS is a CSV file with the columns left, right (ids of adverts) and judgement (same, different, unsure).
    They are added to those that the run has; the last word on a pair counts, and every one always holds.
    """
    working = set_threads(threads)
    from daybreak.cli.progress import shown
    from daybreak.cli.summary import print_summary
    from daybreak.find.link.judgements import read_judgements
    from daybreak.find.run import resolve_again
    from daybreak.store.run import open_run

    judged, stored = read_judgements(judgements), open_run(run)
    with stoppable(), shown() as progress:
        changed = resolve_again(stored, judged, working, progress)
    print_summary(changed, run)
