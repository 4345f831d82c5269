"""The symbolic executor against the concrete one: with every unknown pinned to its value both do the same.

The values come from random runs. The pinned run asks no solver: each fork goes the way of the concrete values. So it
also shows that what the executor assumes (invariants, environment, contracts, how sums split) is true of real states.
"""

from __future__ import annotations

import inspect
from collections import Counter
from typing import Any

import pytest

from analysis.prove import goals, terms
from analysis.prove.arbitrary import key_terms, leaves
from analysis.prove.goals import study
from analysis.prove.invariants import invariants_of
from analysis.prove.paths import Decision, Forks, Path
from analysis.prove.smt import Z3Reader
from analysis.prove.steps import run_action
from analysis.prove.stores import Sum, Table
from analysis.prove.tasks import theory_of
from analysis.prove.terms import Term
from analysis.prove.values import RUNS, term_of
from properties.claims import History
from properties.dcm.claims import PLAN
from properties.protocols import load
from spec.core import Ledger, Roster, Store
from spec.dcm.state import DCM
from tests.analysis.prove.marketplace import Transition, transitions

THEORY = theory_of(load("dcm"), PLAN)
COUNT = 300


class Pinned(Path):
    """A path on which every term has a value."""

    def __init__(self, transition: Transition) -> None:
        super().__init__(Forks(Z3Reader()), ())
        self.given = transition
        self.rests: dict[str, int] = {}

    def decide(self, term: Term) -> bool:
        self.decisions.append(Decision(term, bool(self.value(term)), False))
        return bool(self.value(term))

    def assume(self, kind: str, name: str, term: Term) -> None:
        if kind == "case":  # other records: there may be none
            return
        if kind == "definition" and term.op == "=":  # rest = smaller + share of the record that is concerned now
            whole, parts = (term.args[0], term.args[1]) if term.args[1].op == "+" else (term.args[1], term.args[0])
            smaller, share = parts.args
            self.rests[str(smaller.value)] = self.value(whole) - self.value(share)
        assert self.value(term), f"{name} is not true of a state that was reached: {term!r}"

    # ------------------------------------------------------------ values

    def value(self, term: Term) -> Any:
        if term.op in ("int", "bool"):
            return term.value
        if term.op == "var":
            return self.variable(str(term.value))
        args = [self.value(arg) for arg in term.args]
        if term.op == "apply":
            return self.application(term, args)
        return {
            "and": lambda: all(args),
            "or": lambda: any(args),
            "not": lambda: not args[0],
            "ite": lambda: args[1] if args[0] else args[2],
            "=": lambda: args[0] == args[1],
            "<=": lambda: args[0] <= args[1],
            "+": lambda: args[0] + args[1],
            "-": lambda: args[0] - args[1],
            "*": lambda: args[0] * args[1],
            "times": lambda: args[0] * args[1],
            "div": lambda: args[0] // args[1],
            "quotient": lambda: args[0] // args[1] if args[1] else 0,
            "mod": lambda: args[0] % args[1],
        }[term.op]()

    def variable(self, name: str) -> Any:
        if name in self.rests:
            return self.rests[name]
        head, _, rest = name.partition(".")
        if head == "s":
            return plain(getattr(self.given.state, rest))
        if head == "m":
            message = self.given.message
            return plain(getattr(message.environment if rest == "gas_used" else message, rest))
        if head == "history":
            return self.given.now if rest == "now" else self.given.calls
        if head == "other":
            return 10**9  # a key that no run uses
        names = [parameter.name for parameter in DCM[self.given.action].parameters]
        value = self.given.arguments[names.index(head)]
        return plain(dict(leaves(value, head))[name])

    def application(self, term: Term, args: list[Any]) -> Any:
        name = str(term.value)
        if name == "accepts":
            return self.given.message.environment.accepts("", False)
        if name in ("imported", "plaintext"):
            handle = args[1].to_bytes(32, "big")
            found = self.given.message.environment.imports("euint32", handle, b"p")
            return found is not None if name == "imported" else found or 0
        if " " in name:
            high = None if term.sort == terms.BOOL else term.high or 2**64
            if name.startswith("release "):
                return self.released(name, args)
            return self.given.answers.leaf(name, tuple(int(arg) for arg in args), high)
        return self.stored(name, term, args)

    def released(self, name: str, args: list[Any]) -> Any:
        from spec.dcm.post_processing import release

        return plain(getattr(inspect.unwrap(release)(*args), name.partition(".")[2]))

    def stored(self, name: str, term: Term, args: list[Any]) -> Any:
        table, _, path = name.partition(".")
        store = getattr(self.given.state, table)
        found = {tuple(map(plain, key if isinstance(key, tuple) else (key,))): key for key in store}
        key = found.get(tuple(args))
        if isinstance(store, Ledger):
            return store[key] if key is not None else 0
        if path == "has":
            return key is not None
        if key is None:
            return term.low or 0
        return plain(dict(leaves(store[key]))[path])


def plain(value: Any) -> Any:
    return term_of(value).value


def remainder(pinned: Pinned, table: Table, total: Sum) -> int:
    """The sum over all concrete records that are not concerned."""
    store = getattr(pinned.given.state, table.name)
    concerned = {tuple(pinned.value(part) for part in entry.keys) for entry in table.entries}
    others = [(key, held) for key, held in store.items() if tuple(t.value for t in key_terms(key)) not in concerned]
    RUNS.stack.append(pinned)  # the summand's own forks are pinned too
    try:
        return sum(pinned.value(term_of(total.amount(key, held))) for key, held in others)
    finally:
        RUNS.stack.pop()


@pytest.fixture
def summing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives each remainder its value when it is made, and lets opaque functions raise each of their errors."""
    original = Table._sum

    def with_value(table: Table, summand: Any) -> Sum:
        known = set(table.sums)
        total = original(table, summand)
        pinned = next(path for path in RUNS.stack if isinstance(path, Pinned))
        if set(table.sums) != known:
            pinned.rests[str(total.rest.value)] = remainder(pinned, table, total)
        return total

    def each_error(path: Path, action: Any, plan: Any, invariants: Any, *, every_error: bool) -> Any:
        return run_action(path, action, plan, invariants, every_error=True)

    monkeypatch.setattr(Table, "_sum", with_value)
    monkeypatch.setattr(goals, "run_action", each_error)


def pinned_run(transition: Transition) -> Pinned:
    path = Pinned(transition)
    RUNS.stack.append(path)
    try:
        path.result = study(path, DCM[transition.action], THEORY)
    finally:
        RUNS.stack.pop()
    return path


def after(path: Pinned) -> dict[str, Any]:
    """Everything that the symbolic run changed, as plain values."""
    world = path.result.call.world
    found = {}
    for name in (field.name for field in type(world.now).FIELDS):
        if name not in world.tables:
            found[name] = path.value(term_of(getattr(world.now, name)))
    for table in world.tables.values():
        for entry in table.entries:
            key = tuple(path.value(part) for part in entry.keys)
            there = path.value(entry.is_there)
            fields = {leaf: path.value(term_of(value)) for leaf, value in leaves(entry.after)} if there else {}
            found[f"{table.name}{key}"] = (there, fields)
    return found


def concrete(state: Any, names: dict[str, Any]) -> dict[str, Any]:
    """The same places of the concrete state."""
    found: dict[str, Any] = {}
    for name in names:
        if "(" not in name:
            found[name] = plain(getattr(state, name))
            continue
        store = getattr(state, name.partition("(")[0])
        given = names_of(name)
        key = next((k for k in store if tuple(t.value for t in key_terms(k)) == given), None)
        if isinstance(store, Ledger):
            found[name] = (True, {"": store[key] if key is not None else 0})
        elif isinstance(store, Roster):
            found[name] = (key is not None, {})
        else:
            fields = {leaf: plain(value) for leaf, value in leaves(store[key])} if key is not None else {}
            found[name] = (key is not None, fields)
    return found


def names_of(place: str) -> tuple[int, ...]:
    return tuple(int(part) for part in place.partition("(")[2].rstrip(")").split(",") if part.strip())


def changed_places(outcome: Any, state: Any) -> int:
    stores = {id(getattr(state, f.name)) for f in type(state).FIELDS if isinstance(getattr(state, f.name), Store)}
    return sum(id(change[1]) in stores for change in outcome.changes)


def test_success_pinned_runs_do_what_concrete_runs_do(summing: None) -> None:
    ended: Counter[tuple[str, str]] = Counter()
    for transition, perform in transitions(seed=39, count=COUNT):
        path = pinned_run(transition)
        call = path.result.call
        assert call.defect is None
        for goal in path.result.goals:
            assert path.value(goal.term), (transition.action, goal.kind, goal.subject)
        places = after(path)
        outcome = perform()
        assert call.step.outcome.name == outcome.name, transition.action
        assert places == concrete(transition.state, places), transition.action
        inserted = sum(e.is_there is not e.was_there for t in call.world.tables.values() for e in t.entries)
        assert changed_places(outcome, transition.state) <= inserted
        ended[transition.action, "ok" if outcome.ok else "refused"] += 1
    succeeded = {name for name, how in ended if how == "ok"}
    assert len(succeeded) >= 20, f"only {sorted(succeeded)} ever succeeded"
    assert sum(count for (_, how), count in ended.items() if how == "refused") > 50


def test_success_invariants_hold_in_every_state_that_is_reached() -> None:
    """The lemmas on plain values, without the executor."""
    for transition, perform in transitions(seed=11, count=150):
        perform()
        state, history = transition.state, History(transition.now, transition.calls + 1)
        for invariant in invariants_of(load("dcm"), PLAN):
            if invariant.owner != "lemma":
                continue
            held = [()] if invariant.store is None else list(records(getattr(state, invariant.store)))
            assert all(invariant.evaluate(state, history, *one) is not False for one in held), invariant.name


def records(store: Any) -> list[tuple[Any, Any]]:
    return [(key, None) for key in store] if isinstance(store, Roster) else list(store.items())
