"""A query as a file that a person reads: what it is about, large bounds by their names, long formulas over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDTH = 110
"""Characters from which on a formula is broken into lines."""
LARGE = {str(2**bits - 1): f"|2^{bits} - 1|" for bits in (64, 128, 256)}
LARGE |= {str(2**bits): f"|2^{bits}|" for bits in (64, 128, 256)}
"""Numbers that nobody recognizes in digits."""
HEAD = """\
; {name}
;
; One query of the proof: assumptions, the way through the code that is looked at, and the claim negated. A solver
; that answers `unsat` says that the claim follows. A field of a stored record is a function of its key:
; (|requests.status| k) is what the field `status` of the record under k in the store `requests` held before the call.
; What is unchanged after the call is that same term. `case` says which way was taken; `rest` is a sum over all records
; that are not mentioned; `other` is any record that is not mentioned.
; times and quotient, where they occur, stand for the product and quotient of two unknowns, of which only what is
; asserted is used.
"""
TOKEN = re.compile(r"\|[^|]*\||[()]|[^\s()|]+")

FLAT = ("and", "or", "+")
"""Operations whose nesting says nothing."""

Tree = str | list["Tree"]


def readable(name: str, script: str) -> str:
    """The same query, laid out for a reader. name: of the obligation."""
    lines = [line for line in script.splitlines() if not line.startswith("; unsat")]
    start = next(place for place, line in enumerate(lines) if line.startswith("("))
    body = [laid_out for line in lines[start:] for laid_out in _line(line)]
    named = {word: number for number, word in LARGE.items() if any(word in line for line in body)}
    defined = [f"(define-fun {word} () Int {number})" for word, number in named.items()]
    kept: list[str] = []
    for line in body:
        if line.startswith("(assert") and "; what the types and operations say" not in kept and not _named(kept):
            kept.append("; what the types and operations say")
        kept.append(line)
    logic, *rest = kept
    return "\n".join([HEAD.format(name=name) + logic, *defined, *rest]) + "\n"


def _named(kept: list[str]) -> bool:
    """Whether the last line is the name of the assumption that follows."""
    return bool(kept) and kept[-1].startswith(";")


def _line(line: str) -> Iterator[str]:
    """One line of a script as lines that are not too long; comments as they are."""
    if line.startswith(";"):
        yield line
        return
    for number, word in LARGE.items():
        line = re.sub(rf"(?<![\w|.]){number}(?![\w|.])", word, line)
    yield from _broken(_plain(_tree(line)), 0)


def _tree(line: str) -> Tree:
    """An expression as nested lists of words."""
    stack: list[list[Tree]] = [[]]
    for token in TOKEN.findall(line):
        if token == "(":
            stack.append([])
        elif token == ")":
            closed = stack.pop()
            stack[-1].append(closed)
        else:
            stack[-1].append(token)
    return stack[0][0]


def _plain(tree: Tree) -> Tree:
    """The same expression as mathematics writes it: no choices that are just `and` or `or`, sums and bounds in one."""
    if isinstance(tree, str) or not tree:
        return tree
    head, *arguments = (_plain(part) for part in tree)
    if head == "ite" and arguments[0] in arguments[1:]:
        condition, then, otherwise = arguments
        head, arguments = ("and", [condition, then]) if condition == otherwise else ("or", [condition, otherwise])
    if head in FLAT:
        arguments = [part for one in arguments for part in (one[1:] if _is(one, head) else [one])]
    if head == "or":
        return _implication(arguments)
    if head == "and" and len(arguments) == 2:
        low, high = arguments
        if isinstance(low, list) and isinstance(high, list) and low[0] == high[0] == "<=" and low[2] == high[1]:
            return [*low, high[2]]
    return [head, *arguments]


def _is(tree: Tree, head: Tree) -> bool:
    return isinstance(tree, list) and tree[:1] == [head]


def _implication(parts: list[Tree]) -> Tree:
    """`not a or not b or c` as `a and b imply c`."""
    conditions: list[Tree] = [part[1] for part in parts if _is(part, "not")]
    rest = [part for part in parts if not _is(part, "not")]
    if not conditions or not rest:
        return ["or", *parts]
    condition = conditions[0] if len(conditions) == 1 else ["and", *conditions]
    return ["=>", condition, rest[0] if len(rest) == 1 else ["or", *rest]]


def _flat(tree: Tree) -> str:
    return tree if isinstance(tree, str) else f"({' '.join(map(_flat, tree))})"


def _broken(tree: Tree, indent: int) -> Iterator[str]:
    """One line where it fits, else the head on a line of its own and each argument below it."""
    flat = _flat(tree)
    if isinstance(tree, str) or indent + len(flat) <= WIDTH or len(tree) < 2:
        yield " " * indent + flat
        return
    head, *arguments = tree
    yield " " * indent + "(" + _flat(head)
    lines = [line for argument in arguments for line in _broken(argument, indent + 2)]
    yield from lines[:-1]
    yield lines[-1] + ")"
