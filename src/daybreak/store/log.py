"""How long each step took and what was noticed on the way: `log.jsonl`, the only place in a run with a clock.

progress -> watched() -> one line a step;  note() -> one line.  Nothing in the result depends on it; no hash covers it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daybreak.progress import Progress


@dataclass(frozen=True, slots=True)
class Log:
    """Appends lines to a file."""

    path: Path

    def note(self, event: str, **said: object) -> None:
        """Write one line: what happened, and its details."""
        line = json.dumps({"event": event, **said}, ensure_ascii=False, default=str)
        with self.path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(line + "\n")

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[Progress]:
        """The progress, handed on; each step that it names is written with its time when the next begins."""
        clock = _Clock(self)

        def told(step: str, done: int, total: int) -> None:
            clock.turn_to(step)
            progress(step, done, total)

        yield told
        clock.turn_to("")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform == "darwin" else 1024)
        self.note("end", seconds=round(time.perf_counter() - clock.began, 3), peak_mb=peak)


class _Clock:
    """Seconds on the clock, and of this process's work, for each step in turn."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._step = ""
        self.began = self._wall = time.perf_counter()
        self._work = time.process_time()

    def turn_to(self, step: str) -> None:
        """Write the step that ends, if another begins."""
        if step == self._step:
            return
        wall, work = time.perf_counter(), time.process_time()
        if self._step:
            self._log.note("step", step=self._step, seconds=round(wall - self._wall, 3),
                           cpu_seconds=round(work - self._work, 3))
        self._step, self._wall, self._work = step, wall, work
