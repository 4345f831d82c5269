"""The concrete interpreter: runs one action on plain values, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from spec.core.action import Action
from spec.core.errors import NotPayable, Revert
from spec.core.journal import JOURNAL, Change, undo_all
from spec.core.message import Event, Grant, ImportRefused, Message, Movement, Transfer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call did: the refusal, or the returned value with events, transfers, grants and tokens in order."""

    error: Revert | ImportRefused | None
    returned: Any = None
    events: tuple[Event, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    grants: tuple[Grant, ...] = ()
    changes: list[Change] = field(default_factory=list)
    movements: tuple[Movement, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the call succeeded."""
        return self.error is None

    @property
    def name(self) -> str:
        """`ok`, or the name of the error."""
        return "ok" if self.error is None else type(self.error).__name__


def perform(action: Action, state: Any, message: Message, arguments: Sequence[Any]) -> Outcome:
    """Runs `action` on `state`. A refused call leaves the state as it was."""
    JOURNAL.open()
    try:
        if message.value and not action.payable:
            raise NotPayable()
        returned = action.run(state, message, *arguments)
    except (Revert, ImportRefused) as error:
        JOURNAL.rollback()
        return Outcome(error)
    except BaseException:
        JOURNAL.rollback()
        raise
    changes = JOURNAL.close()
    return Outcome(
        None,
        returned,
        tuple(message.events),
        tuple(message.transfers),
        tuple(message.grants),
        changes,
        tuple(message.movements),
    )


def would(action: Action, state: Any, message: Message, arguments: Sequence[Any]) -> Outcome:
    """What `perform` would do; the state stays as it is."""
    outcome = perform(action, state, message, arguments)
    undo_all(outcome.changes)
    return outcome
