"""A small world of sessions: they are opened in coin and in a token, proven, extended, ended in every way, and paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from properties.compute.preset_world import (
    ADDRESSES,
    ASSETS,
    DEPOSIT,
    DURATION,
    FAB_UNIT,
    INTERVAL,
    LATER,
    LEAST,
    LOWER_PRICE,
    MODELS,
    MOST,
    NOW,
    PRICE,
    SORTS,
    STABLE,
    TOKEN,
    WINDOW,
    attempt,
    opened,
    proof_of,
    transpositions,
    universe,
)
from properties.preset import Attempt, Exit, Lifecycle, Preset
from spec.compute.breaker_levels import COOLDOWN
from spec.compute.running import is_paused
from spec.compute.session_records import end_of, gross_of, idle_seconds, proof_timeout_of
from spec.compute.state import NATIVE, Session, State
from spec.compute.types import SessionStatus

ENDING = frozenset({"cancel_session", "complete_session_job", "trigger_session_timeout"})
TAKING = frozenset({"withdraw", "withdraw_native", "withdraw_token", "withdraw_token_credit"})
EARNING = frozenset({"withdraw_earnings", "withdraw_token_earnings", "withdraw", "withdraw_token_credit"})
PAUSING = frozenset({"pause", "unpause", "emergency_pause", "emergency_pause_for"})
LEVELS = (0, 1, 2)
FEES = frozenset({"withdraw_treasury_native", "withdraw_treasury_tokens"})
COIN_SESSION, TOKEN_SESSION = "create_session_job_for_model", "create_session_job_for_model_with_token"
BREAK = COOLDOWN
"""Seconds of the one pause that a host has to be allowed for: nothing is loosened sooner."""


@dataclass(frozen=True)
class SessionSize:
    """How large a world of sessions is.

    claims: pairs of tokens claimed before and tokens claimed now. assets: what sessions are paid in. refusing: who may
    refuse coin. alike: whether hosts may be exchanged, and depositors. own: whether each depositor pays in an asset of
    its own. stuck: whether the token may refuse to move. ahead: whether deposits are made for later. longer: whether
    sessions are extended. pause, owner: whether the owner pauses, and changes settings. breaker: whether the breaker's
    level is changed, and the marketplace paused for an hour, too.
    sparse: whether less is tried: only the first second after a deadline, not the last one before; no bad terms; calls
    that end a session or take fees from one party each, where otherwise everybody tries.
    """

    name: str
    sessions: int = 1
    hosts: tuple[str, ...] = ("host",)
    depositors: tuple[str, ...] = ("contract_depositor",)
    refusing: tuple[str, ...] = ()
    alike: bool = False
    assets: tuple[str, ...] = ASSETS
    claims: tuple[tuple[int, int], ...] = ((0, 100), (100, 100), (0, 50), (100, 200))
    ahead: bool = False
    longer: bool = False
    pause: bool = False
    breaker: bool = False
    owner: bool = False
    own: bool = False
    stuck: bool = True
    sparse: bool = False

    def paid_in(self, depositor: str) -> tuple[str, ...]:
        """What a depositor pays sessions in."""
        place = self.depositors.index(depositor)
        return self.assets[place : place + 1] if self.own else self.assets

    @property
    def duration(self) -> int:
        """Seconds that a session is made for: enough for a pause in the middle of it."""
        return DURATION + (BREAK if self.pause else 0)

    @property
    def parties(self) -> tuple[str, ...]:
        """Hosts and depositors."""
        return (*self.hosts, *self.depositors)


def attempts(size: SessionSize) -> tuple[Attempt, ...]:
    """All calls of a world, in the order in which traces prefer them."""
    return (
        *_openings(size),
        *_ahead(size),
        *_proofs(size),
        *_extensions(size),
        *_ends(size),
        *_money(size),
        *_owner(size),
    )


def _openings(size: SessionSize) -> Iterator[Attempt]:
    for depositor, name in product(size.depositors, size.hosts):
        usual = (ADDRESSES[name], PRICE, size.duration, INTERVAL, MODELS[0])
        if NATIVE in size.paid_in(depositor):
            yield attempt(depositor, COIN_SESSION, *usual, value=DEPOSIT)
        if TOKEN in size.paid_in(depositor):
            yield attempt(depositor, TOKEN_SESSION, *usual, TOKEN, DEPOSIT)
        if not size.sparse:
            yield from _bad_openings(depositor, ADDRESSES[name])


def _bad_openings(depositor: str, host: str) -> Iterator[Attempt]:
    """Each with one thing wrong."""
    usual = (host, PRICE, DURATION, INTERVAL, MODELS[0])
    for amount in (LEAST - 1, LEAST, MOST + 1):
        yield attempt(depositor, COIN_SESSION, *usual, value=amount)
    for terms in (
        (host, LOWER_PRICE, DURATION, INTERVAL, MODELS[0]),
        (host, 0, DURATION, INTERVAL, MODELS[0]),
        (host, PRICE, 0, INTERVAL, MODELS[0]),
        (host, PRICE, DURATION, INTERVAL - 1, MODELS[0]),
        (host, PRICE, DURATION, INTERVAL, MODELS[1]),
        (ADDRESSES["outsider"], PRICE, DURATION, INTERVAL, MODELS[0]),
    ):
        yield attempt(depositor, COIN_SESSION, *terms, value=DEPOSIT)
    yield attempt(depositor, TOKEN_SESSION, host, LOWER_PRICE, *usual[2:], TOKEN, DEPOSIT)
    yield attempt(depositor, TOKEN_SESSION, *usual, NATIVE, DEPOSIT)


def _ahead(size: SessionSize) -> Iterator[Attempt]:
    for depositor in size.depositors if size.ahead else ():
        for asset, name in product(size.paid_in(depositor), size.hosts):
            terms = (ADDRESSES[name], PRICE, size.duration, INTERVAL, MODELS[0], asset, DEPOSIT)
            yield attempt(depositor, "create_session_from_deposit", *terms)
        if NATIVE in size.paid_in(depositor):
            yield attempt(depositor, "deposit_native", value=DEPOSIT)
            yield attempt(depositor, "withdraw_native", DEPOSIT)
        if TOKEN in size.paid_in(depositor):
            yield attempt(depositor, "deposit_token", TOKEN, DEPOSIT)
            yield attempt(depositor, "withdraw_token", TOKEN, DEPOSIT)


def _proofs(size: SessionSize) -> Iterator[Attempt]:
    for job_id, host in product(range(1, size.sessions + 1), size.hosts):
        for before, claimed in size.claims:
            seq, total = before // INTERVAL + 1, before + claimed
            good = proof_of((job_id, host, seq, claimed, total, host))
            yield attempt(host, "submit_proof_of_work", job_id, claimed, good)
            yield attempt("outsider", "submit_proof_of_work", job_id, claimed, good)
            yield attempt(host, "submit_proof_of_work", job_id, claimed + 1, good)
        others = proof_of((job_id, host, 1, INTERVAL, INTERVAL, "outsider"))
        yield attempt(host, "submit_proof_of_work", job_id, INTERVAL, others)
        yield attempt(host, "submit_proof_of_work", job_id, 0, others)


def _extensions(size: SessionSize) -> Iterator[Attempt]:
    for job_id in range(1, size.sessions + 1) if size.longer else ():
        for depositor in (*size.depositors, "outsider"):
            more = MOST - DEPOSIT
            yield attempt(depositor, "extend_session", job_id, more, 0, value=more)
            yield attempt(depositor, "extend_session", job_id, more, 0)
            yield attempt(depositor, "extend_session", job_id, 0, LATER)
            yield attempt(depositor, "extend_session", job_id, more + 1, 0, value=more + 1)
            yield attempt(depositor, "extend_session", job_id, 0, 0)


def _ends(size: SessionSize) -> Iterator[Attempt]:
    for job_id in range(1, size.sessions + 1):
        strangers = (*size.parties, "outsider") if not size.sparse else ()
        for actor in strangers or size.hosts:
            yield attempt(actor, "complete_session_job", job_id)
        for actor in strangers or size.depositors:
            yield attempt(actor, "cancel_session", job_id)
        for actor in strangers or ("outsider",):
            yield attempt(actor, "trigger_session_timeout", job_id)


def _money(size: SessionSize) -> Iterator[Attempt]:
    for depositor in size.depositors:
        yield attempt(depositor, "withdraw")
        yield attempt(depositor, "withdraw_token_credit", TOKEN)
    for host in size.hosts:
        yield attempt(host, "withdraw")
        yield attempt(host, "withdraw_token_credit", TOKEN)
        yield attempt(host, "withdraw_earnings")
        yield attempt(host, "withdraw_token_earnings", TOKEN)
    if not size.sparse:
        for actor in ("treasury", "outsider"):
            yield attempt(actor, "withdraw_treasury_native")
            yield attempt(actor, "withdraw_treasury_tokens", TOKEN)
            yield attempt(actor, "withdraw_all_treasury_fees", (TOKEN,))
    else:
        yield attempt("treasury", "withdraw_all_treasury_fees", (TOKEN,))


def _owner(size: SessionSize) -> Iterator[Attempt]:
    for actor in ("owner", "outsider"):
        if size.pause:
            yield attempt(actor, "pause")
            yield attempt(actor, "unpause")
        if size.breaker:
            for level in LEVELS:
                yield attempt(actor, "set_circuit_breaker_level", level)
        if size.owner:
            yield attempt(actor, "remove_accepted_token", TOKEN)
            yield attempt(actor, "add_accepted_token", TOKEN, LEAST, MOST)
            yield attempt(actor, "set_dispute_window", WINDOW)
            yield attempt(actor, "set_treasury", ADDRESSES["treasury"])
    if size.breaker:
        yield attempt("authority", "emergency_pause", "a reason")
        yield attempt("authority", "emergency_pause_for", BREAK)


# ---------------------------------------------------------------- time


def moments(size: SessionSize, s: State, job_id: int, r: Session, now: int) -> Iterable[int]:
    """The first second for a claim and for completion, the end, and the moment from which the host was idle."""
    if r.status != SessionStatus.ACTIVE:
        return
    yield r.last_proof_time + WINDOW
    yield end_of(r) + 1
    if is_paused(s, now):
        yield s.paused_at + BREAK
    elif size.longer or size.pause:
        idle = now + proof_timeout_of(r) - idle_seconds(s, r, now)
        yield idle + 1
        if not size.sparse:
            yield idle
    if not size.sparse:
        yield end_of(r)


def is_over(r: Session) -> bool:
    """Nobody looks at the times of a session that has ended."""
    return r.status != SessionStatus.ACTIVE


# ---------------------------------------------------------------- who leaves with what


def is_out(s: State, name: str, credits: bool) -> bool:
    """A depositor has nothing in the marketplace; `credits`: not even units that a token has refused to move."""
    account = ADDRESSES[name]
    active = any(r.depositor == account and r.status == SessionStatus.ACTIVE for r in s.sessions.values())
    ahead = any(s.user_deposits[account, asset] for asset in ASSETS)
    return not (active or ahead or s.credits[account] or (credits and s.token_credits[TOKEN, account]))


def is_paid(s: State, name: str) -> bool:
    """A host has been paid for whatever it has proven."""
    account = ADDRESSES[name]
    waiting = any(
        r.host == account and r.status == SessionStatus.ACTIVE and gross_of(r) > 0 for r in s.sessions.values()
    )
    owed = any(s.earnings[account, asset] for asset in ASSETS) or s.token_credits[TOKEN, account]
    return not (waiting or owed)


def exits(size: SessionSize) -> Iterator[Exit]:
    """Depositors, the treasury and hosts, each alone."""
    for name in size.depositors:
        yield Exit(
            "SES-LIV-02",
            f"{name} alone can get all that is unspent out, whatever any receiver and the token do; what the token "
            "refuses to move is the depositor's own credit then",
            frozenset({name}),
            ENDING | TAKING,
            partial(is_out, name=name, credits=False),
        )
        yield Exit(
            "SES-LIV-03",
            f"{name} alone can get everything out if the token moves, also while the marketplace is paused",
            frozenset({name, STABLE}),
            ENDING | TAKING,
            partial(is_out, name=name, credits=True),
        )
    if not size.sparse:
        yield Exit(
            "SES-LIV-03",
            "the treasury alone can get every fee, asset by asset, however small",
            frozenset({"treasury"}),
            FEES,
            lambda s: s.accumulated_treasury.total() == 0,
        )
    for name in size.hosts:
        yield Exit(
            "SES-LIV-03",
            f"{name} alone can get all that it has earned if the token moves, also while the marketplace is paused",
            frozenset({name, STABLE}),
            ENDING | EARNING,
            partial(is_paid, name=name),
        )


def session_status(r: Session) -> str:
    """The status, and how far the work is while it is active."""
    if r.status != SessionStatus.ACTIVE:
        return str(r.status.name).replace("_", " ")
    if r.final_claim_made:
        return "FINAL CLAIM MADE"
    return "PROVEN" if r.proof_count else "ACTIVE"


def within(size: SessionSize, s: State, made: Attempt) -> bool:
    """One session's deposit ahead, and none while somebody is owed a credit; one extension; one pause of one length."""
    match made.action:
        case "deposit_native" | "deposit_token":
            owed = s.total_credits + s.total_token_credits[TOKEN]
            return owed == 0 and all(amount <= DEPOSIT for _, amount in s.user_deposits.items())
        case "extend_session":
            return bool(s.sessions[made.arguments[0]].max_duration <= size.duration + LATER)
        case action if action in PAUSING:
            return s.paused_seconds == (0 if s.paused_at else BREAK)
        case "set_circuit_breaker_level":
            return s.paused_seconds == 0 if s.paused_at else s.paused_seconds in (0, BREAK)
    return True


def world(size: SessionSize, bound: str = "") -> Preset:
    """A world of sessions of the given size."""
    calls = attempts(size)
    longest = size.duration + (LATER if size.longer else 0)
    depositors = () if size.own else transpositions("actor", size.depositors)
    alike = (*transpositions("actor", size.hosts), *depositors) if size.alike else ()
    governed = (("owner", "set_market_governance", (ADDRESSES["authority"],)),) if size.breaker else ()
    most_proofs = max(before // INTERVAL + 1 for before, _ in size.claims)
    return Preset(
        name=size.name,
        bound=bound,
        initial=lambda: opened(dict.fromkeys(size.hosts, 1000 * FAB_UNIT), 1, size.hosts, governed),
        now=NOW,
        attempts=calls,
        addresses=ADDRESSES,
        refusing=frozenset(size.refusing),
        universe=universe(size.parties, size.sessions, most_proofs),
        within=lambda s, made: within(size, s, made),
        stuck_tokens={TOKEN: STABLE} if size.stuck else {},
        moments={"sessions": lambda s, job_id, r, now: moments(size, s, job_id, r, now)},
        ages={
            ("sessions", "start_time"): longest + 1,
            ("sessions", "last_proof_time"): longest + 1 if size.longer or size.pause else WINDOW,
            ("last_session_end", ""): 0,
            ("paused_at", ""): longest + 2,
            ("pause_ends", ""): longest + 2 - BREAK,
            ("tightened_at", ""): BREAK,
        },
        timeless={"sessions": is_over},
        sorts=SORTS,
        symmetries=(*transpositions("session", tuple(range(1, size.sessions + 1))), *alike),
        exits=tuple(exits(size)),
        epilogue=(frozenset((*size.parties, STABLE)), ENDING | TAKING | EARNING),
        stuck=("SES-LIV-02", lambda s: s.balance > s.accumulated_treasury[NATIVE]),
        lifecycles=(Lifecycle("session", "sessions", session_status),),
    )
