"""A lasting grant on a ciphertext that leads nowhere but into other operations."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import MEDIUM, Detector
from ..flow import Happening, Kind, Run, Value, runs_of
from ..flow.questions import inputs_of


class IntermediateGrant(Detector):
    """Looks at grants to users on handles that are neither stored nor handed out."""

    ARGUMENT = "fhevm-intermediate-grant"
    HELP = "lasting grant to a user on an intermediate ciphertext"
    IMPACT = MEDIUM
    CONFIDENCE = MEDIUM
    PROPERTIES = ("privacy",)

    WIKI_TITLE = "Grant on an intermediate ciphertext"
    WIKI_DESCRIPTION = (
        "A ciphertext that is only a step of a computation, such as the outcome of a comparison, often says more than "
        "the result. A lasting grant on it to a user, or to everyone, gives that away for ever: handles are public."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
ebool isHigher = FHE.gt(bid, highestBid);
FHE.allow(isHigher, msg.sender);
highestBid = FHE.select(isHigher, bid, highestBid);
```
A bidder reads from the logs which handle `isHigher` is, decrypts it, and finds the highest bid by bisection."""
    WIKI_RECOMMENDATION = "Grant users the final, masked results only, and the contract what it needs later."

    def findings(self) -> Iterator[Output]:
        """One finding for each such grant."""
        for run in runs_of(self.compilation_unit):
            for event in run.of(Happening.GRANT):
                to_this = event.name == "allowThis" or any(v.kind == Kind.THIS for v in inputs_of(event, 1))
                if to_this or event.name == "allowTransient":
                    continue
                if any(_is_intermediate(run, value) for value in inputs_of(event, 0)):
                    yield self.finding(event.function, " grants an intermediate ciphertext: ", event.node)


def _is_intermediate(run: Run, value: Value) -> bool:
    """Whether a value goes into another operation and is neither kept nor handed out, nor masked by a select."""
    if value.kind != Kind.OPERATION or value.name == "select" or value.homes:
        return False
    handed_out = (Happening.STORE, Happening.EMIT, Happening.RETURN, Happening.CALL)
    if any(value in values for event in run.of(*handed_out) for values in event.arguments):
        return False
    made = [event.made for event in run.of(Happening.OPERATION) if event.made and event.made is not value]
    return any(value in other.direct() for other in made)
