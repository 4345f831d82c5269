"""A payment that leaves what it is made from untouched."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import deals
from .repeats import blockers, settlements


class RepeatablePayout(Detector):
    """Report a payment after which the same call can be made again for the same deal."""

    ARGUMENT = "escrow-repeatable-payout"
    HELP = "An amount that is paid and neither cleared nor subtracted, so that it can be paid again"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Amount paid but not cleared"
    WIKI_DESCRIPTION = """
A payment is made from an amount in storage. Afterwards the amount is neither zeroed nor reduced, and nothing else that
the function checks (a status, a flag, a nonce) has changed, so the same call succeeds again."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function withdraw() external {
    uint256 amount = credits[msg.sender];
    payable(msg.sender).transfer(amount);
}
```
A seller with a credit of 1 ether calls `withdraw` until the deposits of everyone else are gone."""
    WIKI_RECOMMENDATION = """
Set the amount to zero, or subtract what is paid, before paying. A status that is checked and moved on does as well."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each payment that does not stop itself."""
        for deal in deals(self.compilation_unit):
            for settled in settlements(deal):
                if not settled.funded_by_caller and not blockers(settled, settled):
                    where = ", ".join(sorted(settled.names))
                    yield self.finding(
                        settled.paid.step.node, " pays ", where, " in ", settled.entry.function,
                        " and leaves it as it was: the same call pays again",
                    )  # fmt: skip
