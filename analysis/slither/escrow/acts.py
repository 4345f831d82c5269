"""What the steps of an entry point do to money and storage: payouts, receipts, writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slither.core.declarations import Function, Structure
from slither.core.solidity_types import UserDefinedType
from slither.core.variables.local_variable import LocalVariable
from slither.core.variables.state_variable import StateVariable
from slither.slithir.operations import (
    Delete,
    HighLevelCall,
    Index,
    Length,
    LibraryCall,
    LowLevelCall,
    Member,
    OperationWithLValue,
    Send,
    SolidityCall,
    Transfer,
)
from slither.slithir.variables import ReferenceVariable

from .frames import Frame
from .steps import Step
from .terms import CALL, CONSTANT, FIELD, OPERATION, SELF, STRUCT, ZERO, Term, is_zero, options, place, walk
from .unrolling import SENDING_LIBRARY_FUNCTIONS

_SELECTORS = {"transfer": "0xa9059cbb", "transferFrom": "0x23b872dd"}


@dataclass(frozen=True, eq=False)
class Write:
    """Something stored.

    Attributes:
        target: Where.
        value: What; zero for a deletion.
        step: When.
        whole: Whether it is one field of a record that is written as a whole.
    """

    target: Term
    value: Term
    step: Step
    whole: bool = False

    @property
    def place(self) -> str:
        """Where it is stored, keys left out."""
        return place(self.target) or ""

    @property
    def adds(self) -> Term | None:
        """What is added to the old value, if that is what happens."""
        return self._moved("+")

    @property
    def takes(self) -> Term | None:
        """What is subtracted from the old value, if that is what happens."""
        return self._moved("-")

    @property
    def clears(self) -> bool:
        """Whether zero is stored."""
        return is_zero(self.value)

    def _moved(self, sign: str) -> Term | None:
        if self.value.kind != OPERATION or self.value.name != sign:
            return None
        left, right = self.value.parts
        if left == self.target:
            return right
        return left if sign == "+" and right == self.target else None


@dataclass(frozen=True, eq=False)
class Payout:
    """Coin or tokens that leave the contract.

    Attributes:
        recipient: Who is paid.
        amount: How much.
        token: The token, or ``None`` for coin.
        means: ``call``, ``send``, ``transfer`` (coin), ``token``, ``safe token``, ``library`` (a sending library
            function for coin), ``forward`` (coin that goes along with a call to another contract) or ``execute`` (the
            same with call data that are made elsewhere).
        step: When.
    """

    recipient: Term
    amount: Term
    token: Term | None
    means: str
    step: Step

    @property
    def failure_reverts(self) -> bool:
        """Whether a failing payment reverts by itself."""
        return self.means in ("transfer", "safe token", "library", "forward")

    @property
    def hands_over_control(self) -> bool:
        """Whether the recipient, or the token, runs code with enough gas to call back."""
        return self.means not in ("send", "transfer")


@dataclass(frozen=True, eq=False)
class Receipt:
    """Tokens that the contract pulls from somebody, for itself or for another.

    Attributes:
        token: Which.
        payer: From whom.
        receiver: For whom.
        amount: How many are asked for, or which one.
        step: When.
        fungible: Whether they are counted; a single item has a number that is not an amount.
    """

    token: Term
    payer: Term
    receiver: Term
    amount: Term
    step: Step
    fungible: bool


def writes(step: Step) -> Iterator[Write]:
    """Yield what a step stores, field by field where a record is stored as a whole."""
    operation, frame = step.operation, step.frame
    if not isinstance(operation, OperationWithLValue) or isinstance(operation, (Index, Member, Length)):
        return
    variable = operation.variable if isinstance(operation, Delete) else operation.lvalue
    if not isinstance(variable, (StateVariable, ReferenceVariable)) or not frame.is_storage(variable):
        return
    value = ZERO if isinstance(operation, Delete) else frame.value(operation)
    for target in options(frame.term(variable)):
        if place(target) is None:
            continue
        yield Write(target, value, step)
        for name, kind, part in _fields(frame, operation, target, value):
            yield Write(Term(FIELD, name, (target,), kind), part, step, whole=True)


def _fields(frame: Frame, operation: Any, target: Term, value: Term) -> Iterator[tuple[str, Any, Term]]:
    structure = _structure(target.type)
    if structure is None:
        return
    elements = structure.elems_ordered
    if value.kind == STRUCT and len(value.parts) == len(elements):
        for element, part in zip(elements, value.parts, strict=True):
            yield element.name, element.type, part
    elif is_zero(value):
        for element in elements:
            yield element.name, element.type, ZERO
    else:
        changed = _changed_in_memory(frame, getattr(operation, "rvalue", None))
        for element in elements:
            for part in changed.get(element.name, []):
                yield element.name, element.type, part


def _structure(kind: Any) -> Structure | None:
    if isinstance(kind, UserDefinedType) and isinstance(kind.type, Structure):
        return kind.type
    return None


def _changed_in_memory(frame: Frame, variable: Any) -> dict[str, list[Term]]:
    """The values given to the fields of a record in memory, by field, before it is stored as a whole."""
    found: dict[str, list[Term]] = {}
    if not isinstance(variable, LocalVariable):
        return found
    for node in frame.function.nodes:
        for operation in node.irs:
            lvalue = getattr(operation, "lvalue", None)
            if isinstance(operation, Member) or not isinstance(lvalue, ReferenceVariable):
                continue
            for definition in frame.definitions(lvalue):
                if isinstance(definition, Member) and definition.variable_left == variable:
                    found.setdefault(str(definition.variable_right), []).append(frame.value(operation))
    return found


def payout(step: Step) -> Payout | None:
    """What a step pays out, if anything."""
    operation, frame = step.operation, step.frame
    if isinstance(operation, (Transfer, Send)):
        means = "transfer" if isinstance(operation, Transfer) else "send"
        return Payout(frame.term(operation.destination), frame.term(operation.call_value), None, means, step)
    if isinstance(operation, LibraryCall):
        return _by_library(step, str(operation.function_name), frame.terms(operation.arguments))
    if isinstance(operation, LowLevelCall):
        return _by_low_level_call(step, operation)
    if isinstance(operation, HighLevelCall):
        return _by_method(step, operation)
    if isinstance(operation, SolidityCall) and operation.function.name.startswith("call(uint256,uint256,uint256"):
        _, target, amount, _, length, *_ = frame.terms(operation.arguments)
        means = "call" if is_zero(length) else "execute"
        return None if is_zero(amount) else Payout(target, amount, None, means, step)
    return None


def _by_library(step: Step, name: str, parts: tuple[Term, ...]) -> Payout | None:
    if name not in SENDING_LIBRARY_FUNCTIONS:
        return None
    if name in ("safeTransferETH", "forceSafeTransferETH", "sendValue"):
        return Payout(parts[0], parts[1], None, "library", step) if len(parts) >= 2 else None
    if name == "functionCallWithValue":
        return Payout(parts[0], parts[2], None, "library", step) if len(parts) >= 3 else None
    means = "token" if name.startswith("try") else "safe token"
    if name.endswith("TransferFrom"):
        return _token_move(step, parts[0], parts[1:], means)
    return Payout(parts[1], parts[2], parts[0], means, step) if len(parts) >= 3 else None


def _token_move(step: Step, token: Term, parts: tuple[Term, ...], means: str) -> Payout | None:
    if len(parts) < 3 or parts[0] != SELF:
        return None
    return Payout(parts[1], parts[2], token, means, step)


def _by_low_level_call(step: Step, operation: LowLevelCall) -> Payout | None:
    frame = step.frame
    if str(operation.function_name) != "call":
        return None
    target = frame.term(operation.destination)
    if operation.call_value is not None:
        amount = frame.term(operation.call_value)
        means = "call" if all(_is_fixed(part) for part in frame.terms(operation.arguments)) else "execute"
        return None if is_zero(amount) else Payout(target, amount, None, means, step)
    method, parts = _encoded_call(frame.terms(operation.arguments))
    if method == "transfer" and len(parts) >= 2:
        return Payout(parts[0], parts[1], target, "token", step)
    return _token_move(step, target, parts, "token") if method == "transferFrom" else None


def _is_fixed(data: Term) -> bool:
    """Whether call data are written in the source, as the empty ones of a plain payment are."""
    return all(part.kind in (CONSTANT, CALL) for part in walk(data))


def _encoded_call(parts: tuple[Term, ...]) -> tuple[str, tuple[Term, ...]]:
    """The token method and its arguments that low-level call data encode, if any."""
    for term in (inner for part in parts for inner in walk(part)):
        if term.kind == CALL and term.name.startswith("abi.encode") and len(term.parts) >= 2:
            selector = " ".join(part.text for part in walk(term.parts[0]))
            for method, digits in _SELECTORS.items():
                if f".{method}(" in selector or f"{method}(" in selector or digits in selector:
                    return method, term.parts[1:]
    return "", ()


def _by_method(step: Step, operation: HighLevelCall) -> Payout | None:
    frame, name = step.frame, str(operation.function_name)
    target, parts = frame.term(operation.destination), frame.terms(operation.arguments)
    if operation.call_value is not None:
        amount = frame.term(operation.call_value)
        return None if is_zero(amount) else Payout(_named_recipient(target, parts), amount, None, "forward", step)
    means = "token" if returns_success(operation) else "safe token"
    if name == "transfer" and len(parts) == 2:
        return Payout(parts[0], parts[1], target, means, step)
    if name in ("transferFrom", "safeTransferFrom"):
        return _token_move(step, target, parts, means)
    return None


def _named_recipient(target: Term, parts: tuple[Term, ...]) -> Term:
    """For whom coin is handed to another contract: the address among the arguments, else the contract itself."""
    addresses = [part for part in parts if str(part.type) in ("address", "address payable")]
    return addresses[0] if addresses else target


def returns_success(operation: HighLevelCall) -> bool:
    """Whether a called method answers with a plain boolean."""
    callee = operation.function
    return isinstance(callee, Function) and [str(kind) for kind in callee.return_type or []] == ["bool"]


def receipt(step: Step) -> Receipt | None:
    """What tokens a step pulls from somebody, if any."""
    operation, frame, fungible = step.operation, step.frame, True
    if isinstance(operation, LowLevelCall) and str(operation.function_name) == "call":
        method, encoded = _encoded_call(frame.terms(operation.arguments))
        if method != "transferFrom":
            return None
        token, parts = frame.term(operation.destination), encoded
    elif isinstance(operation, LibraryCall):
        if str(operation.function_name) not in ("safeTransferFrom", "trySafeTransferFrom"):
            return None
        token, *rest = frame.terms(operation.arguments)
        parts = tuple(rest)
    elif isinstance(operation, HighLevelCall) and str(operation.function_name) in ("transferFrom", "safeTransferFrom"):
        token, parts = frame.term(operation.destination), frame.terms(operation.arguments)
        fungible = returns_success(operation)
    else:
        return None
    if len(parts) < 3 or parts[0] == SELF:
        return None
    return Receipt(token, parts[0], parts[1], parts[2], step, fungible)
