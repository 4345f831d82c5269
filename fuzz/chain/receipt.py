"""What a transaction did."""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

from fuzz.chain.errors import TransactionRefused


class Halt(enum.Enum):
    """Why the EVM stopped a transaction without a revert; all its gas is gone."""

    OUT_OF_GAS = "out of gas"
    INVALID_OPCODE = "invalid opcode"
    STACK = "stack overflow or underflow"
    BAD_JUMP = "invalid jump"
    STATIC_WRITE = "a write in a static call"
    CALL_DEPTH = "call too deep"
    CREATE = "contract creation refused"
    OTHER = "other"


_HALTS = (
    ("OutOfGas", Halt.OUT_OF_GAS),
    ("InvalidFEOpcode", Halt.INVALID_OPCODE),
    ("OpcodeNotFound", Halt.INVALID_OPCODE),
    ("NotActivated", Halt.INVALID_OPCODE),
    ("Stack", Halt.STACK),
    ("InvalidJump", Halt.BAD_JUMP),
    ("StateChangeDuringStaticCall", Halt.STATIC_WRITE),
    ("CallNotAllowedInsideStatic", Halt.STATIC_WRITE),
    ("CallTooDeep", Halt.CALL_DEPTH),
    ("Create", Halt.CREATE),
)


def halt_of(reason: str) -> Halt:
    """Return the kind of a halt from pyrevm's name for it."""
    return next((halt for prefix, halt in _HALTS if reason.startswith(prefix)), Halt.OTHER)


class Log(NamedTuple):
    """One event as the EVM emitted it; ``address`` in lower case, topics of 32 bytes each."""

    address: str
    topics: tuple[bytes, ...]
    data: bytes


class Receipt:
    """The outcome of one transaction.

    Attributes:
        success: Whether it took effect. If not, the chain is as it was before, apart from the gas.
        return_data: What it returned (on success).
        revert: The raw revert data, ``b""`` for a bare revert, ``None`` if it did not revert.
        halt: Why the EVM halted, ``None`` if it did not.
        halt_reason: pyrevm's own name of the halt, for reports.
        gas_used: Gas as pyrevm counts it; too low, see :mod:`fuzz.chain.world`.
    """

    __slots__ = ("_logs", "_raw_logs", "gas_used", "halt", "halt_reason", "return_data", "revert", "success")

    def __init__(
        self,
        success: bool,
        return_data: bytes,
        revert: bytes | None,
        halt_reason: str | None,
        gas_used: int,
        raw_logs: list[Any],
    ) -> None:
        self.success = success
        self.return_data = return_data
        self.revert = revert
        self.halt_reason = halt_reason
        self.halt = halt_of(halt_reason) if halt_reason is not None else None
        self.gas_used = gas_used
        self._raw_logs = raw_logs
        self._logs: list[Log] | None = None

    @property
    def logs(self) -> list[Log]:
        """The events, in order; converted when first asked for. Empty if the transaction failed."""
        if self._logs is None:
            converted = []
            for raw in self._raw_logs:
                topics, data = raw.data
                converted.append(Log(raw.address.lower(), tuple(topics), data))
            self._logs = converted
        return self._logs

    def __repr__(self) -> str:
        if self.success:
            return f"Receipt(success, {len(self._raw_logs)} logs, gas {self.gas_used})"
        return f"Receipt(halt {self.halt_reason})" if self.halt else f"Receipt(revert 0x{(self.revert or b'').hex()})"


def failed_receipt(text: str, what: str) -> Receipt:
    """Return the receipt of a failed transaction from pyrevm's message, the only place that has the revert data.

    Args:
        text: What pyrevm raised.
        what: The transaction, for people.

    Raises:
        TransactionRefused: It never ran.
    """
    gas = text.find("gas_used: ")
    if text.startswith("Revert {"):
        start = text.index("output: 0x") + len("output: 0x")
        used = int(text[gas + len("gas_used: ") : text.index(",", gas)])
        return Receipt(False, b"", bytes.fromhex(text[start : text.index(" ", start)]), None, used, [])
    if text.startswith("Halt {"):
        start = text.index("reason: ") + len("reason: ")
        used = int(text[gas + len("gas_used: ") : text.index(" ", gas + len("gas_used: "))])
        return Receipt(False, b"", None, text[start : text.index(", gas_used")], used, [])
    raise TransactionRefused(
        f"{what} is refused", text, "fund the sender, raise the gas limit or choose another sender"
    )
