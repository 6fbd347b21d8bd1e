"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Tick = Callable[[int, int], None]


@contextmanager
def bar(what: str, stream: TextIO | None = None) -> Iterator[Tick]:
    """`with bar("extracting") as tick: tick(done, total)`. Drawn by rich if it is installed, else plainly; a stream
    (stderr unless told) that is no terminal gets nothing. What limen calls `progress` takes `tick`."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield lambda done, total: None
        return
    try:
        import rich.console
        import rich.progress as rich_progress
    except ImportError:
        with _plain(what, stream) as tick:
            yield tick
        return
    console = rich.console.Console(file=stream)
    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeRemainingColumn(),
    )
    with rich_progress.Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


@contextmanager
def _plain(what: str, stream: TextIO) -> Iterator[Tick]:
    drawn = 0.0

    def tick(done: int, total: int) -> None:
        nonlocal drawn
        if time.monotonic() - drawn < 0.1 and done < total:
            return
        drawn = time.monotonic()
        filled = 30 * done // max(total, 1)
        stream.write(f"\r{what} [{'#' * filled}{' ' * (30 - filled)}] {done}/{total}")
        stream.flush()

    try:
        yield tick
    finally:
        stream.write("\r\x1b[K")
        stream.flush()
