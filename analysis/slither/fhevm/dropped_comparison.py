"""An encrypted comparison that decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from slither.core.cfg.node import Node
from slither.utils.output import Output

from ..ciphertexts import COMPARISONS, LOGIC
from ..detector import HIGH, Detector
from ..flow import Event, Happening, runs_of
from ..flow.questions import used_values


class DroppedComparison(Detector):
    """Looks at comparisons whose result nothing uses."""

    ARGUMENT = "fhevm-dropped-comparison"
    HELP = "result of an encrypted comparison is never used"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation", "access", "arithmetic")

    WIKI_TITLE = "Dropped encrypted comparison"
    WIKI_DESCRIPTION = (
        "An encrypted comparison does not revert: it gives an `ebool`. One that no select, no storage and no answer "
        "uses is a check that is not there."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
FHE.le(amount, balances[msg.sender]);
balances[msg.sender] = FHE.sub(balances[msg.sender], amount);
```
The line reads like a `require`; amounts beyond the balance go through and wrap."""
    WIKI_RECOMMENDATION = "Let the result decide by `FHE.select` what is booked, or remove the comparison."

    def findings(self) -> Iterator[Output]:
        """One finding for each comparison that is used in no run."""
        made: list[tuple[Event, bool]] = []
        for run in runs_of(self.compilation_unit):
            used = used_values(run)
            for event in run.of(Happening.OPERATION):
                if event.name in COMPARISONS | LOGIC and event.made is not None:
                    made.append((event, event.made in used))
        for node in _dropping(made):
            yield self.finding(node.function, " drops the result of an encrypted comparison: ", node)


def _dropping(made: list[tuple[Event, bool]]) -> Iterator[Node]:
    """The statements that drop results: a comparison that no run uses, else the call that ignores what it returns."""
    depth = 0
    while made:
        groups: dict[Node, list[tuple[Event, bool]]] = defaultdict(list)
        for event, is_used in made:
            place = (*event.calls, event.node)
            if depth < len(place):
                groups[place[len(place) - 1 - depth]].append((event, is_used))
        made = []
        for node, events in groups.items():
            if not any(is_used for _, is_used in events):
                yield node
            elif not all(is_used for _, is_used in events):
                made += events
        depth += 1
