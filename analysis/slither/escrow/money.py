"""Whose money it is: amounts that are booked, and payments that are made from them.

A place is *booked* when it records money that came in: coin or tokens are stored in it, or what it says was collected,
or it is computed from booked places. Configuration (a fee rate, a faucet's drip) is not booked.
A *credit* is an addition to what someone can withdraw later; it counts as a payment.
"""

from __future__ import annotations

from collections.abc import Iterator

from .acts import Payout, Write
from .entries import Deal, Entry
from .steps import Step
from .terms import (
    COIN,
    CONSTANT,
    LOCAL,
    OPERATION,
    PARAMETER,
    SENDER,
    Term,
    is_balance_of_self,
    keys,
    made_of,
    mentions,
    place,
    places,
    reads,
    walk,
)
from .truth import COMPARISONS, atoms, comparison


def is_amount(term: Term) -> bool:
    """Whether a storage term holds a plain number."""
    return str(term.type).startswith(("uint", "int")) if term.type is not None else False


def is_address(term: Term) -> bool:
    """Whether a term is of an address or contract type."""
    kind = term.type
    inner = getattr(kind, "type", None)
    return str(kind).startswith("address") or type(inner).__name__ == "Contract"


def booked(deal: Deal) -> frozenset[str]:
    """The places of a contract that record money which came in."""
    if "booked" not in deal.notes:
        deal.notes["booked"] = _booked(deal)
    found = deal.notes["booked"]
    assert isinstance(found, frozenset)
    return found


def _booked(deal: Deal) -> frozenset[str]:
    everyone = [*deal.births, *deal.entries]
    found: set[str] = set()
    for entry in everyone:
        found |= received(entry) | collected_by(entry)
    while True:
        derived = {
            write.place
            for entry in everyone
            for write in entry.writes
            if is_amount(write.target)
            and ((places(write.value) - {write.place}) & found or _is_moved(entry, write, frozenset(found)))
        }
        if derived <= found:
            return frozenset(found)
        found |= derived


def _is_moved(entry: Entry, write: Write, known: frozenset[str]) -> bool:
    """Whether what is added to a place was taken from a booked one."""
    added = write.adds
    if added is None or added.kind == CONSTANT:
        return False
    return any(other.place in known and other.takes == added for other in entry.writes if other is not write)


def received(entry: Entry) -> set[str]:
    """Places that an entry point stores incoming money in."""
    return {write.place for write in entry.writes if is_amount(write.target) and brings_money(entry, write.value)}


def brings_money(entry: Entry, value: Term) -> bool:
    """Whether a value tells how much money came in with this transaction."""
    if mentions(value, COIN):
        return True
    if value.kind == PARAMETER and entry.takes_coin and _is_part_of_coin(entry, value):
        return True
    asked = [r.amount for r in entry.receipts if r.amount.kind != CONSTANT]
    if any(mentions(value, amount) for amount in asked):
        return True
    return bool(entry.receipts) and any(is_balance_of_self(part) for part in walk(value))


def _is_part_of_coin(entry: Entry, named: Term) -> bool:
    """Whether the caller names how much of the coin is for something: the rest of the coin is stored without it."""
    rest = Term(OPERATION, "-", (COIN, named))
    return any(mentions(write.value, rest) for write in entry.writes)


def collected_by(entry: Entry) -> set[str]:
    """Places whose amount an entry point asks for."""
    found: set[str] = set()
    for receipt in entry.receipts:
        found |= {place(read) or "" for read in reads(receipt.amount) if is_amount(read)}
    for step in entry.conditions:
        for atom, holds in atoms(step.condition or Term(CONSTANT, ""), step.holds):
            compared = comparison(atom, holds)
            if compared is not None and entry.takes_coin:
                _, left, right = compared
                for mine, other in ((left, right), (right, left)):
                    if mentions(mine, COIN):
                        found |= {place(read) or "" for read in reads(other) if is_amount(read)}
    return found - {""}


def payments(deal: Deal, entry: Entry) -> list[Payout]:
    """What an entry point pays: at once, and by credits."""
    key = f"payments {entry.function.canonical_name}"
    if key not in deal.notes:
        deal.notes[key] = [*entry.payouts, *_credits(deal, entry)]
    found = deal.notes[key]
    assert isinstance(found, list)
    return found


def _credits(deal: Deal, entry: Entry) -> Iterator[Payout]:
    for write in entry.writes:
        credit = _credit(deal, entry, write)
        if credit is not None:
            yield credit


def ledgers(deal: Deal) -> dict[str, int]:
    """Places by which the contract owes someone who may withdraw, with the position of the key that names them."""
    if "ledgers" not in deal.notes:
        deal.notes["ledgers"] = {
            place(source) or "": position
            for entry in deal.entries
            for paid in entry.payouts
            for source in backing(deal, entry, paid)
            for position, key in enumerate(keys(source))
            if key in (paid.recipient, SENDER) or mentions(key, paid.recipient)
        }
    found = deal.notes["ledgers"]
    assert isinstance(found, dict)
    return found


def _credit(deal: Deal, entry: Entry, write: Write) -> Payout | None:
    added = write.adds
    if added is None or write.place not in ledgers(deal) or brings_money(entry, added):
        return None
    creditor = keys(write.target)[ledgers(deal)[write.place]]
    credit = Payout(creditor, added, None, "credit", write.step)
    is_booked = places(added) & booked(deal) or any(_whole(deal, entry, credit))
    return credit if is_booked else None


def backing(deal: Deal, entry: Entry, paid: Payout) -> list[Term]:
    """The booked storage that a payment is made from.

    That is what the amount is computed from; for an amount that the caller names, what it is checked against or
    subtracted from.
    """
    if mentions(paid.amount, COIN):
        return []
    found = [read for read in reads(paid.amount) if place(read) in booked(deal)]
    if not found:
        found = list(_bounds(deal, entry, paid)) or list(_whole(deal, entry, paid))
    return list(dict.fromkeys(found))


def _whole(deal: Deal, entry: Entry, paid: Payout) -> Iterator[Term]:
    """What an amount is a part of: the same function deals with the rest, booked minus that amount."""
    for value in [write.value for write in entry.writes] + [other.amount for other in entry.payouts]:
        for part in made_of(value):
            if part.kind == OPERATION and part.name == "-" and part.parts[1] == paid.amount:
                yield from (read for read in reads(part.parts[0]) if place(read) in booked(deal))


def _bounds(deal: Deal, entry: Entry, paid: Payout) -> Iterator[Term]:
    named = {part for part in walk(paid.amount) if part.kind in (PARAMETER, LOCAL)}
    if not named:
        return
    for write in entry.writes:
        taken = write.takes
        if taken is not None and write.place in booked(deal) and named & set(walk(taken)):
            yield write.target
    for step in entry.graph.facts(paid.step):
        yield from _compared_with(deal, step, named)


def _compared_with(deal: Deal, step: Step, named: set[Term]) -> Iterator[Term]:
    for atom, _ in atoms(step.condition or Term(CONSTANT, ""), step.holds):
        if atom.name in COMPARISONS and len(atom.parts) == 2:
            for mine, other in ((atom.parts[0], atom.parts[1]), (atom.parts[1], atom.parts[0])):
                if named & set(walk(mine)):
                    yield from (read for read in reads(other) if place(read) in booked(deal))


def drains_balance(paid: Payout) -> bool:
    """Whether a payment is whatever the contract holds."""
    return any(is_balance_of_self(part) for part in walk(paid.amount))
