"""A payment that is made before the books say so."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import deals
from .repeats import blockers, is_locked, settlements, stored_first


class LateClearing(Detector):
    """Report a payment that is cleared from the books only after the recipient has had control."""

    ARGUMENT = "escrow-late-clearing"
    HELP = "An amount that is cleared or subtracted only after it was paid"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Amount cleared after the payment"
    WIKI_DESCRIPTION = """
The recipient of coin, and many tokens, run code of their own. What stops a second payment (the zeroed amount, the moved
status) is stored only after that, and no lock keeps the recipient from calling back in between. With `send` and
`transfer` of coin the confidence is medium: the gas they leave has so far been too little to call back."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function withdraw() external {
    (bool ok,) = msg.sender.call{value: credits[msg.sender]}("");
    require(ok);
    credits[msg.sender] = 0;
}
```
A contract that calls `withdraw` from its `receive` function is paid until the escrow is empty."""
    WIKI_RECOMMENDATION = """
Store first, pay last: copy the amount to a local variable, clear it in storage, then pay. A re-entrancy lock on every
function of the contract does as well, but protects less."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each payment that is booked too late."""
        for deal in deals(self.compilation_unit):
            for settled in settlements(deal):
                if settled.paid.means == "credit" or is_locked(settled):
                    continue
                stops = blockers(settled, settled)
                if stops and not any(stored_first(settled, where) for where in stops):
                    found = self.finding(
                        settled.paid.step.node, " pays in ", settled.entry.function,
                        " before the books say so: what stops a second payment is stored afterwards",
                    )  # fmt: skip
                    if not settled.paid.hands_over_control:
                        found.data["confidence"] = "Medium"
                    yield found
