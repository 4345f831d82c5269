"""Both lifecycles in lockstep: nothing differs, the buyer reads the result, nobody else does, everyone is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fuzz.chain.cast import Outcome
from fuzz.chain.errors import NotAllowed
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import ACTOR_FUNDS, Session
from properties.binding import Call
from spec.dcm.types import RequestStatus
from tests.fuzz.lockstep.script import (
    DIRECT,
    FINNEY,
    MARKET,
    REQUEST,
    WIRE,
    accept,
    commit,
    finalize,
    in_mood,
    play,
    push,
    submit,
)
from tests.spec.dcm.scene import picture

SELLER = "contract_seller"


def released(session: Session, job_id: int = 1) -> tuple[bytes, bytes]:
    """Handles of a job's result and overflow flag."""
    storage = session.storage["JobManager"]
    return storage.read("_jobs", job_id, "result"), storage.read("_states", job_id, "isOverflow")


def decrypted(session: Session, handle: bytes, actor: str) -> int:
    assert session.fhevm is not None
    return session.fhevm.user_decrypt(handle, session.cast[actor].address, session.contracts["JobManager"].address)


# ---------------------------------------------------------------- lifecycles


@pytest.mark.parametrize("calls", [REQUEST, DIRECT], ids=["request", "direct job"])
def test_success_lifecycle_ends_with_a_result_that_the_buyer_alone_reads(
    runner: Runner, calls: tuple[Call, ...]
) -> None:
    session = runner.session
    play(runner, calls)
    result, overflow = released(session)
    assert (decrypted(session, result, "buyer"), decrypted(session, overflow, "buyer")) == (8, 0)
    for other in ("seller", "rival_seller", "other_buyer", "stranger", "owner", "contract_buyer"):
        for handle in (result, overflow):
            with pytest.raises(NotAllowed, match="has no persistent grant"):
                decrypted(session, handle, other)


def test_success_nobody_reads_accumulators_rows_or_thresholds_of_others(runner: Runner) -> None:
    session = runner.session
    play(runner, REQUEST)
    accumulator = session.storage["JobManager"].read("_states", 1, "agg")
    for actor in ("buyer", "seller", "stranger"):
        with pytest.raises(NotAllowed):
            decrypted(session, accumulator, actor)
    threshold = session.storage["DatasetRegistry"].read("_datasets", 1, "kAnonymity")
    assert decrypted(session, threshold, "seller") == 1
    with pytest.raises(NotAllowed):
        decrypted(session, threshold, "buyer")


def test_success_request_moves_coin_as_the_specification_says(runner: Runner) -> None:
    session = runner.session
    made = play(runner, REQUEST)
    r = session.state.requests[1]
    assert r.status == RequestStatus.COMPLETED
    assert r.charged > FINNEY
    assert session.world.balance(session.cast["buyer"].address) == ACTOR_FUNDS - 100 * FINNEY - r.charged
    assert session.world.balance(session.cast["seller"].address) == ACTOR_FUNDS + 100 * FINNEY + r.charged
    assert [event for event, _ in made[-1].observed.events][-1] == "JobFinalized"


def test_success_refused_calls_agree_too(runner: Runner) -> None:
    play(runner, (*MARKET, submit(), accept()))
    refused = [
        runner.make(call)
        for call in (
            Call("stranger", "cancel_request", (1,)),
            Call("buyer", "reclaim_stalled", (1,)),
            Call("buyer", "withdraw"),
            Call("seller", "finalize", (9,)),
            Call("buyer", "cancel_request", (1,), value=1),
        )
    ]
    assert [made.outcome.name for made in refused] == [
        "RequestNotPending",
        "NotStalled",
        "NothingToWithdraw",
        "JobNotFound",
        "NotPayable",
    ]
    assert [made.findings for made in refused] == [()] * 5


# ---------------------------------------------------------------- receivers


@pytest.mark.parametrize("mood", ["REFUSE", "BURN", "REVERT_BOMB"])
def test_success_payee_that_takes_nothing_is_owed_and_paid_later(runner: Runner, mood: str) -> None:
    session = runner.session
    buyer = session.cast["contract_buyer"].address
    play(runner, (*MARKET, submit("contract_buyer")))
    rejected = runner.make(Call("seller", "reject_request", (1,), moods=in_mood("contract_buyer", mood)))
    assert (rejected.findings, rejected.outcome.transfers) == ((), ())
    assert session.state.credits[buyer] == 600 * FINNEY
    early = runner.make(Call("contract_buyer", "withdraw"))
    assert (early.findings, early.outcome.name) == ((), "WithdrawalFailed")
    late = runner.make(Call("contract_buyer", "withdraw", moods=in_mood("contract_buyer", "ACCEPT")))
    assert (late.findings, late.outcome.ok) == ((), True)
    assert session.world.balance(buyer) == ACTOR_FUNDS


def test_success_payee_that_returns_a_lot_is_paid(runner: Runner) -> None:
    play(runner, (*MARKET, submit("contract_buyer")))
    rejected = runner.make(Call("seller", "reject_request", (1,), moods=in_mood("contract_buyer", "BOMB")))
    assert (rejected.findings, rejected.observed.ok) == ((), True)
    assert [transfer.amount for transfer in rejected.outcome.transfers] == [600 * FINNEY]


@pytest.mark.parametrize("advance", [86_401, 86_402])
def test_success_payee_that_calls_back_gets_its_coin_once(runner: Runner, advance: int) -> None:
    """In one parity of the clock the callback is a withdrawal, in the other a reclaim of the same request."""
    session = runner.session
    play(runner, (*MARKET, submit("contract_buyer"), accept()))
    moods = in_mood("contract_buyer", "REENTER")
    reclaimed = runner.make(Call("contract_buyer", "reclaim_stalled", (1,), advance=advance, moods=moods))
    assert (reclaimed.findings, reclaimed.outcome.ok) == ((), True)
    assert session.cast.outcome("contract_buyer") == Outcome.FAILED
    assert session.state.credits[session.cast["contract_buyer"].address] == 0


def test_success_mood_of_the_seller_blocks_no_buyer(runner: Runner) -> None:
    """Every charge is paid at once, to a seller that re-enters, burns its gas, and refuses."""
    own = (commit(seller=SELLER), Call("owner", "set_payment_threshold", (0,)))
    play(runner, (WIRE, *own, submit("contract_buyer")))
    for call, mood in ((accept(), "REENTER"), (push(), "BURN"), (push(index=1), "REFUSE")):
        made = runner.make(replace(call, actor=SELLER, moods=in_mood(SELLER, mood)))
        assert (made.findings, made.observed.ok) == ((), True)
        assert "SellerPaid" in [event for event, _ in made.observed.events]
    assert runner.session.state.credits[runner.session.cast[SELLER].address] > 0
    left = runner.make(Call("contract_buyer", "reclaim_stalled", (1,), advance=86_401))
    assert (left.findings, left.outcome.ok) == ((), True)


# ---------------------------------------------------------------- resetting


def everything(session: Session) -> Any:
    """Whatever a run can move, comparable."""
    assert session.fhevm is not None
    return (
        picture(session.state),
        {actor.name: (session.world.balance(actor.address), actor.mood) for actor in session.cast},
        {name: session.world.balance(contract.address) for name, contract in session.contracts.items()},
        dict(session.expected_balances),
        {handle: set(accounts) for handle, accounts in session.expected_grants.items()},
        dict(session.fhevm.grants.by_handle),
        dict(session.fhevm.coprocessor.plaintexts),
        vars(session.memory),
        (session.world.now, session.world.block_number),
        session.storage["JobManager"].read("nextJobId"),
    )


def test_success_reset_restores_everything(runner: Runner) -> None:
    start = everything(runner.session)
    play(runner, (*REQUEST, submit("contract_buyer")))
    runner.make(Call("seller", "reject_request", (2,), advance=77, moods=in_mood("contract_buyer", "REFUSE")))
    moved = everything(runner.session)
    assert [index for index, (a, b) in enumerate(zip(start, moved, strict=True)) if a == b] == []
    runner.reset()
    assert everything(runner.session) == start


def test_success_same_calls_do_the_same_after_a_reset_and_in_another_session(runner: Runner) -> None:
    first = [(made.observed, made.outcome.events) for made in play(runner, REQUEST)]
    again = [(made.observed, made.outcome.events) for made in play(runner, REQUEST)]
    other = Runner(Session(runner.session.protocol, seed=5))
    assert first == again == [(made.observed, made.outcome.events) for made in play(other, REQUEST)]


def test_success_another_seed_makes_other_ciphertexts(runner: Runner) -> None:
    play(runner, REQUEST)
    other = Runner(Session(runner.session.protocol, seed=6))
    play(other, REQUEST)
    row = [r.session.memory.datasets[1].packed[0] for r in (runner, other)]
    assert row[0] != row[1]


def test_success_views_can_be_left_out(session: Session) -> None:
    bare = Runner(session, check_views=False)
    play(bare, (*REQUEST[:-1], finalize()))
    assert session.state.requests[1].status == RequestStatus.COMPLETED
