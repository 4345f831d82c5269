"""The answer of a decryption that is not bound to its request, or that counts more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, Value, runs_of
from ..flow.questions import family, inputs_of, is_handle, sender_checks

_CALLBACK = re.compile(r"callback|decrypt(ed|ion)|fulfil|resolve|reveal", re.IGNORECASE)


class DecryptionCallback(Detector):
    """Looks at functions that take the cleartexts of a public decryption."""

    ARGUMENT = "fhevm-decryption-callback"
    HELP = "decryption result without signatures, without its request, or accepted again"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("sequencing", "access", "conservation")

    WIKI_TITLE = "Decryption result not bound to its request"
    WIKI_DESCRIPTION = (
        "`FHE.checkSignatures` proves that the KMS decrypted the given handles to the given cleartexts; anyone may "
        "call with such a proof, as often as they like. The contract has to name the handles itself, from storage, and "
        "has to mark the request as answered before it acts."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function finish(bytes32[] calldata handles, bytes calldata clear, bytes calldata proof) external {
    FHE.checkSignatures(handles, clear, proof);
    payable(msg.sender).transfer(abi.decode(clear, (uint256)));
}
```
Any handle that was ever made publicly decryptable, by whichever contract, pays here, and pays again."""
    WIKI_RECOMMENDATION = (
        "Build the list of handles from storage, check a pending flag, and clear it before anything is paid or booked."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each fault of each such function."""
        for run in runs_of(self.compilation_unit):
            if run.is_internal or run.entry.view:
                continue
            verified = list(run.of(Happening.VERIFY))
            for event in verified:
                if _comes_from_caller(event):
                    yield self.finding(event.function, " lets the caller name the decrypted handles: ", event.node)
                elif _can_repeat(run, event):
                    yield self.finding(event.function, " accepts the same decryption again: ", event.node)
            if not verified and _CALLBACK.search(run.entry.name) and (believed := _believed(run)):
                text = " believes a decryption result without signatures: "
                yield self.finding(believed.function, text, believed.node)


def _comes_from_caller(event: Event) -> bool:
    handles = inputs_of(event, 0)
    named = any(source.kind == Kind.PARAMETER for value in handles for source in value.sources())
    bound = any(is_handle(source) for value in handles for source in value.sources())
    compared = any(
        value.name in ("==", "!=") and set(value.sources()) & handles for value in event.checked if value.operands
    )
    return named and not bound and not compared


def _can_repeat(run: Run, verified: Event) -> bool:
    """Whether the answer has an effect that adds up, and no checked storage changes."""
    checked = {family(value.name) for value in verified.checked if value.kind == Kind.STORAGE}
    stores = list(run.of(Happening.STORE))
    ends = [event for event in run.events if event.order > verified.order]
    checked |= {family(v.name) for event in ends for v in event.checked if v.kind == Kind.STORAGE}
    if any(_is_among(family(event.name), checked) for event in stores):
        return False
    pays = any(event.what == Happening.CALL for event in ends)
    return pays or any(event.what == Happening.STORE and _adds_up(event) for event in ends)


def _is_among(place: str, checked: set[str]) -> bool:
    """Whether a place, or one inside it, was looked at: deleting a record deletes its members."""
    return any(known == place or known.startswith(f"{place}.") for known in checked)


def _adds_up(event: Event) -> bool:
    """Whether a store makes a new value out of the one that was there."""
    for value in event.arguments[0]:
        arithmetic = value.name in ("add", "sub", "(c)+", "(c)-", "+", "-")
        if arithmetic and any(event.name in source.homes for source in value.sources()):
            return True
    return False


def _believed(run: Run) -> Event | None:
    """A plain parameter that a call stores or pays out, in a contract that has ciphertexts decrypted publicly."""
    if any(True for event in run.events for _ in sender_checks(event.checked)):
        return None
    if not _publishes(run):
        return None
    for event in run.of(Happening.STORE, Happening.CALL):
        values = {source for values in event.arguments for value in values for source in value.sources()}
        if any(_is_clear(value) for value in values):
            return event
    return None


def _is_clear(value: Value) -> bool:
    return value.kind == Kind.PARAMETER and value.type in ("uint64", "uint32", "uint128", "uint256", "bool", "address")


def _publishes(run: Run) -> bool:
    calls = [call for function in run.contract.functions for call in function.all_library_calls()]
    return any(str(call.function_name) == "makePubliclyDecryptable" for call in calls)
