"""`daybreak audit`: is the record of what was done whole; its heads, to be kept elsewhere; their time-stamps."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.errors import WrongSetting

_DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False),
                     help="Folder of the desk; DAYBREAK_DATA says the same.")
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("audit")
def command() -> None:
    """Check the desk's audit, and take its heads away."""


@command.command("verify")
@_DATA
@click.option("--head", type=_FILE, help="Lines that `daybreak audit heads` printed and somebody kept elsewhere.")
@click.option("--roots", type=_FILE, help="Certificates (PEM) of the time-stamp authority: check against the last time-stamp.")
def verify(data: Path | None, head: Path | None, roots: Path | None) -> None:
    """Walk every chain; exit code 1 when one is broken.

    An edit is always found. That the end of a chain was cut off shows for sure only against a head kept elsewhere;
    without one the verdict is 'tail not checkable'.
    """
    _settle(data)

    from daybreak_web.audit import checks

    kept = checks.anchored_heads(roots.read_bytes()) if roots else {}
    if head is not None:
        kept |= checks.kept_heads(head.read_text(encoding="utf-8", errors="replace"))
    found = checks.verify_all(kept)
    for each in found:
        click.echo(f"{each.chain}: {each}")
    if not found:
        click.echo("There is no entry yet.")
    if any(each.broken for each in found):
        raise SystemExit(1)


@command.command("heads")
@_DATA
def heads(data: Path | None) -> None:
    """Print the head of every chain, and the combined one: keep them where nobody of the desk can change them."""
    _settle(data)

    from daybreak_web.audit.tasks import combine_heads

    combined = combine_heads()
    if combined is None:
        click.echo("There is no entry yet.", err=True)
        return
    for line in [*combined.heads, combined.line]:
        click.echo(line)


@command.command("anchor")
@_DATA
@click.option("--authority", required=True, help="Address of a time-stamp authority (RFC 3161); only a hash is sent.")
@click.option("--roots", type=_FILE, required=True, help="Its root certificates (PEM): an answer under others is refused.")
def anchor(data: Path | None, authority: str, roots: Path) -> None:
    """Have an authority outside sign when the combined head was."""
    _settle(data)

    from daybreak_web.audit import tasks

    kept = tasks.anchor(authority, roots.read_bytes())
    click.echo(f"{kept.at.isoformat()} {kept.head.line}")


def _settle(data: Path | None) -> None:
    """Load the desk of a folder; WrongSetting where there is none."""
    from daybreak_web.serving import start

    settled = start.settle(data)

    from django.db import DatabaseError, connection

    try:
        made = "audit_entry" in connection.introspection.table_names()
    except DatabaseError as error:
        raise WrongSetting("The database of the desk cannot be read.", "Look at DATABASE_URL, and at the folder.") from error
    if not made:
        raise WrongSetting(f"{settled.data} holds no desk yet.", "Name its folder with --data, or in DAYBREAK_DATA.")
