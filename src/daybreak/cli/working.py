"""How many threads and processes work, and how a run is stopped.

--threads -> set_threads() before the libraries that count them are loaded;  Ctrl-C, SIGTERM -> stoppable()
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from daybreak.errors import Interrupted

_COUNTED = (("polars", "POLARS_MAX_THREADS"), ("numba", "NUMBA_NUM_THREADS"))


def set_threads(threads: int) -> int:
    """Let the libraries use so many threads (0: as many as this process may use); returns how many.

    It holds for libraries that are not loaded yet. The result of a run never depends on it.
    """
    count = threads or len(os.sched_getaffinity(0))
    if threads:
        for library, name in _COUNTED:
            if library not in sys.modules:
                os.environ[name] = str(count)
    return count


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C or a request to end become Interrupted, after all that was half-written is gone."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except KeyboardInterrupt as stopped:
        raise Interrupted("Stopped.", "Nothing half-written was left; run it again whenever you like.") from stopped
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
