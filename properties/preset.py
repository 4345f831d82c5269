"""Presets: small configurations of a protocol that can be searched completely.

A preset says what a search may not guess: who there is, which calls are tried, what the environment may answer, up to
which key each store grows, which moments matter, and what may be renamed without any difference. The search itself
names no protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

Renaming = Mapping[str, Mapping[Any, Any]]
"""For each sort of names (actors, ids of one kind), what becomes of each name; a name that is absent stays."""


class Choose(Protocol):
    """Asks the environment: the search follows every answer from 0 to `options` - 1.

    `label` is what a trace shows; `owner` names the actor whose own code decides, if any.
    """

    def __call__(self, label: str, options: int, owner: str | None = None) -> int:
        """The answer that is followed now."""


Replacements = Callable[[Choose], Mapping[Callable[..., Any], Callable[..., Any]]]
"""Makes, for each opaque function, the function that answers in its place."""


@dataclass(frozen=True)
class Attempt:
    """A call that is tried in every state.

    actor: its name in the cast. action: the specification's word. arguments: plain values.
    value: wei sent. gas_price: wei. said: the arguments as a neutral trace says them, where that differs.
    """

    actor: str
    action: str
    arguments: tuple[Any, ...] = ()
    value: int = 0
    gas_price: int = 0
    said: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Exit:
    """A claim of liveness: from every reachable state the movers alone can bring about the goal.

    property: the id it is evidence for. sentence: what is claimed. movers: actors that make calls, of the named
    actions; time passes as they like. goal: what they want. Answers that a mover's own code gives are chosen in its
    favour, every other answer of the environment against it. A mover may also be a token that may be stuck.
    """

    property: str
    sentence: str
    movers: frozenset[str]
    actions: frozenset[str]
    goal: Callable[[Any], bool]


@dataclass(frozen=True)
class Lifecycle:
    """What a picture of the state space shows: the statuses of the records of one store, and what moves them.

    status: the name of a record's status. absent: the name of what is before a record exists.
    """

    name: str
    store: str
    status: Callable[[Any], str]
    absent: str = "none"


@dataclass(frozen=True)
class Planted:
    """A fault planted on purpose: the search has to find it. `plant()` is in force while its context is open."""

    fault: str
    plant: Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Preset:
    """One configuration of a protocol.

    name: `tiny`, `ci` or `deep`. bound: the extent of the search in words.
    initial: makes the first state; its clock stands at `now`. now: seconds, and the number of the block: a block passes
      each second.
    attempts: every call tried in every state. addresses: address of each actor.
    refusing: actors whose receivers may refuse coin. gas: amounts of gas that the environment may measure.
    universe: for each store and ledger the keys it may hold; a transition that would add another leaves the bound.
    within: whether the state after a call is entered, `(state, attempt)`; for bounds that no key expresses.
    opaque: answers in place of opaque functions.
    moments: for each store, the moments after now that matter to a record: `(state, key, record, now)` to seconds.
    ages: for each field that holds a time, after how many seconds more age makes no difference; a field is
      `(store, field)`, or `(ledger, "")` for amounts, or `(scalar, "")`. Zero means "never" and does not age.
    dated: for each scalar with dates inside of it, what becomes of its value after so many seconds more.
    timeless: for each store, which of its records are over, so that their times make no difference any more.
    sorts: for each field, ledger, store or parameter that holds names, their sort: fields as above, `(store, "key")`
      for keys (a tuple of sorts for tuples), `("", parameter)` for arguments. The sort `actor` holds addresses.
    symmetries: renamings under which the configuration stays the same; their closure is a group.
    exits: claims of liveness. stuck: the property that a deadlock contradicts, and which states may not be the end.
    lifecycles: what pictures show. omits: ids of properties, or clauses as `id: clause`, that this configuration
      cannot exercise, each with the reason. planted: a fault that the search has to find.
    imports: plaintext of every encrypted input, by its type. stuck_tokens: foreign tokens that may refuse to move,
      names by address. epilogue: who may make which calls to end a run well.
    beside: further worlds of this configuration. Each is searched by itself, so that what never meets is not
      multiplied; together they exercise the clauses, and `bound` and `omits` of this one speak for all.
    """

    name: str
    bound: str
    initial: Callable[[], Any]
    now: int
    attempts: tuple[Attempt, ...]
    addresses: Mapping[str, str]
    universe: Mapping[str, tuple[Any, ...]]
    refusing: frozenset[str] = frozenset()
    gas: tuple[int, ...] = (0,)
    within: Callable[[Any, Attempt], bool] | None = None
    opaque: Replacements | None = None
    moments: Mapping[str, Callable[[Any, Any, Any, int], Iterable[int]]] = field(default_factory=dict)
    ages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dated: Mapping[str, Callable[[Any, int], Any]] = field(default_factory=dict)
    sorts: Mapping[tuple[str, str], str | tuple[str, ...]] = field(default_factory=dict)
    symmetries: tuple[Renaming, ...] = ()
    exits: tuple[Exit, ...] = ()
    stuck: tuple[str, Callable[[Any], bool]] | None = None
    lifecycles: tuple[Lifecycle, ...] = ()
    omits: Mapping[str, str] = field(default_factory=dict)
    planted: Planted | None = None
    imports: Mapping[str, int] = field(default_factory=dict)
    stuck_tokens: Mapping[str, str] = field(default_factory=dict)
    epilogue: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    timeless: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    beside: tuple[Preset, ...] = ()

    @property
    def worlds(self) -> tuple[Preset, ...]:
        """This configuration and those beside it."""
        return (self, *self.beside)

    def world(self, name: str) -> Preset:
        """The world of a name."""
        return next(world for world in self.worlds if world.name == name)
