"""State that decides who has power and what the contract talks to, and whether anybody may set it."""

from __future__ import annotations

from collections.abc import Iterator

from .acts import Write
from .callers import authority, is_caller, keyed_by_caller
from .entries import Deal, Entry
from .lifecycles import mentioned
from .money import booked, is_address, is_amount
from .parties import authorities, called, is_named_by_caller
from .repeats import settlements
from .terms import NOW, PARAMETER, all_reads, is_zero, keys, mentions, options, place, places
from .truth import certain


def open_settings(deal: Deal, entry: Entry) -> Iterator[Write]:
    """Yield the writes of an entry point by which anybody sets what the contract relies on."""
    relied_on = authorities(deal) | called(deal) | _parameters(deal) | _gates(deal)
    for write in entry.writes:
        if write.place not in relied_on or not _is_setting(deal, write) or not authority(entry, write.step).open:
            continue
        if not keyed_by_caller(write.target) and not _is_timed(entry, write):
            yield write


def _is_setting(deal: Deal, write: Write) -> bool:
    """Whether a write sets something of the whole contract, or somebody's power, to what the caller says."""
    if keys(write.target):
        is_power = write.place in authorities(deal) | _gates(deal) and str(write.target.type) == "bool"
        return is_power and len(keys(write.target)) <= 2 and any(_is_given(key) for key in keys(write.target)[-1:])
    if is_address(write.target):
        return any(_is_given(option) for option in options(write.value)) or any(map(is_caller, options(write.value)))
    return is_amount(write.target) and write.place not in booked(deal) and write.value.kind == PARAMETER


def _is_given(term: object) -> bool:
    return getattr(term, "kind", "") == PARAMETER


def _is_timed(entry: Entry, write: Write) -> bool:
    return any(f.condition is not None and mentions(f.condition, NOW) for f in entry.graph.facts(write.step))


def _gates(deal: Deal) -> frozenset[str]:
    """Lists of allowed addresses: yes-or-no by address, and money moves only for those on it."""
    if "gates" not in deal.notes:
        deal.notes["gates"] = frozenset(
            place(atom) or ""
            for entry in deal.entries
            if entry.payouts or entry.takes_money
            for step in entry.conditions
            for atom, holds in (certain(step.condition, step.holds) if step.condition is not None else ())
            if holds and str(atom.type) == "bool" and len(keys(atom)) == 1 and is_address(keys(atom)[0])
        )
    known = deal.notes["gates"]
    assert isinstance(known, frozenset)
    return known


def _parameters(deal: Deal) -> frozenset[str]:
    """Plain numbers of the whole contract that payments and deadlines are computed with."""
    if "parameters" not in deal.notes:
        found: set[str] = set()
        for settled in settlements(deal):
            found |= places(settled.paid.amount)
        for entry in deal.entries:
            for step in entry.conditions:
                if step.condition is not None and mentions(step.condition, NOW):
                    found |= mentioned(step.condition)
        deal.notes["parameters"] = frozenset(where for where in found if "[]" not in where)
    known = deal.notes["parameters"]
    assert isinstance(known, frozenset)
    return known


def latches(entry: Entry, write: Write) -> set[str]:
    """The places that a write checks and that the same call changes, so that it happens once."""
    changed = {other.place for other in entry.writes}
    found: set[str] = set()
    for fact in entry.graph.facts(write.step):
        if fact.condition is not None:
            found |= {where for read in all_reads(fact.condition) if (where := place(read)) in changed and where}
    return found


def is_governed_from_birth(deal: Deal) -> bool:
    """Whether somebody has power over the contract as soon as it exists."""
    known = authorities(deal)
    at_birth = {write.place for entry in deal.births for write in entry.writes if not is_zero(write.value)}
    fixed = {v.canonical_name for v in deal.contract.state_variables if v.is_immutable or v.expression is not None}
    return any(where in at_birth | fixed for where in known if "[]" not in where) or any(
        "[]" in where and where in at_birth for where in known
    )


def sets_authority(deal: Deal, write: Write) -> bool:
    """Whether a write decides who is compared with the caller elsewhere."""
    return write.place in authorities(deal) and is_address(write.target) and is_named_by_caller(write.value)
