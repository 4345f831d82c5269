"""Renamings that make no difference: of all states that differ by one, the search keeps a single one.

Ids are given in order, so a renaming of ids applies only where it maps records that exist to records that exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.explore.layout import PRESENCE, Layout, Value, Vector
from properties.errors import UserError
from properties.preset import Attempt, Preset, Renaming
from spec.core import Actions

Sort = str | tuple[str, ...]


def renamed(value: Any, sort: Sort | None, renaming: Renaming) -> Any:
    """A name, or a tuple of names, under a renaming. A tuple under one sort is a collection of names."""
    if sort is None:
        return value
    if isinstance(sort, tuple):
        return tuple(renamed(part, of, renaming) for part, of in zip(value, sort, strict=True))
    if isinstance(value, tuple):
        return tuple(renamed(part, sort, renaming) for part in value)
    return renaming.get(sort, {}).get(value, value)


def composed(first: Renaming, then: Renaming) -> Renaming:
    """The renaming that does one after the other."""
    sorts = {*first, *then}
    result: dict[str, dict[Any, Any]] = {}
    for sort in sorts:
        a, b = first.get(sort, {}), then.get(sort, {})
        both = {name: b.get(a.get(name, name), a.get(name, name)) for name in {*a, *b}}
        result[sort] = {name: other for name, other in both.items() if name != other}
    return {sort: names for sort, names in sorted(result.items()) if names}


def inverse(renaming: Renaming) -> Renaming:
    """The renaming that undoes it."""
    return {sort: {other: name for name, other in names.items()} for sort, names in renaming.items()}


def group_of(generators: tuple[Renaming, ...]) -> list[Renaming]:
    """Every renaming that the generators lead to, the identity first."""
    group: list[Renaming] = [{}]
    for element in group:
        for generator in generators:
            product = composed(element, generator)
            if product not in group:
                group.append(product)
    return group


def renamed_attempt(attempt: Attempt, renaming: Renaming, preset: Preset, actions: Actions) -> Attempt:
    """The attempt that a renaming makes of one; it is again one of the preset's."""
    name_at = {address: name for name, address in preset.addresses.items()}
    actor = name_at[renamed(preset.addresses[attempt.actor], "actor", renaming)]
    parameters = actions[attempt.action].parameters
    arguments = tuple(
        renamed(value, preset.sorts.get(("", parameter.name)), renaming)
        for value, parameter in zip(attempt.arguments, parameters, strict=True)
    )
    found = replace(attempt, actor=actor, arguments=arguments, said=None)
    same = _call_of(found)
    return next((known for known in preset.attempts if _call_of(known) == same), found)


def _call_of(attempt: Attempt) -> tuple[Any, ...]:
    """What an attempt does, however a trace says it."""
    return (attempt.action, attempt.actor, attempt.arguments, attempt.value, attempt.gas_price)


def require_symmetric(preset: Preset, actions: Actions) -> None:
    """Refuses a preset whose attempts change under a renaming that it calls a symmetry. Raises UserError."""
    name_at = {address: name for name, address in preset.addresses.items()}
    for renaming in preset.symmetries:
        for attempt in preset.attempts:
            if renamed_attempt(attempt, renaming, preset, actions) not in preset.attempts:
                raise UserError(
                    f"preset {preset.name} is not symmetric",
                    f"{attempt} has no counterpart under {dict(renaming)}",
                    "add the attempt or drop the symmetry",
                )
        for name in preset.refusing:
            other = name_at[renamed(preset.addresses[name], "actor", renaming)]
            if other not in preset.refusing:
                raise UserError(f"preset {preset.name} is not symmetric", f"{name} may refuse coin, {other} not", None)


class Renamed(dict[int, int]):
    """Numbers of a table under a renaming, computed when first asked for."""

    def __init__(self, layout: Layout, name: str, sorts: Mapping[int, Sort], renaming: Renaming) -> None:
        super().__init__()
        self._table, self._sorts, self._renaming = layout.tables[name], sorts, renaming

    def __missing__(self, number: int) -> int:
        before: Value = self._table.values[number]
        held = list(before)
        for place, sort in self._sorts.items():
            if place < len(held):
                held[place] = renamed(held[place], sort, self._renaming)
        after = self[number] = self._table.number(tuple(held))
        return after


class Turn:
    """One renaming as an operation on vectors."""

    def __init__(self, layout: Layout, preset: Preset, renaming: Renaming) -> None:
        self.renaming = renaming
        self.swaps: list[tuple[int, int, int]] = []
        self.moved: list[tuple[int, int, Renamed]] = []
        names = {name: Renamed(layout, name, sorts_of(layout, preset, name), renaming) for name in layout.tables}
        for slot in layout.slots:
            sort = preset.sorts.get((slot.name, "key"))
            target = layout.where[slot.name, renamed(slot.key, sort, renaming)]
            if target != slot.index and slot.name in layout.stores:
                self.swaps.append((target, slot.index, layout.absent[slot.name]))
            if target != slot.index or sorts_of(layout, preset, slot.name):
                self.moved.append((target, slot.index, names[slot.name]))

    def __call__(self, vector: Vector) -> Vector | None:
        """The renamed vector; None where the renaming would make a record of a gap."""
        for target, source, absent in self.swaps:
            if (vector[target] == absent) is not (vector[source] == absent):
                return None
        held = list(vector)
        for target, source, names in self.moved:
            held[target] = names[vector[source]]
        return tuple(held)


def sorts_of(layout: Layout, preset: Preset, name: str) -> dict[int, Sort]:
    """Sort of each place in the values of a table that holds names."""
    fields = {field: sort for (held, field), sort in preset.sorts.items() if held == name and field != "key"}
    if name in layout.stores:
        places = layout.places(layout.classes[name])
        return {places[field]: sort for field, sort in fields.items()}
    return dict.fromkeys([PRESENCE], fields[""]) if "" in fields else {}


class Symmetry:
    """The group of a preset's renamings."""

    def __init__(self, layout: Layout, preset: Preset) -> None:
        self.turns = [Turn(layout, preset, renaming) for renaming in group_of(preset.symmetries)[1:]]

    def canonical(self, vector: Vector) -> Vector:
        """The least of the vectors that differ by a renaming."""
        best = vector
        for turn in self.turns:
            other = turn(vector)
            if other is not None and other < best:
                best = other
        return best

    def renaming_to(self, vector: Vector, canonical: Vector) -> Renaming:
        """A renaming that makes one vector the other."""
        if vector == canonical:
            return {}
        return next(turn.renaming for turn in self.turns if turn(vector) == canonical)
