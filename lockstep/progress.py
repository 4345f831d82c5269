"""Showing how far a run is: a live line on a terminal, plain short lines anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.table import Table

from analysis.engine import Progress

Clock = Callable[[], float]


class ProgressDisplay:
    """Shows the progress of each engine on each protocol; a context manager.

    Args:
        console: Where to show it: standard error.
        clock: Seconds from anywhere; the rate is computed from it.
    """

    def __init__(self, console: Console, clock: Clock = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._started: dict[tuple[str, str], float] = {}
        self._latest: dict[tuple[str, str], Progress] = {}
        self._live = Live(console=console, refresh_per_second=8, transient=True) if console.is_terminal else None
        self._said: dict[tuple[str, str], tuple[int, int | None]] = {}

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, engine: str, protocol: str, progress: Progress) -> None:
        """Take note of ``progress``: redraw on a terminal, elsewhere print a line for each tenth done."""
        key = (engine, protocol)
        self._started.setdefault(key, self._clock())
        self._latest[key] = progress
        if self._live:
            self._live.update(self._table())
        elif self._worth_a_line(key, progress):
            print(self._line(key), file=self._file, flush=True)

    @property
    def _file(self) -> TextIO:
        return self._console.file  # type: ignore[return-value]  # Rich types it as IO[str]; it is the stream it was given

    def _worth_a_line(self, key: tuple[str, str], progress: Progress) -> bool:
        tenth = progress.done * 10 // progress.total if progress.total else progress.done // 10_000
        stage = (tenth, progress.total)
        if self._said.get(key) == stage:
            return False
        self._said[key] = stage
        return True

    def _line(self, key: tuple[str, str]) -> str:
        return " ".join(part for part in (f"{key[0]} {key[1]}:", *self._parts(key)) if part)

    def _parts(self, key: tuple[str, str]) -> list[str]:
        progress = self._latest[key]
        total = f" of {progress.total:,}" if progress.total else ""
        failures = f"{progress.failures} failures" if progress.failures else ""
        return [f"{progress.done:,}{total} {progress.unit}", self._rate(key), progress.covered, failures, progress.note]

    def _rate(self, key: tuple[str, str]) -> str:
        elapsed = self._clock() - self._started[key]
        progress = self._latest[key]
        return f"{progress.done / elapsed:,.0f} {progress.unit}/s" if elapsed > 0.5 and progress.done else ""

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for key in self._latest:
            style = "red" if self._latest[key].failures else ""
            table.add_row(" ".join(key), *self._parts(key), style=style)
        return table
