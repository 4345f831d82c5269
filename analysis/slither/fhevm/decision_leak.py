"""What a ciphertext decides, told to everyone by a public decryption or by comparing handles."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..ciphertexts import COMPARISONS, LOGIC
from ..detector import MEDIUM, Detector
from ..flow import Event, Happening, Kind, Value, runs_of
from ..flow.questions import inputs_of, is_handle


class DecisionLeak(Detector):
    """Looks at branches on handles, and at decisions over one user's data that become public."""

    ARGUMENT = "fhevm-decision-leak"
    HELP = "branch on handles, or public decryption of a decision about one user's ciphertext"
    IMPACT = MEDIUM
    CONFIDENCE = MEDIUM
    PROPERTIES = ("privacy",)

    WIKI_TITLE = "Decision of a ciphertext leaks"
    WIKI_DESCRIPTION = (
        "Branches, reverts and logs are public. A branch that compares two handles says nothing about the values, but "
        "shows whether they come from one computation; a decision over one user's ciphertext that is made publicly "
        "decryptable tells the decision to everyone, one bit a transaction."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
ebool isSolvent = FHE.ge(balances[user], threshold);
FHE.makePubliclyDecryptable(isSolvent);
```
With thresholds of their choice, anyone bisects the balance."""
    WIKI_RECOMMENDATION = (
        "Keep decisions encrypted and act on them by `FHE.select`; publish aggregates only; compare values by `FHE.eq`."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each branch and for each publication."""
        for run in runs_of(self.compilation_unit):
            for event in run.of(Happening.CONDITION):
                if any(_compares_handles(source) for value in inputs_of(event, 0) for source in value.sources()):
                    yield self.finding(event.function, " branches on the identity of handles: ", event.node)
            for event in run.of(Happening.GRANT):
                if event.name == "makePubliclyDecryptable" and _decides_about_user(event):
                    yield self.finding(event.function, " publishes a decision about one user's data: ", event.node)


def _compares_handles(value: Value) -> bool:
    if value.kind != Kind.PLAIN or value.name not in ("==", "!="):
        return False
    return len(value.operands) == 2 and all(any(map(_is_ciphertext, operand)) for operand in value.operands)


def _is_ciphertext(value: Value) -> bool:
    return is_handle(value) and value.kind != Kind.UNSET


def _decides_about_user(event: Event) -> bool:
    return any(
        value.kind == Kind.OPERATION and value.name in COMPARISONS | LOGIC and any(map(_is_of_user, value.sources()))
        for value in inputs_of(event, 0)
    )


def _is_of_user(source: Value) -> bool:
    return source.kind == Kind.INPUT or (source.kind == Kind.STORAGE and is_handle(source) and "[" in source.name)
