"""Slashing: part of a stake goes to the treasury, also of a host that has left. And who decides that."""

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
from spec.compute.node_records import staked_node
from spec.compute.nodes import leave
from spec.compute.state import COMPUTE, NODES, State
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, require

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
    remaining = n.staked_amount
    # Payments
    send_fab(s, m, s.node_registry, s.nodes_treasury, amount)
    # Events
    m.emit(SlashExecuted(host, amount, remaining, evidence_cid, reason))
    if n.active and remaining < MIN_STAKE_AFTER_SLASH:
        leave(s, m, host, n)
        m.emit(HostAutoUnregistered(host, remaining))


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
