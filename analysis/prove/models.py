"""From a solver's model to plain values: a small model first, then a state, a message and answers of the world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin, get_type_hints

import z3

from analysis.prove import terms
from analysis.prove.arbitrary import assembled, copied, hints_of, is_record, same_key, word_or_number
from analysis.prove.oracles import OpaqueCalls, member, movement
from analysis.prove.oracles import signer as said_signer
from analysis.prove.smt import Z3Reader, support
from analysis.prove.states import World
from analysis.prove.stores import Keys, Table, View
from analysis.prove.terms import BOOL, LEAVES, Term
from analysis.prove.values import Listed, Name, Number, Truth, term_of, text_of
from properties.claims import Contract
from spec import fhe
from spec.core.message import Environment, Message
from spec.core.opaque import opacity_of
from spec.core.store import MAX_UINT256, Ledger, Roster, Rosters, Store

LOOSE = ("str", "bytes", "tuple")
"""Kinds of words that have any length, and are no keys."""
SMALL = (0, 1, 2, 3, 5, 10, 100)
"""Values that a reader likes, tried in this order."""
PATIENCE = 60
"""Leaves that are made small; more would cost more than they help."""
TRIAL = 1_000_000
"""Resource units for the question whether something would be nice as well."""
HARD = 4
"""Questions that the solver may leave open before a model is taken as it is."""


class Model:
    """Values of terms in one counterexample, with the smallest numbers that were easy to find.

    small: also numbers that a reader would like smaller; otherwise just the remainders of sums. wishes: what should
    hold as well, as far as it can.
    """

    def __init__(self, facts: list[Term], goal: Term, *, small: bool = True, wishes: Sequence[Term] = ()) -> None:
        self._read = Z3Reader(exact=True)
        self._gave_up = 0
        self._model: Any = None
        roots = [*facts, terms.negation(goal)]
        self._applied = [term for term in terms.subterms(roots, set()) if term.op == "apply"]
        pins = _linear(roots)
        tries = ([*pins, *wishes], pins, ())
        taken = next((extra for extra in tries if self._start(roots, extra)), None)
        self.found = taken is not None
        if self.found:
            for wish in wishes if small or taken is not tries[0] else ():
                self._try(self._read(wish))
            self._shrink(roots, PATIENCE if small else 0)

    def _start(self, roots: list[Term], wishes: Sequence[Term]) -> bool:
        """Whether there is a model with these wishes."""
        self._solver = z3.Solver()
        self._solver.set("rlimit", 5_000_000)
        for fact in [*support(roots), *roots, *wishes]:
            self._solver.add(self._read(fact))
        found = self._check() == z3.sat
        self._solver.set("rlimit", TRIAL)
        return found

    def _check(self) -> Any:
        """The solver's answer; the latest model is kept."""
        answer = self._solver.check()
        if answer == z3.sat:
            self._model = self._solver.model()
        return answer

    def _shrink(self, roots: list[Term], patience: int) -> None:
        leaves = [t for t in terms.subterms(roots, set()) if t.op in LEAVES and t.sort != BOOL]
        rests = [leaf for leaf in leaves if str(leaf.value).startswith("rest.")]
        for leaf in [*rests, *(leaf for leaf in leaves if leaf not in rests)][: len(rests) + patience]:
            for bound in SMALL:
                if self._try(self._read(leaf) <= bound):
                    break
            if self._gave_up >= HARD:
                return

    def _try(self, wanted: Any) -> bool:
        """Keeps what is wanted if it can be had beside everything else; does not try where the solver often gave up."""
        if self._gave_up >= HARD:
            return False
        self._solver.push()
        self._solver.add(wanted)
        answer = self._check()
        if answer != z3.sat:
            self._solver.pop()
        self._gave_up += answer == z3.unknown
        return bool(answer == z3.sat)

    def value(self, term: Term) -> Any:
        """The term's value: an int or a bool."""
        found = self._model.eval(self._read(term), model_completion=True)
        return z3.is_true(found) if term.sort == BOOL else found.as_long()

    def looked_up(self, table: Table) -> list[Keys]:
        """The keys under which anything in the proof looks into a store."""
        return [term.args for term in self._applied if str(term.value).partition(".")[0] == table.name]

    def plain(self, value: Any) -> Any:
        """A symbolic value with every leaf replaced by its value; byte strings stay names of their own."""
        if is_record(type(value)):
            hints = hints_of(type(value))
            return assembled(
                type(value), {name: self.typed(hint, getattr(value, name)) for name, hint in hints.items()}
            )
        if hasattr(value, "_fields"):
            hints = hints_of(type(value))
            return type(value)(*(self.typed(hints[name], getattr(value, name)) for name in value._fields))
        if isinstance(value, tuple):
            return tuple(self.plain(part) for part in value)
        if isinstance(value, Name):
            return self._word(value)
        return self.value(value.term) if isinstance(value, (Number, Truth)) else value

    def typed(self, hint: Any, value: Any) -> Any:
        """As `plain`, and a member of an enumeration where the annotation names one."""
        if get_origin(hint) is tuple and isinstance(value, Name):
            return self._list(get_args(hint)[0], value)
        plain = self.plain(value)
        return hint(plain) if isinstance(hint, type) and issubclass(hint, int) and hint is not bool else plain

    def _list(self, hint: Any, name: Name) -> Listed:
        """The members that a list is known to have: those that were gone through, or those that were asked for."""
        word = self.value(name.term)
        own = [term for term in self._applied if term.args and self.value(term.args[0]) == word]
        lengths = [self.value(term) for term in own if term.value == "length"]
        if lengths:
            return Listed.of((self.typed(hint, member(hint, place, (name.term,))) for place in range(lengths[0])), word)
        among = [term.args[1] for term in own if term.value == "among" and self.value(term)]
        members = [self.typed(hint, word_or_number(hint, "", lambda *_, term=term: term)) for term in among]
        return Listed.of(dict.fromkeys(members), word)

    def _word(self, name: Name) -> Any:
        number = self.value(name.term)
        if name.kind == "address" and number < 2**160:
            return f"0x{number:040x}"
        if name.kind == "bytes32" and number < 2**256:
            return number.to_bytes(32, "big")
        text = text_of(number)
        if text is None and name.kind not in LOOSE:
            return f"0x{number:x}"  # of no known width: told by its digits, which read as that word
        return Name(terms.integer(number), name.kind) if text is None else text


def _linear(roots: list[Term]) -> list[Term]:
    """That one factor of each product is one, the one that most products have first."""
    products = [term for term in terms.subterms(roots, set()) if term.op in ("times", "quotient")]
    factors = Counter(arg for term in products for arg in term.args[term.op == "quotient" :])
    found = []
    for factor, _ in factors.most_common():
        if any(factor in term.args for term in products):
            products = [term for term in products if factor not in term.args]
            found.append(terms.equal(factor, terms.integer(1)))
    return found


class PlainAnswers:
    """Stands in for opaque functions with what the model says that they answer."""

    def __init__(self, model: Model, contracts: dict[Any, Contract]) -> None:
        self._model = model
        self._calls = OpaqueCalls(contracts, every_error=True)

    def __call__(self, function: Any, arguments: tuple[Any, ...]) -> Any:
        """The model's answer to the same question."""
        name, question = function.__name__, tuple(self._calls.question(arguments))
        raises = opacity_of(function).raises
        if raises and not self._model.value(terms.application(f"{name} returns", question, BOOL)):
            which = terms.application(f"{name} error", question, terms.INT, 0, len(raises) - 1)
            error = raises[self._model.value(which)]
            raise error(*([None] * len(getattr(error, "ARGS", ()))))
        hint = get_type_hints(function, include_extras=True)["return"]
        return self._model.typed(hint, self._calls.result(hint, name, question))


def absences(world: World) -> list[Term]:
    """That nothing is where claims have looked besides what is concerned: what is there would count in every sum."""
    found = []
    for name, keys in sorted(world.instantiated, key=repr):
        table = world.tables[name]
        concerned = terms.disjunction(same_key(entry.keys, keys) for entry in table.entries)
        if table.kind == "ledger":
            absent = terms.equal(term_of(table.value_at(keys)), terms.integer(0))
        else:
            absent = terms.negation(table.there_at(keys))
        found.append(terms.disjunction((concerned, absent)))
    return [wish for wish in found if wish is not terms.TRUE]


def plain_state(model: Model, world: World) -> Any:
    """The state before, with every record of which the proof has assumed that it is lawful."""
    values: dict[str, Any] = {}
    hints = hints_of(type(world.before))
    for name in sorted(hints, key=lambda name: getattr(world.tables.get(name), "kind", "").startswith("roster")):
        value = getattr(world.before, name)
        if isinstance(value, View):
            kept = [held for held in values.values() if isinstance(held, Store)]
            values[name] = _plain_store(model, world, value.table, kept)
        else:
            values[name] = model.typed(hints[name], value)
    return assembled(type(world.before), values)


def _plain_store(model: Model, world: World, table: Table, kept: list[Store[Any, Any]]) -> Any:
    """The store with what is concerned and what was assumed lawful; a roster with those of them that have a record."""
    looked_at = [entry.keys for entry in table.entries]
    looked_at += [keys for name, keys in sorted(world.instantiated, key=repr) if name == table.name]
    looked_at += model.looked_up(table) if table.kind == "roster" else []
    keys: dict[Any, Keys] = {}
    for given in looked_at:
        key = _plain_key(model, table, given)
        if table.kind != "roster" or any(key in store for store in kept):
            keys.setdefault(key, given)
    there = {key: given for key, given in keys.items() if model.value(table.there_at(given))}
    if table.kind == "roster":
        return Roster(tuple(there))
    if table.kind == "rosters":
        return _plain_rosters(there)
    held = {key: copied(model.plain(table.value_at(given))) for key, given in there.items()}
    if table.kind == "ledger":
        return Ledger({key: amount for key, amount in held.items() if amount})
    return Store(held)


def _plain_rosters(there: Iterable[Any]) -> Rosters[Any, Any]:
    found: Rosters[Any, Any] = Rosters()
    for key, one in there:
        found.append(key, one)
    return found


def _plain_key(model: Model, table: Table, given: Keys) -> Any:
    supply = iter(given)
    return model.plain(word_or_number(table.key_hint, "key", lambda *_: next(supply)))


def plain_message(model: Model, message: Message) -> Message:
    """The message, its environment answering as the model does."""
    asked = [0]

    def accepts(account: str, all_gas: bool) -> bool:
        turn = asked[0]
        asked[0] += 1
        question = (term_of(account), terms.integer(int(all_gas)), terms.integer(turn))
        return bool(model.value(terms.application("accepts", question, BOOL)))

    def imports(type_name: str, handle: Any, proof: Any) -> int | None:
        question = (term_of(type_name), term_of(handle), term_of(proof))
        if not model.value(terms.application("imported", question, BOOL)):
            return None
        high = 2 ** fhe.BITS[type_name] - 1
        return int(model.value(terms.application("plaintext", question, terms.INT, 0, high)))

    moved = [0]

    def tokens(token: str, payer: str, payee: str, amount: int, all_gas: bool) -> int | None:
        question = movement(token, payer, payee, amount, all_gas, moved[0])
        moved[0] += 1
        if not model.value(terms.application("moves", question, BOOL)):
            return None
        return int(model.value(terms.application("arrives", question, terms.INT, 0, MAX_UINT256)))

    def signer(digest: Any, signature: Any) -> Any:
        return model.plain(said_signer(digest, signature))

    gas_used = model.plain(message.environment.gas_used)
    environment = Environment(gas_used, accepts, imports, tokens, signer)
    fields = {name: model.plain(getattr(message, name)) for name in ("sender", "value", "now", "gas_price", "block")}
    return Message(environment=environment, **fields)
