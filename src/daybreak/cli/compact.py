"""`daybreak compact`: an updated run -> the run that linking all its adverts in one go gives."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.cli.working import set_threads, stoppable


@click.command("compact")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--threads", default=0, help="Threads and processes to use; 0: all. Never changes the result.")
def command(run: Path, threads: int) -> None:
    """Make an updated run equal to one made in one go, byte for byte (but for log.jsonl and history.jsonl)."""
    set_threads(threads)
    from daybreak.cli.progress import shown
    from daybreak.cli.summary import print_summary
    from daybreak.find.run import find_again
    from daybreak.store.run import open_run

    stored = open_run(run)
    with stoppable(), shown() as progress:
        changed = find_again(stored, progress=progress)
    print_summary(changed, run)
