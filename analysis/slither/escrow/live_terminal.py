"""A deal that ends paid, with its amount still standing in the record."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import LOW, MEDIUM, Detector
from .endings import Ending, endings
from .entries import Deal, Entry, deals
from .steps import Step
from .terms import place, reads


class LiveTerminal(Detector):
    """Report a final stage that is reached with an amount left in the record, where others clear or read it."""

    ARGUMENT = "escrow-live-terminal"
    HELP = "A final status reached with the paid amount still in the record"
    IMPACT = LOW
    CONFIDENCE = MEDIUM
    PROPERTIES = ("conservation", "sequencing")

    WIKI_TITLE = "Final status with a live amount"
    WIKI_DESCRIPTION = """
A function pays a deal and moves it to its final status, but leaves the paid amount in the record. The status stops a
second payment; the amount misleads whoever reads it. It is reported where another ending of the same contract does
clear the amount, or a view adds it up without looking at the status."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function cancel(uint256 id) external onlyBuyer(id) {
    require(deals[id].status == Status.Pending);
    deals[id].status = Status.Cancelled;
    credits[msg.sender] += deals[id].amount;
}

function locked() external view returns (uint256 sum) {
    for (uint256 id; id < count; ++id) sum += deals[id].amount;
}
```
The sum counts cancelled deals as locked, and what is built on it (a withdrawal of the excess, a proof of reserves) is
wrong."""
    WIKI_RECOMMENDATION = """
Clear the amount in every function that ends a deal."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such ending."""
        for deal in deals(self.compilation_unit):
            all_endings = list(endings(deal))
            for ending in all_endings:
                misleading = {w for w in ending.left_live if _is_cleared_elsewhere(w, all_endings) or _is_read(deal, w)}
                if misleading:
                    names = ", ".join(sorted(where.split(".", 1)[-1] for where in misleading))
                    yield self.finding(
                        ending.move.write.step.node, " in ", ending.move.entry.function,
                        f" ends a deal and leaves {names} as it was",
                    )  # fmt: skip


def _is_cleared_elsewhere(where: str, all_endings: list[Ending]) -> bool:
    return any(where in ending.amounts and where not in ending.left_live and ending.paid for ending in all_endings)


def _is_read(deal: Deal, where: str) -> bool:
    """Whether a view adds up an amount, and no condition of it looks at anything of the record."""
    for view in deal.views:
        if not _looks_at_records(view) and any(where in _added(step) for step in view.graph.steps):
            return True
    return False


def _looks_at_records(view: Entry) -> bool:
    conditions = [step.condition for step in view.conditions if step.condition is not None]
    return any("[]." in (place(read) or "") for condition in conditions for read in reads(condition))


def _added(step: Step) -> set[str | None]:
    """The places that a step adds to something."""
    if step.operation is None or not getattr(step.operation, "type_str", "").endswith("+"):
        return set()
    return {place(read) for read in reads(step.frame.value(step.operation))}
