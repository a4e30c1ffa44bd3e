"""Chunks of texts handed to worker processes, and their tables back in order.

chunks -> read_in_workers() -> tables, in the order of the chunks, whoever read them

Each worker is a fresh interpreter that reads Arrow bytes from its standard input and answers on its standard output.
It ends when that input closes, so none outlives a parent that was stopped or killed; nothing is forked (polars keeps
threads) and the caller's main module is not imported again.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Queue
from typing import IO, Final

import polars as pl

from daybreak.errors import DaybreakError
from daybreak.text.chunk import Tables, from_bytes, read_chunk, to_bytes

_SIZE: Final = 8        # bytes of a message's length


class WorkerStopped(DaybreakError):
    """A worker process ended before its answer came."""


def read_in_workers(
    chunks: Callable[[int], pl.DataFrame], count: int, workers: int
) -> Iterator[Tables]:
    """The tables of chunk 0, 1, ... count-1. chunks: gives a chunk by its number; called when a worker is free."""
    children: list[subprocess.Popen[bytes]] = []
    free: Queue[subprocess.Popen[bytes]] = Queue()
    pool = ThreadPoolExecutor(workers)
    try:
        for _ in range(workers):
            children.append(_start())
            free.put(children[-1])

        def ask(number: int) -> Tables:
            child = free.get()
            content = to_bytes({"units": chunks(number)})
            try:
                return from_bytes(_converse(child, content))
            finally:
                free.put(child)

        # only a few ahead of the reader, so that answers do not pile up
        waiting = {n: pool.submit(ask, n) for n in range(min(count, 2 * workers))}
        for number in range(count):
            yield waiting.pop(number).result()
            ahead = number + 2 * workers
            if ahead < count:
                waiting[ahead] = pool.submit(ask, ahead)
    finally:
        for child in children:
            child.kill()
        pool.shutdown(wait=True, cancel_futures=True)
        for child in children:
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    _close(pipe)


def _start() -> subprocess.Popen[bytes]:
    surroundings = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in sys.path if p), POLARS_MAX_THREADS="1")
    # a group of its own: Ctrl-C reaches the parent, which ends its workers
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "daybreak.text.workers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=surroundings, process_group=0)


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):     # bytes were still waiting for a worker that is gone
        pipe.close()


def _converse(child: subprocess.Popen[bytes], content: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        _send(child.stdin, content)
        answer = _receive(child.stdout)
    except (BrokenPipeError, ValueError):
        answer = None
    if answer is None:
        raise WorkerStopped(
            "A worker process that reads texts ended too early.",
            "Its own message stands above this one. If memory ran out, set fewer workers (text.workers = 1) and try again.")
    return answer


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(len(content).to_bytes(_SIZE, "little"))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_SIZE)
    if len(head) < _SIZE:
        return None
    size = int.from_bytes(head, "little")
    content = pipe.read(size)
    return content if len(content) == size else None


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Read chunks until the input ends."""
    gc.set_threshold(100_000, 50, 100)      # what is remembered from text to text holds no cycles
    while (content := _receive(questions)) is not None:
        _send(answers, to_bytes(read_chunk(from_bytes(content, ("units",))["units"])))


if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)           # whatever prints goes to the messages, not among the answers
    serve(sys.stdin.buffer, out)
