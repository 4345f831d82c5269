"""The partitions of a search: one in this process, or one in each of several."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path as File
from typing import Any

from analysis.explore.claims import RestlessClause
from analysis.explore.model import Model
from analysis.explore.partition import Partition
from analysis.explore.tally import Tally


class WorkerFailed(RuntimeError):
    """A process of the search broke; the message is its traceback."""


class Crew:
    """All partitions of a search. `each` has every partition do the same, with arguments of its own."""

    def __init__(self, size: int) -> None:
        self.size = size

    def each(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Calls a method of every partition and returns what they answer."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends the crew."""

    def begin(self) -> int:
        """Admits the first state."""
        return sum(self.each("begin", [()] * self.size))

    def level(self) -> int:
        """Expands the frontier and admits what was reached; returns how many states are new."""
        answers = self.each("expand", [()] * self.size)
        arguments = []
        for index in range(self.size):
            news: dict[str, list[Any]] = {}
            for sender, (_, values) in enumerate(answers):
                if sender != index:
                    for name, found in values.items():
                        news.setdefault(name, []).extend(found)
            arguments.append(([outgoing[index] for outgoing, _ in answers], news))
        return sum(self.each("admit", arguments))

    def judge_leaving(self) -> None:
        """Judges the claims of liveness in every state."""
        self.each("judge_leaving", [()] * self.size)

    def taken(self) -> Tally:
        """What all partitions counted since the last call."""
        total = Tally()
        for tally in self.each("taken", [()] * self.size):
            total.add(tally)
        return total

    def save(self, files: Sequence[File]) -> None:
        """Writes the newest level, one file for each partition."""
        self.each("save", [(file,) for file in files])

    def load(self, levels: list[list[File]]) -> int:
        """Reads saved levels; returns how many states they hold."""
        return sum(self.each("load", [(levels,)] * self.size))


class Alone(Crew):
    """One partition in this process."""

    def __init__(self, build: Callable[[], Model]) -> None:
        super().__init__(1)
        self._model = build()
        self._partition = Partition(self._model, 0, 1)

    def each(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Calls the method here."""
        with self._model.running():
            return [getattr(self._partition, name)(*arguments[0])]

    def close(self) -> None:
        """Lets the states go."""
        self._partition.discard()


class Processes(Crew):
    """One partition in each of several processes, forked so that they share the code as it is now."""

    def __init__(self, build: Callable[[], Model], size: int) -> None:
        super().__init__(size)
        context = multiprocessing.get_context("fork")
        self._ends: list[Connection] = []
        self._workers = []
        for index in range(size):
            here, there = context.Pipe()
            worker = context.Process(target=_work, args=(there, build, index, size), daemon=True)
            worker.start()
            there.close()
            self._ends.append(here)
            self._workers.append(worker)

    def each(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Has all processes call the method at the same time. Raises WorkerFailed, RestlessClause."""
        for end, given in zip(self._ends, arguments, strict=True):
            end.send((name, given))
        answers = [end.recv() for end in self._ends]
        for worked, answer in answers:
            if not worked:
                raise answer
        return [answer for _, answer in answers]

    def close(self) -> None:
        """Ends the processes."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join()


def _work(end: Connection, build: Callable[[], Model], index: int, size: int) -> None:
    """What a process of the search does: whatever it is asked, until it is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    model = build()
    partition = Partition(model, index, size)
    with model.running():
        while True:
            name, arguments = end.recv()
            try:
                answer = (True, getattr(partition, name)(*arguments))
            except RestlessClause as restless:
                answer = (False, restless)
            except Exception:
                answer = (False, WorkerFailed(traceback.format_exc()))
            end.send(answer)
