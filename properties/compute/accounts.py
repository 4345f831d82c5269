"""Acting for others, and the coin of the account integration: session keys, batches, deposits and streams."""

from __future__ import annotations

from dataclasses import dataclass

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.job_events import JobClaimed, JobPosted
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.session_keys import in_scope
from spec.compute.state import State
from spec.compute.state_governance import SessionKey, Stream
from spec.core import Address, Step

CLAIMS = ("claim_job", "claim_job_for", "claim_job_via_session_key", "execute_batch")
POSTS = (
    *("post_job", "post_job_with_token", "batch_post_jobs", "create_job_for", "create_job_via_account"),
    *("create_job_via_session_key", "execute_batch"),
)
BY_KEY = ("claim_job_via_session_key", "create_job_via_session_key")

FOR_OTHERS = COMPUTE_PROPERTIES.declare(
    "JOB-ACC-01",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="AccountIntegration",
    statement="A job is posted and claimed by the account that it is for, or by a session key of that account that is "
    "valid; never for anybody else.",
    remedy="Take the account from the sender, or from a key that the account itself has named; never from tx.origin or "
    "from an argument alone.",
)
SCOPED = COMPUTE_PROPERTIES.declare(
    "JOB-ACC-04",
    family=Family.ACCESS,
    shape=Shape.TRACE,
    target="AccountIntegration",
    statement="A session key works from its naming to its last second or its revocation, calls the functions it was "
    "named for, and spends at most its budget.",
    remedy="Look the key up at every use, compare time and selector, and lower the budget before anything else.",
)
COIN = COMPUTE_PROPERTIES.declare(
    "JOB-CON-04",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="AccountIntegration",
    statement="The integration's coin is exactly what streams, deposits for keys and credits are owed; a batch spends "
    "what came with it, a key takes from its wallet's deposit alone, and a stream pays what has vested.",
    remedy="Forward the value of each operation and nothing else, and book every deposit and stream by its own amount.",
)


# ---------------------------------------------------------------- acting for others


@FOR_OTHERS.on_step(*CLAIMS)
def a_job_is_claimed_by_its_host_or_a_key_of_it(step: Step) -> bool:
    """Whoever has the job has called, or has named the caller."""
    claimed = [event.values[1] for event in step.outcome.events if isinstance(event, JobClaimed)]
    return all(acts_for(step, host, CLAIM_JOB) for host in claimed)


@FOR_OTHERS.on_step(*POSTS)
def a_job_is_posted_by_its_renter_or_a_key_of_it(step: Step) -> bool:
    """Whoever rents has called, or has named the caller."""
    posted = [event.values[1] for event in step.outcome.events if isinstance(event, JobPosted)]
    return all(acts_for(step, renter, POST_JOB) for renter in posted)


def acts_for(step: Step, account: Address, selector: bytes) -> bool:
    """Whether the sender is an account, or one of its keys for a function, calling as such."""
    s, m = step.state, step.message
    if m.sender == account:
        return True
    if step.action.name not in BY_KEY or (account, m.sender) not in s.session_keys:
        return False
    key = s.session_keys[account, m.sender]
    return bool(m.now <= key.expires and in_scope(key.selectors, selector))


@SCOPED.on_step(*BY_KEY)
def a_key_does_what_it_was_named_for(step: Step) -> bool:
    """It is known, its time is not over, the function is one of its own, and its budget pays."""
    s, m = step.state, step.message
    by_claim = step.action.name == "claim_job_via_session_key"
    amount = 0 if by_claim else step.argument("payment")
    key = s.session_keys[step.argument("wallet"), m.sender]
    before = step.before(key)
    valid = before.expires != 0 and m.now <= before.expires
    scoped = in_scope(before.selectors, CLAIM_JOB if by_claim else POST_JOB)
    return bool(valid and scoped and key.budget == before.budget - amount)


@SCOPED.for_each_step("session_keys")
def a_key_is_its_wallets(step: Step, pair: tuple[Address, Address], before: SessionKey, k: SessionKey) -> bool:
    """Nobody but the wallet changes time or scope of a key, or raises its budget."""
    same = k.expires == before.expires and k.selectors == before.selectors and k.budget <= before.budget
    return bool(same or step.message.sender == pair[0])


@dataclass
class Named:
    """What a key was named for, and what is left of its budget."""

    expires: int
    selectors: frozenset[bytes]
    budget: int

    def may(self, now: int, selector: bytes, amount: int) -> bool:
        """Whether the key may do this at a time."""
        return now <= self.expires and selector in self.selectors and amount <= self.budget


@SCOPED.on_trace
class KeysWithinTheirScope:
    """Every key of a run, by what its wallet has said of it."""

    def __init__(self) -> None:
        self._keys: dict[tuple[Address, Address], Named] | None = None

    def observe(self, step: Step) -> bool | None:
        """False when a key did what it was not named for, or what its budget does not cover."""
        if self._keys is None:
            self._keys = named_before(step)
        if not step.outcome.ok:
            return None
        return self._heard(step, self._keys)

    def _heard(self, step: Step, keys: dict[tuple[Address, Address], Named]) -> bool | None:
        name, m = step.action.name, step.message
        if name == "add_session_key":
            keys[m.sender, step.argument("key")] = Named(step.argument("expires"), frozenset({CLAIM_JOB}), 0)
        elif name == "add_scoped_session_key":
            expires, selectors = step.argument("expires"), frozenset(step.argument("selectors"))
            keys[m.sender, step.argument("key")] = Named(expires, selectors, step.argument("budget"))
        elif name == "revoke_session_key":
            keys.pop((m.sender, step.argument("key")), None)
        elif name == "claim_job_via_session_key":
            return spent(keys.get((step.argument("wallet"), m.sender)), m.now, CLAIM_JOB, 0)
        elif name == "create_job_via_session_key":
            return spent(keys.get((step.argument("wallet"), m.sender)), m.now, POST_JOB, step.argument("payment"))
        elif name == "charge_session_key" and step.outcome.returned:
            wanted = step.argument("selector"), step.argument("amount")
            return spent(keys.get((m.sender, step.argument("key"))), 0, *wanted)
        return None


def named_before(step: Step) -> dict[tuple[Address, Address], Named]:
    """The keys that there were before a step, the first of a run."""
    store = step.state.session_keys
    known = ((pair, step.before(key)) for pair, key in store.items() if not step.inserted(store, pair))
    return {pair: Named(key.expires, frozenset(key.selectors), key.budget) for pair, key in known if key.expires}


def spent(key: Named | None, now: int, selector: bytes, amount: int) -> bool:
    """Whether a key may do this, which is taken from its budget."""
    if key is None or not key.may(now, selector, amount):
        return False
    key.budget -= amount
    return True


# ---------------------------------------------------------------- coin


@COIN.always
def the_integration_holds_what_it_owes(s: State) -> bool:
    """Streams, deposits and credits, as stored one by one."""
    owed = s.streams.total(left_in) + s.wallet_deposits.total() + s.integration_credits.total()
    return bool(s.integration_balance == owed)


@COIN.always
def its_totals_are_sums(s: State) -> bool:
    """Each total is the sum of its parts."""
    streams, deposits = s.streams.total(left_in), s.wallet_deposits.total()
    credits = s.integration_credits.total()
    totals = (s.total_streamed, s.total_wallet_deposits, s.integration_total_credits)
    return bool(totals[0] == streams and totals[1] == deposits and totals[2] == credits)


def left_in(r: Stream) -> int:
    """What a stream still holds, which is never less than nothing."""
    return max(0, r.total_amount - r.withdrawn)


@COIN.on_step("execute_batch", "create_job_via_account")
def what_came_is_spent(step: Step) -> bool:
    """The payments of the jobs posted are the coin that came, and nothing is left behind."""
    posted = sum(event.values[4] for event in step.outcome.events if isinstance(event, JobPosted))
    kept = step.state.integration_balance - step.before(step.state).integration_balance
    return bool(posted == step.message.value and kept == 0)


@COIN.on_step("create_job_via_session_key")
def a_key_spends_its_wallets_deposit(step: Step) -> bool:
    """The wallet's deposit loses the payment, and no other deposit anything."""
    s, wallet = step.state, step.argument("wallet")
    lost = step.amount_before(s.wallet_deposits, wallet) - s.wallet_deposits[wallet]
    before = step.before(s).total_wallet_deposits
    return bool(lost == step.argument("payment") and before - s.total_wallet_deposits == lost)


@COIN.for_each_step("streams", "withdraw_from_stream", "cancel_payment_stream")
def a_stream_pays_what_has_vested(step: Step, stream_id: int, before: Stream, r: Stream) -> bool | None:
    """The recipient has had at most its share of the time; what goes back to the payer is the rest of it."""
    if (r.withdrawn, r.total_amount) == (before.withdrawn, before.total_amount):
        return None
    elapsed = min(step.message.now - before.start_time, before.duration)
    earned = before.total_amount if not before.active else before.total_amount * elapsed // before.duration
    if step.action.name == "withdraw_from_stream":
        return bool(r.withdrawn == earned and r.total_amount == before.total_amount)
    return bool(r.total_amount == earned and r.withdrawn == before.withdrawn)
