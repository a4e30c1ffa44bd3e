"""How long each step took and what was noticed on the way: `log.jsonl`, the only place in a run with a clock.

step -> timed() -> one line;  note() -> one line.  Nothing in the result depends on it, and no hash covers it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


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
    def timed(self, step: str) -> Iterator[None]:
        """Write how long the step took: seconds on the clock, and of this process's work."""
        wall, work = time.perf_counter(), time.process_time()
        yield
        self.note("step", step=step, seconds=round(time.perf_counter() - wall, 3),
                  cpu_seconds=round(time.process_time() - work, 3))
