"""The end of a run: everybody takes their money out, each by the way that is open to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from properties.binding import Call, Mood
from properties.compute.actors import HOSTS, OUTSIDER, PUPPETS, TOKENS, actor_at
from properties.compute.choices import MODEL_NAMES, active_sessions, completable_at, due_at
from properties.compute.leaving_jobs import end_jobs, take_from_accounts, take_from_escrow
from properties.compute.recipes import ModelId
from properties.recipe import Account
from spec.compute.nodes import unbonded_at
from spec.compute.proposals import lapses_after
from spec.compute.running import is_paused
from spec.core import ZERO_ADDRESS

WAYS = ("complete", "cancel", "time out")


def leave(run: Any) -> Iterator[Call]:
    """Calls, read one at a time, each after the one before was made. With the first, everybody's mood is good."""
    moods = (*(Mood(name, "ACCEPT") for name in PUPPETS), *(Mood(name, "PLAIN") for name in TOKENS))
    for place, call in enumerate(takings(run)):
        yield call if place else replace(call, moods=moods)


def takings(run: Any) -> Iterator[Call]:
    """What everybody takes, in turn."""
    yield from end_sessions(run)
    yield from end_jobs(run)
    yield from take_deposits(run)
    yield from take_credits(run)
    yield from take_earnings(run)
    yield from take_fees(run)
    yield from take_from_escrow(run)
    yield from take_from_accounts(run)
    yield from take_stakes(run)
    yield from take_votes(run)


def end_sessions(run: Any) -> Iterator[Call]:
    """Sessions end in turn by completion, by cancellation, and by whoever sees that they are due."""
    for job_id, r in active_sessions(run):
        way = WAYS[job_id % len(WAYS)]
        now = run.world.now
        if way == "complete":
            wait = max(0, completable_at(r) - now)
            yield Call(actor_at(run, r.host), "complete_session_job", (job_id,), advance=wait)
        elif way == "cancel":
            yield Call(actor_at(run, r.depositor), "cancel_session", (job_id,))
        else:
            wait = max(0, due_at(run, r) + 1 - now)
            wait = wait if not is_paused(run.state, now) else max(0, r.start_time + r.max_duration + 1 - now)
            yield Call(OUTSIDER, "trigger_session_timeout", (job_id,), advance=wait)


def take_deposits(run: Any) -> Iterator[Call]:
    """What was deposited for later sessions."""
    for (user, asset), left in list(run.state.user_deposits.items()):
        if left and asset == ZERO_ADDRESS:
            yield Call(actor_at(run, user), "withdraw_native", (left,))
        elif left:
            yield Call(actor_at(run, user), "withdraw_token", (named(run, asset), left))


def take_credits(run: Any) -> Iterator[Call]:
    """What was owed after payments that failed."""
    for account, left in list(run.state.credits.items()):
        if left:
            yield Call(actor_at(run, account), "withdraw")
    for (token, account), left in list(run.state.token_credits.items()):
        if left:
            yield Call(actor_at(run, account), "withdraw_token_credit", (named(run, token),))


def take_earnings(run: Any) -> Iterator[Call]:
    """What hosts have earned."""
    for (host, asset), left in list(run.state.earnings.items()):
        if left and asset == ZERO_ADDRESS:
            yield Call(actor_at(run, host), "withdraw_earnings")
        elif left:
            yield Call(actor_at(run, host), "withdraw_token_earnings", (named(run, asset),))


def take_fees(run: Any) -> Iterator[Call]:
    """The fees of the marketplace, and those of proposals."""
    tokens = tuple(Account(name) for name in TOKENS)
    yield Call(actor_at(run, run.state.treasury), "withdraw_all_treasury_fees", (tokens,))


def take_stakes(run: Any) -> Iterator[Call]:
    """Hosts leave and, when their stake is free, take it."""
    nodes = run.state.nodes
    for name in HOSTS:
        if run.cast[name].address in nodes and nodes[run.cast[name].address].active:
            yield Call(name, "unregister_node")
    for account, n in nodes.items():
        if n.staked_amount:
            wait = max(0, unbonded_at(run.state, account, n) - run.world.now)
            yield Call(actor_at(run, account), "withdraw_stake", advance=wait)


def take_votes(run: Any) -> Iterator[Call]:
    """Proposals lapse, voters take their FAB, and the fees are swept."""
    s = run.state
    names = {ModelId(*pair).realize(run): pair for pair in MODEL_NAMES}
    for (model_id, _), p in s.proposals.items():
        if not p.closed:
            wait = max(0, lapses_after(p) + 1 - run.world.now)
            yield Call(OUTSIDER, "lapse_proposal", (ModelId(*names[model_id]),), advance=wait)
    for (model_id, nonce, account), left in list(s.votes.items()):
        if left and s.voted_nonce[model_id, account] == nonce:
            yield Call(actor_at(run, account), "withdraw_votes", (ModelId(*names[model_id]),))
    if s.sweepable_fees:
        yield Call(OUTSIDER, "sweep_fees")


def named(run: Any, token: str) -> Account:
    """A token by its name."""
    return Account(run.tokens.at(token).name)
