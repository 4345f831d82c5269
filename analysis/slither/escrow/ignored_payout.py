"""A payment whose failure goes unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import deals
from .outcomes import matters


class IgnoredPayout(Detector):
    """Report a payment by ``call``, ``send`` or a token that answers false, whose answer decides nothing."""

    ARGUMENT = "escrow-ignored-payout"
    HELP = "A payment that can fail without anything following from it"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Payment whose success is ignored"
    WIKI_DESCRIPTION = """
`call`, `send` and the `transfer` of many tokens report failure by answering false. Where nothing depends on the answer
(no revert, no entry in the books, not even a return value) the contract goes on as if it had paid.
"""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function release(uint256 id) external onlyBuyer(id) {
    uint256 amount = deals[id].amount;
    deals[id].amount = 0;
    (bool ok,) = deals[id].seller.call{value: amount}("");
    emit Released(id, ok);
}
```
The seller is a wallet contract that runs out of gas. The deal's amount is zero, the coin stays in the contract, and
nobody can ever claim it."""
    WIKI_RECOMMENDATION = """
Revert when the payment fails, or record what is owed so that the recipient can withdraw it later. Use a safe transfer
library for tokens."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each payment whose answer decides nothing."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for paid in entry.payouts:
                    if paid.means in ("call", "send", "token") and not matters(entry, paid):
                        yield self.finding(paid.step.node, " pays in ", entry.function, ", whether it succeeds or not")
