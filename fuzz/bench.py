"""`python -m fuzz.bench`: calls per second of each driver, beside the bare chain, measured in one process and one run.

Machines are noisy: each number is the median of several rounds that take turns, and the table says how many. A call
counts as encrypted when it made the executor do something.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from fuzz.build.host_addresses import EXECUTOR
from fuzz.chain.receipt import Receipt
from fuzz.drivers import native, stateful
from fuzz.drivers.guidance import GuidedChooser
from fuzz.lockstep import compare, runner
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import SessionSource
from properties.protocols import PROTOCOLS

ROUNDS = 5
CALLS = 1_200


@dataclass(frozen=True)
class Sent:
    """One transaction as it was sent, to be sent again without any checking."""

    advance: int
    moods: tuple[Any, ...]
    arguments: tuple[Any, ...]
    encrypted: bool


@dataclass
class SentRun:
    """The transactions of one run, with the encrypted inputs they carry."""

    sent: list[Sent]
    inputs: dict[bytes, int]


@dataclass
class Round:
    """Seconds and calls of one round, for encrypted and plain calls."""

    seconds: dict[bool, float]
    calls: dict[bool, int]

    def rate(self, encrypted: bool) -> float:
        """Calls per second of one kind."""
        return self.calls[encrypted] / self.seconds[encrypted] if self.seconds[encrypted] else 0.0


def lockstep_round(driver: Runner, seed: int) -> tuple[Round, list[SentRun]]:
    """The native loop, call by call; also returns what was sent, run by run."""
    session = driver.session
    chooser = GuidedChooser(seed, native.dictionary(session))
    measured = Round(defaultdict(float), defaultdict(int))
    runs: list[SentRun] = []
    with sending(session) as log:
        while sum(measured.calls.values()) < CALLS:
            driver.reset()
            sent: list[Sent] = []
            for _ in range(native.RUN_CALLS):
                started = time.perf_counter()
                call = session.binding.draw(chooser, session)
                driver.make(call)
                taken = time.perf_counter() - started
                arguments, receipt = log.pop()
                encrypted = uses_executor(receipt)
                measured.seconds[encrypted] += taken
                measured.calls[encrypted] += 1
                sent.append(Sent(call.advance, call.moods, arguments, encrypted))
            runs.append(SentRun(sent, dict(session.fhevm.coprocessor.inputs) if session.fhevm else {}))
    return measured, runs


def bare_round(session: Session, runs: list[SentRun]) -> Round:
    """The same transactions on chain and coprocessor alone: no specification, no comparison."""
    measured = Round(defaultdict(float), defaultdict(int))
    for run in runs:
        session.reset()
        if session.fhevm is not None:
            session.fhevm.coprocessor.inputs.update(run.inputs)
        for one in run.sent:
            started = time.perf_counter()
            if one.advance:
                session.world.advance(one.advance)
            session.cast.send(*one.arguments)
            measured.seconds[one.encrypted] += time.perf_counter() - started
            measured.calls[one.encrypted] += 1
    return measured


def hypothesis_rate(driver: Runner, seed: int, examples: int) -> float:
    """Calls per second of the Hypothesis driver."""
    started = time.perf_counter()
    explored = stateful.explore(driver, examples, 20, seed)
    return explored.calls / (time.perf_counter() - started)


@contextmanager
def sending(session: Session) -> Iterator[list[tuple[tuple[Any, ...], Receipt]]]:
    """Notes what is sent, while it lasts."""
    log: list[tuple[tuple[Any, ...], Receipt]] = []
    send = session.cast.send

    def noted(*arguments: Any) -> Receipt:
        receipt = send(*arguments)
        log.append((arguments, receipt))
        return receipt

    session.cast.send = noted  # type: ignore[method-assign, assignment]  # restored below
    try:
        yield log
    finally:
        session.cast.send = send  # type: ignore[method-assign]  # the original


def uses_executor(receipt: Receipt) -> bool:
    """Whether a transaction made the executor do something."""
    return any(log.address == EXECUTOR for log in receipt.logs)


PARTS: tuple[tuple[str, Any, str], ...] = (
    ("specification", runner, "perform"),
    ("arguments of the call", runner, "realize"),
    ("decoding events and errors", runner, "observe"),
    ("comparing outcome", compare, "outcomes"),
    ("comparing events", compare, "events"),
    ("comparing ciphertexts", compare, "ciphertexts"),
    ("comparing grants", compare, "grants"),
    ("comparing balances", compare, "balances"),
)


def where_time_goes(driver: Runner, seed: int) -> list[tuple[str, float]]:
    """Microseconds per call of each part of lockstep, largest first."""
    spent: dict[str, float] = defaultdict(float)
    session = driver.session
    parts = [
        *PARTS,
        ("transaction on the chain", session.cast, "send"),
        ("views: inside the EVM", session.world, "call"),
        ("views: all", session.views, "compare"),
        ("properties", driver.monitor, "observe"),
        ("choosing the call", session.binding, "draw"),
    ]
    originals = [(owner, name, getattr(owner, name)) for _, owner, name in parts]
    for (label, owner, name), (_, _, original) in zip(parts, originals, strict=True):
        setattr(owner, name, timed(original, spent, label))
    try:
        measured, _ = lockstep_round(driver, seed)
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)
    calls = sum(measured.calls.values())
    spent["views: specification and comparison"] = spent.pop("views: all") - spent["views: inside the EVM"]
    return sorted(((label, 1e6 * seconds / calls) for label, seconds in spent.items()), key=lambda part: -part[1])


def timed(function: Callable[..., Any], spent: dict[str, float], label: str) -> Callable[..., Any]:
    """The same function, with its time added up; a generator is run to its end."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        result = function(*arguments, **named)
        if hasattr(result, "__next__"):
            result = iter(list(result))
        spent[label] += time.perf_counter() - started
        return result

    return wrapped


def bench(protocol: str, rounds: int, console: Console) -> None:
    """Measures one protocol and prints two tables."""
    source = SessionSource(protocol)
    checked, blind = Runner(source.boot(0)), Runner(source.boot(0), check_views=False)
    rates: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number in range(rounds):
        measured, sent = lockstep_round(checked, number)
        _add(rates["native loop, everything compared"], measured)
        _add(rates["native loop, views not compared"], lockstep_round(blind, number)[0])
        _add(rates["chain and coprocessor alone, the same transactions"], bare_round(checked.session, sent))
        rates["Hypothesis, everything compared"]["all"].append(hypothesis_rate(checked, number, 20))
    _print(console, protocol, rounds, rates)
    parts = Table(title=f"{protocol}: where the native loop's time goes (one round of {CALLS} calls, instrumented)")
    parts.add_column("part")
    parts.add_column("µs per call", justify="right")
    for label, microseconds in where_time_goes(checked, rounds):
        parts.add_row(label, f"{microseconds:.1f}")
    console.print(parts)


def _add(row: dict[str, list[float]], measured: Round) -> None:
    row["encrypted"].append(measured.rate(True))
    row["plain"].append(measured.rate(False))
    row["all"].append(sum(measured.calls.values()) / sum(measured.seconds.values()))


def _print(console: Console, protocol: str, rounds: int, rates: dict[str, dict[str, list[float]]]) -> None:
    table = Table(title=f"{protocol}: calls per second on one core, median of {rounds} rounds of {CALLS} calls")
    for header in ("driver", "all calls", "encrypted calls", "plain calls"):
        table.add_column(header, justify="left" if header == "driver" else "right")
    for name, row in rates.items():
        shown = [f"{statistics.median(row[kind]):,.0f}" if row[kind] else "" for kind in ("all", "encrypted", "plain")]
        table.add_row(name, *shown)
    console.print(table)


def main() -> None:
    """Measures the protocols asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--protocol", choices=PROTOCOLS, action="append")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    for protocol in options.protocol or PROTOCOLS:
        bench(protocol, options.rounds, Console(width=110))


if __name__ == "__main__":
    main()
