"""The parties of a deal: who is paid, who may call, and what is merely configuration."""

from __future__ import annotations

from .acts import Write
from .callers import authority, grants, is_caller
from .entries import Deal, Entry
from .lifecycles import creates
from .money import booked, is_address, payments
from .repeats import Settlement, settlements
from .terms import CONSTANT, PARAMETER, SENDER, Term, keys, mentions, options, place, walk


def recipients(settlement: Settlement) -> frozenset[str]:
    """The places of the stored addresses that a payment goes to.

    For a payment to the caller these are the addresses that the caller was compared with.
    """
    found: set[str] = set()
    for option in options(settlement.paid.recipient):
        where = place(option)
        if where is not None:
            found.add(where)
        elif is_caller(option):
            found |= authority(settlement.entry, settlement.paid.step).places
    return frozenset(found)


def paid_parties(deal: Deal) -> frozenset[str]:
    """The places of everyone whom the contract pays out of booked money."""
    return frozenset().union(*(recipients(settlement) for settlement in settlements(deal)))


def authorities(deal: Deal) -> frozenset[str]:
    """The places that callers are compared with, or looked up in, anywhere in a contract."""
    if "authorities" not in deal.notes:
        found: set[str] = set()
        for entry in deal.entries:
            for step in entry.conditions:
                if step.condition is not None:
                    found |= {place(t) or "" for t in _compared(step.condition, step.holds)}
        deal.notes["authorities"] = frozenset(found - {""})
    found_before = deal.notes["authorities"]
    assert isinstance(found_before, frozenset)
    return found_before


def _compared(condition: Term, holds: bool) -> list[Term]:
    return [part for term in grants(condition, holds) for part in walk(term)]


def called(deal: Deal) -> frozenset[str]:
    """The places of stored addresses that the contract calls or pays."""
    if "called" not in deal.notes:
        found: set[str] = set()
        for entry in [*deal.entries, *deal.views]:
            for step in entry.graph.steps:
                destination = getattr(step.operation, "destination", None)
                if destination is not None:
                    found.add(place(step.frame.term(destination)) or "")
            found |= {place(paid.recipient) or "" for paid in payments(deal, entry)}
            found |= {place(paid.token) or "" for paid in payments(deal, entry) if paid.token is not None}
        deal.notes["called"] = frozenset(found - {""})
    known = deal.notes["called"]
    assert isinstance(known, frozenset)
    return known


def is_configuration(deal: Deal, address: Term) -> bool:
    """Whether an address belongs to the whole contract, while its deals are kept in records."""
    if address.kind == CONSTANT:
        return True
    return place(address) is not None and not keys(address) and any("[]" in where for where in booked(deal))


def joins(entry: Entry, write: Write) -> bool:
    """Whether a write makes the caller a party: it is the caller's own address that is stored."""
    return is_address(write.target) and any(is_caller(option) for option in options(write.value))


def is_named_by_caller(value: Term) -> bool:
    """Whether a value is what the caller says, as a parameter or by who it is."""
    return any(part.kind == PARAMETER for part in walk(value)) or mentions(value, SENDER)


def is_existing_record(entry: Entry, write: Write) -> bool:
    """Whether a write changes a keyed record that was there before and is not the caller's own."""
    return bool(keys(write.target)) and not creates(entry, write)
