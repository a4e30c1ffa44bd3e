"""`daybreak`: one file a verb, loaded only when it is called.

arguments -> VERBS or DESK_VERBS -> the verb's own module -> a sentence or a table; errors are said with what to do.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from importlib.metadata import entry_points
from typing import Final

import click

from daybreak import __version__
from daybreak.errors import DaybreakError, Interrupted, WrongSetting

#: verb -> what it is for, in the order in which a person meets them. Each lives in daybreak.cli.<verb>
VERBS: Final[dict[str, str]] = {
    "link": "Link adverts into organisations and rank leads.",
    "leads": "Print the leads of a run, first things first.",
    "explain": "Say why: one organisation, or the chain of evidence between two adverts.",
    "judge": "Give a run what people decided about pairs of adverts, and resolve again.",
    "update": "Add adverts to a run and touch only what changes.",
    "compact": "Make an updated run equal to one made in one go.",
    "measure": "Compare a run with known truth.",
    "sample": "Write a neutral synthetic world with its truth.",
    "verify": "Check that a run's files are whole and unaltered.",
    "demo": "Make a world, link it, print the leads, say where the report is.",
}


#: Verbs of the desk. The engine knows no web: their modules are registered as entry points, "daybreak.verbs".
DESK_VERBS: Final[dict[str, str]] = {
    "serve": "Serve the desk, the web application.",
    "admin": "Set the desk up: the master words, and the first administrator.",
    "audit": "Check the desk's audit, and take its heads away.",
}


class _Verbs(click.Group):
    """Loads a verb's module when it is named, so that `daybreak --help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*VERBS, *DESK_VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in DESK_VERBS:
            return _of_the_desk(cmd_name)
        if cmd_name not in VERBS:
            return None
        found = importlib.import_module(f"daybreak.cli.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))
        with formatter.section("Verbs of the desk"):
            formatter.write_dl(list(DESK_VERBS.items()))


def _of_the_desk(verb: str) -> click.Command:
    """A verb that the web application brings, or how to install it."""
    registered = list(entry_points(group="daybreak.verbs", name=verb))
    if not registered or importlib.util.find_spec("django") is None:
        raise WrongSetting(f"`daybreak {verb}` belongs to the desk, and the desk is not installed here.",
                           'Install it with: pip install "daybreak[desk]"')
    found = registered[0].load()
    assert isinstance(found, click.Command)
    return found


@click.group(cls=_Verbs)
@click.version_option(__version__, prog_name="daybreak")
def daybreak() -> None:
    """From adverts to organisations and leads. A lead is not a verdict: a person decides."""


def main() -> None:
    """Run the command line; say errors in words and leave with 1, or 130 after Ctrl-C."""
    try:
        left_with = daybreak.main(standalone_mode=False)
    except Interrupted as stopped:
        click.echo(stopped.advice(), err=True)
        sys.exit(130)
    except DaybreakError as error:
        click.echo(error.advice(), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Nothing half-written was left.", err=True)
        sys.exit(130)
    if isinstance(left_with, int):
        sys.exit(left_with)
