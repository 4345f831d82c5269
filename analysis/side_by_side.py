"""Several pieces of work at a time, each in a process of its own: none can change what another one finds.

A worker is a fork of this process, so that work may be any closure; only progress and results travel. Ctrl-C reaches
this process alone, which passes it on once: every worker then returns what it has.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from analysis.engine import EngineResult, Progress
from fuzz.errors import UserError

K = TypeVar("K")
Report = Callable[[Progress], None]
Work = Callable[[Report], EngineResult]
Message = Progress | EngineResult | UserError


@dataclass(frozen=True)
class Worker(Generic[K]):
    """A process and the end of the pipe on which it speaks."""

    key: K
    process: BaseProcess
    pipe: Connection

    def hear(self) -> Message:
        """What it says next; a process that ended without a word gives a result that says so."""
        try:
            message: Message = self.pipe.recv()
        except EOFError:
            self.process.join()
            return EngineResult(errors=(f"its process ended by itself, with status {self.process.exitcode}",))
        if not isinstance(message, Progress):
            self.process.join()
        return message


class Workshop(Generic[K]):
    """Work under keys, begun in the given order, so many pieces at once.

    Args:
        at_once: How many processes work at a time.
        keep: Called with key and result as soon as a piece is done; the order is that of time.
        watch: Called with key and progress.
    """

    def __init__(
        self, at_once: int, keep: Callable[[K, EngineResult], None], watch: Callable[[K, Progress], None]
    ) -> None:
        self._at_once = at_once
        self._keep = keep
        self._watch = watch
        self._running: list[Worker[K]] = []

    def run(self, works: Mapping[K, Work]) -> bool:
        """Does all the work; False when it was interrupted: then all that had begun is kept, and nothing more begins.

        Raises:
            UserError: A piece of work can't be done as it was asked for. The others are stopped.
        """
        waiting = list(works.items())
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self._at_once:
                    self._begin(*waiting.pop(0))
                if self._attend():
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            self._stop()
            return False
        except BaseException:
            self._stop()
            raise
        return True

    def _begin(self, key: K, work: Work) -> None:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_labour, args=(work, theirs))
        with _uninterrupted():  # until the worker can answer for it
            process.start()
        theirs.close()
        self._running.append(Worker(key, process, ours))

    def _attend(self) -> bool:
        """Hears whoever has something to say. True when one of them was interrupted."""
        interrupted = False
        speaking = wait([worker.pipe for worker in self._running])
        for worker in [worker for worker in self._running if worker.pipe in speaking]:
            message = worker.hear()
            if isinstance(message, Progress):
                self._watch(worker.key, message)
                continue
            self._running.remove(worker)
            if isinstance(message, UserError):
                raise message
            self._keep(worker.key, message)
            interrupted = interrupted or message.interrupted
        return interrupted

    def _stop(self) -> None:
        """Interrupts everybody, and keeps what they have; a second Ctrl-C ends them as they are."""
        for worker in self._running:
            if worker.process.pid is not None and worker.process.is_alive():
                os.kill(worker.process.pid, signal.SIGINT)
        try:
            while self._running:
                self._attend()
        except (KeyboardInterrupt, UserError):
            for worker in self._running:
                worker.process.terminate()


def _labour(work: Work, pipe: Connection) -> None:
    """What a worker does; it has a session of its own, so that no Ctrl-C comes from the terminal."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def say(message: Message) -> None:
        with _uninterrupted():
            pipe.send(message)

    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        say(work(say))
    except KeyboardInterrupt:
        say(EngineResult(interrupted=True))
    except UserError as refusal:
        say(UserError(refusal.what, refusal.why, refusal.remedy))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Half a message would be none."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
