"""What can go wrong while driving the in-process chain, said in sentences the user can act on.

A transaction that reverts is no error: :class:`fuzz.chain.receipt.Receipt` reports it. These are
for calls that a real node would not accept, for misuse, and for views that revert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.errors import UserError

if TYPE_CHECKING:
    from fuzz.chain.abi import Reverted


class ChainError(UserError):
    """The in-process chain can't do what it was asked."""


class TransactionRefused(ChainError):
    """A node would not include the transaction: no funds for it, too little gas to start, a sender with code."""


class CallFailed(ChainError):
    """A view call, or a deployment, reverted or ran out of gas.

    Args:
        what: The call, for people.
        reverted: The decoded revert, or ``None`` when the EVM halted.
        halt: Why the EVM halted, or ``None``.
    """

    def __init__(self, what: str, reverted: Reverted | None, halt: str | None = None) -> None:
        self.reverted = reverted
        self.halt = halt
        super().__init__(f"{what} failed", str(reverted) if reverted is not None else halt)


class StaleSnapshot(ChainError):
    """A snapshot was restored after an earlier one had been restored, or belongs to another world."""


class AbiError(ChainError):
    """A value does not fit its ABI type, a name is not in the ABI, or data can't be decoded."""


class LayoutError(ChainError):
    """A storage path does not fit the contract's storage layout."""


class CoprocessorError(ChainError):
    """The coprocessor met a ciphertext that it knows nothing about."""


class NotAllowed(ChainError):
    """The access control list does not let this user read this ciphertext through this contract."""
