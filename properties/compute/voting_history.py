"""Votes at the end of each block, reckoned from balances and delegations as they are seen, not from checkpoints."""

from __future__ import annotations

from collections import defaultdict

from spec.compute.governance_events import DelegateChanged
from spec.core import ZERO_ADDRESS, Address, Step


class VotingHistory:
    """Whom everybody has delegated to, and the votes of everybody at the end of the blocks of a run."""

    def __init__(self) -> None:
        self._delegate: dict[Address, Address] | None = None
        self._votes: dict[Address, list[tuple[int, int]]] = defaultdict(list)

    def begin(self, step: Step) -> None:
        """Before the first call of a run: what had been delegated by then, and the votes so far."""
        if self._delegate is None:
            voters = step.before(step.state).fab_voters
            self._delegate = {voter.account: voter.delegate for voter in voters}
            self._votes.update({voter.account: list(voter.checkpoints) for voter in voters})

    def end(self, step: Step) -> None:
        """After each call: what was delegated in it, and what everybody has by now."""
        if not step.outcome.ok or self._delegate is None:
            return
        for event in step.outcome.events:
            if isinstance(event, DelegateChanged):
                self._delegate[event.values[0]] = event.values[2]
        votes: dict[Address, int] = defaultdict(int)
        for account, delegate in self._delegate.items():
            if delegate != ZERO_ADDRESS:
                votes[delegate] += step.state.fab_balances[account]
        for account in (*votes, *self._votes):
            self._note(account, step.message.block, votes[account])

    def _note(self, account: Address, block: int, votes: int) -> None:
        noted = self._votes[account]
        if noted and noted[-1][0] == block:
            noted[-1] = (block, votes)
        elif votes != (noted[-1][1] if noted else 0):
            noted.append((block, votes))

    def at(self, account: Address, block: int) -> int:
        """An account's votes at the end of a block that is over."""
        return next((votes for noted, votes in reversed(self._votes[account]) if noted <= block), 0)
