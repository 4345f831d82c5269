"""Stores with any number of records.

What a store held before the action is an arbitrary function of the key: the field f of the record under k is the term
f(k). An action that looks a key up makes the record *concerned*: whether it is another one that is concerned already is
decided by forking, and only concerned records can change. A predicate reads any key without forking: f(k), or what a
concerned record became where the keys are equal. A sum over a store is what the concerned records contribute, plus one
remainder that stands for all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from analysis.prove import terms
from analysis.prove.arbitrary import arbitrary, choose, copied, key_terms, leaves, same_key, word_or_number
from analysis.prove.merging import Absent, current_path, in_predicate, merged
from analysis.prove.summands import ALL_AMOUNTS, Summand, of_keys, of_values
from analysis.prove.terms import BOOL, Term
from analysis.prove.values import Number, Truth, Unsupported, number_term, term_of, value_like
from spec.core.errors import OVERFLOW, Panic
from spec.core.journal import JOURNAL
from spec.core.store import MAX_UINT256

Keys = tuple[Term, ...]

_HELD: dict[Any, Any] = {}
"""Values before any action, by store and key."""


@dataclass
class Entry:
    """A concerned record, or amount: what was under the key before the action, and what is there now."""

    key: Any
    keys: Keys
    was_there: Term
    before: Any
    is_there: Term
    after: Any

    def changed(self) -> list[str]:
        """Paths of the fields that are other terms than before; `""` for an amount, everything for a new record."""
        if self.is_there is not self.was_there:
            return [path for path, _ in leaves(self.after)] or [""]
        before, after = dict(leaves(self.before)), dict(leaves(self.after))
        return [path for path, leaf in after.items() if term_of(leaf) is not term_of(before[path])]


@dataclass
class Sum:
    """A total: `rest` is the sum over all records that are not concerned."""

    amount: Callable[[Any, Any], Any]
    rest: Term
    label: str


@dataclass
class Table:
    """One store of the state: its concerned records and its totals, shared by the state before and the state now.

    concern: called for each new entry, to assume what is known of it. read: called for each key a predicate reads.
    empty: nothing was ever stored, as in the initial state. changed_in_bulk: some action of this call changed places
    that nobody named, so that nothing is known of the present content.
    """

    name: str
    key_hint: Any
    value_hint: Any
    kind: str
    empty: bool = False
    changed_in_bulk: bool = False
    entries: list[Entry] = field(default_factory=list)
    sums: dict[Any, Sum] = field(default_factory=dict)
    concern: Callable[[Table, Entry], None] = lambda table, entry: None
    read: Callable[[Table, Any], None] = lambda table, key: None
    origins: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    """Records that were handed out, by identity: with the record as it was before."""

    def value_at(self, keys: Keys) -> Any:
        """What was under the key before the action; the same object each time, for nothing changes it."""
        if self.empty and self.kind == "ledger":
            return Number(terms.integer(0))
        identity = (self.name, self.value_hint, keys)
        if identity not in _HELD:
            _HELD[identity] = self._value(keys)
        return _HELD[identity]

    def _value(self, keys: Keys) -> Any:
        def make(path: str, sort: str, low: int | None, high: int | None) -> Term:
            return terms.application(f"{self.name}.{path}" if path else self.name, keys, sort, low, high)

        if self.kind == "ledger":
            return Number(make("", terms.INT, 0, MAX_UINT256))
        return None if self.kind in ("roster", "rosters") else arbitrary(self.value_hint, "", make)

    def there_at(self, keys: Keys) -> Term:
        """Whether the key was there before the action; a ledger has every key."""
        if self.kind == "ledger":
            return terms.TRUE
        return terms.FALSE if self.empty else terms.application(f"{self.name}.has", keys, BOOL)

    def exact(self, keys: Keys) -> Entry | None:
        """The entry under the very same key, as far as is known without asking."""
        return next((entry for entry in self.entries if keys in (entry.keys, _known_terms(entry.keys))), None)

    def locate(self, key: Any) -> Entry:
        """The concerned record under a key; forks on whether it is one of those that are concerned already."""
        key = known(key)
        keys = key_terms(key)
        found = self.exact(keys)
        if found is None:
            path = current_path()
            found = next((entry for entry in self.entries if path.decide(same_key(entry.keys, keys))), None)
        return found or self.add(key)

    def add(self, key: Any) -> Entry:
        """Makes a record concerned whose key differs from all that are."""
        keys = key_terms(key)
        before = self.value_at(keys)
        there = self.there_at(keys)
        entry = Entry(key, keys, there, before, there, copied(before))
        self.entries.append(entry)
        self._remember(entry.after, entry.before)
        self._remember(entry.before, entry.before)
        for total in self.sums.values():
            self._split(total, entry)
        self.concern(self, entry)
        return entry

    def another(self) -> Entry:
        """A record that the action did not concern: any of them. Its key differs from those of the others."""
        path = current_path()
        key = self._free_key(path.name(f"other.{self.name}"))
        apart = [terms.negation(same_key(entry.keys, key_terms(key))) for entry in self.entries]
        path.assume("case", "a record that the action did not concern", terms.conjunction(apart))
        return self.add(key)

    def _free_key(self, stem: str) -> Any:
        return word_or_number(self.key_hint, stem, terms.variable)

    def any_place(self) -> Entry:
        """Any place of the store, as it was, of which nothing is assumed and nothing is known."""
        key = self._free_key(f"any.{self.name}")
        keys = key_terms(key)
        value, there = self.value_at(keys), self.there_at(keys)
        self._remember(value, value)
        return Entry(key, keys, there, value, there, value)

    def _remember(self, record: Any, before: Any) -> None:
        if record is not None:
            self.origins[id(record)] = (record, before)

    # ------------------------------------------------------------ reading without forking

    def seen_before(self, key: Any) -> tuple[Term, Any]:
        """Presence and value under a key before the action."""
        key = known(key)
        keys = key_terms(key)
        found = self.exact(keys)
        if found:
            return found.was_there, found.before
        self.read(self, key)
        value = self.value_at(keys)
        self._remember(value, value)
        return self.there_at(keys), value

    def seen_now(self, key: Any) -> tuple[Term, Any]:
        """Presence and value under a key now."""
        if self.changed_in_bulk:
            raise Unsupported(f"{self.name} after a change under any number of keys")
        key = known(key)
        keys = key_terms(key)
        found = self.exact(keys)
        if found:
            return found.is_there, found.after
        there, before = self.seen_before(key)
        now = before
        for entry in self.entries:
            if entry.changed():
                same = same_key(entry.keys, keys)
                there = terms.choice(same, entry.is_there, there)
                now = choose(same, entry.after, now)
        if now is not before:
            self._remember(now, before)
        return there, now

    # ------------------------------------------------------------ totals

    def total(self, summand: Summand, *, now: bool) -> Number:
        """Sum over all places, before or now."""
        if now and self.changed_in_bulk:
            raise Unsupported(f"a total over {self.name} after a change under any number of keys")
        total = self._sum(summand)
        parts = (self._share(total, entry, now=now) for entry in self.entries)
        result = total.rest
        for part in parts:
            result = terms.total(result, part)
        return Number(result)

    def _sum(self, summand: Summand) -> Sum:
        if summand.identity not in self.sums:
            label = current_path().name(f"rest.{self.name}.{summand.label}")
            rest = terms.integer(0) if self.empty else terms.variable(label, terms.INT, self._least(summand), None)
            self.sums[summand.identity] = Sum(summand.of, rest, label)
        return self.sums[summand.identity]

    def _least(self, summand: Summand) -> int | None:
        """Zero when the bounds alone show that no place contributes a negative amount."""
        key = self._free_key(f"any.{self.name}")
        low = number_term(merged(lambda: summand.of(key, self.value_at(key_terms(key))))).low
        return 0 if low is not None and low >= 0 else None

    def _share(self, total: Sum, entry: Entry, *, now: bool) -> Term:
        value, there = (entry.after, entry.is_there) if now else (entry.before, entry.was_there)
        if there is terms.FALSE:
            return terms.integer(0)
        share = number_term(merged(lambda: total.amount(entry.key, value)))
        return terms.choice(there, share, terms.integer(0))

    def parts_of_sums(self, key: Any) -> Iterator[Term]:
        """Of a place that is not concerned: what it contributes is within each remainder that has no negative parts."""
        keys = key_terms(key)
        concerned = terms.disjunction(same_key(entry.keys, keys) for entry in self.entries)
        if self.empty or concerned is terms.TRUE:
            return
        for total in self.sums.values():
            if total.rest.low == 0:
                share = number_term(merged(partial(total.amount, key, self.value_at(keys))))
                there = terms.choice(self.there_at(keys), share, terms.integer(0))
                if there is not share or share.op != "int":
                    yield terms.disjunction((concerned, terms.at_most(there, total.rest)))

    def _split(self, total: Sum, entry: Entry) -> None:
        """The remainder is what the record contributed before the action, and a smaller remainder."""
        if self.empty:
            return
        path = current_path()
        smaller = terms.variable(path.name(total.label), terms.INT, total.rest.low, None)
        whole = terms.total(smaller, self._share(total, entry, now=False))
        path.assume("definition", f"the sum over {self.name} counts this record", terms.equal(total.rest, whole))
        total.rest = smaller


def known(key: Any) -> Any:
    """The key with those parts literal whose value the path knows."""
    if type(key) is tuple:
        return tuple(map(known, key))
    term = term_of(key)
    literal = current_path().knowledge.value(term)
    return key if literal is term else value_like(key, literal)


def _known_terms(keys: Keys) -> Keys:
    knowledge = current_path().knowledge
    return tuple(map(knowledge.value, keys))


# ---------------------------------------------------------------- what the specification sees


class View:
    """A store of the state before (`now` false) or of the state that the action works on."""

    __slots__ = ("now", "table")

    def __init__(self, table: Table, now: bool) -> None:
        self.table = table
        self.now = now

    def _seen(self, key: Any) -> tuple[Term, Any]:
        return self.table.seen_now(key) if self.now else self.table.seen_before(key)

    def _located(self, key: Any) -> Entry:
        if not self.now:
            raise Unsupported(f"{self.table.name} of the state before is read outside a predicate")
        return self.table.locate(key)

    def __iter__(self) -> Any:
        raise Unsupported(
            f"iteration over {self.table.name}, which has any number of records; state it for each record"
        )

    def __len__(self) -> int:
        raise Unsupported(f"the size of {self.table.name}, which has any number of records")

    items = values = __iter__


def _undo(target: Any, name: str, previous: Any) -> None:
    object.__setattr__(target, name, previous)


def change(entry: Entry, name: str, value: Any) -> None:
    """Writes a field of an entry; a refused action takes it back."""
    if JOURNAL.entries is not None:
        JOURNAL.entries.append((_undo, entry, name, getattr(entry, name)))
    setattr(entry, name, value)


class SymbolicStore(View):
    """Stands in for `Store`."""

    __slots__ = ()

    def __contains__(self, key: Any) -> bool:
        there = self._seen(key)[0] if in_predicate() else self._located(key).is_there
        return bool(Truth(there))

    def __getitem__(self, key: Any) -> Any:
        if in_predicate():
            there, record = self._seen(key)
            if not Truth(there):
                raise Absent()
            return record
        entry = self._located(key)
        if not Truth(entry.is_there):
            raise KeyError(f"{self.table.name} has no record under {key!r}")
        return entry.after

    def insert(self, key: Any, record: Any) -> None:
        """Adds a record under a fresh key. Raises KeyError when the key is taken."""
        entry = self._located(key)
        if Truth(entry.is_there):
            raise KeyError(f"{self.table.name} has a record under {key!r} already")
        change(entry, "is_there", terms.TRUE)
        change(entry, "after", record)
        self.table.origins[id(record)] = (record, record)

    def total(self, amount: Callable[[Any], Any]) -> Number:
        """Sum of `amount` over all records."""
        return self.table.total(of_values(amount), now=self.now)


class SymbolicLedger(View):
    """Stands in for `Ledger`."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return self._seen(key)[1] if in_predicate() else self._located(key).after

    def __setitem__(self, key: Any, amount: Any) -> None:
        if not 0 <= amount <= MAX_UINT256:
            raise Panic(OVERFLOW)
        change(self._located(key), "after", amount)

    def total(self) -> Number:
        """Sum of all amounts."""
        return self.table.total(ALL_AMOUNTS, now=self.now)

    def total_where(self, counts: Callable[[Any], Any]) -> Number:
        """Sum of the amounts under those keys that `counts` takes."""
        return self.table.total(of_keys(counts), now=self.now)


def forget() -> None:
    """Empties what is kept from one exploration to the next."""
    _HELD.clear()
