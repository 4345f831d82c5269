"""Calls of the account integration: session keys and what they do, batches, deposits for keys, streams."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, DEPOSITORS, EVERYONE, HOSTS, OUTSIDER, PUPPETS, actor_at
from properties.compute.choices import DAY, HUGE, address, party, receiver, wait_until
from properties.compute.draw_jobs import coin, spaced, terms
from properties.compute.draw_money import disliked, part_of
from properties.compute.draw_sessions import MOST_COIN
from properties.compute.governance_choices import is_usable, known_keys, some_key, some_stream, stream_of
from properties.compute.governance_recipes import DATA_FLAWS, MarketCall, Setter
from properties.compute.job_choices import some_job, throttled
from properties.recipe import NOBODY, Account, in_place
from spec.compute.batches import MAX_OPERATIONS
from spec.compute.governance_types import Operation
from spec.compute.job_types import JobStatus
from spec.compute.posting import MAX_PAYMENT, POSTS_PER_MINUTE
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.session_keys import MAX_BUDGET, MAX_KEY_DURATION
from spec.compute.streams import MAX_STREAM, MAX_STREAM_DURATION, vested_at

CLAIM = Setter("claimJob(uint256)")
POST = Setter("postJob((string,string,uint256,uint256,uint32,string),(uint256,uint256,uint256,bool),uint256)")
CANCEL = Setter("cancelSession(uint256)")
SCOPES = ((CLAIM,), (POST,), (CLAIM, POST), (POST, CLAIM, CANCEL), (CANCEL,), (CLAIM,) * 8)
WALLETS = (*HOSTS, *DEPOSITORS)
KEYS = (OUTSIDER, AUTHORITY, "voter", "contract_host")
BUDGETS = (0, 1, 10**15, 10**18, MAX_PAYMENT, MAX_BUDGET, MAX_BUDGET)

# ---------------------------------------------------------------- session keys


def add_session_key(chooser: Chooser, run: Any) -> Call:
    """A wallet, mostly a host, lets a key claim jobs."""
    actor = chooser.pick("key: wallet", (*HOSTS, *HOSTS, *DEPOSITORS))
    return Call(actor, "add_session_key", (key_account(chooser), expiry(chooser, run)), advance=1)


def add_scoped_session_key(chooser: Chooser, run: Any) -> Call:
    """A wallet lets a key do something, up to a budget."""
    scope = chooser.pick("key: scope", SCOPES)
    if chooser.chance("key: odd scope", 5):
        scope = chooser.pick("key: which odd scope", ((), (POST,) * 9))
    budget = chooser.pick("key: budget", BUDGETS) if chooser.chance("key: usual budget", 93) else MAX_BUDGET + 1
    arguments = (key_account(chooser), expiry(chooser, run), scope, budget)
    return Call(spender(chooser, run), "add_scoped_session_key", arguments, advance=1)


def key_account(chooser: Chooser) -> Account:
    """An account that acts for another."""
    return Account(chooser.pick("key: which", KEYS) if chooser.chance("key: somebody", 97) else NOBODY)


def expiry(chooser: Chooser, run: Any) -> int:
    """Mostly some days after the next second; sometimes around it, or around the longest."""
    now = run.world.now + 1
    if chooser.chance("key: usual time", 85):
        return int(now) + chooser.integer("key: expires after", 1, MAX_KEY_DURATION, (60, DAY, MAX_KEY_DURATION))
    return int(now) + chooser.pick("key: odd time", (-1, 0, MAX_KEY_DURATION + 1, -now, HUGE - now))


def spender(chooser: Chooser, run: Any) -> str:
    """Mostly a wallet that has a deposit for its keys."""
    owners = depositing(run)
    known = owners and chooser.chance("key: of a depositing wallet", 70)
    return chooser.pick("key: wallet", owners if known else WALLETS)


def depositing(run: Any) -> tuple[str, ...]:
    """Wallets that have a deposit for their keys."""
    return tuple(actor_at(run, wallet) for wallet, left in run.state.wallet_deposits.items() if left)


def revoke_session_key(chooser: Chooser, run: Any) -> Call:
    """A wallet forgets a key."""
    wallet, key = some_key(chooser, run, "revoke", lambda *_: True)
    return Call(party(chooser, "revoke", wallet), "revoke_session_key", (Account(key),))


def charge_session_key(chooser: Chooser, run: Any) -> Call:
    """A wallet asks what a key of its own may do, as a smart account does."""
    wallet, key = some_key(chooser, run, "charge", lambda *_: True)
    amount = chooser.pick("charge: amount", (0, 1, 10**15, HUGE))
    arguments = (Account(key), chooser.pick("charge: what", (CLAIM, POST, CANCEL)), amount)
    return Call(party(chooser, "charge", wallet), "charge_session_key", arguments)


def claim_job_via_session_key(chooser: Chooser, run: Any) -> Call | None:
    """A key claims a job for its host, mostly one that waits."""
    again = tuple(
        pair for pair in failed_by(run) if any(is_usable(run, w, k) for w, k, _ in known_keys(run) if w == pair[1])
    )
    if again and chooser.chance("key claims: a failed one", 60):
        failed, wallet = chooser.pick("key claims: which failed one", again)
        key = next(k for w, k, _ in known_keys(run) if w == wallet and is_usable(run, w, k))
        return Call(key, "claim_job_via_session_key", (Account(wallet), failed))
    now = run.world.now
    job_id = some_job(chooser, run, "key claims", lambda _, r: r.status == JobStatus.POSTED and now <= r.deadline)
    if job_id is None:
        return None
    others = out_of_scope(run, CLAIM_JOB)
    if others and chooser.chance("key claims: out of scope", 8):
        wallet, key = chooser.pick("key claims: which out of scope", others)
        return Call(key, "claim_job_via_session_key", (Account(wallet), job_id))
    hurrying = throttled(run) if chooser.chance("key claims: too soon", 50) else ()
    wallet, key = some_key(
        chooser,
        run,
        "key claims for",
        lambda w, k, one: CLAIM_JOB in one.selectors and w in (hurrying or HOSTS) and is_usable(run, w, k),
    )
    arguments = (Account(wallet), job_id)
    call = Call(party(chooser, "key claims", key), "claim_job_via_session_key", arguments)
    if wallet in throttled(run):
        return call
    return around_expiry(chooser, run, call, wallet, key)


def failed_by(run: Any) -> tuple[tuple[int, str], ...]:
    """Jobs that wait again, and hosts that have failed them."""
    jobs, now = run.state.prompt_jobs, run.world.now
    waiting = tuple(id for id, r in jobs.items() if r.status == JobStatus.POSTED and now <= r.deadline)
    return tuple(
        (id, actor_at(run, host)) for (id, host), flag in run.state.failed_jobs.items() if flag and id in waiting
    )


def out_of_scope(run: Any, selector: bytes) -> tuple[tuple[str, str], ...]:
    """Wallets and their valid keys that may not call a function."""
    return tuple((w, k) for w, k, one in known_keys(run) if selector not in one.selectors and is_usable(run, w, k))


def hurried(run: Any) -> tuple[tuple[str, str], ...]:
    """Wallets that have posted nearly as much as they may for now, with a key that could post for them."""
    s, minute = run.state, run.world.now // 60
    usable = (
        (w, k) for w, k, one in known_keys(run) if POST_JOB in one.selectors and one.budget and is_usable(run, w, k)
    )
    accounts = ((w, k, address(run, w)) for w, k in usable)
    full = (
        (w, k) for w, k, a in accounts if s.post_minute[a] == minute and s.posts_in_minute[a] + 1 >= POSTS_PER_MINUTE
    )
    return tuple((w, k) for w, k in full if s.wallet_deposits[address(run, w)])


def create_job_via_session_key(chooser: Chooser, run: Any) -> Call:
    """A key posts a job for its wallet, within its budget and the wallet's deposit, mostly."""
    s = run.state
    if (full := hurried(run)) and chooser.chance("key posts: too much", 75):
        wallet, key = chooser.pick("key posts: who too much", full)
        return Call(key, "create_job_via_session_key", (Account(wallet), *terms(chooser), 1))
    if (others := out_of_scope(run, POST_JOB)) and chooser.chance("key posts: out of scope", 7):
        wallet, key = chooser.pick("key posts: which out of scope", others)
        return Call(key, "create_job_via_session_key", (Account(wallet), *terms(chooser), 1))
    wallet, key = some_key(
        chooser,
        run,
        "key posts",
        lambda w, k, one: POST_JOB in one.selectors and s.wallet_deposits[address(run, w)] > 0 and is_usable(run, w, k),
    )
    left = min(s.wallet_deposits[address(run, wallet)], budget_of(run, wallet, key))
    payment = part_of(chooser, "key posts", left)
    if left > MAX_PAYMENT and chooser.chance("key posts: beyond the maximum", 70):
        payment = MAX_PAYMENT + 1
    call = Call(
        party(chooser, "key posts", key), "create_job_via_session_key", (Account(wallet), *terms(chooser, 70), payment)
    )
    hasty = s.post_minute[address(run, wallet)] == run.world.now // 60
    later = chooser.chance("key posts: later", 12 if hasty else 45)
    pause = chooser.integer("key posts: pause", 20, 600) if later else 0
    return around_expiry(chooser, run, replace(call, advance=pause), wallet, key)


def budget_of(run: Any, wallet: str, key: str) -> int:
    """What a key may still spend."""
    return next((one.budget for w, k, one in known_keys(run) if (w, k) == (wallet, key)), 0)


def around_expiry(chooser: Chooser, run: Any, call: Call, wallet: str, key: str) -> Call:
    """The call; sometimes around the last second of the key."""
    expires = next((one.expires for w, k, one in known_keys(run) if (w, k) == (wallet, key)), 0)
    if not chooser.chance("key: around its end", 6) or call.advance:
        return call
    advance = wait_until(chooser, run, expires + 1, "key ends")
    return Call(call.actor, call.action, call.arguments, advance=advance)


# ---------------------------------------------------------------- jobs and batches


def create_job_via_account(chooser: Chooser, run: Any) -> Call:
    """A renter posts a job through the integration, mostly with the right coin."""
    payment = coin(chooser)
    value = min(payment, MOST_COIN)
    value = value + 1 if chooser.chance("via account: other value", 5) else value
    arguments = (*terms(chooser, 75), payment)
    call = Call(chooser.pick("via account: actor", DEPOSITORS), "create_job_via_account", arguments, value=value)
    return spaced(chooser, run, call)


def execute_batch(chooser: Chooser, run: Any) -> Call:
    """Somebody posts and claims jobs at once; sometimes an operation is not allowed, or can't be read."""
    size = chooser.pick("operations: how many", (1, 1, 2, 2, 3, 4))
    operations = tuple(operation(chooser, run) for _ in range(size))
    if chooser.chance("operations: odd size", 5):
        operations = chooser.pick("operations: size", ((), (operations[0],) * (MAX_OPERATIONS + 1)))
    elif chooser.chance("operations: too much to add", 2):
        operations = (operations[0]._replace(value=HUGE), operations[0]._replace(value=1))
    value = min(sum(one.value for one in operations), 3 * MOST_COIN)
    value = value + 1 if chooser.chance("operations: other value", 5) else value
    actor = chooser.pick("operations: actor", (*DEPOSITORS, *HOSTS))
    if (again := failed_by(run)) and chooser.chance("operations: a failed job", 50):
        job_id, actor = chooser.pick("operations: which failed job", again)
        claim = MarketCall("claimJob", (job_id,))
        step = Operation(in_place(Account("JobMarketplace")), 0, in_place(claim))
        return Call(actor, "execute_batch", ((step,),))
    claims = any(one.data.function == "claimJob" for one in operations if isinstance(one.data, MarketCall))
    if claims and (waiting := throttled(run)) and chooser.chance("operations: too soon", 60):
        actor = chooser.pick("operations: who too soon", waiting)
    return spaced(chooser, run, Call(actor, "execute_batch", (operations,), value=value))


def operation(chooser: Chooser, run: Any) -> Operation:
    """One step: mostly a posting or a claim."""
    target = "JobMarketplace" if chooser.chance("operation: usual target", 95) else "PaymentEscrow"
    flaw = "" if chooser.chance("operation: good data", 90) else chooser.pick("operation: flaw", DATA_FLAWS)
    posted = tuple(id for id, r in run.state.prompt_jobs.items() if r.status == JobStatus.POSTED)
    if posted and chooser.chance("operation: a claim", 45):
        known = tuple(id for id, _ in run.state.prompt_jobs.items())
        job_id = chooser.pick("operation: which job", posted if chooser.chance("operation: waits", 88) else known)
        value = 1 if chooser.chance("operation: value with a claim", 5) else 0
        return Operation(in_place(Account(target)), value, in_place(MarketCall("claimJob", (job_id,), flaw)))
    payment = coin(chooser)
    value = min(payment, MOST_COIN)
    value = value + 1 if chooser.chance("operation: other value", 4) else value
    data = MarketCall("postJob", (*terms(chooser, 80), payment), flaw)
    return Operation(in_place(Account(target)), value, in_place(data))


# ---------------------------------------------------------------- deposits for keys, and credits


def deposit_for_keys(chooser: Chooser, run: Any) -> Call:
    """A wallet lets its keys spend coin."""
    value = (
        chooser.integer("keys: deposit", 1, MOST_COIN, (1, 10**15, MOST_COIN))
        if chooser.chance("keys: some", 93)
        else 0
    )
    posting = tuple(wallet for wallet, _, key in known_keys(run) if POST_JOB in key.selectors)
    known = posting and chooser.chance("keys: of a wallet with keys", 70)
    return Call(chooser.pick("keys: wallet", posting if known else WALLETS), "deposit_for_keys", value=value)


def withdraw_wallet_deposit(chooser: Chooser, run: Any) -> Call:
    """A wallet takes back part of its deposit, all of it, too much, or nothing."""
    owners = depositing(run)
    known = owners and chooser.chance("keys: owner", 92)
    actor = chooser.pick("keys: who", owners if known else WALLETS)
    amount = part_of(chooser, "keys", run.state.wallet_deposits[address(run, actor)])
    return disliked(chooser, Call(actor, "withdraw_wallet_deposit", (amount,)), actor, NOBODY)


def withdraw_integration_credit(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit, takes it."""
    actor = integration_creditor(chooser, run)
    return disliked(chooser, Call(actor, "withdraw_integration_credit"), actor, NOBODY)


def withdraw_integration_credit_to(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit, sends it elsewhere."""
    to = receiver(chooser, "integration credit")
    call = Call(integration_creditor(chooser, run), "withdraw_integration_credit_to", (to,))
    return disliked(chooser, call, to.name, NOBODY)


def integration_creditor(chooser: Chooser, run: Any) -> str:
    """Somebody with a credit at the integration if there is anybody, or now and then another."""
    owed = tuple(actor_at(run, account) for account, left in run.state.integration_credits.items() if left)
    if owed and chooser.chance("integration credit: owed", 90):
        return chooser.pick("integration credit: who", owed)
    return chooser.pick("integration credit: actor", EVERYONE)


# ---------------------------------------------------------------- streams


def create_payment_stream(chooser: Chooser, run: Any) -> Call:
    """Somebody pays somebody over a time."""
    total = chooser.integer("stream: total", 1, MOST_COIN, (1, 7, 10**15)) if chooser.chance("stream: some", 94) else 0
    total = MAX_STREAM + 1 if chooser.chance("stream: too much", 3) else total
    duration = chooser.integer("stream: duration", 1, 30 * DAY, (1, 7, DAY))
    if chooser.chance("stream: odd duration", 5):
        duration = chooser.pick("stream: which duration", (0, MAX_STREAM_DURATION, MAX_STREAM_DURATION + 1))
    to = chooser.pick("stream: to", (*HOSTS, *PUPPETS)) if chooser.chance("stream: somebody", 96) else NOBODY
    value = min(total, MOST_COIN)
    value = value + 1 if chooser.chance("stream: other value", 4) else value
    arguments = (Account(to), total, duration)
    return Call(chooser.pick("stream: payer", DEPOSITORS), "create_payment_stream", arguments, value=value)


def withdraw_from_stream(chooser: Chooser, run: Any) -> Call | None:
    """The recipient of a stream takes what has vested."""
    now = run.world.now
    stream_id = some_stream(chooser, run, "stream out", lambda r: vested_at(r, now) > r.withdrawn)
    if stream_id is None:
        return None
    r = stream_of(run, stream_id)
    actor = OUTSIDER if r is None else actor_at(run, r.recipient)
    call = Call(party(chooser, "stream out", actor), "withdraw_from_stream", (stream_id,))
    return disliked(chooser, call, actor, NOBODY)


def cancel_payment_stream(chooser: Chooser, run: Any) -> Call | None:
    """The payer of a stream stops it, sometimes around its end."""
    stream_id = some_stream(
        chooser, run, "stream off", lambda r: r.active and vested_at(r, run.world.now) < r.total_amount
    )
    if stream_id is None:
        return None
    r = stream_of(run, stream_id)
    actor = OUTSIDER if r is None else actor_at(run, r.payer)
    advance = 0
    if r is not None and chooser.chance("stream off: at its end", 20):
        advance = wait_until(chooser, run, r.start_time + r.duration, "stream off")
    call = Call(party(chooser, "stream off", actor), "cancel_payment_stream", (stream_id,), advance=advance)
    return disliked(chooser, call, actor, NOBODY)
