"""Undo log of the concrete interpreter, and the source of "before" in two-state claims.

An action may change state before one of its guards fails; the EVM undoes that, and so must its oracle. While a
journal is open, every change of a record or store appends how to undo it: `(undo, target, key, previous)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = tuple[Callable[[Any, Any, Any], object], Any, Any, Any]


class Journal:
    """Changes since `open`, newest last."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: list[Change] | None = None

    def open(self) -> None:
        """Starts recording."""
        self.entries = []

    def close(self) -> list[Change]:
        """Stops recording, keeps the changes and returns them."""
        entries, self.entries = self.entries, None
        return entries or []

    def rollback(self) -> None:
        """Stops recording and undoes everything since `open`, newest first."""
        undo_all(self.close())


def undo_all(changes: list[Change]) -> None:
    """Undoes changes, newest first."""
    for undo, target, key, previous in reversed(changes):
        undo(target, key, previous)


JOURNAL = Journal()
"""The one journal of this process: transitions never nest."""
