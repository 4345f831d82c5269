"""What FAB shows of votes: those of now, and those at the end of a block that is over."""

from __future__ import annotations

from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.fab_votes import latest, voter_of, votes_at
from spec.compute.governance_errors import ERC5805FutureLookup
from spec.compute.state import COMPUTE, FAB, State
from spec.core import Address, Uint256, require


def supply_at(s: State, block: Uint256) -> Uint256:
    """All FAB there was at the end of a block: everything, since it was deployed."""
    return TOTAL_SUPPLY if block >= s.fab_minted_in else 0


@COMPUTE.view(on=FAB)
def delegates(s: State, account: Address) -> Address:
    """Who votes with an account's FAB."""
    return voter_of(s.fab_voters, account).delegate


@COMPUTE.view(on=FAB, function="getVotes")
def current_votes(s: State, account: Address) -> Uint256:
    """An account's votes now."""
    return latest(voter_of(s.fab_voters, account).checkpoints)


@COMPUTE.view(on=FAB)
def get_past_votes(s: State, account: Address, timepoint: Uint256, *, block: Uint256) -> Uint256:
    """An account's votes at the end of a block that is over. Raises ERC5805FutureLookup for another."""
    require(timepoint < block, ERC5805FutureLookup, timepoint, block)
    return votes_at(s.fab_voters, account, timepoint)


@COMPUTE.view(on=FAB)
def get_past_total_supply(s: State, timepoint: Uint256, *, block: Uint256) -> Uint256:
    """All FAB at the end of a block that is over. Raises ERC5805FutureLookup for another."""
    require(timepoint < block, ERC5805FutureLookup, timepoint, block)
    return supply_at(s, timepoint)


@COMPUTE.view(on=FAB)
def num_checkpoints(s: State, account: Address) -> Uint256:
    """How many checkpoints an account's votes have."""
    return len(voter_of(s.fab_voters, account).checkpoints)


@COMPUTE.view(on=FAB)
def clock(s: State, *, block: Uint256) -> Uint256:
    """The number by which votes are counted: the block's."""
    return block
