"""Two small worlds of accounts: keys that post and claim jobs for their wallets, and streams of coin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product

from properties.compute import preset_jobs
from properties.compute.governance_recipes import MarketCall
from properties.compute.preset_job_calls import DETAILS, PAYMENT, JobSize, demands
from properties.compute.preset_jobs import around
from properties.compute.preset_world import (
    ADDRESSES,
    NOTHING,
    NOW,
    REPORTING,
    SORTS,
    attempt,
    deployed,
    spoken,
)
from properties.preset import Attempt, Exit, Lifecycle, Preset
from spec.compute.governance_types import Operation
from spec.compute.job_hashing import REQUIREMENTS_WORDS, encoded_details
from spec.compute.job_types import JobStatus
from spec.compute.posting import MIN_TIME
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.state import State
from spec.compute.state_governance import SessionKey, Stream
from spec.compute.streams import vested_at
from spec.core.abi import WORD, number

KEY = "outsider"
"""The account that is named as a key, and tries to be one before."""
LASTING = 50
"""Seconds of a key, less than a job's deadline."""
CREDIT = frozenset({"withdraw_integration_credit"})

# ---------------------------------------------------------------- keys


@dataclass(frozen=True)
class KeySize:
    """How large a world of keys is.

    jobs: the prompt jobs that are posted and claimed; without hosts nobody claims them, and what follows a claim is
    left out. wallets: whose keys they are. scopes: what a key may call. budget: what it may spend, in wei.
    charges: whether wallets charge their keys themselves. batches: whether several operations are made in one call.
    exact: whether the last second of a key is looked at besides the first after it.
    """

    jobs: JobSize
    wallets: tuple[str, ...]
    scopes: tuple[tuple[bytes, ...], ...] = ((CLAIM_JOB, POST_JOB),)
    charges: bool = False
    batches: bool = False
    budget: int = PAYMENT
    exact: bool = False


BEGINNING = frozenset({"post_job", "claim_job", "fail_job", "expire_job", "withdraw_escrow_credit", "withdraw_fees"})
"""What happens to jobs besides: how they begin, and how they end without work."""


def key_attempts(size: KeySize) -> Iterator[Attempt]:
    """Keys are named, used and forgotten; deposits come and go."""
    terms = (DETAILS, demands(size.jobs.proved), PAYMENT)
    for wallet in size.wallets:
        account = ADDRESSES[wallet]
        for scope in size.scopes:
            yield attempt(wallet, "add_scoped_session_key", ADDRESSES[KEY], NOW + LASTING, scope, size.budget)
        yield attempt(wallet, "add_session_key", ADDRESSES[KEY], NOW + LASTING)
        yield attempt(wallet, "revoke_session_key", ADDRESSES[KEY])
        for actor in (KEY, wallet):
            yield attempt(actor, "create_job_via_session_key", account, *terms)
        for actor, job_id in product((KEY, wallet), size.jobs.ids):
            yield attempt(actor, "claim_job_via_session_key", account, job_id)
        if size.charges:
            yield attempt(wallet, "charge_session_key", ADDRESSES[KEY], POST_JOB, PAYMENT)
    for wallet in payers(size):
        yield attempt(wallet, "deposit_for_keys", value=PAYMENT)
        yield attempt(wallet, "withdraw_wallet_deposit", PAYMENT)
        yield attempt(wallet, "withdraw_integration_credit")
        yield attempt(wallet, "create_job_via_account", *terms, value=PAYMENT)
        yield attempt(wallet, "create_job_via_account", *terms, value=PAYMENT + 1)
    if size.batches:
        yield from _batches(size)


def payers(size: KeySize) -> tuple[str, ...]:
    """Wallets whose keys post jobs."""
    return tuple(wallet for wallet in size.wallets if wallet in size.jobs.renters)


def _batches(size: KeySize) -> Iterator[Attempt]:
    market, none = ADDRESSES["JobMarketplace"], bytes(0)
    for wallet in size.wallets:
        yield attempt(wallet, "execute_batch", (Operation(market, PAYMENT, posting()),), value=PAYMENT)
        yield attempt(wallet, "execute_batch", (Operation(market, PAYMENT, posting()),), value=PAYMENT + 1)
        yield attempt(wallet, "execute_batch", (Operation(market, 0, claiming(1)),))
        yield attempt(wallet, "execute_batch", (Operation(ADDRESSES["PaymentEscrow"], 0, none),))


def posting() -> bytes:
    """The call by which the marketplace posts the one job that is tried."""
    asked = demands(proved=False)
    words = [number(WORD * (2 + REQUIREMENTS_WORDS)), *map(number, (*asked[:3], int(asked.requires_proof)))]
    data = POST_JOB + b"".join((*words, number(PAYMENT), encoded_details(DETAILS)))
    call: bytes = spoken(data, MarketCall("postJob", (DETAILS, asked, PAYMENT)))
    return call


def claiming(job_id: int) -> bytes:
    """The call by which the marketplace gives a job away."""
    call: bytes = spoken(CLAIM_JOB + number(job_id), MarketCall("claimJob", (job_id,)))
    return call


def key_moments(size: KeySize, s: State, pair: tuple[str, str], k: SessionKey, now: int) -> Iterable[int]:
    """The first second after a key's last one."""
    if k.expires:
        yield from around(size.exact, k.expires)


def within(size: KeySize, s: State, made: Attempt) -> bool:
    """One payment ahead for each wallet, and none while somebody is owed a credit; keys are named before jobs begin."""
    if made.action == "deposit_for_keys":
        ahead = all(amount <= PAYMENT for _, amount in s.wallet_deposits.items())
        return ahead and s.integration_total_credits == 0
    if made.action in ("add_session_key", "add_scoped_session_key"):
        return all(r.status == JobStatus.POSTED and r.deadline == NOW + MIN_TIME for r in s.prompt_jobs.values())
    return True


def key_status(k: SessionKey) -> str:
    """Whether a key was forgotten, and whether it may spend anything."""
    if k.expires == 0:
        return "REVOKED"
    return "WITH A BUDGET" if k.budget else "WITHOUT A BUDGET"


def has_nothing_deposited(s: State, wallet: str) -> bool:
    """A wallet has its deposit for keys back."""
    return not (s.wallet_deposits[wallet] or s.integration_credits[wallet])


def key_exits(size: KeySize) -> Iterator[Exit]:
    """Wallets take their deposits back, whatever their keys do not do."""
    for name in payers(size):
        yield Exit(
            "JOB-CON-04",
            f"{name} alone gets its deposit for keys back, and what it refused to take",
            frozenset({name}),
            frozenset({"withdraw_wallet_deposit"}) | CREDIT,
            partial(has_nothing_deposited, wallet=ADDRESSES[name]),
        )


def keys(size: KeySize, bound: str = "") -> Preset:
    """A world of keys of the given size. What a key may do ends by time, so that it is named at most so long."""
    jobs = preset_jobs.world(size.jobs, bound)
    wallets = tuple(ADDRESSES[name] for name in size.wallets)
    renters = tuple(ADDRESSES[name] for name in payers(size))
    posting_for = tuple(ADDRESSES[name] for name in dict.fromkeys((*size.jobs.renters, *size.wallets)))
    movers, actions = jobs.epilogue
    return replace(
        jobs,
        attempts=(*key_attempts(size), *(one for one in jobs.attempts if one.action in BEGINNING)),
        within=lambda s, made: within(size, s, made),
        universe={
            **jobs.universe,
            **dict.fromkeys(("post_minute", "posts_in_minute", "post_hour", "posts_in_hour"), posting_for),
            "session_keys": tuple((wallet, ADDRESSES[KEY]) for wallet in wallets),
            "wallet_deposits": renters,
            "integration_credits": renters,
        },
        moments={
            **jobs.moments,
            "session_keys": lambda s, pair, k, now: key_moments(size, s, pair, k, now),
        },
        ages={**jobs.ages, ("session_keys", "expires"): 1},
        exits=(*jobs.exits, *key_exits(size)),
        epilogue=(movers, actions | CREDIT | {"withdraw_wallet_deposit"}),
        lifecycles=(*jobs.lifecycles, Lifecycle("key", "session_keys", key_status)),
    )


# ---------------------------------------------------------------- streams


@dataclass(frozen=True)
class StreamSize:
    """How large a world of streams is.

    streams: how many. parts: into how many parts the duration is cut. alike: whether the streams may be exchanged.
    refusing: who may refuse coin.
    """

    name: str
    streams: int = 1
    parts: int = 2
    payers: tuple[str, ...] = ("contract_depositor",)
    recipients: tuple[str, ...] = ("contract_host",)
    refusing: tuple[str, ...] = ("contract_depositor", "contract_host")

    @property
    def parties(self) -> tuple[str, ...]:
        """Payers and recipients."""
        return (*self.payers, *self.recipients)


TOTAL, LENGTH = 7, 100
"""Wei and seconds of a stream: no part of the time earns a whole number of wei."""
FLOWING = frozenset({"cancel_payment_stream", "withdraw_from_stream"}) | CREDIT


def stream_attempts(size: StreamSize) -> Iterator[Attempt]:
    """Streams are made, drawn from and stopped, by their parties and by others."""
    for payer, recipient in product(size.payers, size.recipients):
        yield attempt(payer, "create_payment_stream", ADDRESSES[recipient], TOTAL, LENGTH, value=TOTAL)
        yield attempt(payer, "create_payment_stream", ADDRESSES[recipient], TOTAL, LENGTH, value=TOTAL + 1)
    for stream_id, actor in product(range(1, size.streams + 1), (*size.parties, "outsider")):
        yield attempt(actor, "withdraw_from_stream", stream_id)
        yield attempt(actor, "cancel_payment_stream", stream_id)
    for actor in size.parties:
        yield attempt(actor, "withdraw_integration_credit")


def stream_moments(size: StreamSize, s: State, stream_id: int, r: Stream, now: int) -> Iterable[int]:
    """The ends of the parts of its time."""
    if r.active:
        yield from (r.start_time + part * r.duration // size.parts for part in range(1, size.parts + 1))


def drawn(r: Stream) -> bool:
    """Whether nobody looks at a stream's time any more: it was stopped, or all of it was pulled."""
    return not r.active or r.withdrawn == r.total_amount


def stream_status(r: Stream) -> str:
    """Whether it flows, was stopped, or is empty."""
    if r.withdrawn == r.total_amount:
        return "EMPTY"
    return "FLOWING" if r.active else "STOPPED"


def stream_exits(size: StreamSize) -> Iterator[Exit]:
    """Payers stop their streams, recipients draw what they have earned."""
    for name in size.payers:
        yield Exit(
            "JOB-CON-04",
            f"{name} alone gets out what its streams have not paid, and what it refused to take",
            frozenset({name}),
            FLOWING,
            partial(all_paid_for, payer=ADDRESSES[name]),
        )
    for name in size.recipients:
        yield Exit(
            "JOB-CON-04",
            f"{name} alone gets all that its streams ever pay it, and what it refused to take",
            frozenset({name}),
            FLOWING,
            partial(all_drawn, recipient=ADDRESSES[name]),
        )


def all_paid_for(s: State, payer: str) -> bool:
    """Nothing of a payer's streams can come back any more, and the payer has what came back."""
    flowing = any(vested_at(r, NOW) != r.total_amount for r in s.streams.values() if r.payer == payer)
    return not (flowing or s.integration_credits[payer])


def all_drawn(s: State, recipient: str) -> bool:
    """Nothing of a recipient's streams is left, and the recipient has all of it."""
    left = any(r.withdrawn != r.total_amount for r in s.streams.values() if r.recipient == recipient)
    return not (left or s.integration_credits[recipient])


def streams(size: StreamSize, bound: str = "") -> Preset:
    """A world of streams of the given size."""
    ids = tuple(range(1, size.streams + 1))
    return Preset(
        name=size.name,
        bound=bound,
        initial=deployed,
        now=NOW,
        attempts=tuple(stream_attempts(size)),
        addresses=ADDRESSES,
        refusing=frozenset(size.refusing),
        universe={
            **NOTHING,
            "reporters": tuple(ADDRESSES[name] for name in REPORTING),
            "streams": ids,
            "integration_credits": tuple(ADDRESSES[name] for name in size.parties),
        },
        moments={"streams": lambda s, key, r, now: stream_moments(size, s, key, r, now)},
        ages={("streams", "start_time"): LENGTH},
        timeless={"streams": drawn},
        sorts={**SORTS, ("streams", "key"): "stream", ("", "stream_id"): "stream"},
        symmetries=tuple({"stream": {a: b, b: a}} for a, b in pairwise(ids)),
        exits=tuple(stream_exits(size)),
        epilogue=(frozenset(size.parties), FLOWING),
        stuck=("JOB-CON-04", lambda s: s.integration_balance > 0),
        lifecycles=(Lifecycle("stream", "streams", stream_status),),
    )
