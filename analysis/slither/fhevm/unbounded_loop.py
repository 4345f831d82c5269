"""A loop of FHE operations that runs as often as somebody likes."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import MEDIUM, Detector
from ..flow import Event, Happening, Kind, Value, runs_of
from ..flow.questions import compared_names, last_name


class UnboundedLoop(Detector):
    """Looks at FHE operations inside loops."""

    ARGUMENT = "fhevm-unbounded-loop"
    HELP = "FHE operations in a loop that input or growing storage bounds"
    IMPACT = MEDIUM
    CONFIDENCE = MEDIUM
    PROPERTIES = ("liveness",)

    WIKI_TITLE = "FHE operations in an unbounded loop"
    WIKI_DESCRIPTION = (
        "A transaction has a budget of homomorphic work (20 million units in all, 5 million in a chain: about 37 "
        "additions of 64 bits one after the other). A loop over input or over an array that anyone can grow goes "
        "beyond it, and the transaction reverts."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function settle() external {
    for (uint256 i; i < bids.length; ++i) highest = FHE.max(highest, bids[i]);
}
```
Somebody places a few hundred bids; from then on `settle` reverts and everything it would pay out is stuck."""
    WIKI_RECOMMENDATION = "Bound the length where it enters, or process a fixed number of elements in each call."

    def findings(self) -> Iterator[Output]:
        """One finding for each function with such a loop, at its first operation."""
        seen = set()
        runs = runs_of(self.compilation_unit)
        for run in runs:
            if run.is_internal:
                continue
            names = compared_names(run.contract, runs)
            for event in run.of(Happening.OPERATION):
                bound = _open_bound(event, names)
                if bound and event.function.canonical_name not in seen:
                    seen.add(event.function.canonical_name)
                    yield self.finding(
                        event.function,
                        f" repeats FHE operations {bound.text()} times, which nothing bounds: ",
                        event.node,
                    )


def _open_bound(event: Event, names: frozenset[str]) -> Value | None:
    """The input or the storage that decides how often a loop runs, unless some condition bounds it."""
    for condition in event.bounds:
        for source in condition.sources():
            if source.kind == Kind.PLAIN and source.name == "length":
                if _is_from_outside(source) and not _is_bounded(source, event, names):
                    return source
            elif _is_number(source) and source not in event.checked and last_name(source.name) not in names:
                return source
    return None


def _is_bounded(length: Value, event: Event, names: frozenset[str]) -> bool:
    """Whether a condition looked at the length, or somewhere at a variable of this name."""
    if length in event.checked or _lengths(length) & _lengths_of(event.checked):
        return True
    return any(last_name(value.name) in names for value in length.direct())


def _is_from_outside(length: Value) -> bool:
    """Whether it is the length of input or of storage; that of a new array was decided where it was made."""
    return any(value.kind in (Kind.PARAMETER, Kind.STORAGE) for value in length.direct())


def _is_number(source: Value) -> bool:
    return source.kind in (Kind.PARAMETER, Kind.STORAGE) and source.type.startswith("uint")


def _lengths(length: Value) -> set[str]:
    return {value.text() for value in length.direct()}


def _lengths_of(checked: frozenset[Value]) -> set[str]:
    return {text for value in checked if value.name == "length" for text in _lengths(value)}
