"""From a trace to calls of handlers that do exactly what they are told: how a trace is made by property contracts.

Most handlers decide from the state what a number means. Beside them a protocol's property contracts may have one
handler for each action that takes the very actor, record and amounts; a protocol that has them keeps one
:class:`Exact`, called ``EXACT``, in its module ``exact``.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from properties.binding import Call

Word = int | bool
"""What handlers take: plain words, which every tool can store, print and change."""


class Inexpressible(ValueError):
    """What a handler can't be told, in a clause: `a dataset of 16 columns`."""


@dataclass(frozen=True)
class HandlerCall:
    """One call of a handler, by name."""

    handler: str
    arguments: tuple[Word, ...]


@dataclass(frozen=True)
class Expressed:
    """A call of a trace and the calls of handlers that make it: waiting, moods, the call itself.

    reason: why there are none, in a clause; empty where there are some. changed: what is not as in the trace, likewise.
    """

    call: Call
    made: tuple[HandlerCall, ...] = ()
    reason: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Placed:
    """A trace that begins with the scene.

    numbers: of the calls after the scene, in the trace as it was, from 1. notes: what had to be changed, in sentences.
    """

    calls: tuple[Call, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exact:
    """How a protocol's traces are made by its exact handlers.

    actors: everybody, by number. scene: calls that the property contracts make before an engine's first. express: each
    call of a trace, which begins right after deployment. before: the wait and the moods before a call; it raises
    Inexpressible. settle: a trace in which parts that decide nothing are as handlers have them. loosen: a call that no
    handler makes as one that a handler may, so that later records keep their numbers, and what was changed; None where
    there is no such call. place: a trace as one that begins with the scene.
    """

    protocol: str
    actors: tuple[str, ...]
    scene: tuple[Call, ...]
    express: Callable[[Sequence[Call]], tuple[Expressed, ...]]
    before: Callable[[Call], tuple[HandlerCall, ...]]
    settle: Callable[[Sequence[Call]], tuple[Call, ...]]
    loosen: Callable[[Call], tuple[Call, str] | None]
    place: Callable[[Sequence[Call]], Placed]

    def after_scene(self, calls: Sequence[Call]) -> tuple[Expressed, ...]:
        """The calls of a trace that begins with the scene, without it. Raises ValueError for another trace."""
        if tuple(calls[: len(self.scene)]) != self.scene:
            raise ValueError("the trace does not begin with the scene of the property contracts")
        return self.express(calls)[len(self.scene) :]

    def loosely(self, calls: Sequence[Call]) -> tuple[Expressed, ...]:
        """The same; calls that no handler makes are changed a little where that helps."""
        kept = list(self.settle(calls))
        settled = (place for place, call in enumerate(calls) if kept[place] != call)
        changes = dict.fromkeys(settled, "other parts where they decide nothing")
        for place, one in enumerate(self.after_scene(kept), len(self.scene)):
            loosened = self.loosen(one.call) if one.reason else None
            if loosened is not None:
                kept[place], changes[place] = loosened
        expressed = enumerate(self.after_scene(kept), len(self.scene))
        return tuple(replace(one, changed=changes.get(place, "")) for place, one in expressed)


def exact_of(protocol: str) -> Exact | None:
    """The exact handlers of a protocol; None when its property contracts have none."""
    package = f"properties.{protocol}"
    if importlib.util.find_spec(package) is None or importlib.util.find_spec(f"{package}.exact") is None:
        return None
    found: Exact = importlib.import_module(f"{package}.exact").EXACT
    return found
