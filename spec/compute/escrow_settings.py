"""What the escrow's owner sets, and what its governance may set as well: never anything of a record that is there."""

from __future__ import annotations

from spec.compute.access import check_owner_or, check_owner_sets
from spec.compute.errors import ZeroAddress
from spec.compute.events import TreasurySet
from spec.compute.job_errors import FeeAboveMaximum
from spec.compute.job_events import ArbiterSet, FeeSet, GovernanceSet
from spec.compute.slashing import refuse_rewiring
from spec.compute.state import COMPUTE, ESCROW, State
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, require

MAX_FEE_BPS = 1000
"""In 1/10000."""


@COMPUTE.action(on=ESCROW)
def set_fee(s: State, m: Message, fee_bps: Uint256) -> None:
    """Owner or governance sets the fee of later records.

    Errors, in order: NotAuthorized, those of `store_fee`.
    """
    # Verify
    check_owner_or(s, m, s.escrow_governance)
    # Effects
    store_fee(s, m, fee_bps)


def store_fee(s: State, m: Message, fee_bps: Uint256) -> None:
    """Stores a fee.

    Errors: FeeAboveMaximum.
    """
    # Verify
    require(fee_bps <= MAX_FEE_BPS, FeeAboveMaximum, fee_bps, MAX_FEE_BPS)
    # Effects
    s.escrow_fee_bps = fee_bps
    # Events
    m.emit(FeeSet(fee_bps))


@COMPUTE.action(on=ESCROW)
def set_arbiter(s: State, m: Message, arbiter: Address) -> None:
    """Owner or governance says who rules.

    Errors, in order: NotAuthorized, those of `store_arbiter`.
    """
    # Verify
    check_owner_or(s, m, s.escrow_governance)
    # Effects
    store_arbiter(s, m, arbiter)


def store_arbiter(s: State, m: Message, arbiter: Address) -> None:
    """Stores an arbiter.

    Errors: ZeroAddress.
    """
    # Verify
    require(arbiter != ZERO_ADDRESS, ZeroAddress)
    # Effects
    s.arbiter = arbiter
    # Events
    m.emit(ArbiterSet(arbiter))


@COMPUTE.action(on=ESCROW, function="setTreasury")
def set_escrow_treasury(s: State, m: Message, treasury: Address) -> None:
    """The owner says where fees go.

    Errors, in order: those of `check_owner_sets`.
    """
    # Verify
    check_owner_sets(s, m, treasury)
    # Effects
    s.escrow_treasury = treasury
    # Events
    m.emit(TreasurySet(treasury))


@COMPUTE.action(on=ESCROW, function="setGovernance")
def set_escrow_governance(s: State, m: Message, governance: Address) -> None:
    """The owner says which governance the escrow listens to.

    Errors, in order: those of `check_owner_sets`.
    """
    # Verify
    check_owner_sets(s, m, governance)
    # Effects
    s.escrow_governance = governance
    # Events
    m.emit(GovernanceSet(governance))


@COMPUTE.action(on=ESCROW, function="setMarketplace")
def set_escrow_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)
