"""Votes that FAB carries: those of whoever has delegated, to another or to oneself, counted at the end of each block.

Who votes with whose FAB is bookkeeping beside the transfers, kept as one value; see `Voter`. FAB that nobody has
delegated has no votes.
"""

from __future__ import annotations

from spec.compute.governance_events import DelegateChanged, DelegateVotesChanged
from spec.compute.governance_types import Checkpoint, Voter
from spec.compute.state import COMPUTE, FAB, State
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, opaque

Voters = tuple[Voter, ...]


@COMPUTE.action(on=FAB)
def delegate(s: State, m: Message, delegatee: Address) -> None:
    """Lets `delegatee` vote with all that the sender has and will have; zero for nobody.

    Errors: none.
    """
    # Effects
    s.fab_voters = delegated(s.fab_voters, m, m.sender, delegatee, s.fab_balances[m.sender])


@opaque(appends=("events",))
def delegated(voters: Voters, m: Message, account: Address, delegatee: Address, units: Uint256) -> Voters:
    """The voters after an account has delegated all its units; announces that, and whose votes it changes."""
    known = voter_of(voters, account)
    m.emit(DelegateChanged(account, known.delegate, delegatee))
    voters = with_voter(voters, known._replace(delegate=delegatee))
    return shifted(voters, m, known.delegate, delegatee, units)


@opaque(appends=("events",))
def votes_moved(voters: Voters, m: Message, payer: Address, payee: Address, units: Uint256) -> Voters:
    """The voters after units went from payer to payee; announces whose votes that changes."""
    return shifted(voters, m, voter_of(voters, payer).delegate, voter_of(voters, payee).delegate, units)


def shifted(voters: Voters, m: Message, loser: Address, winner: Address, units: Uint256) -> Voters:
    """The voters after votes went from one delegate to another, of whom either may be nobody."""
    if loser == winner or units == 0:
        return voters
    for account, change in ((loser, -units), (winner, units)):
        if account != ZERO_ADDRESS:
            voter = voter_of(voters, account)
            before = latest(voter.checkpoints)
            m.emit(DelegateVotesChanged(account, before, before + change))
            earlier = tuple(point for point in voter.checkpoints if point.block < m.block)
            noted = (*earlier, Checkpoint(m.block, before + change))
            voters = with_voter(voters, voter._replace(checkpoints=noted))
    return voters


def voter_of(voters: Voters, account: Address) -> Voter:
    """What is known of an account's votes."""
    return next((voter for voter in voters if voter.account == account), Voter(account, ZERO_ADDRESS, ()))


def with_voter(voters: Voters, voter: Voter) -> Voters:
    """The voters with one of them as it is now."""
    if any(other.account == voter.account for other in voters):
        return tuple(voter if other.account == voter.account else other for other in voters)
    return (*voters, voter)


def latest(checkpoints: tuple[Checkpoint, ...]) -> Uint256:
    """The votes after the last change."""
    return checkpoints[-1].votes if checkpoints else 0


@opaque()
def votes_at(voters: Voters, account: Address, block: Uint256) -> Uint256:
    """An account's votes at the end of a block."""
    known = voter_of(voters, account).checkpoints
    return latest(tuple(point for point in known if point.block <= block))
