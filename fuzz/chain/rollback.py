"""Off-chain tables that follow the chain back in time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

_ABSENT = object()


class Rollback:
    """An undo log shared by all dictionaries that mirror chain state.

    Tables are plain dictionaries: read them directly, write them only through :meth:`put`. Undoing costs
    one step per write since the mark.
    """

    def __init__(self) -> None:
        self._undo: list[tuple[dict[Any, Any], Hashable, Any]] = []

    def put(self, table: dict[Any, Any], key: Hashable, value: object) -> None:
        """Set ``table[key] = value`` and remember what was there."""
        self._undo.append((table, key, table.get(key, _ABSENT)))
        table[key] = value

    def mark(self) -> int:
        """Return the present position in the log."""
        return len(self._undo)

    def undo_to(self, mark: int) -> None:
        """Undo every write since ``mark``, newest first."""
        while len(self._undo) > mark:
            table, key, old = self._undo.pop()
            if old is _ABSENT:
                del table[key]
            else:
                table[key] = old
