"""How a long step tells a person where it is, without knowing who looks.

A stage takes `progress: Progress = silent` and calls `progress(step, done, total)`.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the step's name, how much is done and how much there is (0 = not known)."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""
