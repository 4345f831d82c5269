"""FAB: a token that behaves, in which hosts stake and models are voted on. Supply is fixed.

No call comes from the zero address, so what the contract says to such a sender is left out.
"""

from __future__ import annotations

from spec.compute.events import Approval, Transfer
from spec.compute.fab_votes import votes_moved
from spec.compute.model_errors import (
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    ERC20InvalidApprover,
    ERC20InvalidReceiver,
    ERC20InvalidSpender,
)
from spec.compute.state import COMPUTE, FAB, INFINITE, State
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, require

TOTAL_SUPPLY = 1_000_000 * 10**18
"""Base units of FAB, all of them minted at deployment."""


@COMPUTE.action(on=FAB)
def transfer(s: State, m: Message, to: Address, value: Uint256) -> bool:
    """Moves FAB of the sender. Returns true.

    Errors, in order: ERC20InvalidReceiver, ERC20InsufficientBalance.
    """
    # Verify
    require(to != ZERO_ADDRESS, ERC20InvalidReceiver, to)
    check_balance(s, m.sender, value)
    # Effects
    send_fab(s, m, m.sender, to, value)
    return True


@COMPUTE.action(on=FAB)
def approve(s: State, m: Message, spender: Address, value: Uint256) -> bool:
    """Lets `spender` move that much of the sender's FAB. Returns true.

    Errors: ERC20InvalidSpender.
    """
    # Verify
    require(spender != ZERO_ADDRESS, ERC20InvalidSpender, spender)
    # Effects
    s.fab_allowances[m.sender, spender] = value
    # Events
    m.emit(Approval(m.sender, spender, value))
    return True


@COMPUTE.action(on=FAB)
def transfer_from(s: State, m: Message, owner: Address, to: Address, value: Uint256) -> bool:
    """Moves FAB of `owner`, who has allowed it to the sender. Returns true.

    Errors, in order: ERC20InsufficientAllowance, ERC20InvalidApprover, ERC20InvalidReceiver, ERC20InsufficientBalance.
    """
    # Verify
    check_allowance(s, owner, m.sender, value)
    require(owner != ZERO_ADDRESS, ERC20InvalidApprover, owner)
    require(to != ZERO_ADDRESS, ERC20InvalidReceiver, to)
    check_balance(s, owner, value)
    # Effects
    spend_allowance(s, owner, m.sender, value)
    send_fab(s, m, owner, to, value)
    return True


def pull_fab(s: State, m: Message, holder: Address, value: Uint256) -> None:
    """A contract, `holder`, takes FAB from the sender, who has allowed it. Zero does nothing.

    FAB calls nobody back, so an amount that the caller chose is pulled before it is added to anything.

    Errors, in order: ERC20InsufficientAllowance, ERC20InsufficientBalance.
    """
    if value == 0:
        return
    check_allowance(s, m.sender, holder, value)
    check_balance(s, m.sender, value)
    spend_allowance(s, m.sender, holder, value)
    send_fab(s, m, m.sender, holder, value)


def send_fab(s: State, m: Message, payer: Address, payee: Address, value: Uint256) -> None:
    """Moves FAB that the payer has, and says so; the votes that it carries go with it."""
    s.fab_balances[payer] -= value
    s.fab_balances[payee] += value
    m.emit(Transfer(payer, payee, value))
    s.fab_voters = votes_moved(s.fab_voters, m, payer, payee, value)


def check_allowance(s: State, owner: Address, spender: Address, value: Uint256) -> None:
    """Raises ERC20InsufficientAllowance unless the spender may move that much."""
    allowed = s.fab_allowances[owner, spender]
    require(allowed >= value, ERC20InsufficientAllowance, spender, allowed, value)


def check_balance(s: State, owner: Address, value: Uint256) -> None:
    """Raises ERC20InsufficientBalance unless the owner has that much."""
    held = s.fab_balances[owner]
    require(held >= value, ERC20InsufficientBalance, owner, held, value)


def spend_allowance(s: State, owner: Address, spender: Address, value: Uint256) -> None:
    """Takes `value` from an allowance that covers it; an infinite one stays."""
    allowed = s.fab_allowances[owner, spender]
    if allowed != INFINITE:
        s.fab_allowances[owner, spender] = allowed - value
