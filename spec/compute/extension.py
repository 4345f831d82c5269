"""Extension: more deposit or more time for a session that runs, never less."""

from __future__ import annotations

from spec.compute.errors import (
    DepositAboveMaximum,
    InvalidDuration,
    NotDepositor,
    SessionExpired,
    ValueMismatch,
    ZeroAmount,
)
from spec.compute.events import SessionJobExtended
from spec.compute.opening import MAX_DURATION
from spec.compute.parameters import check_asset, max_deposit
from spec.compute.running import check_running_function
from spec.compute.session_records import active_session, end_of
from spec.compute.state import COMPUTE, MARKET, NATIVE, Session, State
from spec.core import Address, Message, Seconds, Uint256, Wei, require
from spec.payments import receive
from spec.token_payments import pull


@COMPUTE.action(on=MARKET, payable=True)
def extend_session(
    s: State, m: Message, job_id: Uint256, additional_deposit: Wei, additional_duration: Seconds
) -> None:
    """The depositor adds deposit in the session's own asset, seconds, or both.

    Errors, in order: those of `check_running_function`, SessionNotActive, NotDepositor, SessionExpired, ZeroAmount,
    ValueMismatch, DepositAboveMaximum, InvalidDuration, TokenNotAccepted, TokenPullFailed.
    """
    # Verify
    check_running_function(s, m, "extendSession")
    r = active_session(s, job_id)
    require(m.sender == r.depositor, NotDepositor, job_id, m.sender)
    require(m.now <= end_of(r), SessionExpired, job_id, end_of(r))
    require(additional_deposit > 0 or additional_duration > 0, ZeroAmount)
    expected = additional_deposit if r.payment_token == NATIVE else 0
    require(m.value == expected, ValueMismatch, m.value, expected)
    check_addition(s, r, additional_deposit, additional_duration)
    # Effects
    received = take_in(s, m, r.payment_token, additional_deposit)
    r.deposit += received
    r.paid_in += received
    r.max_duration += additional_duration
    # Events
    m.emit(SessionJobExtended(job_id, r.deposit, r.max_duration))


def check_addition(s: State, r: Session, additional_deposit: Wei, additional_duration: Seconds) -> None:
    """Deposit and duration stay within bounds, and a deposit is in an asset that is still taken.

    Errors, in order: DepositAboveMaximum, InvalidDuration, TokenNotAccepted.
    """
    if additional_deposit > 0:
        maximum = max_deposit(s, r.payment_token)
        deposit = r.deposit + additional_deposit
        require(additional_deposit <= maximum, DepositAboveMaximum, additional_deposit, maximum)
        require(deposit <= maximum, DepositAboveMaximum, deposit, maximum)
    duration = r.max_duration + additional_duration
    require(additional_duration <= MAX_DURATION, InvalidDuration, additional_duration)
    require(duration <= MAX_DURATION, InvalidDuration, duration)
    if additional_deposit > 0:
        check_asset(s, r.payment_token)


def take_in(s: State, m: Message, asset: Address, amount: Wei) -> Wei:
    """Books coin that came with the call, or pulls a token; returns what arrived. Raises TokenPullFailed."""
    if asset == NATIVE:
        receive(s, m)
        return amount
    return pull(s, m, s.marketplace, asset, amount) if amount > 0 else 0
