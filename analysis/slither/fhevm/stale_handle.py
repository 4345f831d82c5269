"""A grant on a handle that storage holds no longer when the call ends."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, Value, runs_of
from ..flow.questions import inputs_of
from ..flow.state import Path, text_of


class StaleHandle(Detector):
    """Looks at grants on handles that were replaced before or after, and at sums that start from such."""

    ARGUMENT = "fhevm-stale-handle"
    HELP = "grant on, or sum from, a handle that its storage place no longer holds"
    IMPACT = MEDIUM
    CONFIDENCE = MEDIUM
    PROPERTIES = ("liveness", "privacy")

    WIKI_TITLE = "Grant on a stale handle"
    WIKI_DESCRIPTION = (
        "Each operation makes a new handle, and grants do not go over to it. A grant on the handle that a variable "
        "held before it was assigned anew does not reach what is stored now, and a sum that starts from such a handle "
        "forgets the assignment between."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
FHE.allow(balances[to], to);
balances[to] = FHE.add(balances[to], amount);
FHE.allowThis(balances[to]);
```
The recipient may decrypt the balance before the transfer and not the one after."""
    WIKI_RECOMMENDATION = "Assign first, then grant on what was stored."

    def findings(self) -> Iterator[Output]:
        """One finding for each such grant."""
        for run in runs_of(self.compilation_unit):
            for event in run.of(Happening.GRANT):
                place = _replaced_before(event) or _replaced_after(run, event)
                if place:
                    text = f" grants a handle that {text_of(place)} does not keep: "
                    yield self.finding(event.function, text, event.node)
            for event in run.of(Happening.STORE):
                if _forgets_a_change(event):
                    text = f" computes {event.name} from the handle before the last change of it: "
                    yield self.finding(event.function, text, event.node)


def _forgets_a_change(event: Event) -> bool:
    """Whether a sum or difference starts from what the place held before it was last assigned."""
    stale = dict(event.stale)
    return event.is_handle and all(
        value.name in ("add", "sub")
        and any(operand and all(stale.get(one) == event.path for one in operand) for operand in value.operands)
        for value in event.arguments[0]
    )


def _replaced_before(event: Event) -> Path | None:
    stale = dict(event.stale)
    values = inputs_of(event, 0)
    if len(values) != 1 or event.name == "allowTransient":
        return None
    return next((stale[value] for value in values if value in stale and value.kind == Kind.STORAGE), None)


def _replaced_after(run: Run, event: Event) -> Path | None:
    """The place that held the granted handle and is given another one later, without the same grant."""
    values = inputs_of(event, 0)
    if len(values) != 1 or event.name == "allowTransient":
        return None
    (value,) = values
    for later in run.of(Happening.STORE):
        if later.order < event.order or later.name not in value.homes or not later.is_handle:
            continue
        now = run.end.env.get(later.path, frozenset())
        if value not in now and now and not _is_granted(run, event, now) and event.bounds == later.bounds:
            return later.path
    return None


def _is_granted(run: Run, like: Event, values: frozenset[Value]) -> bool:
    """Whether each value is granted to whom the other grant was for."""
    granted: set[Value] = set()
    for event in run.of(Happening.GRANT):
        same = event.name == like.name and inputs_of(event, 1) == inputs_of(like, 1)
        granted |= inputs_of(event, 0) if same else frozenset()
    return values <= granted or all(value.kind == Kind.CONSTANT for value in values)
