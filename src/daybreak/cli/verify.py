"""`daybreak verify`: is a run whole and unaltered?"""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.cli.working import stoppable
from daybreak.errors import WrongRun


@click.command("verify")
@click.argument("run", type=click.Path(path_type=Path))
def command(run: Path) -> None:
    """Check that a run's files are whole and unaltered: hashes, columns, numbers of rows, references."""
    from daybreak.cli.progress import shown
    from daybreak.store.run import check_folder
    from daybreak.store.verifying import verify_run

    check_folder(run)
    with stoppable(), shown() as progress:
        found = verify_run(run, progress)
    if found.wrong:
        raise WrongRun("\n".join((f"{run}: the run is not as it was written.", *(f"  - {w}" for w in found.wrong))),
                       "Take it from a copy whose manifest has the SHA-256 that you noted, or link the files again.")
    click.echo(f"Whole and unaltered: {found.files} files.")
    click.echo(f"SHA-256 of the manifest: {found.fingerprint}")
