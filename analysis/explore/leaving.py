"""Claims of liveness: from every reachable state the movers alone can reach their goal.

Calls by which somebody leaves must not reach an opaque function: the answers there belong to the main search.
What the movers can do from a state is a small graph. Whatever other answers the environment gives must lead to states
from which the goal is still reached; answers of a mover's own code are the mover's choice. In that graph the states
with that property are found backwards from the goal. Each state is decided once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.explore.claims import Claims, Failure
from analysis.explore.layout import Vector
from analysis.explore.model import Model
from analysis.explore.moves import Moves
from analysis.explore.nature import Answer
from analysis.explore.watched import Watch
from properties.preset import Attempt

Outcome = tuple[tuple[Answer, ...], Vector]
"""Answers of the environment, and the state they lead to."""


@dataclass(frozen=True)
class Goal:
    """One claim of liveness. `holds` is its goal as a predicate over states."""

    property: str
    sentence: str
    movers: frozenset[str]
    actions: frozenset[str]
    holds: Callable[[Any], bool]

    def may_make(self, move: Move) -> bool:
        """Whether a move is one of the movers', or time that passes."""
        return move.call is None or (move.call.actor in self.movers and move.call.action in self.actions)


@dataclass(frozen=True, slots=True)
class Move:
    """A call, or None for the passing of time, with all its outcomes."""

    call: Attempt | None
    outcomes: tuple[Outcome, ...]


class Leaving:
    """All claims of liveness of a model. A state's wins are a number: bit i says that goal i can be reached from it."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._goals = list(self._all_goals())
        self._all = 2 ** len(self._goals) - 1
        self._moves = self._leaving_moves()
        self._reached = model.claims.predicates([goal.holds for goal in self._goals])
        self._wins: dict[Vector, int] = {}
        self.spoke: set[tuple[str, str]] = set()

    def _all_goals(self) -> Iterator[Goal]:
        model = self._model
        for claim in model.preset.exits:
            if model.wanted is None or claim.property in model.wanted:
                yield Goal(claim.property, claim.sentence, claim.movers, claim.actions, claim.goal)
        for declared, clause, _ in model.claims.at_end():
            yield Goal(declared.id, clause.name, *model.preset.epilogue, clause.holds)

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
        if not self._goals:
            return []
        if vector not in self._wins:
            self._decide(vector)
        self.spoke |= {(goal.property, goal.sentence) for goal in self._goals}
        wins = self._wins[vector]
        return [
            Failure(goal.property, f"out of reach: {goal.sentence}", "")
            for index, goal in enumerate(self._goals)
            if not wins >> index & 1
        ]

    def _decide(self, vector: Vector) -> None:
        """Decides a state and all that anybody can reach from it by leaving."""
        graph: dict[Vector, list[Move]] = {}
        wins: dict[Vector, int] = {}
        pending = [vector]
        while pending:
            here = pending.pop()
            if here in graph or here in self._wins:
                continue
            wins[here] = sum(self._reached.results(here))
            graph[here] = [] if wins[here] == self._all else self._moves_from(here)
            pending += [after for move in graph[here] for _, after in move.outcomes]
        for index, goal in enumerate(self._goals):
            self._backwards(goal, 1 << index, graph, wins)
        self._wins |= wins

    def _backwards(self, goal: Goal, bit: int, graph: dict[Vector, list[Move]], wins: dict[Vector, int]) -> None:
        """Adds one goal to the wins of every state of the graph from which the movers can reach it."""

        def won(vector: Vector) -> bool:
            return bool((wins[vector] if vector in wins else self._wins[vector]) & bit)

        leads_here: dict[Vector, list[Vector]] = {}
        for here, moves in graph.items():
            if not wins[here] & bit:
                for move in moves:
                    if goal.may_make(move):
                        for _, after in move.outcomes:
                            leads_here.setdefault(after, []).append(here)
        pending = [after for after in leads_here if won(after)]
        while pending:
            for here in leads_here.get(pending.pop(), ()):
                if not wins[here] & bit and any(
                    succeeds(move.outcomes, goal.movers, won) for move in graph[here] if goal.may_make(move)
                ):
                    wins[here] |= bit
                    pending.append(here)

    def _moves_from(self, vector: Vector) -> list[Move]:
        """The leaving calls and the passing of time, each with all its outcomes."""
        moves, canonical = self._moves, self._model.symmetry.canonical
        calls: dict[int, list[Outcome]] = {}
        found: list[Move] = []
        for effect in moves.effects(vector):
            after = canonical(moves.apply(effect, vector))
            if effect.wait:
                found.append(Move(None, (((), after),)))
            elif effect.ok:
                calls.setdefault(effect.item, []).append((effect.answers, after))
        return found + [Move(moves.attempts[item], tuple(outcomes)) for item, outcomes in calls.items()]


def succeeds(outcomes: Sequence[Outcome], movers: frozenset[str], won: Callable[[Vector], bool]) -> bool:
    """Whether a call leads to the goal: for some of the movers' own answers, and for all the others'.

    An answer without an outcome was refused, and leads nowhere.
    """
    if not outcomes:
        return False
    answers, after = outcomes[0]
    if not answers:
        return won(after)
    branches: list[list[Outcome]] = [[] for _ in range(answers[0].options)]
    for given, there in outcomes:
        branches[given[0].chosen].append((given[1:], there))
    judged = (succeeds(branch, movers, won) for branch in branches)
    return any(judged) if answers[0].owner in movers else all(judged)
