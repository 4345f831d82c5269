"""The adapter for forge: shards of one campaign for all properties, repeated without what was found broken."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from fuzz.engines.adapter import Adapter, Campaign, Found, Outcome, Reproducer, Task, Tool
from fuzz.engines.artifacts import CORPUS, code_of, store
from fuzz.engines.forge.command import ForgeFailed, Order, build, find_forge, forge, forge_version, workroom
from fuzz.engines.forge.reading import Campaigned, campaigned, exercised
from fuzz.engines.reproducer import translated
from fuzz.errors import UserError

DEPTH = 100
"""Calls of one sequence: a few whole lives of a record, one after the other and across each other."""
SHARDS = 2
"""Campaigns that share the budget, each with a seed of its own; always as many, so that a seed means the same."""
SHRINKS = 30
"""Tries of making a sequence shorter; our own shrinking goes on from there, faster."""
MOST_ROUNDS = 4
"""Campaigns in a row: each leaves out what the ones before found broken."""


@dataclass
class Progressed:
    """What the rounds of a task gave so far."""

    calls: int = 0
    broken: int = 0
    found: dict[str, Reproducer] = field(default_factory=dict)
    exercised: list[int] = field(default_factory=lambda: [0] * 64)
    handlers: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


class ForgeAdapter(Adapter):
    """Invariant fuzzing of the property contracts with forge."""

    name = "forge"
    kind = "invariant fuzzing of bytecode"
    weight = 4
    canary_calls = 4_000

    def available(self) -> Tool:
        """Forge is an npm package, for the machines for which it is built."""
        cost = "no invariant fuzzing of the property contracts"
        if find_forge() is None:
            reason = "there is no npm package of forge for this machine, or `make setup` was not run"
            return Tool(False, reason=reason, cost=cost)
        return Tool(True, forge_version(), cost=cost)

    def run(self, task: Task) -> Campaign:
        """One campaign for all properties of the task."""
        started = time.perf_counter()
        wanted = [id for id in task.properties if self.can_check(task.twins, id)]
        try:
            code = store(code_of(task))
            build(task.protocol.name)
            progressed = _campaigns(task, code, wanted)
        except UserError as failure:
            unknown = tuple(Outcome(id, Found.UNKNOWN, detail=failure.sentence()) for id in wanted)
            return Campaign(unknown, (str(failure),), seconds=round(time.perf_counter() - started, 3))
        return Campaign(
            outcomes=tuple(_outcome(task, id, progressed) for id in wanted),
            errors=tuple(progressed.trouble),
            command=("forge", "test", "--match-contract", "ForgeInvariants", "--fuzz-seed", str(task.seed)),
            seconds=round(time.perf_counter() - started, 3),
            coverage=progressed.handlers,
        )


def _campaigns(task: Task, code: Path, wanted: list[str]) -> Progressed:
    """Rounds of shards until one finds nothing more."""
    bits = task.twins.bits
    ignored = sum(1 << bit for id, bit in bits.items() if id not in wanted)
    progressed = Progressed()
    for round_ in range(1 if task.stop_early else MOST_ROUNDS):
        orders = list(_orders(task, code, ignored | progressed.broken, round_))
        before = progressed.broken
        for campaign, counted in _shards(orders, task):
            _take(task, code, progressed, campaign, counted)
        task.tell(progressed.calls)
        if progressed.broken == before or progressed.trouble:
            break
    return progressed


def _orders(task: Task, code: Path, ignored: int, round_: int) -> Iterator[Order]:
    """The shards of one round.

    With a corpus forge is guided by coverage, and names what it finds at random: then one seed gives many campaigns.
    """
    runs = max(1, -(-task.calls // (SHARDS * DEPTH)))
    for shard in range(SHARDS):
        corpus = CORPUS / "forge" / task.protocol.name / f"shard-{shard}"
        kept = corpus if task.keeps_corpus else None
        if kept is not None:
            kept.mkdir(parents=True, exist_ok=True)
        seed = (task.seed * SHARDS + shard) * MOST_ROUNDS + round_
        yield Order(task.protocol.name, code, seed + 1, ignored, runs, DEPTH, 0 if task.stop_early else SHRINKS, kept)


def _shards(orders: list[Order], task: Task) -> list[tuple[Campaigned, list[int]]]:
    """The shards' campaigns in order; when one violation is enough, the first ends the others."""
    stop = Event()

    def run(order: Order) -> tuple[Campaigned, list[int]] | None:
        if stop.is_set():
            return None
        try:
            shard = _shard(order, stop)
        except ForgeFailed:
            if stop.is_set():
                return None
            raise
        if shard[0].broken and task.stop_early:
            stop.set()
        return shard

    with ThreadPoolExecutor(max(1, task.processes)) as pool:
        return [shard for shard in pool.map(run, orders) if shard is not None]


def _shard(order: Order, stop: Event) -> tuple[Campaigned, list[int]]:
    with workroom() as room:
        found = campaigned(forge(order, room, stop))
        return found, [] if found.broken else exercised(room / "exercised")


def _take(task: Task, code: Path, progressed: Progressed, campaign: Campaigned, counted: list[int]) -> None:
    """Adds one shard. Of several properties that break at once, each gets the same sequence."""
    progressed.calls += campaign.calls
    if campaign.trouble:
        progressed.trouble.append(campaign.trouble)
    for index, count in enumerate(counted):
        progressed.exercised[index] += count
    for name, count in campaign.handlers.items():
        progressed.handlers[name] = progressed.handlers.get(name, 0) + count
    new = [id for id in task.twins.broken(campaign.broken) if id not in progressed.found]
    progressed.broken |= campaign.broken
    if not new:
        return
    raw = json.dumps([{"sender": s.sender, "call": s.text, "data": s.data.hex()} for s in campaign.sent], indent=1)
    reproducer = translated(task, code, Reproducer(campaign.sent, raw))
    progressed.found |= dict.fromkeys(new, reproducer)


def _outcome(task: Task, id: str, progressed: Progressed) -> Outcome:
    count = progressed.exercised[task.twins.bits[id]]
    if id in progressed.found:
        reproducer = progressed.found[id]
        detail = f"broken by {len(reproducer.sent)} calls of handlers"
        return Outcome(id, Found.FAILED, progressed.calls, detail=detail, reproducer=reproducer)
    if progressed.trouble or not progressed.calls:
        detail = progressed.trouble[0] if progressed.trouble else "forge made no call"
        return Outcome(id, Found.UNKNOWN, progressed.calls, detail=detail)
    return Outcome(id, Found.HELD, progressed.calls, exercised=count)
