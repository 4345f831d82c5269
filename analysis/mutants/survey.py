"""All mutants of a protocol's specification, or an even sample of them, tried out over several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from analysis.explore.search import explore
from analysis.mutants.mutator import Mutant, mutants_of
from analysis.mutants.trial import Catcher, Trial, lockstep_catcher, try_mutant
from fuzz.drivers.shards import STREAM_CALLS, runner_of
from fuzz.lockstep.source import SessionSource
from properties.protocols import load

SHORT = 1_500
"""Calls of lockstep that every mutant meets first: they catch most of them in the blink of an eye."""
LONG = 5 * STREAM_CALLS
"""Calls of lockstep for those that are left in the end."""
CAP = 25_000
"""States after which exploring a mutant stops: one that breaks a counter makes the space endless."""
CHUNK = 6
"""Mutants that a process takes at a time."""


def sample(mutants: Sequence[Mutant], most: int, seed: int) -> list[int]:
    """Places of at most `most` mutants, evenly spread over the specification; the seed shifts them."""
    if most >= len(mutants):
        return list(range(len(mutants)))
    step = len(mutants) / most if most else 0
    return sorted({int(seed % len(mutants) + i * step) % len(mutants) for i in range(most)})


def survey(
    protocol: str, most: int, seed: int, processes: int, progress: Callable[[int, int], None]
) -> tuple[list[Trial], int]:
    """What became of each mutant of the sample, in order of the source, and how many mutants there are in all."""
    mutants = mutants_of(load(protocol).mutated_in)
    places = sample(mutants, most, seed)
    chunks = [places[i : i + CHUNK] for i in range(0, len(places), CHUNK)]
    trials: dict[int, Trial] = {}
    if processes <= 1:
        for chunk in chunks:
            trials.update(_try_chunk(protocol, chunk, seed))
            progress(len(trials), len(places))
        return [trials[place] for place in places], len(mutants)
    SessionSource(protocol).warm()
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        pending = [pool.submit(_try_chunk, protocol, chunk, seed) for chunk in chunks]
        try:
            for future in as_completed(pending):
                trials.update(future.result())
                progress(len(trials), len(places))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return [trials[place] for place in places], len(mutants)


def _try_chunk(protocol: str, places: list[int], seed: int) -> dict[int, Trial]:
    loaded = load(protocol)
    mutants = mutants_of(loaded.mutated_in)
    runner = runner_of(SessionSource(protocol), seed)
    catchers: dict[str, Catcher] = {
        "lockstep": lockstep_catcher(runner, seed, SHORT),
        "explore": _explore_catcher(protocol),
        "lockstep, longer": lockstep_catcher(runner, seed + 1, LONG),
    }
    return {place: try_mutant(mutants[place], catchers) for place in places}


def _explore_catcher(protocol: str) -> Catcher:
    """The smallest preset, searched completely."""
    loaded = load(protocol)
    smallest = loaded.presets[0]

    def catch() -> str | None:
        try:
            found = explore(loaded, smallest, cap=CAP).found
        except Exception as crash:  # a mutant may break the specification in any way; that it shows is what counts
            return f"{type(crash).__name__}: {crash}"[:200]
        return str(found[0])[:200] if found else None

    return catch
