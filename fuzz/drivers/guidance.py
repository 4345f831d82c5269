"""Guidance: choices that led to rare behaviour are made more often.

Behaviour is the specification's own coverage: which action, which guard refused it or which events it announced,
which status became which. The rarer what a step did, the more credit its labelled choices get.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TypeVar

from fuzz.drivers.values import Numbers

T = TypeVar("T")

FLOOR = 0.08
"""Least weight of an option relative to the best one: nothing is ever given up."""
DIRECTED = 0.5
"""How often a chooser that is directed at some actions takes one of them, where one is offered."""
MEMORY = 0.85
"""How much of an option's credit a further try keeps."""


class GuidedChooser:
    """The chooser of the native loop: deterministic from its seed and from what it is told.

    Args:
        seed: Decides everything, with the feedback.
        dictionary: Constants to draw numbers from.
        wanted: Actions to make more calls of than others; none for no preference.
    """

    def __init__(self, seed: int, dictionary: Iterable[int], wanted: Collection[str] = ()) -> None:
        self._rng = random.Random(seed)
        self._numbers = Numbers(self._rng, dictionary)
        self._credit: dict[tuple[str, Hashable], float] = {}
        self._made: list[tuple[str, Hashable]] = []
        self._behaviours: Counter[Hashable] = Counter()
        self._wanted = frozenset(wanted)

    def pick(self, label: str, options: Sequence[T]) -> T:
        """One option; words are weighed by their credit, other things are drawn evenly."""
        if len(options) == 1:
            return options[0]
        first = options[0]
        if not isinstance(first, str):
            return options[int(self._rng.random() * len(options))]
        if self._wanted:
            options = self._directed(options)
        credit = self._credit
        weights = [credit.get((label, option), 1.0) for option in options]
        least = FLOOR * max(weights)
        point = self._rng.random() * sum(max(weight, least) for weight in weights)
        chosen = options[-1]
        for option, weight in zip(options, weights, strict=True):
            point -= max(weight, least)
            if point < 0:
                chosen = option
                break
        self._made.append((label, chosen))
        return chosen

    def _directed(self, options: Sequence[T]) -> Sequence[T]:
        """The options that are wanted, in some of the cases where there are any."""
        wanted = [option for option in options if option in self._wanted]
        return wanted if wanted and self._rng.random() < DIRECTED else options

    def chance(self, label: str, percent: int) -> bool:
        """True in about `percent` of 100 cases."""
        return self._rng.random() * 100 < percent

    def integer(self, label: str, low: int, high: int, near: Sequence[int] = ()) -> int:
        """A number in the range."""
        return self._numbers.draw(low, high, near)

    def learn(self, behaviour: Hashable) -> None:
        """Credits the choices made since the last call by how rare the behaviour is that they led to."""
        self._behaviours[behaviour] += 1
        reward = 1.0 / self._behaviours[behaviour] ** 0.5
        for made in self._made:
            self._credit[made] = MEMORY * self._credit.get(made, 1.0) + (1 - MEMORY) * reward
        self._made.clear()
