"""A setter of what the contract relies on, open to anybody."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .acts import Write
from .entries import Deal, Entry, deals
from .parties import joins
from .wiring import is_governed_from_birth, latches, open_settings, sets_authority


class OpenWiring(Detector):
    """Report a setter of another contract's address, of a rate or of somebody's role that anybody may call."""

    ARGUMENT = "escrow-open-wiring"
    HELP = (
        "A setter of an address, a rate or a role that the contract relies on, open to anybody or to the first caller"
    )
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("access", "governance")

    WIKI_TITLE = "Unprotected wiring setter"
    WIKI_DESCRIPTION = """
A function stores what the whole contract relies on: an address that it calls or pays, a rate that payments are computed
with, a role. It does not check the caller. Where it works only once, it is reported if the contract has an owner from
birth who could have been asked, because then whoever calls first decides."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function setTreasury(address payable treasury_) external {
    treasury = treasury_;
}
```
Anybody redirects all fees to themselves."""
    WIKI_RECOMMENDATION = """
Restrict the setter to the owner, or set the value in the constructor."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such setter."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for write in open_settings(deal, entry):
                    who = _who(deal, entry, write)
                    if who:
                        yield self.finding(write.step.node, " in ", entry.function, f" can be set by {who}")
                        break


def _who(deal: Deal, entry: Entry, write: Write) -> str:
    """Who can set it, if that is too many."""
    once = latches(entry, write)
    if not once:
        return "" if sets_authority(deal, write) else "anybody"
    if once == {write.place} and is_governed_from_birth(deal) and not joins(entry, write):
        return "whoever calls first"
    return ""
