"""Whether a payment can be made again: what a payment leaves behind, and whom that stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from slither.core.declarations import Modifier

from .acts import Payout, Write
from .entries import Deal, Entry
from .lifecycles import later_than_writes, statuses
from .money import backing, collected_by, drains_balance, payments
from .steps import Step
from .terms import STATE, Term, place, places
from .truth import certain, comparison, number, reachable_if


@dataclass(frozen=True, eq=False)
class Settlement:
    """A payment out of booked money, with the entry point that makes it.

    Attributes:
        deal: The contract.
        entry: The entry point.
        paid: The payment.
        sources: The booked storage it is made from.
    """

    deal: Deal
    entry: Entry
    paid: Payout
    sources: list[Term]

    @property
    def places(self) -> frozenset[str]:
        """The places of the booked storage."""
        return frozenset(found for source in self.sources if (found := place(source)) is not None)

    @cached_property
    def traces(self) -> dict[str, list[Write]]:
        """What every successful transaction with the payment stores, by place."""
        graph, step = self.entry.graph, self.paid.step
        by_place: dict[str, list[Write]] = {}
        for write in self.entry.writes:
            by_place.setdefault(write.place, []).append(write)
        numbers = {where: {write.step.number for write in stored} for where, stored in by_place.items()}
        return {
            where: stored
            for where, stored in by_place.items()
            if step.number in numbers[where]
            or graph.always_with(step, lambda s, where=where: s.number in numbers[where])  # type: ignore[misc]  # mypy can't type a lambda's default
        }

    def stages(self, where: str) -> frozenset[int]:
        """The stages of a status in which the payment can be made."""
        changed = later_than_writes(self.entry, where)
        stages = range(statuses(self.deal)[where])
        return frozenset(s for s in stages if reachable_if(self.entry.graph, self.paid.step, where, s, changed))

    @property
    def names(self) -> frozenset[str]:
        """The places as a reader of the contract names them."""
        return frozenset(where.split(".", 1)[-1] for where in self.places)

    @property
    def funded_by_caller(self) -> bool:
        """Whether the same call also brings the money in, so that making it again takes nothing from anybody."""
        return self.places <= collected_by(self.entry)


BALANCE = Term(STATE, "the balance")
"""What stands for all that a contract holds, where a payment is made from that and not from an amount."""


def drains(deal: Deal) -> list[Settlement]:
    """Every payment of all that a contract holds, in a contract that keeps no amounts."""
    if settlements(deal):
        return []
    return [
        Settlement(deal, entry, paid, [BALANCE])
        for entry in deal.entries
        for paid in payments(deal, entry)
        if drains_balance(paid)
    ]


def settlements(deal: Deal) -> list[Settlement]:
    """Every payment out of booked money that a contract makes."""
    if "settlements" not in deal.notes:
        deal.notes["settlements"] = list(_settlements(deal))
    found = deal.notes["settlements"]
    assert isinstance(found, list)
    return found


def _settlements(deal: Deal) -> Iterator[Settlement]:
    for entry in deal.entries:
        for paid in payments(deal, entry) if not entry.stores_in_assembly else []:
            sources = backing(deal, entry, paid)
            if sources and not drains_balance(paid):
                yield Settlement(deal, entry, paid, sources)


def blockers(first: Settlement, second: Settlement) -> list[str]:
    """The places through which the first payment stops the second."""
    return [where for where, stored in first.traces.items() if _stops(first, where, stored, second)]


def _stops(first: Settlement, where: str, stored: list[Write], second: Settlement) -> bool:
    if first.paid.means == "credit" and all(write.step is first.paid.step for write in stored):
        return False
    if where in places(second.paid.amount) | second.places:
        return True
    values = {number(write.value) for write in _last(first, stored)}
    graph, step = second.entry.graph, second.paid.step
    if None not in values:
        changed = later_than_writes(second.entry, where)
        return not any(reachable_if(graph, step, where, value, changed) for value in values if value is not None)
    return any(
        where in places(fact.condition) and not _still_holds(where, stored, fact)
        for fact in graph.facts(step)
        if fact.condition is not None
    )


def _still_holds(where: str, stored: list[Write], fact: Step) -> bool:
    """Whether a condition asks for at least some count, and the count only grows."""
    if fact.condition is None or any(write.adds is None for write in stored):
        return False
    for atom, holds in certain(fact.condition, fact.holds):
        compared = comparison(atom, holds)
        if compared is not None and where in places(atom):
            sign, left, _ = compared
            if (place(left) == where and sign in (">", ">=")) or (place(left) != where and sign in ("<", "<=")):
                continue
            return False
    return True


def _last(settlement: Settlement, stored: list[Write]) -> list[Write]:
    """Those writes that no other one of the same place is sure to overwrite."""
    graph = settlement.entry.graph
    numbers = {write.step.number for write in stored}
    kept = []
    for write in stored:
        others = numbers - {write.step.number}
        if not others or not graph.always_after(write.step, lambda s, others=others: s.number in others):  # type: ignore[misc]  # mypy can't type a lambda's default
            kept.append(write)
    return kept


def stored_first(settlement: Settlement, where: str) -> bool:
    """Whether every way to a payment has stored to a place before."""
    numbers = {write.step.number for write in settlement.entry.writes if write.place == where}
    return settlement.entry.graph.always_before(settlement.paid.step, lambda s: s.number in numbers)


def is_locked(settlement: Settlement) -> bool:
    """Whether a payment runs under a lock against re-entry.

    A lock is a place without keys that is checked, set before and set back after; or, where it is kept in transient
    storage by assembly, a modifier that is called a lock.
    """
    graph, step = settlement.entry.graph, settlement.paid.step
    if any(
        "reentran" in m.name.lower() or m.name.lower() in ("lock", "locked", "mutex") for m in _modifiers(settlement)
    ):
        return True
    before, after = graph.before(step), graph.after(step)
    checked = {p for fact in graph.facts(step) if fact.condition is not None for p in places(fact.condition)}
    stored = [w for w in settlement.entry.writes if "[]" not in w.place and w.place in checked]
    set_before = {w.place for w in stored if w.step.number in before}
    return any(w.place in set_before and w.step.number in after for w in stored)


def _modifiers(settlement: Settlement) -> list[Modifier]:
    return settlement.entry.function.modifiers
