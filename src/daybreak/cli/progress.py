"""How far a run is: a bar with rate and time left on a terminal, one plain line a step elsewhere.

shown() -> Progress
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich import progress as bars
from rich.console import Console
from rich.text import Text

from daybreak.progress import Progress


class _Rate(bars.ProgressColumn):
    """How many a second."""

    def render(self, task: bars.Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed and task.total else "")


@contextmanager
def shown() -> Iterator[Progress]:
    """A progress that a person sees, on the error stream; what is printed as result stays clean."""
    if sys.stderr.isatty():
        with _bars() as told:
            yield told
    else:
        yield _lines()


@contextmanager
def _bars() -> Iterator[Progress]:
    columns = (bars.SpinnerColumn(), bars.TextColumn("{task.description}"), bars.BarColumn(),
               bars.TextColumn("{task.percentage:>3.0f}%"), _Rate(),
               bars.TimeElapsedColumn(), bars.TimeRemainingColumn())
    tasks: dict[str, bars.TaskID] = {}
    with bars.Progress(*columns, console=Console(stderr=True)) as shown_bars:

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                _finish(shown_bars, tasks)
                tasks[step] = shown_bars.add_task(step, total=total or None)
            shown_bars.update(tasks[step], completed=done, total=total or None)

        yield told
        _finish(shown_bars, tasks)


def _finish(shown_bars: bars.Progress, tasks: dict[str, bars.TaskID]) -> None:
    """The step before is done when another begins."""
    for task in tasks.values():
        if not shown_bars.tasks[task].finished:
            total = shown_bars.tasks[task].total or 1
            shown_bars.update(task, completed=total, total=total)


def _lines() -> Progress:
    said: set[str] = set()

    def told(step: str, done: int, total: int) -> None:
        if step not in said:
            said.add(step)
            click.echo(f"{step} ...", err=True)

    return told
