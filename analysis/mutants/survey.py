"""All mutants of a protocol's specification, or an even sample of them, tried out over several processes."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from analysis.evidence.store import write_atomically
from analysis.mutants.catchers import catchers_of
from analysis.mutants.mutator import Mutant, mutants_of
from analysis.mutants.trial import Trial, try_mutant
from fuzz.lockstep.source import SessionSource
from properties.protocols import load

CHUNK = 6
"""Mutants that a process takes at a time."""


@dataclass(frozen=True)
class Survey:
    """What became of each mutant of the sample, in order of the source.

    total: how many mutants there are in all. catchers: everybody who was asked. every: each was asked about each.
    """

    protocol: str
    trials: tuple[Trial, ...]
    total: int
    catchers: tuple[str, ...]
    every: bool = False

    @property
    def survivors(self) -> list[Trial]:
        """Mutants that nobody noticed."""
        return [trial for trial in self.trials if trial.caught_by is None]

    def caught(self) -> list[tuple[str, int, int]]:
        """For each catcher: how many it noticed, and how many of those nobody else did; meaningful if all were asked.

        What `name, longer` noticed counts for `name`.
        """
        noticed = [{name.partition(",")[0] for name in trial.signs} for trial in self.trials]
        plain = [name for name in self.catchers if "," not in name]
        return [(name, sum(name in by for by in noticed), noticed.count({name})) for name in plain]

    def keep(self, path: Path) -> None:
        """Writes the matrix: how each mutant showed to each catcher."""
        rows = [{"mutant": t.id, "kind": t.kind, "caught_by": t.caught_by, "signs": dict(t.signs)} for t in self.trials]
        document = {
            "protocol": self.protocol,
            "total": self.total,
            "catchers": list(self.catchers),
            "every": self.every,
            "mutants": rows,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(document, indent=1) + "\n")


def sample(mutants: Sequence[Mutant], most: int, seed: int) -> list[int]:
    """Places of at most `most` mutants, evenly spread over the specification; the seed shifts them."""
    if most >= len(mutants):
        return list(range(len(mutants)))
    step = len(mutants) / most if most else 0
    return sorted({int(seed % len(mutants) + i * step) % len(mutants) for i in range(most)})


def survey(
    protocol: str,
    most: int,
    seed: int,
    processes: int,
    progress: Callable[[int, int], None],
    *,
    every: bool = False,
) -> Survey:
    """Tries at most `most` mutants.

    Args:
        protocol: Its name.
        most: Size of the sample.
        seed: Where the sample begins, and where all randomness starts.
        processes: How many work at a time.
        progress: Told how many are done, of how many.
        every: Ask every catcher about every mutant, instead of the next one only where the one before saw nothing.
    """
    mutants = mutants_of(load(protocol).mutated_in)
    places = sample(mutants, most, seed)
    chunks = [places[i : i + CHUNK] for i in range(0, len(places), CHUNK)]
    trials: dict[int, Trial] = {}
    names: tuple[str, ...] = ()
    if processes <= 1:
        for chunk in chunks:
            names, found = _try_chunk(protocol, chunk, seed, every)
            trials.update(found)
            progress(len(trials), len(places))
        return Survey(protocol, tuple(trials[place] for place in places), len(mutants), names, every)
    SessionSource(protocol).warm()
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        pending = [pool.submit(_try_chunk, protocol, chunk, seed, every) for chunk in chunks]
        try:
            for future in as_completed(pending):
                names, found = future.result()
                trials.update(found)
                progress(len(trials), len(places))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return Survey(protocol, tuple(trials[place] for place in places), len(mutants), names, every)


def _try_chunk(protocol: str, places: list[int], seed: int, every: bool) -> tuple[tuple[str, ...], dict[int, Trial]]:
    mutants = mutants_of(load(protocol).mutated_in)
    catchers = catchers_of(protocol, seed)
    return tuple(catchers), {place: try_mutant(mutants[place], catchers, every=every) for place in places}
