"""Division by a plaintext that nobody knows to be other than zero."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Value, runs_of
from ..flow.questions import compared_names, inputs_of, last_name


class DivisionByZero(Detector):
    """Looks at the divisors of FHE.div and FHE.rem."""

    ARGUMENT = "fhevm-division-by-zero"
    HELP = "FHE.div or FHE.rem by a plaintext that may be zero"
    IMPACT = MEDIUM
    CONFIDENCE = HIGH
    PROPERTIES = ("liveness", "arithmetic")

    WIKI_TITLE = "Division by a plaintext that may be zero"
    WIKI_DESCRIPTION = (
        "The host reverts a division by a plaintext zero. Both arms of a select are always computed, so a select does "
        "not protect from it; simulators often let it through."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function average(uint64 count) external {
    result = FHE.div(total, count);
    FHE.allowThis(result);
}
```
In a settlement, a count of zero blocks the payment for ever."""
    WIKI_RECOMMENDATION = (
        "Refuse a zero divisor where it enters the contract, or branch on the plaintext before dividing."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each division whose divisor nobody looked at."""
        runs = runs_of(self.compilation_unit)
        for run in runs:
            if run.is_internal:
                continue
            names = compared_names(run.contract, runs)
            for event in run.of(Happening.OPERATION):
                if event.name not in ("div", "rem"):
                    continue
                for divisor in inputs_of(event, 1):
                    if _may_be_zero(divisor, event, names):
                        yield self.finding(
                            event.function, f" divides by {divisor.text()}, which may be zero: ", event.node
                        )


def _may_be_zero(divisor: Value, event: Event, names: frozenset[str]) -> bool:
    if divisor.kind == Kind.CONSTANT:
        return divisor.name in ("0", "0x0")
    if divisor in event.checked:
        return False
    if divisor.kind == Kind.PARAMETER:
        return True
    if divisor.kind == Kind.STORAGE:
        return last_name(divisor.name) not in names
    return divisor.kind == Kind.PLAIN and divisor.name in ("length", "(c)-", "-", "(c)/", "/", "%", ">>")
