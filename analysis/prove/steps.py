"""One call of an action on an arbitrary state: what it did, as claims read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from analysis.prove import terms
from analysis.prove.invariants import Invariant
from analysis.prove.merging import statement
from analysis.prove.oracles import OpaqueCalls, arbitrary_message, members
from analysis.prove.paths import Infeasible, Path
from analysis.prove.states import World, arbitrary_world, state_class
from analysis.prove.values import Truth, Unsupported
from properties.claims import History, ProofPlan
from spec.core.action import Action
from spec.core.errors import Panic
from spec.core.interpreter import Outcome, perform
from spec.core.message import Message
from spec.core.opaque import STAND_IN, UNROLLING
from spec.core.step import Step


class Unknown(Sequence[Any]):
    """A list to which an opaque function, or one of several cases, may have added: looking at it is refused."""

    def __init__(self, what: str) -> None:
        self._what = what

    def _refuse(self) -> Any:
        raise Unsupported(f"the {self._what} of a call in which an opaque function may add to them")

    def __getitem__(self, _index: Any) -> Any:
        return self._refuse()

    def __len__(self) -> int:
        return int(self._refuse())


@dataclass(frozen=True)
class SymbolicStep(Step):
    """A step over a symbolic world: what was before is read from the state before, not from a journal."""

    world: World | None = None

    @property
    def _tables(self) -> dict[int, Any]:
        return {id(getattr(self.state, name)): table for name, table in self._world.tables.items()}

    @property
    def _world(self) -> World:
        if self.world is None:
            raise Unsupported("a step without a world")
        return self.world

    def before(self, record: Any) -> Any:
        """The record (or the state itself) as it was before this step."""
        if record is self.state:
            return self._world.before
        for table in self._world.tables.values():
            if id(record) in table.origins:
                return table.origins[id(record)][1]
        raise Unsupported("a record that no store holds has no state before the step")

    def amount_before(self, ledger: Any, key: Any) -> Any:
        """What a ledger held under `key` before this step."""
        return self._tables[id(ledger)].seen_before(key)[1]

    def total_before(self, store_name: str, amount: Callable[[Any], Any] = int) -> Any:
        """Sum of `amount` over all records that a store held before this step, as they were; of a ledger's amounts."""
        held = getattr(self._world.before, store_name)
        return held.total() if amount is int else held.total(amount)

    def inserted(self, store: Any, key: Any) -> Any:
        """Whether this step added the record."""
        table = self._tables[id(store)]
        now, before = table.seen_now(key)[0], table.seen_before(key)[0]
        return Truth(terms.conjunction((now, terms.negation(before))))


@dataclass
class Call:
    """A call on one path.

    defect: what should be impossible, in words: a panic, or a lookup of what is not there. later: history after it.
    """

    world: World
    step: SymbolicStep
    opaque: OpaqueCalls
    later: History
    defect: str | None = None

    @property
    def ok(self) -> bool:
        """True when the call succeeded."""
        return self.defect is None and self.step.outcome.ok


@contextmanager
def standing_in(calls: Callable[[Callable[..., Any], tuple[Any, ...]], Any]) -> Iterator[None]:
    """While open, opaque functions are answered by `calls`, and lists have the members that an oracle gives them."""
    previous = STAND_IN.call, UNROLLING.members
    STAND_IN.call, UNROLLING.members = calls, members
    try:
        yield
    finally:
        STAND_IN.call, UNROLLING.members = previous


def run_action(
    path: Path, action: Action, plan: ProofPlan, invariants: Sequence[Invariant], *, every_error: bool
) -> Call:
    """Performs the action on any state that satisfies the invariants, with any message that the chain allows.

    every_error: whether it matters which of its declared errors an opaque function raises.
    """
    world = arbitrary_world(path, state_class(action), invariants)
    message, arguments = arbitrary_message(tuple((p.name, p.hint) for p in action.parameters), plan.arrivals)
    calls = OpaqueCalls(plan.contracts, every_error=every_error)
    world.start()
    assume_environment(path, world, plan, message)
    with standing_in(calls):
        outcome, defect = _performed(action, world.now, message, arguments)
    defect = None if any(outcome.error is raised for raised in calls.raised) else defect
    unread: dict[str, Any] = {name: Unknown(name) for name in (calls.appended | path.unread) if outcome.ok}
    outcome = replace(outcome, **unread)
    step = SymbolicStep(world.now, action, message, arguments, outcome, world)
    later = History(message.now, world.history.calls + 1)
    return Call(world, step, calls, later, defect)


def assume_environment(path: Path, world: World, plan: ProofPlan, message: Message) -> None:
    """What the chain guarantees of a message."""
    for axiom in plan.environment:
        guaranteed = statement(partial(axiom.holds, world.before, world.history, message)).holds
        path.assume("assumption", f"environment: {axiom.name}", guaranteed)


def _performed(action: Action, state: Any, message: Message, arguments: Sequence[Any]) -> tuple[Outcome, str | None]:
    try:
        outcome = perform(action, state, message, arguments)
    except (Infeasible, Unsupported):
        raise
    except (AttributeError, TypeError) as fault:
        raise Unsupported(f"the action looks into a symbolic value: {fault}") from fault
    except (KeyError, ValueError, ZeroDivisionError, IndexError) as fault:
        return Outcome(None), f"{type(fault).__name__}: {fault.args[0] if fault.args else ''}"
    return outcome, "a panic: arithmetic left its type" if isinstance(outcome.error, Panic) else None
