"""One process's share of the states: those whose hash falls to it. With one process, all of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path as File
from typing import Any

from analysis.explore.claims import Failure
from analysis.explore.layout import Value, Vector
from analysis.explore.leaving import Leaving
from analysis.explore.model import Model
from analysis.explore.moves import Effect
from analysis.explore.nature import CODE_BYTES
from analysis.explore.tally import Path, Tally

States = dict[Vector, Path]
News = Mapping[str, list[Value]]


class Partition:
    """The known states of one share with the first path to each, and those that are still to be expanded."""

    def __init__(self, model: Model, index: int, count: int) -> None:
        self.model, self.index, self.count = model, index, count
        self.known: States = {}
        self.frontier: list[tuple[Vector, Path]] = []
        self.tally = Tally()
        self._sent: dict[str, int] = {}
        self._saved: dict[str, int] = {}
        self._statuses = {
            slot.index: lifecycle
            for lifecycle in model.preset.lifecycles
            for slot in model.layout.slots
            if slot.name == lifecycle.store
        }
        model.moves.rewritten = self._rewritten

    def begin(self) -> int:
        """Admits the first state, if it falls to this share."""
        return self.admit([{self.model.start: b""}] if self._owner(self.model.start) == self.index else [], {})

    def _owner(self, vector: Vector) -> int:
        return hash(vector) % self.count if self.count > 1 else 0

    def admit(self, batches: Iterable[States], news: News) -> int:
        """Takes over states from every share, of each state the first path; returns how many are new."""
        own = self.model.layout.own
        self.model.layout.learn(news)
        fresh: States = {}
        for sender, batch in enumerate(batches):
            for foreign, path in batch.items():
                vector = foreign if sender == self.index else own(foreign)
                if vector not in self.known and (vector not in fresh or path < fresh[vector]):
                    fresh[vector] = path
        self.known.update(fresh)
        self.frontier = list(fresh.items())
        return len(fresh)

    def expand(self) -> tuple[list[States], News]:
        """Follows every move from the frontier: the states reached, by the share they fall to, and new values."""
        outgoing: list[States] = [{} for _ in range(self.count)]
        model, known, transitions = self.model, self.known, 0
        apply, canonical = model.moves.apply, model.symmetry.canonical
        effects, judge = model.moves.effects, model.claims.states.results
        for vector, path in self.frontier:
            failures = judge(vector)
            if failures:
                self._note(failures, path)
            moved = False
            for effect in effects(vector):
                if effect.failures:
                    self._note(effect.failures, path + effect.code)
                if not effect.ok:
                    continue
                moved = True
                transitions += 1
                raw = apply(effect, vector)
                if raw in known:
                    continue
                after = canonical(raw)
                if after not in known:
                    there = outgoing[self._owner(after)]
                    reached = path + effect.code
                    if after not in there or reached < there[after]:
                        there[after] = reached
            if not moved:
                self._judge_end(vector, path)
        self.tally.transitions += transitions
        return outgoing, model.layout.news(self._sent)

    def _note(self, failures: Iterable[Failure], path: Path) -> None:
        for failure in failures:
            self.tally.note(failure, path, len(path) // CODE_BYTES, self.model.preset.name)

    def _judge_end(self, vector: Vector, path: Path) -> None:
        """A state that nothing leads out of must be a proper end."""
        if self.model.preset.stuck is None:
            return
        id, unfinished = self.model.preset.stuck
        if self.model.wanted is not None and id not in self.model.wanted:
            return
        if unfinished(self.model.layout.decode(vector)):
            self._note([Failure(id, "deadlock: no call succeeds, now or later", "")], path)

    def judge_leaving(self) -> None:
        """Judges the claims of liveness in every state of this share."""
        leaving = Leaving(self.model)
        for vector, path in self.known.items():
            self._note(leaving.failures(vector), path)
        self.tally.spoke |= leaving.spoke

    def taken(self) -> Tally:
        """What was counted since the last call."""
        tally, self.tally = self.tally, Tally()
        tally.learned = self.model.moves.learned
        tally.spoke |= set(self.model.claims.spoke)
        tally.cut |= {(self.model.preset.name, item) for item in self.model.moves.cut}
        self.model.moves.learned = 0
        return tally

    def discard(self) -> None:
        """Drops all states and all that was learned: millions of objects, which hang together in circles."""
        self.known.clear()
        self.frontier.clear()
        self.model.moves.forget()
        self.model.claims.states.forget()

    # ------------------------------------------------------------ pictures

    def _rewritten(self, effect: Effect, slot: int, before: Value, after: Value) -> None:
        lifecycle = self._statuses.get(slot)
        attempt = self.model.attempt(effect)
        if lifecycle is None or attempt is None or before == after:
            return
        thaw = self.model.layout.thaw_record
        source, target = (
            lifecycle.status(thaw(lifecycle.store, value)) if value[0] else lifecycle.absent
            for value in (before, after)
        )
        self.tally.edges.add((lifecycle.name, source, attempt.action, target))

    # ------------------------------------------------------------ keeping

    def save(self, file: File) -> None:
        """Writes the newest level: the states that are to be expanded, and the values that were new."""
        kept: dict[str, Any] = {"values": self.model.layout.news(self._saved), "states": self.frontier}
        partial = file.with_name(f".{file.name}.part")
        partial.write_bytes(pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL))
        partial.replace(file)

    def load(self, levels: list[list[File]]) -> int:
        """Reads all levels, whichever share wrote them, and keeps what falls to this one; returns how many states."""
        own = self.model.layout.own
        for files in levels:
            self.frontier = []
            for file in files:
                kept = pickle.loads(file.read_bytes())
                self.model.layout.learn(kept["values"])
                self.frontier += [
                    (own(vector), path) for vector, path in kept["states"] if self._owner(vector) == self.index
                ]
            self.known.update(self.frontier)
        self.model.layout.news(self._sent)
        self.model.layout.news(self._saved)
        return len(self.known)
