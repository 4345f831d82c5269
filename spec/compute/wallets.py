"""Jobs that the integration posts and claims for wallets, and the coin that their keys can spend.

The marketplace believes the integration who acts, so nothing is called there but the posting and the claiming of jobs,
for the caller itself or for the wallet whose key the caller is.
"""

from __future__ import annotations

from spec.compute.account_events import WalletDeposited, WalletWithdrawn
from spec.compute.errors import InsufficientBalance, ZeroAmount
from spec.compute.job_types import JobDetails, JobRequirements
from spec.compute.job_work import claim_job_of
from spec.compute.posting import create_job_of
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.session_keys import use_key
from spec.compute.state import ACCOUNTS, COMPUTE, State
from spec.core import Address, Ledger, Message, Transfer, Uint256, Wei, require
from spec.payments import pay, receive, withdraw_credit


class Till:
    """What the integration holds, as payments see it."""

    __slots__ = ("_s", "credits")

    def __init__(self, s: State) -> None:
        self._s = s
        self.credits: Ledger[str] = s.integration_credits

    @property
    def balance(self) -> Wei:
        """Wei that the integration holds by its own books."""
        return self._s.integration_balance

    @balance.setter
    def balance(self, amount: Wei) -> None:
        self._s.integration_balance = amount

    @property
    def total_credits(self) -> Wei:
        """Sum of all credits."""
        return self._s.integration_total_credits

    @total_credits.setter
    def total_credits(self, amount: Wei) -> None:
        self._s.integration_total_credits = amount


# ---------------------------------------------------------------- jobs


@COMPUTE.action(on=ACCOUNTS, payable=True)
def create_job_via_account(
    s: State, m: Message, details: JobDetails, requirements: JobRequirements, payment: Wei
) -> Uint256:
    """Posts a job of the sender, paid with the coin sent along. Returns its id.

    Errors, in order: those of `create_job_of`.
    """
    # Effects
    receive(Till(s), m)
    # Payments
    return post_for(s, m, m.sender, m.value, details, requirements, payment)


@COMPUTE.action(on=ACCOUNTS)
def claim_job_via_session_key(s: State, m: Message, wallet: Address, job_id: Uint256) -> None:
    """A session key claims a job for its wallet.

    Errors, in order: those of `use_key` and `claim_job_of`.
    """
    # Effects
    use_key(s, m, wallet, CLAIM_JOB, 0)
    claim_job_of(s, m, wallet, job_id)


@COMPUTE.action(on=ACCOUNTS)
def create_job_via_session_key(
    s: State, m: Message, wallet: Address, details: JobDetails, requirements: JobRequirements, payment: Wei
) -> Uint256:
    """A session key posts a job of its wallet, paid from the wallet's deposit. Returns its id.

    Errors, in order: those of `use_key`, InsufficientBalance, those of `create_job_of`.
    """
    # Effects
    use_key(s, m, wallet, POST_JOB, payment)
    take_deposit(s, wallet, payment)
    # Payments
    return post_for(s, m, wallet, payment, details, requirements, payment)


def post_for(
    s: State,
    m: Message,
    wallet: Address,
    value: Wei,
    details: JobDetails,
    requirements: JobRequirements,
    payment: Wei,
) -> Uint256:
    """Sends coin of the integration on to the marketplace, for a job of the wallet. Returns its id.

    Errors, in order: those of `create_job_of`.
    """
    s.integration_balance -= value
    m.transfers.append(Transfer(s.marketplace, value, s.account_integration))
    return create_job_of(s, m, wallet, value, details, requirements, payment)


# ---------------------------------------------------------------- deposits


@COMPUTE.action(on=ACCOUNTS, payable=True)
def deposit_for_keys(s: State, m: Message) -> None:
    """Lets the sender's keys spend the coin sent along.

    Errors: ZeroAmount.
    """
    # Verify
    require(m.value > 0, ZeroAmount)
    # Effects
    receive(Till(s), m)
    s.wallet_deposits[m.sender] += m.value
    s.total_wallet_deposits += m.value
    # Events
    m.emit(WalletDeposited(m.sender, m.value))


@COMPUTE.action(on=ACCOUNTS, function="withdrawDeposit")
def withdraw_wallet_deposit(s: State, m: Message, amount: Wei) -> None:
    """Takes back coin that the sender's keys could spend.

    Errors, in order: ZeroAmount, InsufficientBalance.
    """
    # Verify
    require(amount > 0, ZeroAmount)
    # Effects
    take_deposit(s, m.sender, amount)
    # Payments
    pay(Till(s), m, m.sender, amount)
    # Events
    m.emit(WalletWithdrawn(m.sender, amount))


@COMPUTE.action(on=ACCOUNTS, function="withdraw")
def withdraw_integration_credit(s: State, m: Message) -> None:
    """Pays the sender's whole credit to the sender.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(Till(s), m, m.sender)


@COMPUTE.action(on=ACCOUNTS, function="withdrawTo")
def withdraw_integration_credit_to(s: State, m: Message, to: Address) -> None:
    """Pays the sender's whole credit to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(Till(s), m, to)


def take_deposit(s: State, wallet: Address, amount: Wei) -> None:
    """Takes from a wallet's deposit. Raises InsufficientBalance."""
    require(s.wallet_deposits[wallet] >= amount, InsufficientBalance)
    s.wallet_deposits[wallet] -= amount
    s.total_wallet_deposits -= amount
