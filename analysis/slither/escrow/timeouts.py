"""Exits that open when a deadline has passed: whom they pay, who may use them, and what else they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .callers import Authority, authority
from .deadlines import Deadline, is_after_deadline
from .entries import Deal, Entry
from .lifecycles import creates, statuses
from .money import is_address
from .parties import recipients
from .repeats import Settlement, drains, settlements
from .steps import Step
from .terms import NOW, SENDER, Term, is_zero, keys, mentions, place, reads, same_record
from .truth import certain, comparison


@dataclass(frozen=True, eq=False)
class Exit:
    """A way to be paid out of a deal.

    Attributes:
        deal: The contract.
        settled: The payment.
        deadlines: The deadlines that must have passed; none for an exit that is open at any time.
        payees: The places of those who are paid.
        callers: Who may use it.
    """

    deal: Deal
    settled: Settlement
    deadlines: list[Deadline]
    payees: frozenset[str]
    callers: Authority

    @property
    def entry(self) -> Entry:
        """The function."""
        return self.settled.entry

    @property
    def usable_by_payee(self) -> bool:
        """Whether whoever is paid may call it alone."""
        return self.callers.open or bool(self.callers.places & self.payees)

    def shares_stage(self, other: Exit) -> bool:
        """Whether some stage of the deal allows both exits."""
        return all(self.settled.stages(where) & other.settled.stages(where) for where in statuses(self.deal))

    @cached_property
    def needs_others(self) -> bool:
        """Whether it waits for something of the deal that only others than the payee store."""
        near, known = self.settled.sources[0], statuses(self.deal)
        for fact in self.entry.graph.facts(self.settled.paid.step):
            for atom, holds in certain(fact.condition, fact.holds) if fact.condition is not None else ():
                for read in _progress(atom, holds):
                    if place(read) not in known and same_record(read, near) and self._is_others_to_write(read):
                        return True
        return False

    def _is_others_to_write(self, read: Term) -> bool:
        found = False
        for entry in self.deal.entries:
            for write in entry.writes:
                if write.place == place(read) and not write.clears and not creates(entry, write):
                    who = authority(entry, write.step)
                    if who.open or who.places & self.payees:
                        return False
                    found = True
        return found


def _progress(atom: Term, holds: bool) -> list[Term]:
    """The storage whose value a statement asks for, beyond being there; the clock's and the caller's aside."""
    if place(atom) is not None:
        is_personal = any(str(key.type).startswith("address") for key in keys(atom))
        return [atom] if holds and not is_personal else []
    compared = comparison(atom, holds)
    if compared is None or mentions(atom, NOW) or mentions(atom, SENDER):
        return []
    if any(is_zero(side) for side in compared[1:]):
        return []
    return [read for side in compared[1:] for read in reads(side) if not is_address(read)]


def exits(deal: Deal) -> list[Exit]:
    """Every way to be paid out of booked money, or of all that a contract for a single deal holds."""
    if "exits" not in deal.notes:
        deal.notes["exits"] = [
            Exit(
                deal,
                settled,
                is_after_deadline(settled.entry, settled.paid.step),
                recipients(settled),
                authority(settled.entry, settled.paid.step),
            )
            for settled in [*settlements(deal), *drains(deal)]
        ]
    found = deal.notes["exits"]
    assert isinstance(found, list)
    return found


def raised_flags(entry: Entry, step: Step, near: Term) -> set[str]:
    """The places of yes-or-no fields of a record that must be yes before a step."""
    return {
        place(read) or ""
        for fact in entry.graph.facts(step)
        if fact.condition is not None
        for atom, holds in certain(fact.condition, fact.holds)
        for read in _progress(atom, holds)
        if read is atom and str(atom.type) == "bool" and same_record(atom, near)
    }
