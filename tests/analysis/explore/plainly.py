"""The same search without anything clever: plain states, plain calls, every attempt in every state in turn.

It shares the layout, which names states by vectors, and nothing else with what it checks.
"""

from __future__ import annotations

import itertools
from typing import Any

from analysis.explore.abstraction import in_place_of
from analysis.explore.claims import without_runs
from analysis.explore.layout import Layout, Vector
from analysis.explore.nature import Nature, Surroundings, alternatives
from fuzz.lockstep.monitor import Monitor
from properties.catalogue import Catalogue
from properties.preset import Attempt, Preset
from spec.core import Actions, Ledger, Message, Step, perform


class Plainly:
    """Breadth-first, by decoding each state anew for every attempt."""

    def __init__(self, actions: Actions, catalogue: Catalogue, preset: Preset) -> None:
        self.actions, self.preset = actions, preset
        self.layout = Layout(preset.initial(), preset.universe)
        self.nature = Nature()
        self.monitor = Monitor(without_runs(catalogue))
        self.failures: set[tuple[str, str]] = set()
        self.names = {address: name for name, address in preset.addresses.items()}

    def states(self, depth: int = 10**6) -> dict[Vector, int]:
        """Every state that at most `depth` moves lead to, with the number of moves."""
        first = self.layout.encode(self.preset.initial())
        known, frontier = {first: 0}, [first]
        handlers = self.preset.opaque(self.nature.choose) if self.preset.opaque else {}
        with in_place_of(handlers):
            for level in itertools.count(1):
                reached = [after for vector in frontier for after in self._after(vector)] if level <= depth else []
                frontier = [after for after in dict.fromkeys(reached) if after not in known]
                known |= dict.fromkeys(frontier, level)
                if not frontier:
                    return known
        raise AssertionError("a search ends")

    def _after(self, vector: Vector) -> list[Vector]:
        found = [after for attempt in self.preset.attempts for after in self._calls(attempt, vector)]
        return [*found, *self._waits(vector)]

    def _calls(self, attempt: Attempt, vector: Vector) -> list[Vector]:
        pending: list[tuple[int, ...]] = [()]
        found = []
        while pending:
            given = pending.pop()
            after = self._call(attempt, given, vector)
            pending += alternatives(given, self.nature.answers)
            found += [after] if after is not None else []
        return found

    def _call(self, attempt: Attempt, given: tuple[int, ...], vector: Vector) -> Vector | None:
        preset, state = self.preset, self.layout.decode(vector)
        self.nature.start(given)
        told = (preset.gas, preset.refusing, self.names, preset.imports, preset.stuck_tokens)
        around = Surroundings(self.nature, *told)
        message = Message(
            *(preset.addresses[attempt.actor], attempt.value, preset.now, attempt.gas_price),
            environment=around,
            block=preset.now,
        )
        action = self.actions[attempt.action]
        outcome = perform(action, state, message, attempt.arguments)
        self.nature.seal()
        inside = all(
            key in preset.universe[name]
            for name in (*self.layout.stores, *self.layout.ledgers, *self.layout.listings)
            for key in getattr(state, name)
        )
        if not inside or (outcome.ok and preset.within and not preset.within(state, attempt)):
            return None
        step = Step(state, action, message, attempt.arguments, outcome)
        self.failures |= {(found.property, found.clause) for found in self.monitor.observe(step)}
        return self._settled(state) if outcome.ok else None

    def _settled(self, state: Any) -> Vector:
        """The vector of a state in which records that are over have the oldest times."""
        for (name, field), age in self.preset.ages.items():
            if name in self.preset.timeless:
                for held in getattr(state, name).values():
                    if self.preset.timeless[name](held) and getattr(held, field):
                        setattr(held, field, self.preset.now - age)
        return self.layout.encode(state)

    def _waits(self, vector: Vector) -> list[Vector]:
        state, now = self.layout.decode(vector), self.preset.now
        moments = {
            moment
            for name, of in self.preset.moments.items()
            for key, held in self._held(state, name)
            for moment in of(state, key, held, now)
        }
        return [self._later(vector, moment - now) for moment in sorted(moments) if moment > now]

    def _held(self, state: Any, name: str) -> list[tuple[Any, Any]]:
        """What has moments: every record that is there, and every amount, zero too."""
        store = getattr(state, name)
        if isinstance(store, Ledger):
            return [(key, store[key]) for key in self.preset.universe[name]]
        return list(store.items())

    def _later(self, vector: Vector, wait: int) -> Vector:
        state = self.layout.decode(vector)
        for name, older in self.preset.dated.items():
            setattr(state, name, older(getattr(state, name), wait))
        for (name, field), age in self.preset.ages.items():
            store = getattr(state, name)
            if name in self.layout.scalars:
                setattr(state, name, self._older(store, wait, age))
                continue
            for key, held in store.items():
                if isinstance(store, Ledger):
                    store[key] = self._older(held, wait, age)
                else:
                    setattr(held, field, self._older(getattr(held, field), wait, age))
        return self.layout.encode(state)

    def _older(self, moment: int, wait: int, age: int) -> int:
        return max(moment - wait, self.preset.now - age) if moment else 0


def known_to(crew: Any) -> dict[Vector, bytes]:
    """The states that a search in this process knows."""
    known: dict[Vector, bytes] = crew._partition.known
    return known
