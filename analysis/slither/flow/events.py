"""What a run notes down for detectors to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from slither.core.cfg.node import Node
from slither.core.declarations.function import Function

from .state import Path, Values
from .values import Value


class Happening(StrEnum):
    """Kinds of events."""

    OPERATION = "operation"  # an FHE call that makes or asks about a ciphertext
    GRANT = "grant"
    STORE = "store"  # a write to storage
    CONDITION = "condition"  # a branch, require or assert
    REVERT = "revert"
    EMIT = "emit"
    RETURN = "return"  # from the entry
    CALL = "call"  # of another contract, or a payment
    VERIFY = "verify"  # of a decryption, by the signatures of the KMS


@dataclass(frozen=True)
class Event:
    """One event, with what was known when it happened.

    Attributes:
        what: Its kind.
        node: Where it happens.
        function: The function that contains the node.
        name: The operation, the grant, the event or the called function.
        arguments: For each argument, the values that it may be.
        made: The value that an operation makes.
        path: The place written to, for a store.
        checked: The values that a condition looked at before, on every way here.
        open: The handles that may be ungranted to the contract just after.
        stale: Values read from storage whose place was overwritten since, with that place; for a store, before it.
        order: Number of events noted down before it.
        bounds: The conditions of the loops around it; empty outside of loops.
        calls: The nodes of the calls that lead from the entry to the function, outermost first.
        is_handle: What a store puts into storage is a ciphertext.
    """

    what: Happening
    node: Node
    function: Function
    name: str
    arguments: tuple[Values, ...] = ()
    made: Value | None = None
    path: Path = ()
    checked: Values = frozenset()
    open: Values = frozenset()
    stale: tuple[tuple[Value, Path], ...] = ()
    order: int = 0
    bounds: Values = frozenset()
    is_handle: bool = True
    calls: tuple[Node, ...] = ()
