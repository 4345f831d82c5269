"""Calls of the session lifecycle: creation, proofs, extension, and the three ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser, Mood
from properties.compute.actors import CONTRACT_HOST, DEPOSITORS, SIGNING_HOSTS, actor_at
from properties.compute.choices import (
    DAY,
    HUGE,
    active_sessions,
    address,
    asset,
    completable_at,
    depositor_of,
    due_at,
    host_of,
    offered_model,
    party,
    some_host,
    some_session,
    token,
    wait_until,
)
from properties.compute.recipes import CONTENTS, PROOF_FLAWS, ModelId, Replayed, SignedProof
from properties.recipe import NOBODY, Account
from spec.compute.node_records import is_eligible
from spec.compute.opening import (
    MAX_DURATION,
    MAX_PROOF_INTERVAL,
    MAX_TOKENS_PER_SECOND,
    MIN_PROOF_INTERVAL,
    PRICE_PRECISION,
    price_of,
    tokens_for,
)
from spec.compute.parameters import MAX_AMOUNT, max_deposit, min_deposit
from spec.compute.pricing import price_of_model
from spec.compute.proofs import MIN_PROVEN_TOKENS
from spec.compute.session_records import end_of, gross_of
from spec.compute.state import NATIVE, Session

MOST_COIN = 2 * 10**21
"""Wei that a call sends at most, so that nobody runs out of coin in a run."""
DURATIONS = (60, 3_600, DAY, 7 * DAY, 30 * DAY, MAX_DURATION)
INTERVALS = (MIN_PROOF_INTERVAL, MIN_PROOF_INTERVAL + 1, 1_000, 50_000)

Terms = tuple[Account, int, int, int, ModelId]


def create_session_job_for_model(chooser: Chooser, run: Any) -> Call:
    """A depositor opens a session with coin."""
    deposit = min(amount(chooser, run, NOBODY, "create"), MOST_COIN)
    actor = chooser.pick("create: actor", DEPOSITORS)
    return Call(actor, "create_session_job_for_model", terms(chooser, run, NOBODY, deposit), value=deposit)


def create_session_job_for_model_with_token(chooser: Chooser, run: Any) -> Call:
    """A depositor opens a session with a token."""
    name = token(chooser, "create")
    deposit = amount(chooser, run, name, "create")
    paid = (*terms(chooser, run, name, deposit), Account(name), deposit)
    return Call(chooser.pick("create: actor", DEPOSITORS), "create_session_job_for_model_with_token", paid)


def create_session_from_deposit(chooser: Chooser, run: Any) -> Call:
    """A depositor opens a session from what was deposited before: mostly from enough of it."""
    s = run.state
    funded = tuple((user, held) for (user, held), left in s.user_deposits.items() if left)
    actor, name = chooser.pick("create: actor", DEPOSITORS), asset(chooser, "create")
    if funded and chooser.chance("create: funded", 92):
        user, held = chooser.pick("create: fund", funded)
        actor = actor_at(run, user)
        name = next(n for n in (NOBODY, *(t.name for t in run.tokens)) if address(run, n) == held)
    left = s.user_deposits[run.cast[actor].address, address(run, name)]
    deposit = amount(chooser, run, name, "create")
    if left and chooser.chance("create: from what is left", 90):
        deposit = chooser.pick("create: how much", (left, left, left // 2, left + 1, deposit))
    paid = (*terms(chooser, run, name, deposit), Account(name), deposit)
    return Call(actor, "create_session_from_deposit", paid)


def amount(chooser: Chooser, run: Any, name: str, label: str) -> int:
    """A deposit mostly within the limits, at its edges, or beyond them."""
    account = address(run, name)
    least, greatest = min_deposit(run.state, account), max_deposit(run.state, account)
    if greatest and chooser.chance(f"{label}: deposit within limits", 90):
        return chooser.integer(f"{label}: deposit", least, greatest, (least, 10 * least, 1_000 * least, greatest))
    return chooser.integer(f"{label}: any deposit", 0, HUGE, (least - 1 if least else 0, greatest + 1))


def terms(chooser: Chooser, run: Any, name: str, deposit: int) -> Terms:
    """Terms that mostly fit the deposit and the host, with at most a part of them out of bounds."""
    s = run.state
    signing = {run.cast[one].address for one in SIGNING_HOSTS}
    any_host = chooser.chance("create: with a contract", 22)
    host = some_host(chooser, run, "create", lambda a: is_eligible(s, a) and (any_host or a in signing))
    model = offered_model(chooser, run, host, "create")
    interval = chooser.integer("create: interval", MIN_PROOF_INTERVAL, 10**6, INTERVALS)
    least = max(1, price_of_model(s, address(run, host), model.realize(run), address(run, name)))
    price = fitting_price(chooser, least, deposit, interval)
    duration = chooser.integer("create: duration", 1, MAX_DURATION, DURATIONS)
    flaw = "" if chooser.chance("create: good terms", 82) else chooser.pick("create: flaw", TERMS_FLAWS)
    if flaw == "price":
        price = chooser.pick("create: bad price", (0, least - 1, least - 1, MAX_AMOUNT, MAX_AMOUNT + 1, HUGE))
    elif flaw == "duration":
        duration = chooser.pick("create: bad duration", (0, MAX_DURATION + 1, HUGE))
    elif flaw == "interval":
        edges = (0, MIN_PROOF_INTERVAL - 1, tokens_for(deposit, price) + 1, MAX_PROOF_INTERVAL, MAX_PROOF_INTERVAL + 1)
        interval = chooser.pick("create: bad interval", (*edges, HUGE))
    return Account(host), price, duration, interval, model


TERMS_FLAWS = ("price", "price", "duration", "interval")


def fitting_price(chooser: Chooser, least: int, deposit: int, interval: int) -> int:
    """A price that the host takes; often one for which the deposit pays only few intervals."""
    greatest = min(deposit * PRICE_PRECISION // interval, MAX_AMOUNT)
    if greatest <= least:
        return least
    near = (least, 2 * least, greatest, greatest // 3, greatest // 100 + 1)
    return chooser.integer("create: price", least, greatest, near)


def submit_proof_of_work(chooser: Chooser, run: Any) -> Call | None:
    """The host claims work after some time: within bounds, at them or beyond; mostly with a good signature."""
    again = chooser.chance("prove: after the final claim", 8) and any(
        r.final_claim_made for _, r in active_sessions(run)
    )
    job_id = some_session(chooser, run, "prove", lambda r: r.final_claim_made if again else is_provable(run, r))
    if job_id is None:
        return None
    s = run.state
    if job_id not in s.sessions:
        return Call(host_of(run, job_id), "submit_proof_of_work", (job_id, 100, SignedProof(job_id, 100, "host")))
    r = s.sessions[job_id]
    advance = time_for_work(chooser, run, end_of(r))
    allowed = MAX_TOKENS_PER_SECOND * (run.world.now + advance - r.last_proof_time)
    left = max(0, tokens_for(r.deposit, r.price_per_token) - r.tokens_used)
    most = min(allowed, left)
    if most > 0 and chooser.chance("prove: within bounds", 88):
        near = (MIN_PROVEN_TOKENS, MIN_PROVEN_TOKENS - 1, most, most // 2, r.proof_interval)
        tokens = chooser.integer("prove: tokens", 1, most, near)
    else:
        tokens = chooser.pick("prove: out of bounds", (0, most + 1, allowed + 1, left + 1, HUGE))
    actor = party(chooser, "prove", host_of(run, job_id))
    return Call(actor, "submit_proof_of_work", (job_id, tokens, proof(chooser, run, job_id, tokens)), advance=advance)


def is_provable(run: Any, r: Session) -> bool:
    """Whether the host of an active session can still prove work, and sign for it."""
    return not r.final_claim_made and run.world.now < end_of(r) and actor_at(run, r.host) in SIGNING_HOSTS


def proof(chooser: Chooser, run: Any, job_id: int, tokens: int) -> SignedProof | Replayed:
    """A proof signed by the host; sometimes by another, with a flaw, or one that was taken before."""
    content = chooser.integer("prove: content", 0, CONTENTS)
    if chooser.chance("prove: good signature", 90):
        return SignedProof(job_id, tokens, host_of(run, job_id), content)
    kind = chooser.pick("prove: bad", ("replayed", "other signer", "flaw"))
    if kind == "replayed":
        return Replayed(job_id)
    if kind == "other signer":
        return SignedProof(job_id, tokens, party(chooser, "prove: signer", "depositor"), content)
    return SignedProof(job_id, tokens, host_of(run, job_id), content, chooser.pick("prove: flaw", PROOF_FLAWS))


def time_for_work(chooser: Chooser, run: Any, end: int) -> int:
    """Seconds in which the host works: few, or up to the end of the session."""
    if chooser.chance("prove: at the end", 10):
        return wait_until(chooser, run, end, "prove: end")
    return chooser.integer("prove: seconds", 0, 4_000, (1, 1, 2, 60, 299, 300))


def complete_session_job(chooser: Chooser, run: Any) -> Call | None:
    """Host or depositor completes around the end of the dispute window."""
    job_id = some_session(chooser, run, "complete", lambda r: r.proof_count > 0)
    if job_id is None:
        return None
    right = host_of(run, job_id) if chooser.chance("complete: by host", 50) else depositor_of(run, job_id)
    call = Call(party(chooser, "complete", right), "complete_session_job", (job_id,))
    if job_id not in run.state.sessions:
        return call
    wait = wait_until(chooser, run, completable_at(run.state.sessions[job_id]), "complete")
    return replace(call, advance=wait)


def cancel_session(chooser: Chooser, run: Any) -> Call | None:
    """The depositor cancels."""
    wanted = chooser.chance("cancel: for a reason", 50) and any(
        is_worth_leaving(run, r) for _, r in active_sessions(run)
    )
    gone = any(not is_eligible(run.state, r.host) for _, r in active_sessions(run))
    if gone and chooser.chance("cancel: host is gone", 55):
        job_id = some_session(chooser, run, "cancel", lambda r: not is_eligible(run.state, r.host))
    else:
        job_id = some_session(chooser, run, "cancel", lambda r: not wanted or is_worth_leaving(run, r))
    if job_id is None:
        return None
    right = host_of(run, job_id) if chooser.chance("cancel: by host", 10) else depositor_of(run, job_id)
    return Call(party(chooser, "cancel", right, percent=85), "cancel_session", (job_id,))


def is_worth_leaving(run: Any, r: Session) -> bool:
    """Whether the host of an active session can't prove or serve any more, or the deposit is nearly spent."""
    nearly_spent = r.deposit - gross_of(r) < price_of(r.proof_interval, r.price_per_token)
    return nearly_spent or actor_at(run, r.host) == CONTRACT_HOST or not is_eligible(run.state, r.host)


def trigger_session_timeout(chooser: Chooser, run: Any) -> Call | None:
    """Anyone ends a session around the moment at which it is due."""
    job_id = some_session(chooser, run, "time out", lambda r: True)
    if job_id is None:
        return None
    call = Call(party(chooser, "time out", "outsider"), "trigger_session_timeout", (job_id,))
    if job_id not in run.state.sessions:
        return call
    return replace(call, advance=wait_until(chooser, run, due_at(run, run.state.sessions[job_id]), "time out"))


def extend_session(chooser: Chooser, run: Any) -> Call | None:
    """The depositor adds deposit, time, both, or neither; beyond the bounds too."""
    accepted, wanted = run.state.accepted_tokens, chooser.chance("extend: token not taken", 75)
    refused = {t.address for t in run.tokens if wanted and accepted[t.address] == 0}
    if not any(r.payment_token in refused for _, r in active_sessions(run)):
        refused = set()
    job_id = some_session(
        chooser, run, "extend", lambda r: run.world.now <= end_of(r) and (not refused or r.payment_token in refused)
    )
    if job_id is None:
        return None
    actor = party(chooser, "extend", depositor_of(run, job_id))
    if job_id not in run.state.sessions:
        return Call(actor, "extend_session", (job_id, 0, 1))
    r = run.state.sessions[job_id]
    greatest = max_deposit(run.state, r.payment_token)
    room = max(0, greatest - r.deposit)
    deposit = chooser.integer("extend: deposit", 0, room, (0, 1, 10**6, room))
    left = max(0, MAX_DURATION - r.max_duration)
    duration = chooser.integer("extend: duration", 0, left, (0, 1, DAY, left))
    if chooser.chance("extend: beyond", 20):
        deposit = chooser.pick("extend: bad deposit", (room + 1, greatest + 1, HUGE, deposit))
        duration = chooser.pick("extend: bad duration", (left + 1, MAX_DURATION + 1, HUGE, duration))
    native = r.payment_token == NATIVE
    deposit = min(deposit, 2 * MOST_COIN) if native else deposit
    value = deposit if native else 0
    if chooser.chance("extend: other value", 5):
        value = chooser.pick("extend: value", (value + 1, max(0, value - 1)))
    call = Call(actor, "extend_session", (job_id, deposit, duration), value=value)
    if not native and deposit and chooser.chance("extend: token refuses", 10):
        call = replace(call, moods=(Mood(run.tokens.at(r.payment_token).name, "REVERT"),))
    if chooser.chance("extend: at the end", 10):
        return replace(call, advance=wait_until(chooser, run, end_of(r), "extend: end"))
    return call
