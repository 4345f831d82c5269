"""Which statements and branches a source has, by solc's syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fuzz.tracing.code_map import Range

PLAIN = frozenset(
    {
        "ExpressionStatement",
        "Return",
        "EmitStatement",
        "RevertStatement",
        "InlineAssembly",
        "Break",
        "Continue",
    }
)
"""Statements that are run or not, as a whole."""
DECIDING = {"IfStatement": "condition", "WhileStatement": "condition", "ForStatement": "condition"}
"""Statements that decide where to go on, and the part that decides."""
CHECKS = frozenset({"require", "assert"})


@dataclass(frozen=True)
class Statement:
    """Something that is run or not. `range` is the part that is run when the statement is reached."""

    range: Range
    function: str


@dataclass(frozen=True)
class Branch:
    """A decision with two outcomes; `ranges` are those under which solc files its conditional jump."""

    ranges: tuple[Range, ...]
    function: str


@dataclass(frozen=True)
class Function:
    """A function or modifier with a body."""

    name: str
    range: Range


@dataclass(frozen=True)
class Source:
    """What there is to reach in one file."""

    unit: str
    functions: tuple[Function, ...]
    statements: tuple[Statement, ...]
    branches: tuple[Branch, ...]


def source_of(unit: str, tree: dict[str, Any]) -> Source:
    """Reads one file's syntax tree."""
    functions: list[Function] = []
    statements: list[Statement] = []
    branches: list[Branch] = []
    for owner, node in _bodies(tree):
        function = Function(owner, Range.of(node["src"]))
        functions.append(function)
        for inner in _nodes(node["body"]):
            statements.extend(_statements(inner, owner))
            branches.extend(_branches(inner, owner))
    return Source(unit, tuple(functions), tuple(statements), tuple(branches))


def _bodies(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in _nodes(tree):
        if node.get("nodeType") == "ContractDefinition":
            for part in node["nodes"]:
                if part["nodeType"] in ("FunctionDefinition", "ModifierDefinition") and part.get("body"):
                    yield f"{node['name']}.{part['name'] or part['kind']}", part
    for part in tree.get("nodes", ()):
        if part["nodeType"] == "FunctionDefinition" and part.get("body"):
            yield part["name"], part


def _statements(node: dict[str, Any], owner: str) -> Iterator[Statement]:
    kind = node.get("nodeType")
    if kind in PLAIN or (kind == "VariableDeclarationStatement" and node.get("initialValue")):
        yield Statement(Range.of(node["src"]), owner)
    elif kind == "TryStatement":
        yield Statement(Range.of(node["externalCall"]["src"]), owner)
    elif kind in DECIDING and node.get(DECIDING[kind]):
        yield Statement(Range.of(node[DECIDING[kind]]["src"]), owner)


def _branches(node: dict[str, Any], owner: str) -> Iterator[Branch]:
    kind = node.get("nodeType")
    if kind in DECIDING and node.get(DECIDING[kind]):
        yield Branch((Range.of(node["src"]), Range.of(node[DECIDING[kind]]["src"])), owner)
    elif kind in ("Conditional",) or (kind == "FunctionCall" and node["expression"].get("name") in CHECKS):
        yield Branch((Range.of(node["src"]),), owner)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every node below and including one, in source order."""
    if isinstance(tree, dict):
        if "nodeType" in tree:
            yield tree
        for key, part in tree.items():
            if key != "AST":  # the inside of inline assembly has a tree of its own
                yield from _nodes(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _nodes(part)
