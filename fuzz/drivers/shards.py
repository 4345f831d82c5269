"""A budget cut into shards that never meet: each has its own seed and its own guidance.

Processes take shards; so any number of processes makes the same calls, and the union of all shards is the serial run.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from fuzz.drivers import native, stateful
from fuzz.drivers.native import MOST_FINDINGS, Explored
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource

STREAM_CALLS = 2_500
"""Calls of one shard of the native loop."""
SHARD_EXAMPLES = 50
"""Examples of one shard of the Hypothesis driver."""
DIRECTED_CALLS = 1_250
"""Calls of one shard that cares for one action."""
FIRST_DIRECTED = 10_000
"""Index of the first of those, beyond that of any other shard."""

Progress = Callable[[Explored], None]


@dataclass(frozen=True)
class Shard:
    """One piece of work.

    size: calls of the native loop, or examples of Hypothesis, whose runs have up to `steps` calls (0: native loop).
    most_findings: when to stop. wanted: actions of which the native loop makes more calls than of others.
    """

    source: SessionSource
    seed: int
    index: int
    size: int
    steps: int = 0
    most_findings: int = MOST_FINDINGS
    wanted: tuple[str, ...] = ()

    def work(self) -> Explored:
        """Does it, on this process's session of the source."""
        runner = runner_of(self.source, self.seed)
        if self.steps:
            seed = native.stream_seed(self.seed, f"{self.source.protocol}/hypothesis", self.index)
            return stateful.explore(runner, self.size, self.steps, seed)
        return native.run_stream(runner, self.seed, self.index, self.size, self.most_findings, self.wanted)


_runners: dict[tuple[SessionSource, int], Runner] = {}


def runner_of(source: SessionSource, seed: int) -> Runner:
    """The one session of this process for a source: booting takes longer than many runs."""
    if (source, seed) not in _runners:
        _runners[source, seed] = Runner(source.boot(seed))
    return _runners[source, seed]


def native_shards(source: SessionSource, calls: int, seed: int, most_findings: int = MOST_FINDINGS) -> list[Shard]:
    """The native loop's budget of calls, in shards."""
    return [Shard(source, seed, i, size, 0, most_findings) for i, size in enumerate(_sizes(calls, STREAM_CALLS))]


def directed_shards(source: SessionSource, actions: Sequence[str], seed: int, effort: int) -> list[Shard]:
    """One shard of the native loop for each action; each effort makes other calls."""
    first = FIRST_DIRECTED * (effort + 1)
    return [
        Shard(source, seed, first + place, DIRECTED_CALLS, wanted=(action,)) for place, action in enumerate(actions)
    ]


def hypothesis_shards(source: SessionSource, examples: int, steps: int, seed: int) -> list[Shard]:
    """The Hypothesis driver's budget of examples, in shards."""
    return [Shard(source, seed, i, size, steps) for i, size in enumerate(_sizes(examples, SHARD_EXAMPLES))]


def _sizes(total: int, most: int) -> list[int]:
    return [most] * (total // most) + ([total % most] if total % most else [])


def explore(shards: Sequence[Shard], processes: int, progress: Progress = lambda _: None) -> list[Explored]:
    """Works through the shards and returns their results in order, the same for any number of processes.

    `progress` is told the sum so far whenever a shard is done.
    """
    total = Explored()
    results: dict[int, Explored] = {}
    for place, explored in _worked(shards, processes):
        results[place] = explored
        total.merge(explored)
        progress(total)
    return [results[place] for place in sorted(results)]


def together(results: Sequence[Explored]) -> Explored:
    """The sum of several shards, in their order."""
    total = Explored()
    for result in results:
        total.merge(result)
    return total


def _worked(shards: Sequence[Shard], processes: int) -> Iterator[tuple[int, Explored]]:
    if processes <= 1 or len(shards) <= 1:
        for place, shard in enumerate(shards):
            yield place, shard.work()
        return
    for source in dict.fromkeys(shard.source for shard in shards):
        source.warm()
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        pending = {pool.submit(Shard.work, shard): place for place, shard in enumerate(shards)}
        try:
            for future in as_completed(pending):
                yield pending[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
