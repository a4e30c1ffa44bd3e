"""What a run came to, in a few lines for a person.

StoredRun -> print_summary() -> lines
"""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.errors import WrongSetting
from daybreak.read.countries import country_code
from daybreak.store.run import StoredRun


def print_summary(run: StoredRun, out: Path) -> None:
    """How many adverts, rejects, organisations and leads, and where the report is."""
    counts, files = run.manifest.counts, len(run.manifest.all_inputs)
    click.echo(f"{counts['adverts']:,} adverts from {files:,} {'file' if files == 1 else 'files'}")
    if counts["rows_rejected"] or counts["fields_rejected"]:
        click.echo(f"{counts['rows_rejected']:,} rows left out and {counts['fields_rejected']:,} fields not understood: "
                   "rejects.parquet says which and why")
    largest = run.scan("organisations").select("ads").max().collect().item() or 0
    click.echo(f"{counts['organisations']:,} organisations, the largest with {largest:,} adverts")
    click.echo(f"{counts['leads']:,} leads; {counts['insufficient']:,} more with signs but insufficient evidence")
    click.echo(f"Report: {out / 'report.html'}")
    click.echo("A lead is not a verdict: a person decides.")


def read_country(said: str | None) -> str | None:
    """The two letters of --country. Raises WrongSetting when they are no country's."""
    if said is None:
        return None
    code = country_code(said)
    if code is None:
        raise WrongSetting(f"--country {said}: no such country.", "Give its two letters, for instance US, FR or BR.")
    return code
