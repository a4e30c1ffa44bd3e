"""`daybreak demo`: the whole road on made-up adverts, each step said as the command that does it.

sample -> link -> measure -> leads -> where the report is
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Final

import click

from daybreak.cli.main import daybreak
from daybreak.errors import WrongSetting

#: What a demonstration leaves in its folder; a folder that holds anything else is not ours to replace.
_OURS: Final = frozenset({"world", "run"})


@click.command("demo")
@click.option("--ads", default=20_000, show_default=True, type=click.IntRange(min=100),
              help="How many adverts to make.")
@click.option("--seed", default=1, show_default=True, type=int, help="Another seed makes another world.")
@click.option("--out", default=Path("demo"), show_default=True, type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the world and its run; what an earlier demonstration left there is replaced.")
def command(ads: int, seed: int, out: Path) -> None:
    """Make a world, link it, print the leads, say where the report is.

    The adverts are generated: no person, no firm and no telephone number in them is real.
    """
    started = time.monotonic()
    _clear(out)
    out.mkdir(parents=True, exist_ok=True)
    world, run = out / "world", out / "run"
    _say_and_do("sample", "--ads", str(ads), "--seed", str(seed), "--out", str(world))
    _say_and_do("link", str(adverts_of(world)), "--out", str(run))
    _say_and_do("measure", str(run), "--truth", str(world / "truth.csv"))
    _say_and_do("leads", str(run))
    click.echo(f"\nDone in {time.monotonic() - started:.0f} s. Open the report in any browser:")
    click.echo(f"  {(run / 'report.html').resolve()}")


def adverts_of(world: Path) -> Path:
    """The file of adverts in a generated world. Raises WrongSetting when there is none."""
    found = sorted(world.glob("ads.*"))
    if not found:
        raise WrongSetting(f"{world} holds no file of adverts.", "Make it again: daybreak sample --out FOLDER")
    return found[0]


def _say_and_do(*words: str) -> None:
    """Run one verb as a person would type it."""
    click.secho(f"\n$ daybreak {' '.join(words)}", bold=True)
    daybreak.main(args=list(words), prog_name="daybreak", standalone_mode=False)


def _clear(out: Path) -> None:
    """Take away what an earlier demonstration left; refuse a folder that holds something else."""
    if not out.exists():
        return
    strange = sorted(p.name for p in out.iterdir() if p.name not in _OURS)
    if strange:
        raise WrongSetting(f"{out} holds {strange[0]!r}, which no demonstration made.",
                           "Name another folder: daybreak demo --out FOLDER")
    for name in sorted(_OURS):
        if (out / name).exists():
            shutil.rmtree(out / name)
