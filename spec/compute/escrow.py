"""The escrow of prompt jobs: what renters, hosts, arbiter and treasury do there, beside the jobs themselves."""

from __future__ import annotations

from spec.compute.errors import NotAuthorized, ZeroAmount
from spec.compute.escrow_books import EscrowTill, pay_back, pay_for_work, pay_from_escrow
from spec.compute.job_ends import close_job, close_released
from spec.compute.job_errors import (
    DisputeExpired,
    DisputeStillOpen,
    EscrowNotActive,
    EscrowNotDisputed,
    EscrowNotFound,
    InvalidJobStatus,
    InvalidWinner,
    NotEscrowParty,
    ReleaseDue,
)
from spec.compute.job_events import EscrowDisputed, FeesWithdrawn, IncentivesFunded, JobDisputed
from spec.compute.job_records import is_due
from spec.compute.job_types import EscrowStatus, JobOutcome, JobStatus
from spec.compute.state import COMPUTE, ESCROW, Escrow, State
from spec.core import Address, Bytes32, Message, Wei, require
from spec.payments import receive, withdraw_credit
from spec.token_payments import take_token_credit

DISPUTE_PERIOD = 14 * 24 * 60 * 60
"""Seconds in which the arbiter can rule."""


@COMPUTE.action(on=ESCROW)
def release_escrow(s: State, m: Message, job_id: Bytes32) -> None:
    """The renter pays the host, just as at the marketplace.

    Errors, in order: NotAuthorized, those of `close_released`.
    """
    # Verify
    require(job_id in s.escrows and m.sender == s.escrows[job_id].renter, NotAuthorized)
    # Payments
    close_released(s, m, s.escrows[job_id].job_id)
    pay_for_work(s, m, job_id, EscrowStatus.RELEASED)


@COMPUTE.action(on=ESCROW)
def dispute_escrow(s: State, m: Message, job_id: Bytes32) -> None:
    """Renter or host of a delivered job asks for a ruling.

    Errors, in order: EscrowNotFound, NotEscrowParty, EscrowNotActive, InvalidJobStatus, ReleaseDue.
    """
    # Verify
    e = known_escrow(s, job_id)
    require(m.sender == e.renter or m.sender == e.host, NotEscrowParty, job_id, m.sender)
    require(e.status == EscrowStatus.HELD, EscrowNotActive, job_id, e.status)
    r = s.prompt_jobs[e.job_id]
    require(r.status == JobStatus.SUBMITTED, InvalidJobStatus, e.job_id, r.status)
    require(m.sender != r.renter or not is_due(s, e.job_id, r, m.now), ReleaseDue, e.job_id)
    # Effects
    r.status = JobStatus.DISPUTED
    e.status = EscrowStatus.IN_DISPUTE
    e.disputed_at = m.now
    # Events
    m.emit(JobDisputed(e.job_id, m.sender))
    m.emit(EscrowDisputed(job_id, m.sender))


@COMPUTE.action(on=ESCROW)
def resolve_dispute(s: State, m: Message, job_id: Bytes32, winner: Address) -> None:
    """The arbiter rules, within 14 days: the host is paid, or the renter has everything back.

    Errors, in order: NotAuthorized, EscrowNotFound, EscrowNotDisputed, DisputeExpired, InvalidWinner.
    """
    # Verify
    require(m.sender == s.arbiter, NotAuthorized)
    e = disputed_escrow(s, job_id)
    until = e.disputed_at + DISPUTE_PERIOD
    require(m.now <= until, DisputeExpired, job_id, until)
    require(winner == e.host or winner == e.renter, InvalidWinner, winner)
    # Payments
    r = s.prompt_jobs[e.job_id]
    if winner == e.host:
        close_job(s, m, e.job_id, r, JobStatus.PAID, JobOutcome.SUCCESS)
        pay_for_work(s, m, job_id, EscrowStatus.RESOLVED)
    else:
        close_job(s, m, e.job_id, r, JobStatus.REFUNDED, JobOutcome.FAILURE)
        pay_back(s, m, job_id, EscrowStatus.RESOLVED)


@COMPUTE.action(on=ESCROW)
def claim_dispute_default(s: State, m: Message, job_id: Bytes32) -> None:
    """Anyone gives the renter everything back when the arbiter has not ruled in time.

    Errors, in order: EscrowNotFound, EscrowNotDisputed, DisputeStillOpen.
    """
    # Verify
    e = disputed_escrow(s, job_id)
    until = e.disputed_at + DISPUTE_PERIOD
    require(m.now > until, DisputeStillOpen, job_id, until)
    # Payments
    close_job(s, m, e.job_id, s.prompt_jobs[e.job_id], JobStatus.REFUNDED, JobOutcome.UNKNOWN)
    pay_back(s, m, job_id, EscrowStatus.RESOLVED)


@COMPUTE.action(on=ESCROW)
def withdraw_fees(s: State, m: Message, token: Address) -> None:
    """Anyone has the accrued fees in an asset paid to the treasury.

    Errors: ZeroAmount.
    """
    # Verify
    amount = s.accrued_fees[token]
    require(amount > 0, ZeroAmount)
    # Effects
    s.accrued_fees[token] = 0
    # Payments
    pay_from_escrow(s, m, token, s.escrow_treasury, amount)
    # Events
    m.emit(FeesWithdrawn(token, s.escrow_treasury, amount))


@COMPUTE.action(on=ESCROW, payable=True)
def fund_incentives(s: State, m: Message) -> None:
    """Anyone gives coin for bonuses, for good.

    Errors: ZeroAmount.
    """
    # Verify
    require(m.value > 0, ZeroAmount)
    # Effects
    receive(EscrowTill(s), m)
    s.incentive_pool += m.value
    # Events
    m.emit(IncentivesFunded(m.sender, m.value, s.incentive_pool))


# ---------------------------------------------------------------- credits


@COMPUTE.action(on=ESCROW, function="withdraw")
def withdraw_escrow_credit(s: State, m: Message) -> None:
    """Pays the sender's whole credit in coin to the sender.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(EscrowTill(s), m, m.sender)


@COMPUTE.action(on=ESCROW, function="withdrawTo")
def withdraw_escrow_credit_to(s: State, m: Message, to: Address) -> None:
    """Pays the sender's whole credit in coin to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(EscrowTill(s), m, to)


@COMPUTE.action(on=ESCROW, function="withdrawTokenCredit")
def withdraw_escrow_token_credit(s: State, m: Message, token: Address) -> None:
    """Pays the sender's whole credit in a token to the sender.

    Errors, in order: NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    take_token_credit(EscrowTill(s), m, s.payment_escrow, token, m.sender)


@COMPUTE.action(on=ESCROW, function="withdrawTokenCreditTo")
def withdraw_escrow_token_credit_to(s: State, m: Message, token: Address, to: Address) -> None:
    """Pays the sender's whole credit in a token to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    take_token_credit(EscrowTill(s), m, s.payment_escrow, token, to)


# ---------------------------------------------------------------- for the marketplace alone


@COMPUTE.action(on=ESCROW, payable=True)
def create_escrow(s: State, m: Message, job_id: Bytes32, renter: Address, amount: Wei, token: Address) -> Wei:
    """For the marketplace alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=ESCROW)
def assign_host(s: State, m: Message, job_id: Bytes32, host: Address) -> None:
    """For the marketplace alone, as `create_escrow`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=ESCROW)
def refund_escrow(s: State, m: Message, job_id: Bytes32) -> None:
    """For the marketplace alone, as `create_escrow`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


# ---------------------------------------------------------------- lookups


def known_escrow(s: State, job_id: Bytes32) -> Escrow:
    """The record under a key. Raises EscrowNotFound."""
    require(job_id in s.escrows, EscrowNotFound, job_id)
    return s.escrows[job_id]


def disputed_escrow(s: State, job_id: Bytes32) -> Escrow:
    """A record in dispute.

    Errors, in order: EscrowNotFound, EscrowNotDisputed.
    """
    e = known_escrow(s, job_id)
    require(e.status == EscrowStatus.IN_DISPUTE, EscrowNotDisputed, job_id, e.status)
    return e
