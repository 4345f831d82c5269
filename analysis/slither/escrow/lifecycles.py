"""Lifecycles: which storage tells the stage of a deal, and which moves between stages a contract makes.

A status is a place of an enum type that the contract writes, or a small number that is only ever set to constants and
compared with them. It may be a field of a record in a mapping, a mapping of its own, or a plain state variable of a
contract that holds one deal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from slither.core.declarations import Enum
from slither.slithir.operations import Delete

from .acts import Write
from .entries import Deal, Entry
from .money import backing, drains_balance, is_address, is_amount, payments
from .terms import FIELD, Term, all_reads, is_zero, keys, place, reads, record_of, same_record
from .truth import certain, comparison, comparisons, holds_if, number, reachable_if

_MOST_STAGES = 32


@dataclass(frozen=True, eq=False)
class Move:
    """A status that is written to a deal that exists.

    Attributes:
        entry: By which entry point.
        write: The write.
        stages: How many values the status has.
    """

    entry: Entry
    write: Write
    stages: int

    @property
    def to(self) -> int | None:
        """The stage that is reached; ``None`` if the caller or a computation names it."""
        return number(self.write.value)

    @cached_property
    def origins(self) -> frozenset[int]:
        """The stages from which the move can be made."""
        graph, where = self.entry.graph, self.write.place
        changed = later_than_writes(self.entry, where)
        return frozenset(
            stage for stage in range(self.stages) if reachable_if(graph, self.write.step, where, stage, changed)
        )

    @cached_property
    def looks(self) -> bool:
        """Whether every way to the move looks at the status that it replaces."""
        graph, where = self.entry.graph, self.write.place
        changed = later_than_writes(self.entry, where)
        looking = {
            s.number
            for s in graph.conditions()
            if s.condition is not None and s.number not in changed and where in mentioned(s.condition)
        }
        if graph.always_before(self.write.step, lambda s: s.number in looking):
            return True
        # a loop over the same list that looks at all before a second one writes: it can't be skipped alone
        earlier = [s for s in graph.steps if s.number in looking & graph.before(self.write.step)]
        return any(s.number in graph.after(s) for s in earlier)


def mentioned(condition: Term) -> set[str]:
    """Every place that a condition reads, those of keys included."""
    return {found for read in all_reads(condition) if (found := place(read)) is not None}


def later_than_writes(entry: Entry, where: str) -> frozenset[int]:
    """Numbers of the steps that may come after a write to a place, where its old value is no longer seen."""
    return frozenset().union(*(entry.graph.after(write.step) for write in entry.writes if write.place == where))


def statuses(deal: Deal) -> dict[str, int]:
    """The places of a contract that hold a status, with the number of stages.

    A plain state variable counts only where payments of booked money look at it or change it: elsewhere it is a mode,
    not the stage of a deal.
    """
    if "statuses" not in deal.notes:
        numbered = {where: stages for where, stages in _numbered(deal) if where not in locks(deal)}
        every = {**numbered, **dict(_enumerated(deal))}
        deal.notes["statuses"] = {
            where: n for where, n in every.items() if "[]" in where or _guards_payments(deal, where)
        }
    found = deal.notes["statuses"]
    assert isinstance(found, dict)
    return found


def _guards_payments(deal: Deal, where: str) -> bool:
    for entry in deal.entries:
        for paid in payments(deal, entry):
            if drains_balance(paid) or backing(deal, entry, paid):
                facts = entry.graph.facts(paid.step)
                if any(fact.condition is not None and where in mentioned(fact.condition) for fact in facts):
                    return True
                if any(write.place == where for write in entry.writes):
                    return True
    return False


def locks(deal: Deal) -> frozenset[str]:
    """The places without keys that some call sets and sets back: locks against re-entry."""
    if "locks" not in deal.notes:
        deal.notes["locks"] = frozenset(
            early.place
            for entry in deal.entries
            for early in entry.writes
            if "[]" not in early.place and number(early.value) is not None
            for late in entry.writes
            if late.place == early.place and number(late.value) not in (None, number(early.value))
            if entry.graph.always_after(early.step, lambda s, late=late: s is late.step)  # type: ignore[misc]  # mypy can't type a lambda's default
        )
    found = deal.notes["locks"]
    assert isinstance(found, frozenset)
    return found


def _enumerated(deal: Deal) -> Iterator[tuple[str, int]]:
    for entry in [*deal.births, *deal.entries]:
        for write in entry.writes:
            inner = getattr(write.target.type, "type", None)
            if isinstance(inner, Enum):
                yield write.place, len(inner.values)


def _numbered(deal: Deal) -> Iterator[tuple[str, int]]:
    values: dict[str, set[int | None]] = {}
    for entry in [*deal.births, *deal.entries]:
        for write in entry.writes:
            if is_amount(write.target) and not write.whole:
                values.setdefault(write.place, set()).add(number(write.value))
    compared = _compared_with_constants(deal)
    for where, stored in values.items():
        known = {value for value in stored if value is not None}
        if None not in stored and len(known | {0}) > 2 and max(known) < _MOST_STAGES and where in compared:
            yield where, max(known) + 1


def _compared_with_constants(deal: Deal) -> set[str]:
    found: set[str] = set()
    for entry in deal.entries:
        for step in entry.conditions:
            for atom in comparisons(step.condition) if step.condition is not None else ():
                if atom.name in ("==", "!=") and any(number(part) is not None for part in atom.parts):
                    found |= {place(part) or "" for part in atom.parts}
    return found - {""}


def moves(deal: Deal) -> list[Move]:
    """Every change of status of an existing deal."""
    if "moves" not in deal.notes:
        deal.notes["moves"] = [
            Move(entry, write, statuses(deal)[write.place])
            for entry in deal.entries
            for write in entry.writes
            if write.place in statuses(deal) and not _is_deletion(write) and not creates(entry, write)
        ]
    found = deal.notes["moves"]
    assert isinstance(found, list)
    return found


def _is_deletion(write: Write) -> bool:
    return isinstance(write.step.operation, Delete)


def terminals(deal: Deal) -> dict[str, frozenset[int]]:
    """By status, the stages that are reached and never left again by a move that looks at the status."""
    found: dict[str, frozenset[int]] = {}
    for where in statuses(deal):
        here = [move for move in moves(deal) if move.write.place == where]
        reached = {move.to for move in here if move.to is not None and move.to != 0}
        left = {stage for move in here if move.looks for stage in move.origins if stage != move.to}
        found[where] = frozenset(reached - left)
    return found


def creates(entry: Entry, write: Write) -> bool:
    """Whether a write belongs to the making of a new record, not to the life of one that exists."""
    if any(is_fresh_key(entry, key) for key in keys(write.target)):
        return True
    return any(_says_empty(entry, write, fact.condition, fact.holds) for fact in entry.graph.facts(write.step))


def is_fresh_key(entry: Entry, key: Term) -> bool:
    """Whether a key has not been used before: it comes from a counter or a length that grows with this transaction."""
    grown = {write.place for write in entry.writes if write.adds is not None and not keys(write.target)}
    grown |= {write.place for write in entry.writes if write.place.endswith(".length")}
    return any(place(read) in grown for read in all_reads(key))


def _says_empty(entry: Entry, write: Write, condition: Term | None, holds: bool) -> bool:
    """Whether a condition says that the record had not been made, and the record is then made."""
    if condition is None:
        return False
    for atom, way in certain(condition, holds):
        empty = _found_empty(atom, way)
        if empty is not None and same_record(empty, write.target) and _makes(entry, empty):
            return True
    return False


def _found_empty(atom: Term, holds: bool) -> Term | None:
    """The storage that a statement says is zero."""
    if place(atom) is not None:
        return None if holds else atom
    compared = comparison(atom, holds)
    if compared is not None and compared[0] == "==":
        _, left, right = compared
        for mine, other in ((left, right), (right, left)):
            if is_zero(other) and place(mine) is not None:
                return mine
    return None


def _makes(entry: Entry, empty: Term) -> bool:
    """Whether the entry point fills in a record that was found empty: the empty field itself, and an address.

    That something other than an address is zero says nothing where records are made elsewhere: it may be the first
    stage of a deal.
    """
    if not keys(empty) or (not is_address(empty) and _is_made_elsewhere(entry, record_of(empty))):
        return False
    mine = [w for w in entry.writes if not w.clears and same_record(w.target, empty)]
    return any(w.place == place(empty) for w in mine) and any(is_address(w.target) for w in mine)


def _is_made_elsewhere(entry: Entry, record: str) -> bool:
    """Whether another function makes records of a kind under fresh keys."""
    return any(
        record_of(write.target) == record and any(is_fresh_key(other, key) for key in keys(write.target))
        for other in entry.deal.entries
        if other is not entry
        for write in other.writes
    )


def proxies(entry: Entry, write: Write) -> bool:
    """Whether something else of the record stands in for its status: it is checked and then changed as well."""
    others = [w for w in entry.writes if same_record(w.target, write.target) and w.place != write.place]
    for fact in entry.graph.facts(write.step):
        if fact.condition is not None:
            read = {place(r) for r in reads(fact.condition) if not is_address(r) and same_record(r, write.target)}
            if any(w.place in read and _ends(w, fact.condition, fact.holds) for w in others):
                return True
    return False


def _ends(write: Write, condition: Term, holds: bool) -> bool:
    """Whether a condition is no longer met after a write, or may not be because something was subtracted."""
    value = number(write.value)
    return write.takes is not None or (value is not None and holds_if(condition, write.place, value) is (not holds))


def is_record_field(term: Term) -> bool:
    """Whether a storage term is part of a record or keyed."""
    return term.kind == FIELD or bool(keys(term))
