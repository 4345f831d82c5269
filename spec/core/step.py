"""One step of a run, as claims over two states read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spec.core.action import Action
from spec.core.interpreter import Outcome
from spec.core.message import Message
from spec.core.store import Ledger, Store


class Before:
    """A record as it was before the step: read its fields as usual."""

    __slots__ = ("_previous", "_record")

    def __init__(self, record: Any, previous: dict[tuple[int, Any], Any]) -> None:
        self._record = record
        self._previous = previous

    def __getattr__(self, name: str) -> Any:
        key = (id(self._record), name)
        return self._previous[key] if key in self._previous else getattr(self._record, name)


@dataclass(frozen=True)
class Step:
    """A call that was performed: `state` is the state after it, `before(record)` any of its records before it."""

    state: Any
    action: Action
    message: Message
    arguments: Sequence[Any]
    outcome: Outcome

    @cached_property
    def _previous(self) -> dict[tuple[int, Any], Any]:
        return {(id(target), key): previous for _, target, key, previous in reversed(self.outcome.changes)}

    def before(self, record: Any) -> Any:
        """The record (or the state itself) as it was before this step."""
        return Before(record, self._previous)

    def amount_before(self, ledger: Ledger[Any], key: Any) -> int:
        """What a ledger held under `key` before this step."""
        changed = (id(ledger), key)
        return (self._previous[changed] or 0) if changed in self._previous else ledger[key]

    def total_before(self, store_name: str, amount: Callable[[Any], int] = int) -> int:
        """Sum of `amount` over all records that a store held before this step, as they were; of a ledger's amounts."""
        return sum(amount(before) for _, before, _ in self.moved(store_name))

    def inserted(self, store: Store[Any, Any], key: Any) -> bool:
        """True when this step added the record."""
        return (id(store), key) in self._previous

    def moved(self, store_name: str) -> Iterator[tuple[Any, Any, Any]]:
        """Key, what was under it before this step, and what is now; for all that a store or ledger held before.

        A ledger's amounts are listed for every key that was ever written.
        """
        store, previous = getattr(self.state, store_name), self._previous
        if isinstance(store, Ledger):
            for key, amount in store.items():
                yield key, self.amount_before(store, key), amount
            return
        changed = {target for target, _ in previous}
        for key, record in store.items():
            if (id(store), key) not in previous:
                yield key, Before(record, previous) if id(record) in changed else record, record

    def argument(self, name: str) -> Any:
        """The value passed for a parameter of the action."""
        names = [parameter.name for parameter in self.action.parameters]
        return self.arguments[names.index(name)]
