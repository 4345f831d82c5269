"""Calls of the escrow: releases, disputes and rulings, fees and bonuses, credits, and what its owner sets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, EVERYONE, HOSTS, OUTSIDER, TREASURY, actor_at
from properties.compute.choices import ASSETS, HUGE, by_owner, party, receiver, token, wait_until
from properties.compute.draw_breaker import governance_of
from properties.compute.draw_jobs import pretended, renter, when_released
from properties.compute.draw_market import new_treasury, rewiring
from properties.compute.draw_money import disliked, settled
from properties.compute.job_choices import in_status, renter_of, some_job, worker_of
from properties.compute.job_recipes import EscrowId
from properties.recipe import NOBODY, Account
from spec.compute.escrow import DISPUTE_PERIOD
from spec.compute.escrow_settings import MAX_FEE_BPS
from spec.compute.job_types import JobStatus


def release_escrow(chooser: Chooser, run: Any) -> Call | None:
    """The renter pays at the escrow."""
    job_id = some_job(chooser, run, "escrow", lambda id, r: r.status in (JobStatus.SUBMITTED, JobStatus.DISPUTED))
    if job_id is None:
        return None
    call = Call(party(chooser, "escrow", renter_of(run, job_id)), "release_escrow", (EscrowId(job_id),))
    return replace(call, advance=when_released(chooser, run, job_id))


def dispute_escrow(chooser: Chooser, run: Any) -> Call | None:
    """Renter or host of a delivered job asks for a ruling."""
    job_id = some_job(chooser, run, "dispute", lambda id, r: r.status == JobStatus.SUBMITTED)
    if job_id is None:
        return None
    right = renter_of(run, job_id) if chooser.chance("dispute: by renter", 65) else worker_of(run, job_id)
    call = Call(party(chooser, "dispute", right), "dispute_escrow", (EscrowId(job_id),))
    return replace(call, advance=when_released(chooser, run, job_id) if chooser.chance("dispute: later", 30) else 0)


def resolve_dispute(chooser: Chooser, run: Any) -> Call | None:
    """The arbiter rules for a party, seldom for nobody's sake, sometimes too late."""
    job_id = some_dispute(chooser, run)
    if job_id is None:
        return None
    winner = chooser.pick("rule: winner", (renter_of(run, job_id), worker_of(run, job_id)))
    if chooser.chance("rule: odd winner", 12):
        winner = chooser.pick("rule: which winner", (NOBODY, OUTSIDER, AUTHORITY))
    right = actor_at(run, run.state.arbiter)
    call = Call(party(chooser, "rule", right), "resolve_dispute", (EscrowId(job_id), Account(winner)))
    return replace(call, advance=until_default(chooser, run, job_id) if chooser.chance("rule: late", 20) else 0)


def claim_dispute_default(chooser: Chooser, run: Any) -> Call | None:
    """Anybody ends a dispute that nobody ruled on."""
    job_id = some_dispute(chooser, run)
    if job_id is None:
        return None
    call = Call(chooser.pick("default: actor", EVERYONE), "claim_dispute_default", (EscrowId(job_id),))
    return replace(call, advance=until_default(chooser, run, job_id))


def some_dispute(chooser: Chooser, run: Any) -> int | None:
    """Mostly a job in dispute."""
    if not in_status(run, JobStatus.DISPUTED) and not chooser.chance("rule: without dispute", 25):
        return None
    return some_job(chooser, run, "rule", lambda id, r: r.status == JobStatus.DISPUTED)


def until_default(chooser: Chooser, run: Any, job_id: int) -> int:
    """Seconds to around the arbiter's last moment."""
    jobs, escrows = run.state.prompt_jobs, run.state.escrows
    if job_id not in jobs or jobs[job_id].status != JobStatus.DISPUTED:
        return 0
    return wait_until(chooser, run, escrows[jobs[job_id].escrow_id].disputed_at + DISPUTE_PERIOD, "rule")


# ---------------------------------------------------------------- fees, bonuses, credits


def withdraw_fees(chooser: Chooser, run: Any) -> Call:
    """Anybody has fees paid to the treasury."""
    accrued = tuple(name for name in ASSETS if run.state.accrued_fees[Account(name).realize(run)])
    known = accrued and chooser.chance("escrow fees: accrued", 85)
    name = chooser.pick("escrow fees: which", accrued if known else ASSETS)
    return Call(chooser.pick("escrow fees: actor", EVERYONE), "withdraw_fees", (Account(name),))


def fund_incentives(chooser: Chooser, run: Any) -> Call:
    """Somebody gives coin for bonuses, seldom none."""
    value = chooser.integer("bonus: coin", 0, 10**17, (0, 1, 10**12))
    return Call(chooser.pick("bonus: actor", (OUTSIDER, TREASURY)), "fund_incentives", value=value)


def withdraw_escrow_credit(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit at the escrow, takes it."""
    actor = escrow_creditor(chooser, run)
    return disliked(chooser, Call(actor, "withdraw_escrow_credit"), actor, NOBODY)


def withdraw_escrow_credit_to(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit at the escrow, sends it elsewhere."""
    to = receiver(chooser, "escrow credit")
    return disliked(chooser, Call(escrow_creditor(chooser, run), "withdraw_escrow_credit_to", (to,)), to.name, NOBODY)


def escrow_creditor(chooser: Chooser, run: Any) -> str:
    """An actor with a credit in coin at the escrow if there is one, or now and then anybody."""
    owed = tuple(actor.name for actor in run.cast if run.state.escrow_credits[actor.address])
    if owed and chooser.chance("escrow credit: owed", 90):
        return chooser.pick("escrow credit: who", owed)
    return chooser.pick("escrow credit: actor", EVERYONE)


def withdraw_escrow_token_credit(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in a token at the escrow, takes it."""
    actor, name = escrow_token_creditor(chooser, run)
    return settled(chooser, Call(actor, "withdraw_escrow_token_credit", (Account(name),)), name)


def withdraw_escrow_token_credit_to(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in a token at the escrow, sends it elsewhere."""
    actor, name = escrow_token_creditor(chooser, run)
    to = receiver(chooser, "escrow token credit")
    return settled(chooser, Call(actor, "withdraw_escrow_token_credit_to", (Account(name), to)), name)


def escrow_token_creditor(chooser: Chooser, run: Any) -> tuple[str, str]:
    """An actor and a token of which the escrow owes it something, or now and then any of both."""
    names = {one.address: one.name for one in run.tokens}
    owed = [(actor_at(run, who), names[held]) for (held, who), left in run.state.escrow_token_credits.items() if left]
    if owed and chooser.chance("escrow token credit: owed", 90):
        return chooser.pick("escrow token credit: which", owed)
    return chooser.pick("escrow token credit: actor", EVERYONE), token(chooser, "escrow token credit")


# ---------------------------------------------------------------- settings


def set_fee(chooser: Chooser, run: Any) -> Call:
    """The owner sets the fee, around its bound."""
    fee = chooser.integer("fee: bps", 0, MAX_FEE_BPS, (0, 1, 250, 1000))
    fee = chooser.pick("fee: odd", (MAX_FEE_BPS + 1, HUGE)) if chooser.chance("fee: out of bounds", 15) else fee
    return Call(by_owner(chooser, "fee"), "set_fee", (fee,))


def set_arbiter(chooser: Chooser, run: Any) -> Call:
    """The owner names another arbiter, mostly the usual one."""
    name = chooser.pick("arbiter: which", (AUTHORITY, AUTHORITY, OUTSIDER, NOBODY))
    return Call(by_owner(chooser, "arbiter"), "set_arbiter", (Account(name),))


def set_escrow_treasury(chooser: Chooser, run: Any) -> Call:
    """The owner says where the escrow's fees go."""
    return Call(by_owner(chooser, "treasury"), "set_escrow_treasury", (new_treasury(chooser),))


def set_escrow_governance(chooser: Chooser, run: Any) -> Call:
    """The owner lets the escrow listen to another governance."""
    return governance_of(chooser, "set_escrow_governance")


def set_escrow_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the escrow again."""
    return rewiring(chooser, "set_escrow_marketplace")


# ---------------------------------------------------------------- what nobody may do


def create_escrow(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a job was posted."""
    call = pretended(chooser, "create_escrow", (EscrowId(1), Account(renter(chooser)), 1, Account(NOBODY)))
    return replace(call, value=1)


def assign_host(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a job was claimed."""
    return pretended(chooser, "assign_host", (EscrowId(1), Account(chooser.pick("pretend: host", HOSTS))))


def refund_escrow(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a job has expired."""
    return pretended(chooser, "refund_escrow", (EscrowId(1),))
