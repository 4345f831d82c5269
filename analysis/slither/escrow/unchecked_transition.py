"""A status that is overwritten without a look at it."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import Deal, deals
from .lifecycles import Move, moves, proxies
from .terms import keys


class UncheckedTransition(Detector):
    """Report a move between stages that is possible from every stage."""

    ARGUMENT = "escrow-unchecked-transition"
    HELP = "A lifecycle status written without checking the one before"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("sequencing",)

    WIKI_TITLE = "Status written without checking the one before"
    WIKI_DESCRIPTION = """
A function sets the status of a deal that exists, on some path without having looked at the status that it replaces, so
that a finished deal can be moved again. New records (a fresh id, a slot found empty) are not reported, nor are
functions that check and change something else of the record, such as its amount."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function cancel(uint256 id) external {
    require(msg.sender == deals[id].buyer);
    deals[id].status = Status.Cancelled;
    credits[msg.sender] += deals[id].price;
}
```
The buyer cancels after the deal was released, and is given the price that the seller already has."""
    WIKI_RECOMMENDATION = """
Check the status that the move starts from in every function that writes it."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each unchecked move."""
        for deal in deals(self.compilation_unit):
            for move in moves(deal):
                if not move.looks and not _is_configuration(deal, move) and not proxies(move.entry, move.write):
                    yield self.finding(
                        move.write.step.node, " in ", move.entry.function,
                        " sets a status, whatever it was before",
                    )  # fmt: skip


def _is_configuration(deal: Deal, move: Move) -> bool:
    """Whether a status is a mode of the whole contract that its owner chooses: no record's, and named by the caller."""
    return not keys(move.write.target) and move.to is None
