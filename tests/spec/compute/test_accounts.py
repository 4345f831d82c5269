"""Session keys, deposits for them, and batches: who may act for a wallet, how long and for how much."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.account_errors import (
    BudgetAboveMaximum,
    BudgetExceeded,
    ExpiryInPast,
    ExpiryTooFar,
    InvalidSelectorCount,
    InvalidSessionKey,
    OperationNotAllowed,
    SelectorNotAllowed,
    TooManyOperations,
    UnknownSessionKey,
)
from spec.compute.errors import InsufficientBalance, ValueMismatch, ZeroAddress, ZeroAmount
from spec.compute.governance_types import Operation
from spec.compute.job_errors import JobNotFound, PaymentMismatch
from spec.compute.job_hashing import encoded_details
from spec.compute.selectors import CLAIM_JOB, POST_JOB, SET_FEE
from spec.core import Panic
from spec.core.abi import WORD, number
from spec.core.errors import MalformedArguments
from tests.spec.compute.scene import (
    DAY,
    DETAILS,
    ETHER,
    HOST,
    KEY,
    MARKET,
    NODES,
    OTHER,
    REQUIREMENTS,
    STRANGER,
    USER,
    ZERO,
    Scene,
    named,
)

MONTH = 30 * DAY
BOTH = (CLAIM_JOB, POST_JOB)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def posting(payment: int) -> bytes:
    """Calldata of a posting."""
    demanded = (*REQUIREMENTS[:3], int(REQUIREMENTS.requires_proof), payment)
    return POST_JOB + number(6 * WORD) + b"".join(map(number, demanded)) + encoded_details(DETAILS)


def claim(job_id: int) -> bytes:
    """Calldata of a claim."""
    return CLAIM_JOB + number(job_id)


# ---------------------------------------------------------------- session keys


def test_success_a_key_claims_for_its_host(scene: Scene) -> None:
    job_id = scene.post()
    scene.must(HOST, "add_session_key", KEY, scene.now + 60)
    assert scene.view("get_session_key", HOST, KEY) == (scene.now + 60, 0, (CLAIM_JOB,))
    scene.now += 60
    assert named(scene.must(KEY, "claim_job_via_session_key", HOST, job_id)) == ["SessionKeyUsed", "JobClaimed"]
    assert scene.state.prompt_jobs[job_id].host == HOST
    scene.now += 1
    assert scene.view("is_valid_session_key", HOST, KEY) is False
    scene.refuses(InvalidSessionKey, HOST, KEY).call(KEY, "claim_job_via_session_key", HOST, job_id)


def test_success_a_key_spends_its_budget(scene: Scene) -> None:
    scene.must(USER, "deposit_for_keys", value=3 * ETHER)
    scene.must(USER, "add_scoped_session_key", KEY, scene.now + 1, BOTH, 2 * ETHER)
    call = ("create_job_via_session_key", USER, DETAILS, REQUIREMENTS)
    scene.refuses(BudgetExceeded, 3 * ETHER, 2 * ETHER).call(KEY, *call, 3 * ETHER)
    job_id = scene.must(KEY, *call, ETHER).returned
    assert (scene.state.prompt_jobs[job_id].renter, scene.view("wallet_deposits", USER)) == (USER, 2 * ETHER)
    assert (scene.state.integration_balance, scene.view("total_wallet_deposits")) == (2 * ETHER, 2 * ETHER)
    scene.must(USER, "withdraw_wallet_deposit", ETHER + 1)
    scene.refuses(InsufficientBalance).call(KEY, *call, ETHER)
    assert scene.view("get_session_key", USER, KEY) == (scene.now + 1, ETHER, BOTH)


def test_success_smart_accounts_charge_a_key(scene: Scene) -> None:
    scene.must(USER, "add_scoped_session_key", KEY, scene.now + 1, BOTH, 10)
    expires = scene.now + 1
    for selector, amount, answer in ((SET_FEE, 1, 0), (POST_JOB, 11, 0), (POST_JOB, 10, expires), (POST_JOB, 1, 0)):
        assert scene.must(USER, "charge_session_key", KEY, selector, amount).returned == answer
    assert scene.must(OTHER, "charge_session_key", KEY, POST_JOB, 0).returned == 0


def test_success_revoked_at_once(scene: Scene) -> None:
    scene.must(HOST, "add_session_key", KEY, scene.now + DAY)
    scene.must(HOST, "revoke_session_key", KEY)
    assert scene.view("get_session_key", HOST, KEY) == (0, 0, ())
    scene.refuses(InvalidSessionKey, HOST, KEY).call(KEY, "claim_job_via_session_key", HOST, 1)
    scene.refuses(UnknownSessionKey, HOST, KEY).call(HOST, "revoke_session_key", KEY)


@pytest.mark.parametrize(
    ("key", "after", "selectors", "budget", "error", "values"),
    [
        (ZERO, 0, (), 2**96, ZeroAddress, ()),
        (KEY, 0, (), 2**96, ExpiryInPast, (0,)),
        (KEY, MONTH + 1, (), 2**96, ExpiryTooFar, (MONTH + 1, MONTH)),
        (KEY, MONTH, (), 2**96, InvalidSelectorCount, (0, 8)),
        (KEY, MONTH, (CLAIM_JOB,) * 9, 2**96, InvalidSelectorCount, (9, 8)),
        (KEY, MONTH, BOTH, 2**96, BudgetAboveMaximum, (2**96, 2**96 - 1)),
    ],
)
def test_invalid_keys(
    scene: Scene, key: str, after: int, selectors: Any, budget: int, error: Any, values: tuple[Any, ...]
) -> None:
    now = scene.now
    if error in (ExpiryInPast, ExpiryTooFar):
        values = tuple(now + value for value in values)
    scene.refuses(error, *values).call(USER, "add_scoped_session_key", key, now + after, selectors, budget)


def test_invalid_scope(scene: Scene) -> None:
    scene.must(USER, "add_session_key", KEY, scene.now + DAY)
    call = ("create_job_via_session_key", USER, DETAILS, REQUIREMENTS, 0)
    scene.refuses(SelectorNotAllowed, POST_JOB).call(KEY, *call)
    scene.refuses(InvalidSessionKey, USER, STRANGER).call(STRANGER, *call)


def test_invalid_deposits(scene: Scene) -> None:
    scene.refuses(ZeroAmount).call(USER, "deposit_for_keys")
    scene.refuses(ZeroAmount).call(USER, "withdraw_wallet_deposit", 0)
    scene.refuses(InsufficientBalance).call(USER, "withdraw_wallet_deposit", 1)


def test_success_a_refused_payment_is_credited(scene: Scene) -> None:
    scene.must(USER, "deposit_for_keys", value=5)
    scene.refusing.add(USER)
    assert named(scene.must(USER, "withdraw_wallet_deposit", 5)) == ["PaymentCredited", "WalletWithdrawn"]
    assert (scene.view("integration_credits", USER), scene.view("integration_total_credits")) == (5, 5)
    scene.must(USER, "withdraw_integration_credit_to", OTHER)
    assert scene.state.integration_balance == 0


# ---------------------------------------------------------------- jobs and batches


def test_success_jobs_via_account(scene: Scene) -> None:
    job_id = scene.must(USER, "create_job_via_account", DETAILS, REQUIREMENTS, 5, value=5).returned
    assert (scene.state.prompt_jobs[job_id].renter, scene.state.integration_balance) == (USER, 0)
    scene.refuses(PaymentMismatch).call(USER, "create_job_via_account", DETAILS, REQUIREMENTS, 6, value=5)


def test_success_a_batch_posts_and_claims(scene: Scene) -> None:
    theirs = scene.post(by=OTHER)
    operations = (Operation(MARKET, 7, posting(7)), Operation(MARKET, 0, claim(theirs)))
    scene.must(HOST, "execute_batch", operations, value=7)
    jobs = scene.state.prompt_jobs
    assert (jobs[theirs].host, jobs[theirs + 1].renter, jobs[theirs + 1].request_hash) == (
        HOST,
        HOST,
        jobs[theirs].request_hash,
    )
    assert (scene.state.integration_balance, scene.state.escrow_balance) == (0, ETHER + 7)


@pytest.mark.parametrize(
    ("operations", "value", "error", "values"),
    [
        ((), 1, TooManyOperations, (0, 32)),
        ((Operation(NODES, 1, b""),) * 33, 0, TooManyOperations, (33, 32)),
        ((Operation(NODES, 2**255, b""),) * 2, 0, Panic, (0x11,)),
        ((Operation(NODES, 1, b""),) * 2, 1, ValueMismatch, (1, 2)),
        ((Operation(NODES, 0, claim(1)),), 0, OperationNotAllowed, (NODES, CLAIM_JOB)),
        ((Operation(MARKET, 0, claim(1)[:3]),), 0, OperationNotAllowed, (MARKET, bytes(4))),
        ((Operation(MARKET, 0, SET_FEE + bytes(32)),), 0, OperationNotAllowed, (MARKET, SET_FEE)),
        ((Operation(MARKET, 1, claim(1)[:8]),), 1, ValueMismatch, (1, 0)),
        ((Operation(MARKET, 0, claim(1)[:8]),), 0, MalformedArguments, ()),
        ((Operation(MARKET, 0, claim(1)),), 0, JobNotFound, (1,)),
        ((Operation(MARKET, 0, posting(0)[:-28]),), 0, ZeroAmount, ()),
        ((Operation(MARKET, 0, posting(0)[:-33]),), 0, MalformedArguments, ()),
        ((Operation(MARKET, 0, POST_JOB + number(2**64) + posting(0)[36:]),), 0, MalformedArguments, ()),
        ((Operation(MARKET, 0, posting(2)),), 0, PaymentMismatch, ()),
    ],
)
def test_invalid_batches(scene: Scene, operations: Any, value: int, error: Any, values: tuple[Any, ...]) -> None:
    scene.refuses(error, *values).call(USER, "execute_batch", operations, value=value)
