"""What one activation of a function is, and small questions about its code that the walk asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from slither.core.cfg.node import Node
from slither.core.declarations.function import Function
from slither.slithir.operations import InternalCall

from ..ciphertexts import is_ciphertext
from .state import Path, State, Values
from .values import Kind


@dataclass
class Frame:
    """One activation of a function."""

    function: Function
    context: str
    depth: int
    bounds: Values = frozenset()
    refs: dict[str, Path] = field(default_factory=dict)
    loops: dict[int, Values] = field(default_factory=dict)
    stack: tuple[Function, ...] = ()
    calls: tuple[Node, ...] = ()


@dataclass
class Result:
    """What an expression gives: values, the storage that it points to, and what is inside it."""

    values: Values
    path: Path | None = None
    inside: dict[Path, Values] = field(default_factory=dict)


def elements_like(state: State, path: Path) -> Values:
    """What any element of a local array may be, because an index that is computed names any of them."""
    if not any(part.startswith("[") for part in path):
        return frozenset()
    shape = _shape(path)
    alike = [values for known, values in state.env.items() if known[0] == path[0] and _shape(known) == shape]
    return frozenset().union(*alike)


def _shape(path: Path) -> tuple[str, ...]:
    return tuple("[]" if part.startswith("[") else part for part in path)


def loop_body(function: Function, loop: int) -> set[Node]:
    """The nodes of the loop that starts at the node with this id: those that lead back to it."""
    head = next(node for node in function.nodes if node.node_id == loop)
    return _reach(head, "sons") & _reach(head, "fathers")


def _reach(start: Node, direction: str) -> set[Node]:
    found: set[Node] = set()
    pending = list(getattr(start, direction))
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += getattr(node, direction)
    return found


def kind_of_global(name: str) -> Kind:
    """What a global of the language, such as ``msg.sender``, is the value of."""
    if name in ("msg.sender", "tx.origin"):
        return Kind.SENDER
    if name == "this":
        return Kind.THIS
    return Kind.PARAMETER if name in ("msg.value", "msg.data") else Kind.CHAIN


def is_aggregate(variable: Any) -> bool:
    """Whether a variable may hold a struct or an array, and so point into storage."""
    return not is_ciphertext(variable.type) and str(variable.type) not in ("bool", "address", "bytes32", "uint256")


def are_handles(values: Values) -> bool:
    """Whether some of the values are ciphertexts by their type."""
    return any(is_handle_type(value.type) for value in values)


def is_handle_type(name: str) -> bool:
    """Whether the name of a type is that of a ciphertext."""
    return name.startswith(("euint", "ebool", "eaddress", "eint", "ebytes"))


def modifier_calls(function: Function) -> list[InternalCall]:
    """The modifiers of a function, but for reentrancy guards, which say nothing about who may do what."""
    calls = [ir for node in function.nodes for ir in node.irs if isinstance(ir, InternalCall) and ir.is_modifier_call]
    return [call for call in calls if "reentran" not in str(call.function.name).lower()]
