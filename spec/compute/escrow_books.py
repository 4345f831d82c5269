"""The money of prompt jobs: one record for each, which pays once: the host less the fee, or the renter in full.

Whoever ends a job has closed it before, so that the score that a bonus asks for counts this job in.
"""

from __future__ import annotations

from spec.compute.errors import ZeroAmount
from spec.compute.job_events import EscrowCreated, EscrowRefunded, EscrowReleased, IncentivePaid
from spec.compute.job_types import EscrowStatus
from spec.compute.reputation import INCENTIVE_THRESHOLD, score_of
from spec.compute.settlement import BASIS_POINTS
from spec.compute.state import NATIVE, Escrow, State
from spec.core import ZERO_ADDRESS, Address, Bytes32, Ledger, Message, Uint256, Wei, require
from spec.payments import pay
from spec.token_payments import pay_token, pull

BONUS_PERCENT = 10


class EscrowTill:
    """What the escrow holds, as payments see it."""

    __slots__ = ("_s", "credits", "token_balances", "token_credits", "total_token_credits")

    def __init__(self, s: State) -> None:
        self._s = s
        self.credits: Ledger[str] = s.escrow_credits
        self.token_balances: Ledger[str] = s.escrow_token_balances
        self.token_credits: Ledger[tuple[str, str]] = s.escrow_token_credits
        self.total_token_credits: Ledger[str] = s.escrow_total_token_credits

    @property
    def balance(self) -> Wei:
        """Wei that the escrow holds by its own books."""
        return self._s.escrow_balance

    @balance.setter
    def balance(self, amount: Wei) -> None:
        self._s.escrow_balance = amount

    @property
    def total_credits(self) -> Wei:
        """Sum of all credits in coin."""
        return self._s.escrow_total_credits

    @total_credits.setter
    def total_credits(self, amount: Wei) -> None:
        self._s.escrow_total_credits = amount


def pull_payment(s: State, m: Message, token: Address, amount: Wei) -> Wei:
    """Pulls a token from the sender to the escrow; returns what arrived.

    Errors, in order: TokenPullFailed, ZeroAmount.
    """
    received = pull(EscrowTill(s), m, s.payment_escrow, token, amount)
    require(received > 0, ZeroAmount)
    return received


def create_record(
    s: State, m: Message, job_id: Uint256, escrow_id: Bytes32, renter: Address, token: Address, amount: Wei
) -> None:
    """Stores the record of a job whose payment has come."""
    fee_bps = s.escrow_fee_bps
    record = Escrow(job_id, renter, ZERO_ADDRESS, token, amount, fee_bps, paid_in=amount)
    s.escrows.insert(escrow_id, record)
    s.total_escrowed[token] += amount
    m.emit(EscrowCreated(escrow_id, renter, token, amount, fee_bps))


def pay_for_work(s: State, m: Message, escrow_id: Bytes32, status: EscrowStatus) -> None:
    """Ends a record: its host gets the amount less the fee, which is rounded down, and a bonus if there is one."""
    e = s.escrows[escrow_id]
    amount, token = e.amount, e.token
    fee = amount * e.fee_bps // BASIS_POINTS
    bonus = bonus_for(s, e, amount - fee, fee)
    e.status = status
    e.amount = 0
    e.paid_to_host = amount - fee
    e.fee = fee
    e.bonus = bonus
    s.total_escrowed[token] -= amount
    s.accrued_fees[token] += fee
    s.incentive_pool -= bonus
    announce_bonus(s, m, escrow_id, e, bonus)
    pay_from_escrow(s, m, token, e.host, e.paid_to_host + bonus)
    m.emit(EscrowReleased(escrow_id, e.host, e.paid_to_host, fee, bonus))


def announce_bonus(s: State, m: Message, escrow_id: Bytes32, e: Escrow, bonus: Wei) -> None:
    """Says that there is a bonus, where there is one."""
    if bonus > 0:
        m.emit(IncentivePaid(escrow_id, e.host, bonus))


def bonus_for(s: State, e: Escrow, net: Wei, fee: Wei) -> Wei:
    """A tenth of the net payment for a host of good repute, in coin: never more than the fee, nor than the pool has."""
    if e.token != NATIVE or score_of(s, e.host) < INCENTIVE_THRESHOLD:
        return 0
    return min(net * BONUS_PERCENT // 100, fee, s.incentive_pool)


def pay_back(s: State, m: Message, escrow_id: Bytes32, status: EscrowStatus) -> None:
    """Ends a record: its renter gets everything."""
    # Effects
    e = s.escrows[escrow_id]
    amount, token = e.amount, e.token
    e.status = status
    e.amount = 0
    e.refunded = amount
    s.total_escrowed[token] -= amount
    # Payments
    pay_from_escrow(s, m, token, e.renter, amount)
    # Events
    m.emit(EscrowRefunded(escrow_id, e.renter, amount))


def pay_from_escrow(s: State, m: Message, asset: Address, payee: Address, amount: Wei) -> None:
    """The escrow pays, in any asset, by push or as a credit. Zero does nothing."""
    if asset == NATIVE:
        pay(EscrowTill(s), m, payee, amount, s.payment_escrow)
    else:
        pay_token(EscrowTill(s), m, s.payment_escrow, asset, payee, amount)
