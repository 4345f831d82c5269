"""Functions whose own cases change the state, and yet do not multiply the paths of what calls them.

Such a function is run once for each of its cases. What a case writes is taken back, and in the end each place that any
case has written gets one value, which is conditional on the cases. A case that raises, or that moves money, can't be
told so: then the function is run as it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis.prove import terms
from analysis.prove.arbitrary import choose, copied, is_record
from analysis.prove.paths import Decision, Knowledge, Path
from analysis.prove.stores import Entry, View
from analysis.prove.terms import Term
from analysis.prove.values import RUNS
from spec.core.errors import Revert
from spec.core.journal import JOURNAL, Change, undo_all
from spec.core.message import Message

TOLD = "events"
"""The one list of a message of which a proof may know nothing: claims look at what is stored."""
LISTS = (TOLD, "transfers", "grants", "movements")
MAX_CASES = 40


class Nowhere(BaseException):
    """No state takes this case. Not an Exception, so that nothing can swallow it."""


class NotTold(BaseException):
    """The function does something that no case can tell; it is run as it is written."""


class Case:
    """A decider: follows given decisions, then goes the way of True where both ways are possible."""

    def __init__(self, path: Path, given: tuple[Decision, ...]) -> None:
        self.path = path
        self._given = given
        self._knowledge = Knowledge()
        self._literals: list[Term] = []
        self.taken: list[Decision] = []
        self.alternatives: list[tuple[Decision, ...]] = []

    @property
    def condition(self) -> Term:
        """Where this case is the one."""
        return terms.conjunction(self._literals)

    def decide(self, term: Term) -> bool:
        """Which way this case goes."""
        known = self._knowledge.look(term)
        known = self.path.knowledge.look(term) if known is None else known
        if known is not None:
            return known
        place = len(self.taken)
        decision = self._given[place] if place < len(self._given) else self._ask(term)
        self.taken.append(decision)
        literal = term if decision.taken else terms.negation(term)
        self._knowledge.learn(literal, True)
        if not decision.forced:
            self._literals.append(literal)
        return decision.taken

    def _ask(self, term: Term) -> Decision:
        forks, negated = self.path.forks, terms.negation(term)
        yes = forks.possible(terms.conjunction((self.condition, term)))
        no = forks.possible(terms.conjunction((self.condition, negated)))
        if yes is None or no is None:
            self.path.undecided = f"the solver gave up at a fork on {term!r}"
        if yes is False and no is False:
            self.path.imply(terms.negation(self.condition))
            raise Nowhere()
        if yes is False or no is False:
            self.path.imply(terms.implication(self.condition, negated if yes is False else term))
            return Decision(term, yes is not False, True)
        self.alternatives.append((*self.taken, Decision(term, False, False)))
        return Decision(term, True, False)


Place = tuple[int, str]


@dataclass
class Written:
    """What one case has done: where it is the case, what it wrote, announced and returned."""

    condition: Term
    finals: dict[Place, Any]
    told: list[Any]
    value: Any


@dataclass
class Merging:
    """The cases of one call, and each place that any of them has written, with what was there before."""

    path: Path
    message: Message | None
    mark: int
    before: dict[Place, Change] = field(default_factory=dict)
    cases: list[Written] = field(default_factory=list)

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Runs all cases, and writes what they come to; leaves no case where they can't be told."""
        lengths = self._lengths()
        try:
            self._collect(function, arguments, lengths)
        except NotTold:
            self._take_back(lengths)
            self.cases.clear()
            return None
        return self._written(arguments)

    def _collect(self, function: Callable[..., Any], arguments: tuple[Any, ...], lengths: dict[str, int]) -> None:
        waiting: list[tuple[Decision, ...]] = [()]
        while waiting:
            if len(self.cases) >= MAX_CASES:
                raise NotTold()
            case = Case(self.path, waiting.pop())
            RUNS.stack.append(case)
            try:
                value = function(*arguments)
            except Nowhere:
                self._take_back(lengths)
                waiting += case.alternatives
                continue
            except (Revert, KeyError, ValueError, ArithmeticError, AttributeError, TypeError) as fault:
                raise NotTold() from fault
            finally:
                RUNS.stack.pop()
            self._keep(case, value, lengths)
            waiting += case.alternatives

    def _lengths(self) -> dict[str, int]:
        return {name: len(getattr(self.message, name)) for name in LISTS} if self.message else {}

    def _keep(self, case: Case, value: Any, lengths: dict[str, int]) -> None:
        """Notes what the case has done, and takes it back."""
        now = self._lengths()
        if any(now[name] != lengths[name] for name in now if name != TOLD):
            raise NotTold()
        told = list(self.message.events[lengths[TOLD] :]) if self.message else []
        finals: dict[Place, Any] = {}
        for change in self._entries()[self.mark :]:
            _, target, name, _ = change
            place = (id(target), name)
            self.before.setdefault(place, change)
            final = getattr(target, name)
            finals[place] = copied(final) if is_record(type(final)) else final
        self.cases.append(Written(case.condition, finals, told, value))
        self._take_back(lengths)

    @staticmethod
    def _entries() -> list[Change]:
        assert JOURNAL.entries is not None
        return JOURNAL.entries

    def _take_back(self, lengths: dict[str, int]) -> None:
        entries = self._entries()
        undo_all(entries[self.mark :])
        del entries[self.mark :]
        for name, length in lengths.items():
            del getattr(self.message, name)[length:]

    def _written(self, arguments: tuple[Any, ...]) -> Any:
        """Records first: what an entry holds may be one of them."""
        for place, change in sorted(self.before.items(), key=lambda item: isinstance(item[1][1], Entry)):
            self._write(place, change, arguments)
        if self.message and len(self.cases) == 1:
            self.message.events.extend(self.cases[0].told)
        elif any(case.told for case in self.cases):
            self.path.unread.add(TOLD)
        return self._joined(lambda case: case.value)

    def _joined(self, of: Callable[[Written], Any]) -> Any:
        """One value for all cases; the last one needs no condition, for one of them is the case."""
        joined = of(self.cases[-1])
        for case in reversed(self.cases[:-1]):
            joined = _either(case.condition, of(case), joined)
        return joined

    def _write(self, place: Place, change: Change, arguments: tuple[Any, ...]) -> None:
        undo, target, name, previous = change
        merged = self._joined(lambda case: case.finals.get(place, previous))
        if merged is previous:
            return
        self._entries().append((undo, target, name, previous))
        object.__setattr__(target, name, merged)
        if isinstance(target, Entry) and is_record(type(merged)):
            _remember(arguments[0], target, merged)


def _either(condition: Term, yes: Any, no: Any) -> Any:
    if isinstance(yes, Term) and isinstance(no, Term):
        return terms.choice(condition, yes, no)
    return choose(condition, yes, no)


def _remember(state: Any, entry: Entry, record: Any) -> None:
    """A record that came of two is the same as they were: what was before is what was before of the entry."""
    for place in type(state).FIELDS:
        held = getattr(state, place.name)
        if isinstance(held, View) and any(one is entry for one in held.table.entries):
            held.table.origins[id(record)] = (record, entry.before)


def merged_effects(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its cases told together wherever an action calls it; its first argument is the state."""

    def run(*arguments: Any) -> Any:
        path = RUNS.stack[-1] if RUNS.stack else None
        if not isinstance(path, Path) or JOURNAL.entries is None:
            return function(*arguments)
        message = next((one for one in arguments if isinstance(one, Message)), None)
        merging = Merging(path, message, len(JOURNAL.entries))
        told = merging.run(function, arguments)
        return told if merging.cases else function(*arguments)

    return run
