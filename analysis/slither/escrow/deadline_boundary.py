"""One deadline, two opinions about its last second."""

from __future__ import annotations

from collections.abc import Iterator

from slither.core.declarations import Function
from slither.utils.output import Output

from ..detector import HIGH, LOW, Detector
from .deadlines import all_checks
from .entries import Deal, deals
from .steps import Step


class DeadlineBoundary(Detector):
    """Report two comparisons of one deadline that disagree about the deadline itself."""

    ARGUMENT = "escrow-deadline-boundary"
    HELP = "`>=` and `>` used differently for the same deadline in two places"
    IMPACT = LOW
    CONFIDENCE = HIGH
    PROPERTIES = ("timeout",)

    WIKI_TITLE = "Same deadline, different boundary"
    WIKI_DESCRIPTION = """
In one place the second of the deadline still counts as before it (`now <= deadline`, `now > deadline`), in another as
after it (`now < deadline`, `now >= deadline`). In that second either both sides may act, or neither."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function deliver(uint256 id) external {
    require(block.timestamp <= deals[id].deadline);
    ...
function reclaim(uint256 id) external {
    require(block.timestamp >= deals[id].deadline);
    ...
```
In the block at the deadline, whoever orders the transactions decides whether the delivery or the refund counts."""
    WIKI_RECOMMENDATION = """
Decide once to which side the deadline belongs and write it in one function that everybody calls."""

    def findings(self) -> Iterator[Output]:
        """Yield one finding for each deadline that is read both ways."""
        for deal in deals(self.compilation_unit):
            for name, places in _by_deadline(deal).items():
                before = [place for belongs, place in places if belongs]
                after = [place for belongs, place in places if not belongs]
                if before and after:
                    (one, first), (other, second) = before[0], after[0]
                    yield self.finding(
                        one.node, " in ", first, " counts the deadline itself as in time, ", other.node, " in ", second,
                        f" as too late ({', '.join(sorted(n.split('.', 1)[-1] for n in name))})",
                    )  # fmt: skip


Place = tuple[Step, Function]


def _by_deadline(deal: Deal) -> dict[frozenset[str], list[tuple[bool, Place]]]:
    """Every comparison of a deadline, by the deadline: whether its last second is in time, and where it stands."""
    found: dict[frozenset[str], list[tuple[bool, Place]]] = {}
    for entry in [*deal.entries, *deal.views]:
        for step, _, check in all_checks(entry):
            found.setdefault(check.name, []).append((check.at_the_deadline, (step, step.frame.function)))
    return found
