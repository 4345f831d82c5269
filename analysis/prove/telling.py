"""States and calls in words that a person reads: what changed, and beside it what is not zero."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

from analysis.prove.arbitrary import leaves
from analysis.prove.values import Name
from spec.core.step import Step
from spec.core.store import Ledger, Roster, Rosters, Store


def told(before: Any, step: Step, fault: str | None = None) -> Iterator[str]:
    """The call with its arguments, how it ended (with a fault that no call may have), and what it changed."""
    arguments = ", ".join(
        f"{parameter.name}={shown(value)}"
        for parameter, value in zip(step.action.parameters, step.arguments, strict=True)
    )
    m = step.message
    yield f"{step.action.name}({arguments})"
    yield (
        f"  by {shown(m.sender)} with {m.value} wei at {m.now} s, gas price {m.gas_price} wei, "
        f"gas used {m.environment.gas_used}: {fault or ended(step)}"
    )
    changed = list(_changed(before, step.state))
    yield "  concerned:" if changed else "  nothing changes; the state holds:"
    yield from (f"    {line}" for line in changed or pictured(before))


def ended(step: Step) -> str:
    """How a call ended."""
    return "succeeds" if step.outcome.ok else f"is refused with {step.outcome.name}"


def _changed(before: Any, now: Any) -> Iterator[str]:
    for place in type(now).FIELDS:
        old, new = getattr(before, place.name), getattr(now, place.name)
        if isinstance(new, Store):
            for key, record in new.items():
                previous = dict(old.items()).get(key)
                changes = list(_field_changes(previous, record))
                if changes:
                    yield f"{place.name}[{shown(key)}]: {', '.join(changes)}"
        elif isinstance(new, Ledger):
            for key, amount in new.items():
                if amount != old[key]:
                    yield f"{place.name}[{shown(key)}]: {old[key]} -> {amount}"
        elif isinstance(new, Roster):
            if tuple(old) != tuple(new):
                yield f"{place.name}: {shown(tuple(old))} -> {shown(tuple(new))}"
        elif isinstance(new, Rosters):
            for key in dict.fromkeys((*dict(old.items()), *dict(new.items()))):
                if old.members(key) != new.members(key):
                    yield f"{place.name}[{shown(key)}]: {shown(old.members(key))} -> {shown(new.members(key))}"
        elif old != new:
            yield f"{place.name}: {shown(old)} -> {shown(new)}"


def _field_changes(previous: Any, record: Any) -> Iterator[str]:
    """Changed fields as before -> after; beside them what the record holds that is not zero."""
    after = dict(leaves(record))
    before = dict(leaves(previous)) if previous is not None else {}
    changed = {path for path in after if previous is None or bool(before[path] != after[path])}
    if not changed:
        return
    for path, value in after.items():
        if path in changed and previous is not None:
            yield f"{path} {shown(before[path])} -> {shown(value)}"
        elif path in changed or (isinstance(value, int) and not isinstance(value, bool) and value):
            yield f"{path} {shown(value)}"


def pictured(state: Any) -> Iterator[str]:
    """Everything that a state holds and that is not zero."""
    for place in type(state).FIELDS:
        held = getattr(state, place.name)
        if isinstance(held, (Store, Ledger, Rosters)):
            for key, value in held.items():
                fields = [f"{path} {shown(leaf)}".strip() for path, leaf in leaves(value) if not _idle(leaf)]
                yield f"{place.name}[{shown(key)}]: {', '.join(fields)}".rstrip(": ")
        elif not isinstance(held, Roster) and not _idle(held):
            yield f"{place.name}: {shown(held)}"


def _idle(value: Any) -> bool:
    """Zero, empty, and words of zeros, which tell a reader nothing; the first member of an enumeration does."""
    if isinstance(value, enum.Enum):
        return False
    if isinstance(value, Name):
        return value.term.value == 0
    if isinstance(value, str) and value.startswith("0x"):
        return int(value, 16) == 0
    return not any(value) if isinstance(value, bytes) else not value


def shown(value: Any) -> str:
    """A value as short as it can be read: words without their leading zeros."""
    if isinstance(value, str) and value.startswith("0x"):
        return f"0x{int(value, 16):x}"
    if isinstance(value, bytes):
        return f"0x{int.from_bytes(value, 'big'):x}"
    if isinstance(value, tuple):
        return f"({', '.join(shown(part) for part in value)})"
    return getattr(value, "name", None) or str(value)
