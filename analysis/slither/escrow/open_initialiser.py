"""An initialiser that anybody can run again."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import deals
from .wiring import latches, open_settings, sets_authority


class OpenInitialiser(Detector):
    """Report a function by which anybody, at any time, becomes or names the one whom others check."""

    ARGUMENT = "escrow-open-initialiser"
    HELP = "An initialiser, or setter of an owner, that anybody can call at any time"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("access", "governance")

    WIKI_TITLE = "Unprotected initialiser"
    WIKI_DESCRIPTION = """
A function stores the address that other functions compare the caller with (an owner, an arbiter, a manager). It checks
neither the caller nor that it has not run before."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function initialize(address owner_) external {
    owner = owner_;
}
```
Anybody calls `initialize` with their own address and then every function that only the owner may call."""
    WIKI_RECOMMENDATION = """
Set it in the constructor, or let the function run once only (an `initializer` modifier) and call it in the transaction
that deploys the contract."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such function."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for write in open_settings(deal, entry):
                    if sets_authority(deal, write) and not latches(entry, write):
                        yield self.finding(
                            write.step.node, " in ", entry.function,
                            " lets anybody set, at any time, whom other functions obey",
                        )  # fmt: skip
                        break
