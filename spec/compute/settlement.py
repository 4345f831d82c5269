"""The ends of a session. However it ends, its deposit is divided once: host, fee, refund; none can block another."""

from __future__ import annotations

from spec.compute.earnings import book_earnings
from spec.compute.errors import DisputeWindowOpen, NotDepositor, NotSessionParty, SessionNotTimedOut
from spec.compute.events import SessionJobCancelled, SessionJobCompleted, SessionJobTimedOut
from spec.compute.node_records import is_eligible
from spec.compute.nodes import note_session_closed
from spec.compute.opening import price_of
from spec.compute.session_records import active_session, gross_of, is_due
from spec.compute.state import COMPUTE, MARKET, NATIVE, Session, State
from spec.compute.types import SessionStatus
from spec.core import Address, Message, Transfer, Uint256, Wei, require
from spec.payments import pay
from spec.token_payments import credit_token, pay_token

BASIS_POINTS = 10_000


@COMPUTE.action(on=MARKET)
def complete_session_job(s: State, m: Message, job_id: Uint256) -> None:
    """Host or depositor ends a session once nothing was proven for the dispute window.

    Errors, in order: SessionNotActive, NotSessionParty, DisputeWindowOpen.
    """
    # Verify
    r = active_session(s, job_id)
    require(m.sender == r.host or m.sender == r.depositor, NotSessionParty, job_id, m.sender)
    until = max(r.start_time, r.last_proof_time) + r.dispute_window
    require(m.now >= until, DisputeWindowOpen, job_id, until)
    # Payments
    settle(s, m, job_id, r, SessionStatus.COMPLETED, gross_of(r))
    # Events
    m.emit(SessionJobCompleted(job_id, r.tokens_used, r.paid_to_host, r.refunded, m.sender))


@COMPUTE.action(on=MARKET)
def cancel_session(s: State, m: Message, job_id: Uint256) -> None:
    """The depositor leaves at once, for the price of one proof interval at most.

    Errors, in order: SessionNotActive, NotDepositor.
    """
    # Verify
    r = active_session(s, job_id)
    require(m.sender == r.depositor, NotDepositor, job_id, m.sender)
    # Payments
    settle(s, m, job_id, r, SessionStatus.CANCELLED, gross_of_cancelled(s, m, r))
    # Events
    m.emit(SessionJobCancelled(job_id, r.paid_to_host, r.early_fee, r.refunded))


@COMPUTE.action(on=MARKET)
def trigger_session_timeout(s: State, m: Message, job_id: Uint256) -> None:
    """Anyone ends a session that has expired or been idle for too long.

    Errors, in order: SessionNotActive, SessionNotTimedOut.
    """
    # Verify
    r = active_session(s, job_id)
    require(is_due(s, r, m.now), SessionNotTimedOut)
    # Payments
    settle(s, m, job_id, r, SessionStatus.TIMED_OUT, gross_of(r))
    # Events
    m.emit(SessionJobTimedOut(job_id, r.tokens_used, r.paid_to_host, r.refunded))


def gross_of_cancelled(s: State, m: Message, r: Session) -> Wei:
    """The proven work and one more interval, as far as the deposit goes; no interval when the host failed or left."""
    proven = gross_of(r)
    if is_due(s, r, m.now) or not is_eligible(s, r.host):
        return proven
    return min(r.deposit, proven + price_of(r.proof_interval, r.price_per_token))


def settle(s: State, m: Message, job_id: Uint256, r: Session, status: SessionStatus, gross: Wei) -> None:
    """Ends a session: `gross` to the host, less the fee, which is rounded down; the rest to the depositor."""
    # Effects
    fee = gross * s.fee_bps // BASIS_POINTS
    r.status = status
    r.paid_to_host = gross - fee
    r.treasury_fee = fee
    r.refunded = r.deposit - gross
    r.early_fee = gross - gross_of(r)
    r.deposit = 0
    s.active_sessions.remove(r.host, job_id)
    s.accumulated_treasury[r.payment_token] += fee
    note_session_closed(s, m, r.host)
    # Payments
    pay_host(s, m, r.host, r.payment_token, r.paid_to_host)
    pay_asset(s, m, r.payment_token, r.depositor, r.refunded)


def pay_host(s: State, m: Message, host: Address, asset: Address, amount: Wei) -> None:
    """Moves a host's part to the earnings; a token that refuses to move becomes the host's credit."""
    if amount == 0:
        return
    if asset == NATIVE:
        s.balance -= amount
        m.transfers.append(Transfer(s.host_earnings, amount))
        book_earnings(s, m, host, NATIVE, amount)
        return
    moved, arrived = m.move(asset, s.marketplace, s.host_earnings, amount)
    if moved:
        s.token_balances[asset] -= amount
        book_earnings(s, m, host, asset, min(arrived, amount))
    else:
        credit_token(s, m, asset, host, amount)


def pay_asset(s: State, m: Message, asset: Address, payee: Address, amount: Wei) -> None:
    """Pays in any asset, by push or as a credit. Zero does nothing."""
    if asset == NATIVE:
        pay(s, m, payee, amount)
    else:
        pay_token(s, m, s.marketplace, asset, payee, amount)
