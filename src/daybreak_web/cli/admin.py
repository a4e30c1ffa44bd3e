"""`daybreak admin create`: the master key, shown once, and the first administrator."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("admin")
def command() -> None:
    """Set the desk up: the master words, and the first administrator."""


@command.command("create")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the desk; DAYBREAK_DATA says the same.")
@click.option("--email", help="The address with which the administrator signs in; asked for unless given.")
@click.option("--name", help="The name that others see; the address unless given.")
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="File with the password; asked for unless given.")
@click.option("--shares", type=int, help="Show the master key as so many shares instead of words.")
@click.option("--needed", type=int, help="So many shares together open the desk.")
@click.option("--unless-made", is_flag=True, help="Do nothing where there is a master key already.")
def create(
    data: Path | None, email: str | None, name: str | None, password_file: Path | None,
    shares: int | None, needed: int | None, unless_made: bool,
) -> None:
    """Make the first administrator; where there is no master key yet, make it and show it once.

    The key is kept nowhere: whoever loses the words, or too many of the shares, loses all protected data for good.
    """
    from daybreak_web.serving import start

    settled = start.settle(data)
    start.bring_up_to_date()

    from daybreak_web.compartments import keys
    from daybreak_web.serving import beginning

    if unless_made and keys.is_made():
        return
    beginning.check_shares(shares, needed)
    email = email or str(click.prompt("E-mail address of the first administrator", err=True))
    password = password_file.read_text(encoding="utf-8").strip("\r\n") if password_file else click.prompt(
        "Password", hide_input=True, confirmation_prompt=True, err=True)
    beginning.check_person(email, name or email, password)
    beginning.begin(email, name or email, password, shares=shares, needed=needed, show=_show)
    click.echo(f"{email} is the administrator of {settled.data}. Next: daybreak serve", err=True)


def _show(lines: list[str]) -> None:
    """The master key on standard output, what to do with it on standard error."""
    click.echo("The master key, shown this once and kept nowhere. Write down each line, on paper:\n", err=True)
    click.echo("\n".join(lines))
    click.echo("", err=True)
