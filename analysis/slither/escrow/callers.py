"""Who may call: checks of the caller, wherever they are written.

A check is a comparison with ``msg.sender``, a role or membership keyed by it, a recovered signature, or a call that is
asked about the caller. Modifiers, internal functions and overridden ``_msgSender()`` are already laid out, so only the
conditions themselves matter. A deny-list (``!banned[msg.sender]``) and the comparison with zero or with the
transaction's origin say who may *not* call, and count for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .entries import Entry
from .steps import Step
from .terms import (
    CALL,
    DECIDED,
    EITHER,
    OPERATION,
    ORIGIN,
    SENDER,
    Term,
    is_zero,
    keys,
    mentions,
    place,
    walk,
)
from .truth import comparison, number

_SIGNATURE_CALLS = ("ecrecover", "recover", "tryRecover", "isValidSignature", "isValidSignatureNow", "verify")


@dataclass(frozen=True)
class Authority:
    """Who may reach a step.

    Attributes:
        open: Whether anybody may.
        who: What the caller was compared with, on some way there.
    """

    open: bool
    who: frozenset[Term]

    @property
    def places(self) -> frozenset[str]:
        """The places of stored addresses that the caller was compared with."""
        return frozenset(found for term in self.who if (found := place(term)) is not None)


def authority(entry: Entry, step: Step) -> Authority:
    """Who may make an entry point reach a step."""
    granting = {c.number: grants(c.condition, c.holds) for c in entry.conditions if c.condition is not None}
    passed = {number for number, who in granting.items() if who}
    is_open = not entry.graph.always_before(step, lambda s: s.number in passed)
    earlier = entry.graph.before(step)
    who = [term for number in passed & earlier for term in granting[number]]
    return Authority(is_open, frozenset(who))


def grants(condition: Term, holds: bool) -> frozenset[Term]:
    """What a condition compares the caller with; nothing if it can be met by anybody."""
    if condition.kind == OPERATION:
        if condition.name == "!":
            return grants(condition.parts[0], not holds)
        if condition.name in ("&&", "||"):
            each = [grants(part, holds) for part in condition.parts]
            if (condition.name == "&&") != holds and not all(each):  # one of them suffices, and it is open
                return frozenset()
            return frozenset().union(*each)
        if condition.name == DECIDED:
            each = [grants(part, way) for part in condition.parts for way in (True, False)]
            return frozenset().union(*each)
    if condition.kind == EITHER:
        each = [grants(part, holds) for part in condition.parts if number(part) is None]
        return frozenset().union(*each)
    return _atom_grants(condition, holds)


def _atom_grants(atom: Term, holds: bool) -> frozenset[Term]:
    if _is_signature(atom) and (holds or atom.kind == OPERATION):
        return frozenset({atom})
    compared = comparison(atom, holds)
    if compared is not None:
        sign, left, right = compared
        for mine, other in ((left, right), (right, left)):
            if is_caller(mine):
                return frozenset({other}) if sign == "==" and not _says_nothing(other) else frozenset()
        if any(_is_about_caller(side) for side in (left, right)):
            denied = sign == "==" and (is_zero(left) or is_zero(right))
            return frozenset() if denied else frozenset({atom})
        return frozenset()
    return frozenset({atom}) if holds and _is_about_caller(atom) else frozenset()


def is_caller(term: Term) -> bool:
    """Whether a term is the caller, also as a meta-transaction forwarder sees it, or the transaction's origin."""
    if term.kind == EITHER:
        return any(is_caller(part) for part in term.parts)
    return term in (SENDER, ORIGIN)


def _says_nothing(other: Term) -> bool:
    return is_zero(other) or is_caller(other)


def _is_about_caller(term: Term) -> bool:
    """Whether a value is kept for, or was answered about, the caller."""
    for part in walk(term):
        if place(part) is not None and any(_names_caller(key) for key in keys(part)):
            return True
        is_question = part.kind == CALL and not part.name.startswith(("code", "extcodesize", "codehash"))
        if is_question and any(_names_caller(argument) for argument in part.parts):
            return True
    return False


def _names_caller(term: Term) -> bool:
    return mentions(term, SENDER) or mentions(term, ORIGIN)


def _is_signature(term: Term) -> bool:
    return any(part.kind == CALL and part.name.startswith(_SIGNATURE_CALLS) for part in walk(term))


def keyed_by_caller(term: Term) -> bool:
    """Whether a storage term belongs to the caller: the caller is one of its keys."""
    return any(_names_caller(key) for key in keys(term))
