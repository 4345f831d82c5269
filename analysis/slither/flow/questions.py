"""Questions that several detectors ask about values and checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from slither.core.declarations import Contract

from ..ciphertexts import ACCESS_QUESTIONS, ORDER
from .events import Event, Happening
from .frames import is_handle_type
from .runs import Run
from .values import Kind, Value

_INDEX = re.compile(r"\[[^\[\]]*\]")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_COMPARED: WeakKeyDictionary[Contract, frozenset[str]] = WeakKeyDictionary()


def is_handle(value: Value) -> bool:
    """Whether a value is a ciphertext handle."""
    return value.kind in (Kind.OPERATION, Kind.TRIVIAL, Kind.INPUT) or is_handle_type(value.type)


def family(place: str) -> str:
    """A storage place without its indices: ``_balances[msg.sender].amount`` is one of ``_balances.amount``."""
    while _INDEX.search(place):
        place = _INDEX.sub("", place)
    return place


def mentions_sender(value: Value) -> bool:
    """Whether a value depends on who calls, directly or as the index of a mapping."""
    return any(s.kind == Kind.SENDER or "msg.sender" in s.name for s in value.sources())


def only_constants(values: Iterable[Value]) -> bool:
    """Whether nothing but literals can be meant."""
    return all(value.kind == Kind.CONSTANT for value in values)


def sender_checks(checked: Iterable[Value]) -> Iterator[Value]:
    """The checks that ask who calls; a comparison with a literal, such as the zero address, does not count."""
    for value in checked:
        if value.kind == Kind.PLAIN:
            if value.name in ACCESS_QUESTIONS or _compares_sender(value):
                yield value
        elif value.kind in (Kind.STORAGE, Kind.EXTERNAL, Kind.UNKNOWN) and mentions_sender(value):
            yield value


def _compares_sender(value: Value) -> bool:
    if value.name not in ("==", "!=") or not mentions_sender(value):
        return False
    return not any(only_constants(operand) for operand in value.operands)


def trusts_sender(checked: Iterable[Value]) -> bool:
    """Whether the caller was compared with an address that the contract knows."""
    return any(value.kind == Kind.PLAIN and value.name in ("==", "!=") for value in sender_checks(checked))


def asked_for_access(value: Value, checked: Iterable[Value]) -> bool:
    """Whether a condition depends on a handle in a way that can be a check of the right to use it."""
    for condition in checked:
        if condition.kind == Kind.STORAGE and f"[{value.text()}]" in condition.name:
            return True
        asks = condition.kind in (Kind.EXTERNAL, Kind.UNKNOWN) or condition.name in ACCESS_QUESTIONS
        if asks and value in condition.direct():
            return True
    return False


def is_ordered_by(values: Iterable[Value]) -> bool:
    """Whether a comparison of size went into an encrypted decision."""
    return any(source.name in ORDER for value in values for source in value.sources())


def compared_names(contract: Contract, runs: Iterable[Run]) -> frozenset[str]:
    """Names of variables and members that some condition anywhere in a contract looks at."""
    if contract not in _COMPARED:
        names: set[str] = set()
        for run in runs:
            for event in run.of(Happening.CONDITION):
                if run.contract == contract and event.name != "loop":
                    names |= {last_name(s.name) for values in event.arguments for v in values for s in v.sources()}
        _COMPARED[contract] = frozenset(names - {""})
    return _COMPARED[contract]


def last_name(text: str) -> str:
    """The last name in a storage path: the member or the variable that holds the value."""
    names = _NAME.findall(family(text))
    return names[-1] if names else ""


def used_values(run: Run) -> set[Value]:
    """Values that something else was computed from, or that an event passed on."""
    used = {operand for value in run.values for operand in value.direct() if operand is not value}
    for event in run.events:
        for values in event.arguments:
            used |= values
    return used


def inputs_of(event: Event, position: int) -> frozenset[Value]:
    """The values that one argument of an event may be; none where there is no such argument."""
    return event.arguments[position] if position < len(event.arguments) else frozenset()
