"""Breadth-first search over every interleaving of a preset: level by level, so that the first path found is a shortest.

The result is the same for any number of processes. A search that finds a violation finishes its level and stops. The
worlds of a preset are searched one after the other, and their results added up.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from analysis.explore.checkpoint import Checkpoint, fingerprint
from analysis.explore.claims import Named, RestlessClause, expected_to_speak
from analysis.explore.crew import Alone, Crew, Processes
from analysis.explore.model import Model
from analysis.explore.tally import Found, Tally
from properties.binding import EscrowProtocol
from properties.preset import Preset

DEFAULT_CAP = 5_000_000
"""States after which a search gives up, unless it is told another number."""


@dataclass
class Exploration:
    """What a search found out.

    states: distinct states, up to symmetry. transitions: moves followed from them. depth: calls and waits on the
    longest of the shortest paths. complete: whether every state within the bound was expanded. resumed: whether part
    of it was done before. worlds: how many of the states are in each world.
    """

    preset: Preset
    states: int = 0
    depth: int = 0
    complete: bool = False
    interrupted: bool = False
    resumed: bool = False
    tally: Tally = field(default_factory=Tally)
    worlds: dict[str, int] = field(default_factory=dict)

    @property
    def transitions(self) -> int:
        """Moves that were followed."""
        return self.tally.transitions

    @property
    def found(self) -> list[Found]:
        """The first path to each failing clause, shortest first."""
        return sorted(self.tally.found.values())

    def silent(self, protocol: EscrowProtocol) -> dict[str, list[str]]:
        """For each property the clauses that never had anything to say, though the preset does not omit them."""
        expected = expected_to_speak(protocol.catalogue, self.preset.omits)
        named = {
            id: [clause.name for clause in clauses if not self._spoke(id, clause.name)]
            for id, clauses in expected.items()
        }
        return {id: names for id, names in named.items() if names}

    def with_world(self, one: Exploration) -> Exploration:
        """This and what a search of one more world found."""
        tally = Tally()
        tally.add(self.tally)
        tally.add(one.tally)
        return Exploration(
            self.preset,
            self.states + one.states,
            max(self.depth, one.depth),
            one.complete,
            one.interrupted,
            self.resumed or one.resumed,
            tally,
            self.worlds | {one.preset.name: one.states},
        )

    def _spoke(self, id: str, clause: str) -> bool:
        return (id, clause) in self.tally.spoke

    def result(self) -> tuple[object, ...]:
        """What has to be the same however the work was split."""
        counts = (self.states, self.transitions, self.depth, self.complete)
        return (*counts, sorted(self.tally.spoke), sorted(self.tally.edges), sorted(self.tally.cut), self.found)


Watcher = Callable[[Exploration], None]


def explore(
    protocol: EscrowProtocol,
    preset: Preset,
    *,
    processes: int = 1,
    cap: int = DEFAULT_CAP,
    wanted: frozenset[str] | None = None,
    folder: Path | None = None,
    resume: bool = False,
    watch: Watcher = lambda _: None,
) -> Exploration:
    """Searches a preset of a protocol completely, all its worlds.

    Args:
        protocol: Where actions and properties come from.
        preset: One of the protocol's configurations.
        processes: Over how many processes the states are split.
        cap: States of one world after which the search gives up, at the end of a level.
        wanted: Ids of the properties to check, or None for all.
        folder: Where the search is kept after each level; removed once it is over.
        resume: Go on from what the folder holds, where it fits this search.
        watch: Called after each level.
    """
    total = Exploration(preset)
    for place, world in enumerate(preset.worlds):
        kept = folder / str(place) if folder else None

        def watch_all(so_far: Exploration, before: Exploration = total) -> None:
            watch(before.with_world(so_far))

        total = total.with_world(_explore(protocol, world, processes, cap, wanted, kept, resume, watch_all))
        if total.found or not total.complete:
            break
    if folder and (total.complete or total.found):
        shutil.rmtree(folder, ignore_errors=True)
    return total


def _explore(
    protocol: EscrowProtocol,
    preset: Preset,
    processes: int,
    cap: int,
    wanted: frozenset[str] | None,
    folder: Path | None,
    resume: bool,
    watch: Watcher,
) -> Exploration:
    """Searches one world."""
    restless: frozenset[Named] = frozenset()
    key = fingerprint(protocol.name, preset.name, preset.bound, repr(sorted(wanted or ())))
    while True:
        model = partial(Model, protocol.actions, protocol.catalogue, preset, wanted, restless)
        crew: Crew = Alone(model) if processes == 1 else Processes(model, processes)
        checkpoint = Checkpoint(folder, key) if folder else None
        try:
            return _search(crew, checkpoint, Exploration(preset), cap, resume, watch)
        except RestlessClause as found:
            restless |= {found.named}
        finally:
            crew.close()


def _search(
    crew: Crew, checkpoint: Checkpoint | None, found: Exploration, cap: int, resume: bool, watch: Watcher
) -> Exploration:
    try:
        with without_collector():
            _begin(crew, checkpoint, found, resume)
            watch(found)
            _run(crew, checkpoint, found, cap, watch)
            if found.complete and not found.tally.found:
                crew.judge_leaving()
                found.tally.add(crew.taken())
    except KeyboardInterrupt:
        found.interrupted, found.complete = True, False
    return found


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing that a search keeps ever becomes garbage, so the collector would walk millions of objects for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _begin(crew: Crew, checkpoint: Checkpoint | None, found: Exploration, resume: bool) -> None:
    kept = checkpoint.resume(crew) if checkpoint and resume else None
    if kept is not None:
        found.states, found.tally, found.depth = kept
        found.resumed = True
        return
    found.states = crew.begin()
    if checkpoint:
        checkpoint.begin()
        checkpoint.save(crew, found.tally)


def _run(crew: Crew, checkpoint: Checkpoint | None, found: Exploration, cap: int, watch: Watcher) -> None:
    while found.states <= cap and not found.tally.found:
        fresh = crew.level()
        found.tally.add(crew.taken())
        if not fresh:
            found.complete = True
            return
        found.states += fresh
        found.depth += 1
        if checkpoint:
            checkpoint.save(crew, found.tally)
        watch(found)
