"""`daybreak explain`: one organisation, or the chain of evidence between two adverts, in words or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click

from daybreak.errors import WrongSetting


@click.command("explain")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="ID", help="Explain this organisation.")
@click.option("--ads", nargs=2, metavar="A B", help="Explain how two adverts hang together, or why they do not.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def command(run: Path, organisation: str | None, ads: tuple[str, str] | None, as_json: bool) -> None:
    """Say why: one organisation, or the chain of evidence between two adverts."""
    from daybreak.find.report.account import account_of_organisation, account_of_pair
    from daybreak.find.report.telling import tell_organisation, tell_pair
    from daybreak.store.run import open_run

    if (organisation is None) == (ads is None):
        raise WrongSetting("Explain what?", "Name one: --organisation ID, or --ads A B.")
    stored = open_run(run)
    if organisation is not None:
        account, tell = account_of_organisation(stored, organisation), tell_organisation
    else:
        assert ads is not None
        account, tell = account_of_pair(stored, *ads), tell_pair
    click.echo(json.dumps(account, ensure_ascii=True, indent=1) if as_json else tell(account), nl=as_json)
