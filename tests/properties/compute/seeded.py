"""Bugs of the specification, one for each predicate, each in one function; planted for the time of a test."""

from __future__ import annotations

from typing import Any

from pytest import MonkeyPatch

from spec.compute import (
    deposits,
    errors,
    model_errors,
    models,
    nodes,
    opening,
    proofs,
    proposals,
    session_records,
    settlement,
    slashing,
    treasury,
)
from spec.compute.fab import send_fab
from spec.compute.nodes import leave
from spec.compute.state import COMPUTE, NATIVE, Proposal, Session
from spec.compute.types import SessionStatus, Tier
from spec.core import Message, Transfer, require
from spec.core.keccak import keccak256
from spec.payments import WithdrawalFailed, pay
from spec.token_payments import pay_token
from tests.properties.seeding import Seeds
from tests.spec.compute.scene import HOST, RIVAL, STRANGER, USER

SEEDS = Seeds(COMPUTE)
SEEDED = SEEDS.plants
breaks, without, after, instead = SEEDS.breaks, SEEDS.without, SEEDS.after, SEEDS.instead

right_settle = settlement.settle
right_send = send_fab


# ---------------------------------------------------------------- missing guards

without(proofs, errors.NotSessionHost, ("SES-ACC-01", "the host proved"))
without(settlement, errors.NotSessionParty, ("SES-ACC-01", "a party completed"))
without(settlement, errors.NotDepositor, ("SES-ACC-01", "the depositor decided"))
without(settlement, errors.SessionNotTimedOut, ("SES-TIM-03", "IdlenessWithoutPauses"))
without(settlement, errors.DisputeWindowOpen, ("SES-TIM-02", "WindowSinceTheLastClaim"))
without(proofs, errors.SessionExpired, ("SES-TIM-01", "the claim was in time"))
without(proofs, errors.ExcessiveTokens, ("SES-ARI-02", "the claim is within the rate"))
without(proofs, errors.TokensExceedDeposit, ("SES-ARI-01", "proven work is paid for"))
without(proofs, errors.InvalidProofSignature, ("SES-SEQ-02", "the host signed exactly this claim"))
without(opening, errors.DepositBelowMinimum, ("SES-ARI-03", "the deposit is within the limits"))
instead(opening, "check_host", lambda *_: None, ("SES-ARI-03", "the host offers the model for the price"))
without(opening, errors.HostNotActive, ("SES-ARI-04", "a new session has a whole stake behind it"))
without(slashing, errors.SlashAboveMaximum, ("SES-ARI-04", "at most half and once a day"))
without(nodes, errors.StakeLocked, ("SES-TIM-04", "the stake left in time"))
without(proposals, model_errors.VotingStillActive, ("SES-GOV-01", "the vote decided"))


# ---------------------------------------------------------------- money


def fee_rounded_up(s: Any, m: Message, job_id: int, r: Session, status: SessionStatus, gross: int) -> None:
    right_settle(s, m, job_id, r, status, gross)
    r.treasury_fee += 1
    r.paid_to_host -= 1


def pay_a_stranger(s: Any, m: Message, asset: str, payee: str, amount: int) -> None:
    if asset == NATIVE:
        pay(s, m, STRANGER, amount)
    else:
        pay_token(s, m, s.marketplace, asset, STRANGER, amount)


def receive_nothing(s: Any, m: Message) -> None:
    """The coin comes and no book says so."""


def book_twice(s: Any, user: str, asset: str, amount: int) -> None:
    s.user_deposits[user, asset] += 2 * amount
    s.total_user_deposits[asset] += amount


def pull_nominal(s: Any, m: Message, holder: str, token: str, amount: int) -> int:
    m.move(token, m.sender, holder, amount, all_gas=True)
    s.token_balances[token] += amount
    return amount


def pull_into_nothing(s: Any, m: Message, holder: str, token: str, amount: int) -> int:
    _, arrived = m.move(token, m.sender, holder, amount, all_gas=True)
    return min(arrived, amount)


def book_without_total(s: Any, m: Message, host: str, token: str, amount: int) -> None:
    s.earnings[host, token] += amount
    s.earnings_held[token] += amount


def take_anothers_earnings(s: Any, m: Message) -> None:
    amount = s.earnings[HOST, NATIVE]
    if amount and m.sender != HOST:
        s.earnings[HOST, NATIVE] = 0
        s.total_earnings[NATIVE] -= amount
        s.earnings_held[NATIVE] -= amount


def shorten(s: Any, m: Message, job_id: int, deposit: int, duration: int) -> None:
    s.sessions[job_id].max_duration -= 2 * duration


def fee_of_everything(s: Any, m: Message, r: Session) -> int:
    return r.deposit


def no_early_fee(s: Any, m: Message, r: Session) -> int:
    return session_records.gross_of(r)


def forget_tokens(s: Any, m: Message, job_id: int, *_: Any) -> None:
    r = s.sessions[job_id]
    r.tokens_used -= min(r.tokens_used, 1)


def refund_forgotten(s: Any, m: Message, job_id: int, r: Session, status: SessionStatus, gross: int) -> None:
    right_settle(s, m, job_id, r, status, gross)
    r.refunded = 0


def pay_all_and_keep(s: Any, m: Message, asset: str) -> None:
    amount = s.accumulated_treasury[asset]
    if amount:
        s.accumulated_treasury[asset] = amount // 2
        settlement.pay_asset(s, m, asset, s.treasury, amount)


def touch_a_deposit(s: Any, m: Message, *_: Any) -> None:
    for key, amount in list(s.user_deposits.items()):
        s.user_deposits[key] = amount - min(amount, 1)


def touch_a_session(s: Any, m: Message, *_: Any) -> None:
    for r in s.sessions.values():
        r.deposit -= min(r.deposit, 1)


def pay_the_owner(s: Any, m: Message, *_: Any) -> None:
    m.transfers.append(Transfer(m.sender, 1))


def pay_or_fail(s: Any, m: Message, asset: str, payee: str, amount: int) -> None:
    if asset == NATIVE:
        require(amount == 0 or m.accepts(payee), WithdrawalFailed, payee, amount)
    settlement_pay(s, m, asset, payee, amount)


settlement_pay = settlement.pay_asset

instead(settlement, "settle", fee_rounded_up, ("SES-CON-01", "the deposit is divided as documented"))
instead(settlement, "pay_asset", pay_a_stranger, ("SES-CON-01", "the parts go to host treasury and depositor"))
instead(opening, "receive", receive_nothing, ("SES-CON-02", "coin is what is owed"))
instead(deposits, "book_deposit", book_twice, ("SES-CON-02", "sums of deposits for later are true"))
instead(opening, "pull", pull_nominal, ("SES-CON-03", "books follow what moved"))
instead(opening, "pull", pull_into_nothing, ("SES-CON-03", "tokens are what is owed"))
instead(settlement, "book_earnings", book_without_total, ("SES-CON-04", "earnings are the hosts"))
after("withdraw", take_anothers_earnings, ("SES-CON-04", "a host loses earnings only by withdrawing"))
after("extend_session", shorten, ("SES-CON-07", "an extension only adds"))
instead(settlement, "gross_of_cancelled", fee_of_everything, ("SES-CON-07", "leaving early costs at most an interval"))
instead(settlement, "gross_of_cancelled", no_early_fee, ("SES-CON-07", "only waiting saves the early fee"))
after("extend_session", forget_tokens, ("SES-ARI-01", "proven tokens only grow"))
instead(settlement, "settle", refund_forgotten, ("SES-ARI-01", "the deposit is what was paid in"))
instead(treasury, "pay_fees", pay_all_and_keep, ("SES-ACC-02", "the treasury takes its fees"))
after("pause", touch_a_session, ("SES-ACC-02", "deposits are not touched"))
after("pause", touch_a_deposit, ("SES-ACC-02", "deposits for later are not touched"))
after("set_dispute_window", pay_the_owner, ("SES-ACC-02", "settings move no money"))
instead(
    settlement,
    "pay_asset",
    pay_or_fail,
    ("SES-LIV-02", "a settlement is refused for its own reasons"),
    ("SES-LIV-02", "the depositor can leave now"),
    ("SES-LIV-02", "anybody can end what has expired"),
)


def keep_a_wei(s: Any, m: Message) -> None:
    s.balance += m.value + (1 if m.value else 0)


instead(deposits, "receive", keep_a_wei, ("SES-ACC-02", "everyone left with everything"))


# ---------------------------------------------------------------- sessions


def end_as_cancelled(s: Any, m: Message, job_id: int, r: Session, status: SessionStatus, gross: int) -> None:
    right_settle(s, m, job_id, r, SessionStatus.CANCELLED, gross)


def change_what_is_over(s: Any, m: Message, *_: Any) -> None:
    for r in s.sessions.values():
        if r.status != SessionStatus.ACTIVE:
            r.proof_count += 1


def keep_the_deposit(s: Any, m: Message, job_id: int, r: Session, status: SessionStatus, gross: int) -> None:
    deposit = r.deposit
    right_settle(s, m, job_id, r, status, gross)
    r.deposit = deposit


def consume_the_next(s: Any, m: Message, job_id: int, *_: Any) -> None:
    s.consumed[job_id, s.sessions[job_id].proof_count] = 0


def spoil_the_next(s: Any, m: Message, *_: Any) -> None:
    for job_id, r in s.sessions.items():
        s.consumed[job_id, r.proof_count + 1] = 1


def gain_from_outside(s: Any, m: Message, *_: Any) -> None:
    for r in s.sessions.values():
        if r.status == SessionStatus.ACTIVE:
            r.max_duration += 1


def refuse_while_paused(s: Any, job_id: int) -> Session:
    require(s.paused_at == 0, errors.MarketplacePaused)
    return session_records.active_session(s, job_id)


def withdraw_unless_paused(s: Any, m: Message, asset: str, amount: int) -> None:
    require(s.paused_at == 0, errors.EnforcedPause)
    right_withdraw(s, m, asset, amount)


right_withdraw = deposits.withdraw_deposit


def spend_signatures_twice(patch: MonkeyPatch) -> None:
    """A signature is good for whatever comes next."""
    patch.setattr(proofs, "is_signed_by_host", lambda s, m, job_id, r, tokens, proof: True)


instead(settlement, "settle", end_as_cancelled, ("SES-SEQ-01", "the status follows the edges"))
after("withdraw_earnings", change_what_is_over, ("SES-SEQ-01", "what is over stays as it is"))
instead(settlement, "settle", keep_the_deposit, ("SES-SEQ-01", "what is over holds nothing"))
after("submit_proof_of_work", consume_the_next, ("SES-SEQ-02", "the number is consumed"))
breaks(("SES-SEQ-02", "NoSignatureCountsTwice"))(spend_signatures_twice)
after("pause", spoil_the_next, ("SES-LIV-01", "the next proof stays the same"))
after("pause", gain_from_outside, ("SES-ACC-01", "outsiders only time out"))
instead(settlement, "active_session", refuse_while_paused, ("SES-LIV-03", "no exit is paused"))
instead(
    deposits,
    "withdraw_deposit",
    withdraw_unless_paused,
    ("SES-LIV-03", "deposits for later come back during a pause"),
)


# ---------------------------------------------------------------- hosts


def move_nothing(s: Any, m: Message, holder: str, amount: int) -> None:
    """No FAB moves."""


def slash_to_nowhere(s: Any, m: Message, holder: str, to: str, amount: int) -> None:
    right_send(s, m, holder, STRANGER if to == s.nodes_treasury else to, amount)


def leave_without_the_list(s: Any, m: Message, host: str, n: Any) -> None:
    leave(s, m, host, n)
    s.active_nodes.append(host)


def models_as_given(known: Any, model_ids: tuple[bytes, ...]) -> None:
    """Named twice is fine."""


def close_quietly(s: Any, m: Message, host: str) -> None:
    s.last_session_end[host] = m.now


def staked_and_here(s: Any, host: str) -> Any:
    n = nodes.staked_node(s, host)
    require(n.active, errors.NotRegistered)
    return n


def lose_a_little(s: Any, m: Message, *_: Any) -> None:
    for n in s.nodes.values():
        n.staked_amount -= min(n.staked_amount, 1)


instead(nodes, "pull_fab", move_nothing, ("SES-CON-05", "the registry holds all stakes"))
after("update_supported_models", lose_a_little, ("SES-CON-05", "a stake changes with the fab"))
after("unregister_node", lose_a_little, ("SES-TIM-04", "a stake falls only by slash or withdrawal"))
instead(slashing, "send_fab", slash_to_nowhere, ("SES-CON-05", "the treasury gets what is slashed"))
instead(nodes, "leave", leave_without_the_list, ("SES-SEQ-03", "the active list is the registered hosts"))
instead(nodes, "check_models", models_as_given, ("SES-SEQ-03", "each models list is its hosts"))
instead(settlement, "note_session_closed", close_quietly, ("SES-SEQ-03", "each hosts sessions are its active ones"))
instead(
    slashing,
    "staked_node",
    staked_and_here,
    ("SES-TIM-04", "a host that left can be slashed"),
    ("SES-TIM-04", "a slash is refused for its own reasons"),
)


# ---------------------------------------------------------------- models


def lock_more(s: Any, m: Message, model_id: bytes, *_: Any) -> None:
    s.locked_votes[model_id, s.proposal_nonce[model_id]] += 1


def send_a_unit_more(s: Any, m: Message, _: bytes) -> None:
    right_send(s, m, s.model_registry, s.models_treasury, 1)


def trust_by_vote(s: Any, m: Message, model_id: bytes, *names: Any) -> None:
    s.models.insert(model_id, models.Model(*names[:3], Tier.COMMUNITY, m.now))
    s.model_ids.append(model_id)


def forget_the_lock(s: Any, m: Message, model_id: bytes, *_: Any) -> None:
    s.locked_votes[model_id, s.proposal_nonce[model_id]] -= 1


def vote_again_with_the_same(s: Any, m: Message, model_id: bytes, amount: int, support: bool) -> None:
    s.proposals[model_id, s.proposal_nonce[model_id]].votes_for += 1


def give_votes_to_the_other(s: Any, m: Message, holder: str, to: str, amount: int) -> None:
    right_send(s, m, holder, RIVAL if to == USER else to, amount)


def extend_with_few(m: Message, p: Proposal, amount: int) -> bool:
    p.end_time += proposals.EXTENSION_DURATION
    p.extension_count += 1
    return True


def end_later(*arguments: Any, **fields: Any) -> Proposal:
    made = Proposal(*arguments, **fields)
    made.end_time += 1
    return made


def hash_without_lengths(repo: str, file: str) -> bytes:
    return keccak256((repo + "/" + file).encode())


instead(proposals, "pull_fab", move_nothing, ("SES-CON-06", "the registry holds votes and fees"))
after("vote_on_proposal", lock_more, ("SES-CON-06", "locked votes are their voters"))
after("withdraw_votes", send_a_unit_more, ("SES-CON-06", "what leaves the registry was stored"))
instead(models, "add_model", trust_by_vote, ("SES-GOV-01", "community models come from votes"))
after("vote_on_proposal", vote_again_with_the_same, ("SES-GOV-02", "every counted vote is locked"))
instead(proposals, "send_fab", give_votes_to_the_other, ("SES-GOV-02", "a vote comes back to its voter alone"))
instead(proposals, "count_late", extend_with_few, ("SES-GOV-03", "late votes of this proposal extend it"))
instead(proposals, "Proposal", end_later, ("SES-GOV-03", "the end is three days and the extensions"))
instead(
    models,
    "model_id_of",
    hash_without_lengths,
    ("SES-ARI-05", "the id is the hash of both names"),
)
instead(proposals, "model_id_of", hash_without_lengths, ("SES-ARI-05", "a proposal is about its own model"))


def withdraw_at_once(condition: bool, refusal: type, *values: Any) -> None:
    """Votes come back while they count."""
    require(condition or refusal is model_errors.VotingStillActive, refusal, *values)


breaks(("SES-GOV-02", "votes come back when nothing can count them"))(
    lambda patch: patch.setattr(proposals, "require", withdraw_at_once)
)
