"""A grant on the encryption of a literal, whose handle every other user of the literal shares."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, LOW, Detector
from ..flow import Event, Happening, Kind, runs_of
from ..flow.questions import inputs_of, only_constants


class SharedHandleGrant(Detector):
    """Looks at grants on trivial encryptions of literals."""

    ARGUMENT = "fhevm-shared-handle-grant"
    HELP = "grant to a user on the shared handle of an encrypted literal"
    IMPACT = LOW
    CONFIDENCE = HIGH
    PROPERTIES = ("privacy",)

    WIKI_TITLE = "Grant on a shared trivial handle"
    WIKI_DESCRIPTION = (
        "The encryption of a literal, such as `FHE.asEuint64(0)`, has one and the same handle wherever it is made "
        "(host contracts up to 0.10). A grant on it holds for every record that still has that value."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function open() external {
    euint64 zero = FHE.asEuint64(0);
    balances[msg.sender] = zero;
    FHE.allowThis(zero);
    FHE.allow(zero, msg.sender);
}
```
The grant is meant for one account and covers every account that is still empty: whoever opened one may decrypt them
all, also where a contract takes such a grant for a proof of ownership (`FHE.isSenderAllowed`)."""
    WIKI_RECOMMENDATION = (
        "Grant initial handles to the contract only, and grant the user the result of the first operation on real data."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each such grant."""
        for run in runs_of(self.compilation_unit):
            for event in run.of(Happening.GRANT):
                if event.name == "allow" and _is_shared(event) and not _is_to_this(event):
                    yield self.finding(
                        event.function, " grants a handle that every user of the literal shares: ", event.node
                    )


def _is_shared(event: Event) -> bool:
    values = inputs_of(event, 0)
    return bool(values) and all(
        value.kind == Kind.TRIVIAL and value.operands and all(only_constants(operand) for operand in value.operands)
        for value in values
    )


def _is_to_this(event: Event) -> bool:
    return all(value.kind == Kind.THIS for value in inputs_of(event, 1))
