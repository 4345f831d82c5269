"""Source lines that no run of lockstep reaches, each with the reason and with what checks them instead."""

from __future__ import annotations

_STARVED = (
    "lockstep gives every transaction the gas of a whole block; tests/contracts/test_payments.py starves a push of gas"
)

UNREACHED: dict[str, str] = {
    "contracts/payments/Payments.sol: if (gasleft() < GAS_BEFORE_PUSH) revert InsufficientGasForPayment();": _STARVED,
    "contracts/dcm/Payouts.sol: revert InsufficientGasForPayment();": _STARVED,
}
"""By file and line, without indentation."""
