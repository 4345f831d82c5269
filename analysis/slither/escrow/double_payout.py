"""Two functions that can both pay the same amount of the same deal."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .deadlines import deadlines_before
from .entries import deals
from .lifecycles import statuses
from .repeats import Settlement, blockers, settlements


class DoublePayout(Detector):
    """Report a payment that leaves another function able to pay the same again."""

    ARGUMENT = "escrow-double-payout"
    HELP = "Two functions that can pay the same amount of the same deal"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation", "sequencing")

    WIKI_TITLE = "Two ways to pay the same record"
    WIKI_DESCRIPTION = """
Two functions pay from the same stored amount. One of them stops itself from running twice, but leaves nothing that
stops the other: the amount stays, and the status or flag that it sets is not one that the other refuses. Payments that
are meant to follow each other, in stages of their own, are not reported."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function release(uint256 id) external onlyBuyer(id) {
    require(!deals[id].released);
    deals[id].released = true;
    _pay(deals[id].seller, deals[id].amount);
}

function refund(uint256 id) external onlyBuyer(id) {
    require(!deals[id].refunded);
    deals[id].refunded = true;
    _pay(deals[id].buyer, deals[id].amount);
}
```
The buyer releases to a seller of their own and then refunds: the second payment comes out of others' deposits."""
    WIKI_RECOMMENDATION = """
Let every way out of a deal check and set one common status, and clear the amount when it is paid."""

    def findings(self) -> Iterator[Output]:
        """Yield one finding for each pair of functions."""
        for deal in deals(self.compilation_unit):
            told: set[frozenset[str]] = set()
            paying = [s for s in settlements(deal) if not s.funded_by_caller and blockers(s, s)]
            for first in paying:
                for second in paying:
                    pair = frozenset({first.entry.function.canonical_name, second.entry.function.canonical_name})
                    if len(pair) == 2 and pair not in told and _both_pay(first, second):
                        told.add(pair)
                        yield self.finding(
                            first.paid.step.node, " pays ", ", ".join(sorted(first.names & second.names)), " in ",
                            first.entry.function, ", and afterwards ", second.entry.function, " can still pay it",
                        )  # fmt: skip


def _both_pay(first: Settlement, second: Settlement) -> bool:
    """Whether both can pay the same, one after the other, and either could have been first."""
    if not first.places & second.places or blockers(first, second) or _is_too_late(first, second):
        return False
    return not any(where in first.traces and _follows(first, second, where) for where in statuses(first.deal))


def _is_too_late(first: Settlement, second: Settlement) -> bool:
    """Whether the first payment waits for a deadline that the second has to meet."""
    passed = {found.name for _, found in deadlines_before(first.entry, first.paid.step) if found.late}
    return any(f.name in passed and not f.late for _, f in deadlines_before(second.entry, second.paid.step))


def _follows(first: Settlement, second: Settlement, where: str) -> bool:
    """Whether the second payment is meant to come after the first: no stage allows both."""
    return not first.stages(where) & second.stages(where)
