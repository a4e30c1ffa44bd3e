"""`daybreak admin create`: the master key, shown once, and the first administrator."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("admin")
def command() -> None:
    """Set the desk up: the master words, and the first administrator."""


@command.command("create")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the desk; DAYBREAK_DATA says the same.")
@click.option("--email", required=True, help="The address with which the administrator signs in.")
@click.option("--name", help="The name that others see; the address unless given.")
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="File with the password; asked for unless given.")
@click.option("--shares", type=int, help="Show the master key as so many shares instead of words.")
@click.option("--needed", type=int, help="So many shares together open the desk.")
def create(
    data: Path | None, email: str, name: str | None, password_file: Path | None,
    shares: int | None, needed: int | None,
) -> None:
    """Make the first administrator; where there is no master key yet, make it and show it once.

    The key is kept nowhere: whoever loses the words, or too many of the shares, loses all protected data for good.
    """
    from daybreak_web.serving import beginning, start

    beginning.check_shares(shares, needed)
    settled = start.settle(data)
    start.bring_up_to_date()
    beginning.check_person(email, name or email)
    password = password_file.read_text(encoding="utf-8").strip("\r\n") if password_file else click.prompt(
        "Password", hide_input=True, confirmation_prompt=True, err=True)
    shown = beginning.begin(email, name or email, password, shares, needed)
    if shown:
        click.echo("The master key. Write it down; it is shown this once and kept nowhere.\n", err=True)
        click.echo("\n".join(shown))
    click.echo(f"\n{email} is the administrator of {settled.data}. Next: daybreak serve", err=True)
