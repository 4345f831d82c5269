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
from typing import Generic, Self, TypeVar

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
        with _Bell() as self._bell:
            return self._run(list(works.items()))

    def _run(self, waiting: list[tuple[K, Work]]) -> bool:
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
        with _blocked():  # until the worker can answer for it
            process.start()
        theirs.close()
        self._running.append(Worker(key, process, ours))

    def _attend(self) -> bool:
        """Hears whoever has something to say. True when one of them was interrupted.

        Raises:
            KeyboardInterrupt: Ctrl-C, here and nowhere else.
        """
        interrupted = False
        speaking = wait([self._bell.rope, *(worker.pipe for worker in self._running)])
        if self._bell.rope in speaking:
            self._bell.quiet()
            raise KeyboardInterrupt
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
    patience = _Patience()
    signal.signal(signal.SIGINT, patience.rung)

    def say(message: Message) -> None:
        with patience:
            pipe.send(message)

    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        say(work(say))
    except KeyboardInterrupt:
        say(EngineResult(interrupted=True))
    except UserError as refusal:
        say(UserError(refusal.what, refusal.why, refusal.remedy))


class _Bell:
    """Ctrl-C as something that can be waited for: an exception could come anywhere, also where Python swallows it."""

    def __init__(self) -> None:
        self.rope, self._end = os.pipe()
        os.set_blocking(self._end, False)

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._rung)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
        os.close(self.rope)
        os.close(self._end)

    def _rung(self, *_: object) -> None:
        os.write(self._end, b".")

    def quiet(self) -> None:
        """From now on it has not been rung."""
        os.read(self.rope, 64)


class _Patience:
    """Ctrl-C of a worker: at once, but while it says something afterwards. Half a message would be none."""

    def __init__(self) -> None:
        self._is_speaking = self._was_rung = False

    def rung(self, *_: object) -> None:
        """The signal's handler."""
        if not self._is_speaking:
            raise KeyboardInterrupt
        self._was_rung = True

    def __enter__(self) -> None:
        self._is_speaking = True

    def __exit__(self, *_: object) -> None:
        self._is_speaking = False
        if self._was_rung:
            self._was_rung = False
            raise KeyboardInterrupt


@contextmanager
def _blocked() -> Iterator[None]:
    """No Ctrl-C is delivered meanwhile: it waits."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
