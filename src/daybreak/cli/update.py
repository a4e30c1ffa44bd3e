"""`daybreak update`: more files of adverts -> the run, grown by a segment."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.cli.working import set_threads, stoppable


@click.command("update")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--threads", default=0, help="Threads and processes to use; 0: all. Never changes the result.")
def command(run: Path, files: tuple[Path, ...], threads: int) -> None:
    """Add adverts to a run and touch only what changes.

    FILES are as for `daybreak link`, read with the columns and country that the run was made with. In a folder, files
    that the run has read already are passed over. What an update cannot see, `daybreak compact` settles.
    """
    working = set_threads(threads)
    from daybreak.cli.progress import shown
    from daybreak.cli.summary import print_summary
    from daybreak.find.updating import update

    with stoppable(), shown() as progress:
        grown = update(run, files, working, progress)
    print_summary(grown, run)
