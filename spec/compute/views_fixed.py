"""What never changes: the contracts' constants, and the addresses that they were deployed with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spec.compute import fab, node_book, node_records, nodes, opening, pricing, proofs, proposals, slashing
from spec.compute.state import COMPUTE, EARNINGS, FAB, MARKET, MODELS, NODES, PROOFS, State
from spec.core import Address, Uint256
from spec.payments import PUSH_STIPEND
from spec.token_payments import PUSH_TOKEN_GAS

CONSTANTS = (
    (FAB, "TOTAL_SUPPLY", fab.TOTAL_SUPPLY),
    (MODELS, "PROPOSAL_FEE", proposals.PROPOSAL_FEE),
    (MODELS, "PROPOSAL_DURATION", proposals.PROPOSAL_DURATION),
    (MODELS, "APPROVAL_THRESHOLD", proposals.APPROVAL_THRESHOLD),
    (MODELS, "EXTENSION_THRESHOLD", proposals.EXTENSION_THRESHOLD),
    (MODELS, "EXTENSION_WINDOW", proposals.EXTENSION_WINDOW),
    (MODELS, "EXTENSION_DURATION", proposals.EXTENSION_DURATION),
    (MODELS, "MAX_EXTENSIONS", proposals.MAX_EXTENSIONS),
    (MODELS, "REPROPOSAL_COOLDOWN", proposals.REPROPOSAL_COOLDOWN),
    (MODELS, "LAPSE_PERIOD", proposals.LAPSE_PERIOD),
    (NODES, "MIN_STAKE", node_records.MIN_STAKE),
    (NODES, "MIN_STAKE_AFTER_SLASH", slashing.MIN_STAKE_AFTER_SLASH),
    (NODES, "MAX_SLASH_PERCENTAGE", slashing.MAX_SLASH_PERCENTAGE),
    (NODES, "SLASH_COOLDOWN", slashing.SLASH_COOLDOWN),
    (NODES, "UNBONDING", nodes.UNBONDING),
    (NODES, "MAX_MODELS", node_book.MAX_MODELS),
    (NODES, "MAX_PRICE_NATIVE", pricing.MAX_NATIVE_PRICE),
    (NODES, "MIN_PRICE_STABLE", pricing.MIN_STABLE_PRICE),
    (NODES, "MAX_PRICE_STABLE", pricing.MAX_STABLE_PRICE),
    (MARKET, "PUSH_GAS", PUSH_STIPEND),
    (MARKET, "PUSH_TOKEN_GAS", PUSH_TOKEN_GAS),
    (MARKET, "PRICE_PRECISION", opening.PRICE_PRECISION),
    (MARKET, "MIN_PROVEN_TOKENS", proofs.MIN_PROVEN_TOKENS),
    (MARKET, "MIN_PROOF_INTERVAL", opening.MIN_PROOF_INTERVAL),
    (MARKET, "MAX_PROOF_INTERVAL", opening.MAX_PROOF_INTERVAL),
    (MARKET, "MAX_DURATION", opening.MAX_DURATION),
    (MARKET, "MAX_TOKENS_PER_SECOND", opening.MAX_TOKENS_PER_SECOND),
)
"""Contract, name and value of each constant."""


def constant(value: Uint256) -> Callable[[Any], Uint256]:
    """A view of a number that never changes."""

    def shown(s: State) -> Uint256:
        """The constant."""
        return value

    return shown


for contract, name, value in CONSTANTS:
    COMPUTE.view(on=contract, name=name)(constant(value))


@COMPUTE.view(on=NODES, name="MIN_PRICE_NATIVE")
def min_price_native(s: State) -> Uint256:
    """Least native price of a host, as deployed."""
    return s.min_native_price


@COMPUTE.view(on=NODES, function="marketplace")
def marketplace_of_nodes(s: State) -> Address:
    """Whom the registry knows as marketplace."""
    return s.marketplace


@COMPUTE.view(on=EARNINGS, function="marketplace")
def marketplace_of_earnings(s: State) -> Address:
    """Whom the earnings know as marketplace."""
    return s.marketplace


@COMPUTE.view(on=PROOFS, function="marketplace")
def marketplace_of_proofs(s: State) -> Address:
    """Whom the proof system knows as marketplace."""
    return s.marketplace
