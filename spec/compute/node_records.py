"""Looking up hosts: their records, and what they may do."""

from __future__ import annotations

from spec.compute.errors import NothingStaked, NotRegistered
from spec.compute.node_book import offers
from spec.compute.state import Node, State
from spec.core import ZERO_ADDRESS, Address, Bytes32, require

MIN_STAKE = 1000 * 10**18
"""Base units of FAB with which a host takes new sessions."""


def node_of(s: State, host: Address) -> Node:
    """The record of a host, a blank one if it is new."""
    if host not in s.nodes:
        s.nodes.insert(host, Node(ZERO_ADDRESS, 0, False, "", "", (), 0, 0))
    return s.nodes[host]


def is_registered(s: State, host: Address) -> bool:
    """Whether a host is active, whatever its stake."""
    return host in s.nodes and s.nodes[host].active


def is_eligible(s: State, host: Address) -> bool:
    """Whether a host may take new sessions: active, with the whole minimum stake."""
    return is_registered(s, host) and s.nodes[host].staked_amount >= MIN_STAKE


def supports_model(s: State, host: Address, model_id: Bytes32) -> bool:
    """Whether a host offers a model."""
    return host in s.nodes and offers(s.nodes[host].supported_models, model_id)


def registered_node(s: State, host: Address) -> Node:
    """The record of an active host. Raises NotRegistered."""
    require(is_registered(s, host), NotRegistered)
    return s.nodes[host]


def staked_node(s: State, host: Address) -> Node:
    """The record of a host with a stake, active or not. Raises NothingStaked."""
    require(host in s.nodes, NothingStaked, host)
    n = s.nodes[host]
    require(n.staked_amount > 0, NothingStaked, host)
    return n
