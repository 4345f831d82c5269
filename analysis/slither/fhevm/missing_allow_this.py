"""A ciphertext that storage keeps and that the contract may not use in the next transaction."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from ..flow import Happening, runs_of


class MissingAllowThis(Detector):
    """Looks at what storage holds at the end of each call."""

    ARGUMENT = "fhevm-missing-allow-this"
    HELP = "ciphertext stored without a lasting grant to the contract"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("liveness", "privacy")

    WIKI_TITLE = "Ciphertext stored without allowThis"
    WIKI_DESCRIPTION = (
        "Each FHE operation makes a new handle, which the contract may use until the end of the transaction only. A "
        "handle that is kept in storage needs `FHE.allowThis` on every path that stores it."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function deposit(externalEuint64 amount, bytes calldata proof) external {
    balances[msg.sender] = FHE.add(balances[msg.sender], FHE.fromExternal(amount, proof));
}
```
The next operation on the balance, whoever calls, reverts in the host: what was deposited can't be moved any more."""
    WIKI_RECOMMENDATION = "Call `FHE.allowThis` on the new handle before or after it is stored, on every path."

    def findings(self) -> Iterator[Output]:
        """One finding for each write that leaves a handle without a grant at the end of some path."""
        for run in runs_of(self.compilation_unit):
            for event in run.of(Happening.STORE):
                if any((event.path, value) in run.end.exposed for value in event.arguments[0]):
                    text = f" stores a new handle in {event.name} without `allowThis`: "
                    yield self.finding(event.function, text, event.node)
