"""A ciphertext that the caller names by its handle, and that nobody knows to be the caller's."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from ..flow import Event, Happening, Kind, Value, runs_of
from ..flow.frames import is_handle_type
from ..flow.questions import asked_for_access, trusts_sender


class UnprovenHandle(Detector):
    """Looks at parameters that are used as ciphertexts."""

    ARGUMENT = "fhevm-unproven-handle"
    HELP = "ciphertext parameter used without proof and without isSenderAllowed"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("privacy", "access", "conservation")

    WIKI_TITLE = "Handle as a plain parameter"
    WIKI_DESCRIPTION = (
        "An operation on a handle succeeds when the contract is allowed the handle, whoever calls. A function that "
        "takes an `euint64` (or its `bytes32`) must therefore ask whether the caller is allowed it, or take an "
        "`externalEuint64` with its proof."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function deposit(euint64 amount) external {
    balances[msg.sender] = FHE.add(balances[msg.sender], amount);
    FHE.allowThis(balances[msg.sender]);
    FHE.allow(balances[msg.sender], msg.sender);
}
```
The contract is allowed all its own handles. An attacker passes the handle of a victim's balance, which is public, and
decrypts the sum."""
    WIKI_RECOMMENDATION = (
        "Take an external input and its proof (`FHE.fromExternal`), or begin with "
        "`require(FHE.isSenderAllowed(handle))`."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each parameter, where it is first used."""
        for run in runs_of(self.compilation_unit):
            if run.is_internal:
                continue
            seen: set[Value] = set()
            for event in run.of(Happening.OPERATION, Happening.GRANT, Happening.STORE):
                for value in _unproven(event) - seen:
                    seen.add(value)
                    yield self.finding(
                        event.function, f" uses the handle {value.name} of the caller without proof: ", event.node
                    )


def _unproven(event: Event) -> set[Value]:
    if event.name == "fromExternal" or trusts_sender(event.checked):
        return set()
    if event.what == Happening.STORE:
        used = event.arguments[0] if event.is_handle else frozenset()
    elif event.what == Happening.GRANT or event.name == "select":
        used = frozenset().union(*event.arguments[:1], *event.arguments[1:] if event.name == "select" else ())
    else:
        used = frozenset().union(*event.arguments)
    return {value for value in used if _is_handle_parameter(value, event) and not _is_known(value, event)}


def _is_handle_parameter(value: Value, event: Event) -> bool:
    if value.kind != Kind.PARAMETER or value.is_internal:
        return False
    if event.what != Happening.STORE and value.type.startswith(("bytes32", "external")):
        return True  # the handle of an input whose proof nobody looked at
    return is_handle_type(value.type)


def _is_known(value: Value, event: Event) -> bool:
    whole = {value, *(part for part in value.sources() if part.kind == Kind.PARAMETER)}
    return any(asked_for_access(part, event.checked) for part in whole)
