"""A deal that ends with its money still in it and no way out."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .endings import Ending, endings
from .entries import deals


class StrandedAmount(Detector):
    """Report a move to a final stage from a funded one by which nobody is paid, now or later."""

    ARGUMENT = "escrow-stranded-amount"
    HELP = "A final status reached with money booked that no function pays out any more"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation", "sequencing", "liveness")

    WIKI_TITLE = "Final status with money that nobody can claim"
    WIKI_DESCRIPTION = """
A deal that holds money is moved to a status that no function leaves again. The move pays nobody, and no function pays
from the deal in that status, so the money stays in the contract for ever."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function cancel(uint256 id) external onlySeller(id) {
    require(deals[id].status == Status.Funded);
    deals[id].status = Status.Cancelled;
}
```
The seller cancels; the refund, which asks for `Status.Expired`, is out of reach for the buyer."""
    WIKI_RECOMMENDATION = """
Pay, or credit, whoever is due in the same transaction that ends the deal."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such move."""
        for deal in deals(self.compilation_unit):
            for ending in endings(deal):
                if _strands(ending):
                    yield self.finding(
                        ending.move.write.step.node, " in ", ending.move.entry.function,
                        f" ends a deal while {', '.join(sorted(ending.names))} is still booked, and nobody can be paid"
                        " from it any more",
                    )  # fmt: skip


def _strands(ending: Ending) -> bool:
    return (
        bool(ending.amounts)
        and ending.from_funded
        and not ending.pays
        and not ending.clears
        and not ending.payable_later
    )
