"""Slashing: part of a stake goes to the treasury, or to whoever proved a host wrong, also when the host has left."""

from __future__ import annotations

from spec.compute.errors import (
    EmptyEvidence,
    EmptyReason,
    MarketplaceAlreadySet,
    NotAuthorized,
    OwnableUnauthorizedAccount,
    SlashAboveMaximum,
    SlashTooSoon,
    ZeroAddress,
    ZeroAmount,
)
from spec.compute.events import HostAutoUnregistered, SlashExecuted, SlashingAuthoritySet, TreasurySet
from spec.compute.fab import send_fab
from spec.compute.job_errors import JobProofsAlreadySet
from spec.compute.job_events import ChallengeSlashed
from spec.compute.node_records import staked_node
from spec.compute.nodes import leave
from spec.compute.state import COMPUTE, NODES, Node, State
from spec.core import ZERO_ADDRESS, Address, Message, Seconds, Uint256, require

MIN_STAKE_AFTER_SLASH = 100 * 10**18
"""Base units of FAB; a host left with less is unregistered."""
MAX_SLASH_PERCENTAGE = 50
SLASH_COOLDOWN = 24 * 60 * 60


@COMPUTE.action(on=NODES)
def slash_stake(s: State, m: Message, host: Address, amount: Uint256, evidence_cid: str, reason: str) -> None:
    """The slashing authority takes up to half of a stake, once a day.

    Errors, in order: NotAuthorized, NothingStaked, EmptyEvidence, EmptyReason, ZeroAmount, SlashAboveMaximum,
    SlashTooSoon.
    """
    # Verify
    require(m.sender == s.slashing_authority, NotAuthorized)
    n = staked_node(s, host)
    require(evidence_cid != "", EmptyEvidence)
    require(reason != "", EmptyReason)
    require(amount > 0, ZeroAmount)
    maximum = n.staked_amount * MAX_SLASH_PERCENTAGE // 100
    require(amount <= maximum, SlashAboveMaximum, amount, maximum)
    until = s.last_slash[host] + SLASH_COOLDOWN
    require(s.last_slash[host] == 0 or m.now >= until, SlashTooSoon, until)
    # Effects
    n.staked_amount -= amount
    s.last_slash[host] = m.now
    # Payments
    send_fab(s, m, s.node_registry, s.nodes_treasury, amount)
    # Events
    m.emit(SlashExecuted(host, amount, n.staked_amount, evidence_cid, reason))
    end_if_poor(s, m, host, n)


def slash_for(s: State, m: Message, host: Address, wanted: Uint256, challenger: Address) -> Uint256:
    """Whoever proved a host wrong gets part of its stake: half at most, and nothing within a day of the last slash.

    Returns what was paid.
    """
    paid = slashable(s, host, wanted, m.now)
    if paid == 0:
        return 0
    n = s.nodes[host]
    n.staked_amount -= paid
    s.last_slash[host] = m.now
    send_fab(s, m, s.node_registry, challenger, paid)
    m.emit(ChallengeSlashed(host, challenger, paid, n.staked_amount))
    end_if_poor(s, m, host, n)
    return paid


def slashable(s: State, host: Address, wanted: Uint256, now: Seconds) -> Uint256:
    """What may be taken from a stake, of what is wanted; zero within a day of the last slash."""
    staked = s.nodes[host].staked_amount if host in s.nodes else 0
    cooling = s.last_slash[host] != 0 and now < s.last_slash[host] + SLASH_COOLDOWN
    return 0 if cooling else min(wanted, staked * MAX_SLASH_PERCENTAGE // 100)


def is_poor(n: Node) -> bool:
    """Whether an active host has too little at stake to stay."""
    return n.active and n.staked_amount < MIN_STAKE_AFTER_SLASH


def end_if_poor(s: State, m: Message, host: Address, n: Node) -> None:
    """Unregisters an active host that a slash has left too little."""
    if is_poor(n):
        leave(s, m, host, n)
        m.emit(HostAutoUnregistered(host, n.staked_amount))


@COMPUTE.action(on=NODES)
def slash_for_challenge(s: State, m: Message, host: Address, amount: Uint256, challenger: Address) -> Uint256:
    """For the contract of proofs alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=NODES)
def set_job_proofs(s: State, m: Message, job_proofs: Address) -> None:
    """The contract of proofs is named for good.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress, JobProofsAlreadySet.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(job_proofs != ZERO_ADDRESS, ZeroAddress)
    raise JobProofsAlreadySet(s.job_proofs)


@COMPUTE.action(on=NODES)
def set_slashing_authority(s: State, m: Message, authority: Address) -> None:
    """The owner says who slashes.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(authority != ZERO_ADDRESS, ZeroAddress)
    # Effects
    s.slashing_authority = authority
    # Events
    m.emit(SlashingAuthoritySet(authority))


@COMPUTE.action(on=NODES, function="setTreasury")
def set_nodes_treasury(s: State, m: Message, treasury: Address) -> None:
    """The owner says where slashed stakes go.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(treasury != ZERO_ADDRESS, ZeroAddress)
    # Effects
    s.nodes_treasury = treasury
    # Events
    m.emit(TreasurySet(treasury))


@COMPUTE.action(on=NODES, function="setMarketplace")
def set_nodes_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)


def refuse_rewiring(s: State, m: Message, marketplace: Address) -> None:
    """What a contract says when its marketplace is set once more.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress, MarketplaceAlreadySet.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(marketplace != ZERO_ADDRESS, ZeroAddress)
    raise MarketplaceAlreadySet(s.marketplace)
