"""`daybreak serve`: the desk, from its folder to a page in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.errors import WrongSetting


@click.command("serve")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the desk; DAYBREAK_DATA says the same.")
@click.option("--bind", default="127.0.0.1:8000", help="HOST:PORT to listen on.")
@click.option("--words-file", type=click.Path(path_type=Path, dir_okay=False),
              help="File with the words of the master key, or its shares one a line; not in the folder of the desk.")
@click.option("--words-fd", type=click.IntRange(0), help="The same from an open file descriptor.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, help="Processes of the server.")
@click.option("--threads", type=click.IntRange(1, 256), default=16, help="Requests that a process answers at a time.")
def command(
    data: Path | None, bind: str, words_file: Path | None, words_fd: int | None, processes: int, threads: int
) -> None:
    """Serve the desk, the web application.

    Applies what the database lacks, puts the static files in place, opens the keys with the words of the master key,
    which are asked for unless given, and listens on this machine only.
    """
    from daybreak_web.serving import start, words

    settled = start.settle(data)
    start.address(bind, settled)
    start.bring_up_to_date()
    start.collect_static()

    from daybreak_web.compartments import keys

    if not keys.is_made():
        raise WrongSetting(f"{settled.data} has no master key and no administrator yet.",
                           "Make them first: daybreak admin create --email you@example.org")
    if words_file is not None:
        keys.unlock(words.from_file(words_file, settled.data))
    elif words_fd is not None:
        keys.unlock(words.from_descriptor(words_fd))
    else:
        keys.unlock(words.from_lines(_ask()))
    click.echo(f"The desk is open at {settled.url.geturl()} (Ctrl-C stops it).", err=True)
    start.run(bind, processes, threads)


def _ask() -> str:
    """The words from the keyboard, without showing them: one line, or shares until an empty line."""
    lines = [click.prompt("Words of the master key, or the first share", hide_input=True, err=True)]
    while line := click.prompt("Next share (nothing when there is none)", hide_input=True, default="", show_default=False,
                               err=True):
        lines.append(line)
    return "\n".join(lines)
