"""What an actor, or a token, in mood REENTER tries while it is paid, and when that is a re-entry at all.

A contract is locked while it pays. Whoever calls another contract then does nothing that it could not do before or
after, and the specification knows of no such call: so it behaves as usual in calls in which its target is not locked.
"""

from __future__ import annotations

from dataclasses import replace

from properties.binding import Call, Mood, Run
from properties.compute.actors import CONTRACT_HOST, PUPPETS, TOKENS
from properties.compute.choices import active_sessions
from spec.compute.state import ACCOUNTS, COMPUTE, EARNINGS, ESCROW, MARKET

REENTER = "REENTER"
PAYING = (MARKET, EARNINGS, ESCROW, ACCOUNTS)
"""Contracts that pay in calls of their own."""
PAID_BY_ESCROW = ("release_payment", "batch_release_payments", "complete_job", "expire_job")
"""Calls of the marketplace in which the escrow pays; in no other does a host get coin."""
TARGETS = {CONTRACT_HOST: (EARNINGS, EARNINGS, ESCROW, ACCOUNTS)}
TARGETS_OF_OTHERS = (MARKET, MARKET, ESCROW, ACCOUNTS)


def target(run: Run, actor: str) -> str:
    """Name of the contract that an actor or token will call if it begins to re-enter now."""
    if actor in TOKENS:
        return MARKET
    targets = TARGETS.get(actor, TARGETS_OF_OTHERS)
    return targets[run.state.next_session_id % len(targets)]


def attempt(run: Run, actor: str) -> tuple[str, bytes]:
    """Address and calldata of what an actor or token will call."""
    name = target(run, actor)
    contract = run.contracts[name]
    if name != MARKET:
        return contract.address, contract.encode("withdraw")
    active = active_sessions(run)
    if active and run.world.now % 3:
        way = "cancelSession" if actor in PUPPETS and run.world.now % 3 == 1 else "triggerSessionTimeout"
        return contract.address, contract.encode(way, active[-1][0])
    data = contract.encode("withdrawNative", 1) if actor in PUPPETS else contract.encode("withdraw")
    return contract.address, data


def calmed(run: Run, call: Call) -> Call:
    """The call, with nobody who would be paid in it calling a contract that is not locked."""
    if COMPUTE[call.action].contract not in PAYING:
        return call
    moods = tuple(m for m in call.moods if m.name != REENTER or is_locked(call, m.actor, target(run, m.actor)))
    restless = (actor for actor in (*PUPPETS, *TOKENS) if mood_of(run, actor) == REENTER)
    usual = tuple(
        Mood(actor, "PLAIN" if actor in TOKENS else "ACCEPT")
        for actor in restless
        if not is_locked(call, actor, present_target(run, actor))
    )
    return replace(call, moods=(*usual, *moods))


def is_locked(call: Call, actor: str, name: str) -> bool:
    """Whether a contract is locked while an actor, or with a token, is paid in a call; true if it never is."""
    contract = COMPUTE[call.action].contract
    if contract == MARKET and actor == CONTRACT_HOST and call.action not in PAID_BY_ESCROW:
        return True
    return name == contract


def mood_of(run: Run, actor: str) -> str:
    """The present mood of a puppet or token."""
    return str((run.tokens if actor in TOKENS else run.cast)[actor].mood.name)


def present_target(run: Run, actor: str) -> str:
    """Name of the contract that an actor or token calls now while it is paid."""
    known = {contract.address: name for name, contract in run.contracts.items()}
    address = str(run.world.read((run.tokens if actor in TOKENS else run.cast)[actor].contract, "target"))
    return known.get(address.lower(), "")
