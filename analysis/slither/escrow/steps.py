"""The steps of an entry point with everything it calls laid out in one graph, and questions about its paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from slither.core.cfg.node import Node
from slither.slithir.operations import Operation

from .frames import Frame
from .terms import CALL, CONSTANT, EITHER, LOCAL, Term, place, walk

Wanted = Callable[["Step"], bool]


class Step:
    """One operation, or one condition taken one way.

    Attributes:
        number: Its number in the graph.
        node: The statement it comes from.
        frame: The activation it runs in.
        operation: What is done, ``None`` for a condition or a joint.
        condition: The condition that holds after this step, if it is one.
        holds: Whether the condition holds or its negation.
        enforced: Whether the other way ends in a revert at once, as with ``require``.
    """

    __slots__ = ("condition", "enforced", "followers", "frame", "holds", "node", "number", "operation", "origins")

    def __init__(self, number: int, node: Node, frame: Frame, operation: Operation | None = None) -> None:
        self.number = number
        self.node = node
        self.frame = frame
        self.operation = operation
        self.condition: Term | None = None
        self.holds = True
        self.enforced = False
        self.followers: list[Step] = []
        self.origins: list[Step] = []

    def leads_to(self, other: Step) -> None:
        """Make another step a successor."""
        if other not in self.followers:
            self.followers.append(other)
            other.origins.append(self)


class Graph:
    """The steps of one entry point.

    Attributes:
        steps: All of them; the first is the entry, ``exit`` is where it returns.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._closures: dict[tuple[int, bool], frozenset[int]] = {}
        self._dominators: dict[int, int] = {}
        self._returning: frozenset[int] = frozenset()

    def add(self, node: Node, frame: Frame, operation: Operation | None = None) -> Step:
        """Make a new step."""
        step = Step(len(self.steps), node, frame, operation)
        self.steps.append(step)
        return step

    def finish(self, entry: Step, leave: Step) -> None:
        """Say where it starts and where it returns; steps that can't be reached are forgotten."""
        self.entry, self.exit = entry, leave
        self._forget_the_unreachable()
        while self._drop_contradictions():
            self._forget_the_unreachable()

    def _forget_the_unreachable(self) -> None:
        alive = self._reached([self.entry], frozenset(), forward=True)
        self.steps = [step for step in self.steps if step.number in alive]
        for step in self.steps:
            step.origins = [origin for origin in step.origins if origin.number in alive]
        self._closures.clear()
        self._returning = self._reached([self.exit], frozenset(), forward=False)
        self._dominators = _dominators(self.entry, self.steps)

    def _drop_contradictions(self) -> bool:
        """Cut the ways that deny what is certain, or what was found before and can't have changed; tell if any."""
        cut = False
        for step in self.conditions():
            if step.condition is not None and self._is_contradicted(step, step.condition):
                cut = cut or bool(step.followers)
                step.followers = []
        for step in self.steps:
            step.origins = [origin for origin in step.origins if step in origin.followers]
        return cut

    def _is_contradicted(self, step: Step, condition: Term) -> bool:
        if condition.kind == CONSTANT:
            return (condition.name in ("True", "1")) != step.holds
        if any(place(part) is not None or part.kind in (LOCAL, CALL, EITHER) for part in walk(condition)):
            return False
        return any(fact.condition == condition and fact.holds != step.holds for fact in self.facts(step))

    def conditions(self) -> list[Step]:
        """The steps that are conditions."""
        return [step for step in self.steps if step.condition is not None]

    def after(self, step: Step) -> frozenset[int]:
        """Numbers of the steps that can come after a step; itself only in a loop."""
        return self._closure(step, True)

    def after_until(self, step: Step, ends: Iterable[Step]) -> frozenset[int]:
        """Numbers of the steps that can come after a step before one of the ends comes."""
        return self._reached(step.followers, frozenset(end.number for end in ends), forward=True)

    def before(self, step: Step) -> frozenset[int]:
        """Numbers of the steps that can come before a step."""
        return self._closure(step, False)

    def returns_after(self, step: Step) -> bool:
        """Whether the transaction can succeed after a step."""
        return step.number in self._returning

    def always_before(self, step: Step, wanted: Wanted) -> bool:
        """Whether every path to a step passes one that is wanted."""
        return step.number not in self.reached_avoiding(wanted)

    def always_after(self, step: Step, wanted: Wanted) -> bool:
        """Whether every path from a step to the return passes one that is wanted."""
        avoided = frozenset(s.number for s in self.steps if s is not step and wanted(s))
        return self.exit.number not in self._reached(step.followers, avoided, forward=True)

    def always_with(self, step: Step, wanted: Wanted) -> bool:
        """Whether every successful transaction through a step also passes a wanted one, before or after."""
        return self.always_before(step, wanted) or self.always_after(step, wanted)

    def reached_avoiding(self, unwanted: Wanted) -> frozenset[int]:
        """Numbers of the steps that are reached from the entry without passing an unwanted one."""
        avoided = frozenset(step.number for step in self.steps if unwanted(step))
        return self._reached([self.entry], avoided, forward=True)

    def facts(self, step: Step) -> list[Step]:
        """The conditions that every path to a step has passed."""
        passed = self._dominators.get(step.number, 0)
        return [c for c in self.conditions() if passed >> c.number & 1 and c is not step]

    def _closure(self, step: Step, forward: bool) -> frozenset[int]:
        key = (step.number, forward)
        if key not in self._closures:
            self._closures[key] = self._reached(step.followers if forward else step.origins, frozenset(), forward)
        return self._closures[key]

    @staticmethod
    def _reached(starts: Iterable[Step], avoided: frozenset[int], forward: bool) -> frozenset[int]:
        found: set[int] = set()
        pending = [step for step in starts if step.number not in avoided]
        while pending:
            step = pending.pop()
            if step.number in found:
                continue
            found.add(step.number)
            for near in step.followers if forward else step.origins:
                if near.number not in found and near.number not in avoided:
                    pending.append(near)
        return frozenset(found)


def _dominators(entry: Step, steps: list[Step]) -> dict[int, int]:
    """For each step the set, as bits, of the steps that every path to it passes, itself included."""
    order = _reverse_postorder(entry)
    everything = sum(1 << step.number for step in steps)
    found = {step.number: everything for step in steps}
    found[entry.number] = 1 << entry.number
    changed = True
    while changed:
        changed = False
        for step in order[1:]:
            passed = everything
            for origin in step.origins:
                passed &= found.get(origin.number, everything)
            passed |= 1 << step.number
            if passed != found[step.number]:
                found[step.number] = passed
                changed = True
    return found


def _reverse_postorder(entry: Step) -> list[Step]:
    seen: set[int] = set()
    ordered: list[Step] = []
    pending: list[tuple[Step, bool]] = [(entry, False)]
    while pending:
        step, done = pending.pop()
        if done:
            ordered.append(step)
        elif step.number not in seen:
            seen.add(step.number)
            pending.append((step, True))
            pending += [(follower, False) for follower in step.followers if follower.number not in seen]
    return ordered[::-1]
