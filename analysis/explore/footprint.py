"""What was learned about items that are computed from a state, filed by what each computation read.

An item is anything that is a function of the state: a call, a claim. Running it on a watched state shows what it read;
wherever a later state holds the same in those places, the result is the same. So results are filed in a tree whose
branches are readings. All items share one tree: those about one record disappear together at the first reading that
makes them void, and a state meets little more than the items that have something to say about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from analysis.explore.layout import Vector

Item = tuple[int, tuple[int, ...]]
"""Number of an item, and the environment's answers given so far."""
Learned = tuple[Item, Sequence[tuple[int, int, int]], Sequence[Any], Any]
"""An item, what it read (slot, place, answers before it), all answers, and its result, None for nothing."""
Run = Callable[[Sequence[Item], Vector], Iterable[Learned]]
"""Runs items on a state, each along all answers of the environment."""


class Reading:
    """Places of one slot that are read next. `jumps` says, for each number of the slot, what follows in other slots."""

    __slots__ = ("jumps", "places", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.places: dict[int, tuple[dict[Any, Branch], dict[Item, None]]] = {}
        self.jumps: dict[int, tuple[list[Any], list[Reading]]] = {}


class Branch:
    """What is known once certain places were read: results, and what is read next."""

    __slots__ = ("readings", "results")

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.readings: dict[int, Reading] = {}


class Footprints:
    """The tree of one set of items. `values` are the layout's values by slot and number."""

    def __init__(self, items: int, run: Run, values: Sequence[dict[int, tuple[Any, ...]]]) -> None:
        self._run = run
        self._values = values
        self._items = items
        self._root: Branch | None = None
        self.learned = 0

    def forget(self) -> None:
        """Drops what was learned."""
        self._root = None

    def results(self, vector: Vector) -> list[Any]:
        """The results of all items in a state, but for those that are None."""
        if self._root is None:
            self._root = Branch()
            self._learn([(item, ()) for item in range(self._items)], vector)
        found = list(self._root.results)
        readings = list(self._root.readings.values())
        while readings:
            reading = readings.pop()
            jump = reading.jumps.get(vector[reading.slot])
            if jump is None:
                jump = self._jump(reading, vector)
            results, after = jump
            if results:
                found += results
            if after:
                readings += after
        return found

    def _jump(self, reading: Reading, vector: Vector) -> tuple[list[Any], list[Reading]]:
        """What follows from everything that is read of one slot, one place after the other."""
        slot = reading.slot
        held = self._values[slot][vector[slot]]
        found: list[Any] = []
        after: list[Reading] = []
        pending = [reading]
        while pending:
            for place, (table, waiting) in pending.pop().places.items():
                if held[place] not in table:
                    self._learn(list(waiting), vector)
                branch = table[held[place]]
                found += branch.results
                for other in branch.readings.values():
                    (pending if other.slot == slot else after).append(other)
        reading.jumps[vector[slot]] = found, after
        return found, after

    def _learn(self, items: Sequence[Item], vector: Vector) -> None:
        for item, reads, answers, result in self._run(items, vector):
            self.learned += 1
            self._file(item[0], reads, answers, result, vector)

    def _file(
        self, item: int, reads: Sequence[tuple[int, int, int]], answers: Sequence[Any], result: Any, vector: Vector
    ) -> None:
        assert self._root is not None
        chosen = tuple(answer.chosen for answer in answers)
        branch = self._root
        for slot, place, before in reads:
            reading = branch.readings.get(slot)
            if reading is None:
                reading = branch.readings[slot] = Reading(slot)
            table, waiting = reading.places.setdefault(place, ({}, {}))
            waiting[item, chosen[:before]] = None
            held = self._values[slot][vector[slot]][place]
            if held not in table:
                table[held] = Branch()
            branch = table[held]
        if result is not None:
            branch.results.append(result)
