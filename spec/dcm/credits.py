"""Credits: what a payee's own code refused, and how the payee gets it later."""

from __future__ import annotations

from spec.core import Address, Message
from spec.dcm.state import DCM, MANAGER, State
from spec.payments import withdraw_credit


@DCM.action(on=MANAGER)
def withdraw(s: State, m: Message) -> None:
    """Pays the sender's whole credit to the sender.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(s, m, m.sender)


@DCM.action(on=MANAGER)
def withdraw_to(s: State, m: Message, to: Address) -> None:
    """Pays the sender's whole credit to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(s, m, to)
