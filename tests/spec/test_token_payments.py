"""The one way in which foreign tokens come into a contract and leave it."""

from __future__ import annotations

from dataclasses import field

import pytest

from spec.core import ZERO_ADDRESS, Environment, Ledger, Message, Movement, Revert, record
from spec.payments import InvalidRecipient
from spec.token_payments import (
    NothingToWithdrawToken,
    TokenCreditWithdrawn,
    TokenPaymentCredited,
    TokenPaymentPushed,
    TokenPullFailed,
    TokenWithdrawalFailed,
    pay_token,
    pull,
    take_token_credit,
)

ALICE, BOB, TILL, TOKEN = (f"0x{number:040x}" for number in (1, 2, 3, 4))


@record
class Till:
    token_balances: Ledger[str] = field(default_factory=Ledger)
    token_credits: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    total_token_credits: Ledger[str] = field(default_factory=Ledger)


def till(held: int = 10, owed: int = 0) -> Till:
    return Till(Ledger({TOKEN: held}), Ledger({(TOKEN, ALICE): owed}), Ledger({TOKEN: owed}))


def call(lost: int = 0, *, stuck: bool = False) -> Message:
    def tokens(_token: str, _payer: str, _payee: str, amount: int, _all_gas: bool) -> int | None:
        return None if stuck else amount - lost

    return Message(ALICE, environment=Environment(tokens=tokens))


def books(s: Till) -> tuple[int, int, int]:
    return s.token_balances[TOKEN], s.token_credits[TOKEN, ALICE], s.total_token_credits[TOKEN]


@pytest.mark.parametrize(("lost", "booked"), [(0, 7), (2, 5), (7, 0), (-3, 7)])
def test_success_pull_books_what_arrives_and_no_more_than_was_asked(lost: int, booked: int) -> None:
    s, m = till(), call(lost)
    assert (pull(s, m, TILL, TOKEN, 7), books(s)) == (booked, (10 + booked, 0, 0))
    assert m.movements == [Movement(TOKEN, ALICE, TILL, 7, 7 - lost)]


def test_invalid_pull() -> None:
    with pytest.raises(TokenPullFailed) as failure:
        pull(till(), call(stuck=True), TILL, TOKEN, 7)
    assert failure.value.values == (TOKEN,)


def test_success_push() -> None:
    s, m = till(), call()
    pay_token(s, m, TILL, TOKEN, ALICE, 4)
    assert (books(s), m.events) == ((6, 0, 0), [TokenPaymentPushed(TOKEN, ALICE, 4)])
    assert m.movements == [Movement(TOKEN, TILL, ALICE, 4, 4)]


def test_success_push_that_fails_becomes_a_credit() -> None:
    s, m = till(owed=1), call(stuck=True)
    pay_token(s, m, TILL, TOKEN, ALICE, 4)
    assert (books(s), m.events, m.movements) == ((10, 5, 5), [TokenPaymentCredited(TOKEN, ALICE, 4)], [])


def test_success_nothing_is_paid_with_nothing() -> None:
    s, m = till(), call()
    pay_token(s, m, TILL, TOKEN, ALICE, 0)
    assert (books(s), m.events, m.movements) == ((10, 0, 0), [], [])


def test_success_credit_is_taken() -> None:
    s, m = till(owed=3), call()
    take_token_credit(s, m, TILL, TOKEN, BOB)
    assert (books(s), m.events) == ((7, 0, 0), [TokenCreditWithdrawn(TOKEN, ALICE, BOB, 3)])
    assert m.movements == [Movement(TOKEN, TILL, BOB, 3, 3)]


@pytest.mark.parametrize(
    ("owed", "stuck", "to", "error", "values"),
    [
        (0, True, ZERO_ADDRESS, InvalidRecipient, ()),
        (0, True, BOB, NothingToWithdrawToken, (TOKEN, ALICE)),
        (3, True, BOB, TokenWithdrawalFailed, (TOKEN, BOB, 3)),
    ],
)
def test_invalid_credits(owed: int, stuck: bool, to: str, error: type[Revert], values: tuple[object, ...]) -> None:
    with pytest.raises(error) as failure:
        take_token_credit(till(owed=owed), call(stuck=stuck), TILL, TOKEN, to)
    assert failure.value.values == values
