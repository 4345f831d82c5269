"""The one way in which coin leaves a contract."""

from __future__ import annotations

from dataclasses import field

import pytest

from spec.core import ZERO_ADDRESS, Environment, Ledger, Message, Panic, Revert, Transfer, Wei, record
from spec.payments import (
    CreditWithdrawn,
    InvalidRecipient,
    NothingToWithdraw,
    PaymentCredited,
    PaymentPushed,
    WithdrawalFailed,
    pay,
    receive,
    withdraw_credit,
)

ALICE, BOB = (f"0x{number:040x}" for number in (1, 2))


@record
class Till:
    balance: Wei = 0
    credits: Ledger[str] = field(default_factory=Ledger)
    total_credits: Wei = 0


def call(sender: str = ALICE, value: int = 0, refusing: tuple[str, ...] = ()) -> Message:
    return Message(sender, value, environment=Environment(accepts=lambda account, all_gas: account not in refusing))


def books(till: Till) -> tuple[int, dict[str, int], int]:
    return till.balance, dict(till.credits.items()), till.total_credits


def test_success_coin_that_comes_is_booked() -> None:
    till = Till(5)
    receive(till, call(value=7))
    assert books(till) == (12, {}, 0)


def test_success_push_is_taken() -> None:
    till, m = Till(10), call()
    pay(till, m, BOB, 4)
    assert books(till) == (6, {}, 0)
    assert (m.transfers, m.events) == ([Transfer(BOB, 4)], [PaymentPushed(BOB, 4)])


def test_success_refused_push_becomes_a_credit_and_the_coin_stays() -> None:
    till, m = Till(10, Ledger({BOB: 1}), 1), call(refusing=(BOB,))
    pay(till, m, BOB, 4)
    assert books(till) == (10, {BOB: 5}, 5)
    assert (m.transfers, m.events) == ([], [PaymentCredited(BOB, 4)])


@pytest.mark.parametrize("refusing", [(), (BOB,)])
def test_success_payment_of_nothing_does_nothing(refusing: tuple[str, ...]) -> None:
    till, m = Till(10), call(refusing=refusing)
    pay(till, m, BOB, 0)
    assert (books(till), m.transfers, m.events) == ((10, {}, 0), [], [])


def test_invalid_payment_above_the_balance_is_a_panic() -> None:
    with pytest.raises(Panic):
        pay(Till(3), call(), BOB, 4)


@pytest.mark.parametrize("to", [ALICE, BOB])
def test_success_whole_credit_is_withdrawn(to: str) -> None:
    till, m = Till(10, Ledger({ALICE: 4, BOB: 2}), 6), call()
    withdraw_credit(till, m, to)
    assert books(till) == (6, {ALICE: 0, BOB: 2}, 2)
    assert (m.transfers, m.events) == ([Transfer(to, 4)], [CreditWithdrawn(ALICE, to, 4)])


@pytest.mark.parametrize(
    ("credit", "to", "refusing", "error"),
    [
        (4, ZERO_ADDRESS, (), InvalidRecipient()),
        (0, ZERO_ADDRESS, (ZERO_ADDRESS,), InvalidRecipient()),
        (0, BOB, (BOB,), NothingToWithdraw(ALICE)),
        (4, BOB, (BOB,), WithdrawalFailed(BOB, 4)),
    ],
)
def test_invalid_withdrawal(credit: int, to: str, refusing: tuple[str, ...], error: Revert) -> None:
    till = Till(10, Ledger({ALICE: credit}), credit)
    with pytest.raises(type(error)) as refused:
        withdraw_credit(till, call(refusing=refusing), to)
    assert refused.value.values == error.values
    assert books(till) == (10, {ALICE: credit}, credit)


def test_success_push_gets_the_stipend_and_withdrawal_all_gas() -> None:
    asked = []

    def accepts(account: str, all_gas: bool) -> bool:
        asked.append((account, all_gas))
        return True

    m = Message(ALICE, environment=Environment(accepts=accepts))
    till = Till(10, Ledger({ALICE: 4}), 4)
    pay(till, m, BOB, 1)
    withdraw_credit(till, m, ALICE)
    assert asked == [(BOB, False), (ALICE, True)]
