"""A small world of hosts: they register, offer models for prices, work, are slashed, leave, and take their stake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from properties.compute.preset_sessions import EARNING, ENDING, TAKING, is_out, is_over, session_status
from properties.compute.preset_world import (
    ADDRESSES,
    DEPOSIT,
    DURATION,
    FAB_UNIT,
    INTERVAL,
    MODELS,
    NOW,
    PRICE,
    SORTS,
    STABLE,
    TOKEN,
    WINDOW,
    attempt,
    opened,
    registration,
    transpositions,
    universe,
)
from properties.preset import Attempt, Exit, Lifecycle, Preset
from spec.compute.nodes import UNBONDING, unbonded_at
from spec.compute.slashing import SLASH_COOLDOWN
from spec.compute.state import NATIVE, Node, Session, State
from spec.compute.types import SessionStatus

STAKING = frozenset({"unregister_node", "withdraw_stake"})
REASONS = ("evidence", "reason")
HIGHER_PRICE = PRICE + 1


@dataclass(frozen=True)
class HostSize:
    """How large a world of hosts is.

    slashes: amounts of a slash, in FAB. stake: what a host adds, in FAB, 0 for nothing. sessions: how many are opened
    in all. models: how many are offered. prices: whether hosts change them and the owner stops models. alike: whether
    hosts may be exchanged. exact: whether the last second before a deadline is looked at besides the first after it.
    """

    name: str
    hosts: tuple[str, ...] = ("host",)
    depositor: str = "depositor"
    slashes: tuple[int, ...] = ()
    stake: int = 0
    sessions: int = 1
    models: int = 1
    prices: bool = False
    alike: bool = False
    exact: bool = True

    @property
    def parties(self) -> tuple[str, ...]:
        """Hosts and the depositor."""
        return (*self.hosts, self.depositor)


def attempts(size: HostSize) -> tuple[Attempt, ...]:
    """All calls of a world, in the order in which traces prefer them."""
    return (*_lists(size), *_slashes(size), *(_prices(size) if size.prices else ()), *_sessions(size))


def _lists(size: HostSize) -> Iterator[Attempt]:
    offers = [MODELS[:1], *([MODELS[1::-1]] if size.models > 1 else [])]
    for host in (*size.hosts, "outsider"):
        for offered in offers:
            yield attempt(host, "register_node", *registration(offered))
            if size.models > 1:
                yield attempt(host, "update_supported_models", offered)
        yield attempt(host, "unregister_node")
        yield attempt(host, "withdraw_stake")
        if size.stake:
            yield attempt(host, "stake", size.stake * FAB_UNIT)
    for host in size.hosts:
        for refused in ((), (MODELS[0], MODELS[0]), MODELS[4:]):
            yield attempt(host, "register_node", *registration(refused))
        yield attempt(host, "register_node", *registration(MODELS[:1], 0))


def _slashes(size: HostSize) -> Iterator[Attempt]:
    for host in size.hosts:
        account = ADDRESSES[host]
        for actor, amount in product(("owner", "outsider"), size.slashes):
            yield attempt(actor, "slash_stake", account, amount * FAB_UNIT, *REASONS)
            yield attempt(actor, "slash_stake", account, amount * FAB_UNIT + 1, *REASONS)
        if size.slashes:
            yield attempt("owner", "slash_stake", account, 0, *REASONS)


def _prices(size: HostSize) -> Iterator[Attempt]:
    for host in size.hosts:
        for price in (PRICE, HIGHER_PRICE):
            yield attempt(host, "update_pricing_native", price)
            yield attempt(host, "update_pricing_stable", price)
        yield attempt(host, "set_model_pricing", MODELS[0], HIGHER_PRICE, 0)
        yield attempt(host, "clear_model_pricing", MODELS[0])
        yield attempt(host, "set_token_pricing", TOKEN, HIGHER_PRICE)
        yield attempt(host, "set_token_pricing", TOKEN, 0)
    for actor in ("owner", "outsider"):
        yield attempt(actor, "deactivate_model", MODELS[0])
        yield attempt(actor, "reactivate_model", MODELS[0])


def _sessions(size: HostSize) -> Iterator[Attempt]:
    coin, token = "create_session_job_for_model", "create_session_job_for_model_with_token"
    for host, model_id in product(size.hosts if size.sessions else (), MODELS[: size.models]):
        for price in (PRICE, HIGHER_PRICE) if size.prices else (PRICE,):
            terms = (ADDRESSES[host], price, DURATION, INTERVAL, model_id)
            yield attempt(size.depositor, coin, *terms, value=DEPOSIT)
            if size.prices:
                yield attempt(size.depositor, token, *terms, TOKEN, DEPOSIT)
    for job_id, actor in product(range(1, size.sessions + 1), size.parties):
        yield attempt(actor, "complete_session_job", job_id)
        yield attempt(actor, "trigger_session_timeout", job_id)
        yield attempt(actor, "cancel_session", job_id)
    for actor in size.parties if size.sessions else ():
        yield attempt(actor, "withdraw_earnings")
        yield attempt(actor, "withdraw_token_earnings", TOKEN)
        yield attempt(actor, "withdraw_token_credit", TOKEN)


def within(size: HostSize, s: State, made: Attempt) -> bool:
    """Slashes follow one another in one order, so that few stakes exist. One that must be refused is not bounded."""
    if made.action != "slash_stake":
        return True
    if made.arguments[1] % FAB_UNIT:
        return s.nodes[made.arguments[0]].staked_amount < made.arguments[1]
    whole, left = 1000 + size.stake, []
    for amount in size.slashes:
        whole -= amount
        left.append(whole * FAB_UNIT)
    return s.nodes[made.arguments[0]].staked_amount in left


def host_moments(size: HostSize, s: State, host: str, n: Node, now: int) -> Iterable[int]:
    """The moment from which a stake can be withdrawn, and the second before."""
    if n.staked_amount and not n.active:
        free = unbonded_at(s, host, n)
        yield from (free - 1, free) if size.exact else (free,)


def slash_moments(size: HostSize, s: State, host: str, slashed: int, now: int) -> Iterable[int]:
    """The moment from which a host can be slashed again, and the second before."""
    if slashed:
        free = slashed + SLASH_COOLDOWN
        yield from (free - 1, free) if size.exact else (free,)


def session_moments(s: State, job_id: int, r: Session, now: int) -> Iterable[int]:
    """The first second for completion, and the first after the end."""
    if r.status == SessionStatus.ACTIVE:
        yield from (r.last_proof_time + WINDOW, r.start_time + r.max_duration + 1)


def has_nothing_staked(s: State, host: str) -> bool:
    """A host has its stake back, or never had one there."""
    return host not in s.nodes or s.nodes[host].staked_amount == 0


def exits(size: HostSize) -> Iterator[Exit]:
    """Hosts take their stake, and depositors what is unspent."""
    for name in size.hosts:
        yield Exit(
            "SES-LIV-03",
            f"{name} alone can get its stake out: it leaves, ends its sessions and waits",
            frozenset({name}),
            STAKING | ENDING,
            partial(has_nothing_staked, host=ADDRESSES[name]),
        )
    if size.sessions:
        yield Exit(
            "SES-LIV-02",
            f"{size.depositor} alone can get all that is unspent out, whatever becomes of the host",
            frozenset({size.depositor}),
            ENDING | TAKING,
            lambda s: is_out(s, size.depositor, credits=False),
        )


def host_status(n: Node) -> str:
    """Whether it takes sessions, unbonds, or is gone."""
    if n.active:
        return "ACTIVE" if n.staked_amount >= 1000 * FAB_UNIT else "ACTIVE, STAKE TOO SMALL"
    return "UNBONDING" if n.staked_amount else "GONE"


def world(size: HostSize, bound: str = "") -> Preset:
    """A world of hosts of the given size."""
    funds = dict.fromkeys(size.hosts, (1000 + size.stake) * FAB_UNIT)
    return Preset(
        name=size.name,
        bound=bound,
        initial=lambda: opened(funds, size.models, ()),
        now=NOW,
        attempts=attempts(size),
        addresses=ADDRESSES,
        universe=universe(size.parties, size.sessions, models=MODELS[: size.models], voters=("outsider",)),
        within=lambda s, made: within(size, s, made),
        stuck_tokens={TOKEN: STABLE} if size.prices else {},
        moments={
            "nodes": lambda s, host, n, now: host_moments(size, s, host, n, now),
            "last_slash": lambda s, host, slashed, now: slash_moments(size, s, host, slashed, now),
            "sessions": session_moments,
        },
        ages={
            ("nodes", "unbonding_since"): UNBONDING,
            ("last_session_end", ""): UNBONDING,
            ("last_slash", ""): UNBONDING,
            ("sessions", "start_time"): DURATION + 1,
            ("sessions", "last_proof_time"): DURATION + 1,
        },
        timeless={"sessions": is_over},
        sorts=SORTS,
        symmetries=transpositions("actor", size.hosts) if size.alike else (),
        exits=tuple(exits(size)),
        epilogue=(frozenset((*size.parties, STABLE)), ENDING | TAKING | EARNING),
        stuck=("SES-LIV-02", lambda s: s.balance > s.accumulated_treasury[NATIVE]),
        lifecycles=(
            Lifecycle("host", "nodes", host_status),
            Lifecycle("session", "sessions", session_status),
        ),
    )
