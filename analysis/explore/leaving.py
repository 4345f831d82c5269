"""Claims of liveness: from every reachable state the movers alone can reach their goal.

Calls by which somebody leaves must not reach an opaque function: the answers there belong to the main search.
What the movers can do from a state is a small graph. Whatever other answers the environment gives must lead to states
from which the goal is still reached; answers of a mover's own code are the mover's choice. In that graph the states
with that property are found backwards from the goal. Each state is decided once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.explore.claims import Claims, Failure
from analysis.explore.layout import Vector
from analysis.explore.model import Model
from analysis.explore.moves import Effect, Moves
from analysis.explore.nature import Answer
from analysis.explore.watched import Watch

Outcome = tuple[tuple[Answer, ...], Vector]
"""Answers of the environment, and the state they lead to."""


@dataclass(frozen=True)
class Goal:
    """One claim of liveness, as the search follows it."""

    property: str
    sentence: str
    movers: frozenset[str]
    actions: frozenset[str]
    reached: Callable[[Vector], bool]


class Leaving:
    """All claims of liveness of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._goals = list(self._all_goals())
        self._moves = self._leaving_moves()
        self._decided: list[dict[Vector, bool]] = [{} for _ in self._goals]
        self.spoke: set[tuple[str, str]] = set()

    def _all_goals(self) -> Iterator[Goal]:
        model = self._model
        for claim in model.preset.exits:
            if model.wanted is None or claim.property in model.wanted:
                reached = Reached(model, claim.goal)
                yield Goal(claim.property, claim.sentence, claim.movers, claim.actions, reached)
        movers, actions = model.preset.epilogue
        for declared, clause, _ in model.claims.at_end():
            yield Goal(declared.id, clause.name, movers, actions, Reached(model, clause.holds))

    def _leaving_moves(self) -> Moves:
        """The passing of time, and only those calls by which somebody leaves. Nothing is judged on the way."""
        model = self._model
        wanted = {(actor, action) for goal in self._goals for actor in goal.movers for action in goal.actions}
        calls = tuple(attempt for attempt in model.preset.attempts if (attempt.actor, attempt.action) in wanted)
        watch = Watch(model.layout)
        claims = Claims((), watch, frozenset(), frozenset())
        return Moves(model.actions, replace(model.preset, attempts=calls), model.layout, watch, claims)

    def failures(self, vector: Vector) -> list[Failure]:
        """The claims that do not hold in a state."""
        failing = []
        for goal, decided in zip(self._goals, self._decided, strict=True):
            if vector not in decided:
                self._decide(goal, vector, decided)
            self.spoke.add((goal.property, goal.sentence))
            if not decided[vector]:
                failing.append(Failure(goal.property, f"out of reach: {goal.sentence}", ""))
        return failing

    def _decide(self, goal: Goal, vector: Vector, decided: dict[Vector, bool]) -> None:
        """Decides a state and all that the movers can reach from it."""
        moves: dict[Vector, list[list[Outcome]]] = {}
        pending = [vector]
        while pending:
            here = pending.pop()
            if here in moves or here in decided:
                continue
            if goal.reached(here):
                decided[here] = True
                continue
            moves[here] = self._outcomes(goal, here)
            pending += [after for outcomes in moves[here] for _, after in outcomes]
        self._backwards(goal, moves, decided)

    def _backwards(self, goal: Goal, moves: dict[Vector, list[list[Outcome]]], decided: dict[Vector, bool]) -> None:
        leads_here: dict[Vector, list[Vector]] = {}
        for here, calls in moves.items():
            for outcomes in calls:
                for _, after in outcomes:
                    leads_here.setdefault(after, []).append(here)
        pending = [after for after in leads_here if decided.get(after)]
        while pending:
            for here in leads_here.get(pending.pop(), ()):
                if here not in decided and any(wins(outcomes, goal.movers, decided) for outcomes in moves[here]):
                    decided[here] = True
                    pending.append(here)
        for here in moves:
            decided.setdefault(here, False)

    def _outcomes(self, goal: Goal, vector: Vector) -> list[list[Outcome]]:
        """The movers' calls and the passing of time, each with all its outcomes."""
        moves, canonical = self._moves, self._model.symmetry.canonical
        calls: dict[int, list[Outcome]] = {}
        waits: list[list[Outcome]] = []
        for effect in moves.effects(vector):
            if effect.wait:
                waits.append([((), canonical(moves.apply(effect, vector)))])
            elif effect.ok and self._may_make(goal, effect):
                calls.setdefault(effect.item, []).append((effect.answers, canonical(moves.apply(effect, vector))))
        return [*calls.values(), *waits]

    def _may_make(self, goal: Goal, effect: Effect) -> bool:
        attempt = self._moves.attempts[effect.item]
        return attempt.actor in goal.movers and attempt.action in goal.actions


class Reached:
    """Whether a goal holds in a state; learned by what it reads, as every claim."""

    def __init__(self, model: Model, goal: Callable[..., bool]) -> None:
        self._judge = model.claims.predicate(goal)

    def __call__(self, vector: Vector) -> bool:
        """True when the goal holds."""
        return bool(self._judge.results(vector))


def wins(outcomes: Sequence[Outcome], movers: frozenset[str], decided: dict[Vector, bool]) -> bool:
    """Whether a call leads to the goal: for some of the movers' answers, and for all the others'.

    An answer without an outcome was refused, and leads nowhere.
    """
    if not outcomes:
        return False
    answers, after = outcomes[0]
    if not answers:
        return bool(decided.get(after))
    branches: list[list[Outcome]] = [[] for _ in range(answers[0].options)]
    for given, there in outcomes:
        branches[given[0].chosen].append((given[1:], there))
    judged = (wins(branch, movers, decided) for branch in branches)
    return any(judged) if answers[0].owner in movers else all(judged)
