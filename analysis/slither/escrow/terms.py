"""What a value is made of: a small symbolic language over storage, the caller, coin and time.

A term is a tree. Two terms are equal when they are written the same; a term that grows too long keeps only a digest of
its text, so that loops of arithmetic can't make it explode. A *place* is where a storage term lives with its keys
left out: ``jobs[id].amount`` lives at ``Escrow.jobs[].amount`` whatever ``id`` is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

WORLD = "world"
"""What the chain supplies: ``msg.sender``, ``msg.value``, ``block.timestamp``, ``this`` and so on."""
CONSTANT = "constant"
PARAMETER = "parameter"
LOCAL = "local"
"""A local value whose making is not understood, a loop counter for example."""
STATE = "state"
ITEM = "item"
FIELD = "field"
OPERATION = "operation"
CALL = "call"
EITHER = "either"
STRUCT = "struct"
DECIDED = "decided by"
"""The operation of a predicate with several returns: its parts are the conditions that decide it."""

_LONGEST = 400


class Term:
    """A value, or a storage location that stands for the value in it.

    Args:
        kind: One of the kinds above.
        name: A variable, a constant's text, a field, an operator, a called function.
        parts: What it is made of: base and key of an item, base of a field, operands, arguments.
        type_: Slither's type of it, where known.
        site: The number of the step of a call to another contract, so that two calls are two values; negative for a
            function of this contract whose inside is not understood; 0 elsewhere.
    """

    __slots__ = ("kind", "name", "parts", "site", "text", "type")

    text: str

    def __init__(self, kind: str, name: str, parts: tuple[Term, ...] = (), type_: Any = None, site: int = 0) -> None:
        self.kind = kind
        self.name = name
        self.parts = parts
        self.type = type_
        self.site = site
        text = f"{kind}:{name}#{site}({','.join(part.text for part in parts)})"
        self.text = text if len(text) <= _LONGEST else hashlib.sha256(text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Term) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text


SENDER = Term(WORLD, "msg.sender")
ORIGIN = Term(WORLD, "tx.origin")
COIN = Term(WORLD, "msg.value")
NOW = Term(WORLD, "block.timestamp")
SELF = Term(WORLD, "this")
ZERO = Term(CONSTANT, "0")
NEVER_ZERO = (SENDER, ORIGIN, SELF)


def walk(term: Term) -> Iterator[Term]:
    """Yield a term and everything in it, each distinct term once."""
    seen: set[str] = set()
    pending = [term]
    while pending:
        here = pending.pop()
        if here.text not in seen:
            seen.add(here.text)
            yield here
            pending += here.parts


def made_of(term: Term) -> Iterator[Term]:
    """Like :func:`walk`, but what is stored is taken as it is: its keys are not part of it."""
    pending = [term]
    while pending:
        here = pending.pop()
        yield here
        if place(here) is None:
            pending += here.parts


def mentions(term: Term, wanted: Term) -> bool:
    """Whether ``wanted`` occurs in a term."""
    return any(part == wanted for part in walk(term))


def options(term: Term) -> tuple[Term, ...]:
    """The values that a term can be: those of a choice, or itself."""
    if term.kind != EITHER:
        return (term,)
    return tuple(option for part in term.parts for option in options(part))


def is_zero(term: Term) -> bool:
    """Whether a term is a plain zero, false, empty or the first member of an enum."""
    if term.kind == CONSTANT:
        return term.name in ("0", "False", "", "0x", "0x0", "0x0000000000000000000000000000000000000000")
    return False


def place(term: Term) -> str | None:
    """Where a storage term lives, keys left out; ``None`` for what is not storage."""
    if term.kind == STATE:
        return term.name
    if term.kind == ITEM:
        base = place(term.parts[0])
        return None if base is None else f"{base}[]"
    if term.kind == FIELD:
        base = place(term.parts[0])
        return None if base is None else f"{base}.{term.name}"
    return None


def places(term: Term) -> set[str]:
    """The places of all storage that a term reads, without the bases of what it reads and without keys."""
    return {found for read in reads(term) if (found := place(read)) is not None}


def reads(term: Term) -> list[Term]:
    """The storage terms that a value is computed from: outermost ones only, keys left out."""
    found: list[Term] = []
    seen: set[str] = set()
    pending = [term]
    while pending:
        here = pending.pop()
        if here.text in seen:
            continue
        seen.add(here.text)
        if place(here) is not None:
            found.append(here)
        else:
            pending += here.parts
    return found


def all_reads(term: Term) -> list[Term]:
    """Like :func:`reads`, and also the storage that the keys are computed from."""
    found = reads(term)
    return found + [inner for outer in found for key in keys(outer) for inner in all_reads(key)]


def keys(term: Term) -> list[Term]:
    """The keys of a storage term, outermost mapping first."""
    if term.kind == ITEM:
        return [*keys(term.parts[0]), term.parts[1]]
    return keys(term.parts[0]) if term.kind == FIELD else []


def root(term: Term) -> Term:
    """The state variable that a storage term starts from."""
    return root(term.parts[0]) if term.kind in (ITEM, FIELD) else term


def record_of(term: Term) -> str:
    """The place of the record that a storage term belongs to: up to its last key, or the contract (``""``)."""
    where = place(term) or ""
    return where[: where.rfind("[]") + 2] if "[]" in where else ""


def same_record(one: Term, other: Term) -> bool:
    """Whether two storage terms of one transaction describe the same deal: they share a key, or neither has any."""
    mine, theirs = keys(one), keys(other)
    return not (mine or theirs) or any(key in theirs for key in mine)


def is_balance_of_self(term: Term) -> bool:
    """Whether a term is the contract's own balance, of coin or of a token."""
    if term.kind != CALL:
        return False
    return (term.name.startswith("balance(") or term.name == "balanceOf") and any(mentions(p, SELF) for p in term.parts)
