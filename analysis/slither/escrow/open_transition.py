"""A step in the life of a deal that anybody can take."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .acts import Write
from .callers import authority, is_caller, keyed_by_caller
from .entries import Deal, Entry, deals
from .lifecycles import locks, mentioned, moves, statuses
from .money import is_address, is_amount, received
from .parties import authorities, called, is_configuration, is_existing_record, joins, recipients
from .repeats import Settlement, drains, settlements
from .steps import Step
from .terms import (
    CALL,
    CONSTANT,
    FIELD,
    NOW,
    PARAMETER,
    Term,
    is_zero,
    keys,
    made_of,
    mentions,
    options,
    place,
    reads,
    same_record,
    walk,
)
from .truth import certain, comparison, number


class OpenTransition(Detector):
    """Report a function that moves, pays or rewrites a deal of others and asks neither who calls nor anything else."""

    ARGUMENT = "escrow-open-transition"
    HELP = "A function that changes someone else's deal and does not check the caller"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("access",)

    WIKI_TITLE = "Lifecycle function without a caller check"
    WIKI_DESCRIPTION = """
A function moves the status of a deal that exists, pays from it, or rewrites its terms, and anybody may call it.
Functions that are open on purpose are left alone: those that wait for a deadline, ask for a signature, a secret or a
vote count, take the caller's money, make the caller a party, or only touch what is the caller's own."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function release(uint256 id) external {
    require(deals[id].status == Status.Funded);
    deals[id].status = Status.Released;
    credits[deals[id].seller] += deals[id].amount;
}
```
The seller releases the deal without having delivered."""
    WIKI_RECOMMENDATION = """
Compare `msg.sender` with the party whose step it is, or state the condition (a deadline, a proof) that makes it safe
for anybody to call."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each open function."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                found = next(_open_acts(deal, entry), None)
                if found is not None:
                    step, what = found
                    yield self.finding(step.node, f" {what} in ", entry.function, ", which anybody can call")


def _open_acts(deal: Deal, entry: Entry) -> Iterator[tuple[Step, str]]:
    """Yield what anybody can do to a deal of others."""
    if entry.takes_money:
        return
    for move in moves(deal):
        if move.entry is entry and not _is_meant_open(deal, entry, move.write.step, move.write.target):
            yield move.write.step, "moves a deal on"
    for settled in [*settlements(deal), *drains(deal)]:
        if settled.entry is entry and _pays_a_party(deal, settled.paid.recipient, settled.sources):
            if _is_due_to_one(deal, settled):
                continue
            if not any(_is_meant_open(deal, entry, settled.paid.step, source) for source in settled.sources):
                yield settled.paid.step, "pays from a deal"
    for write in entry.writes:
        if _lowers_flag(deal, entry, write) and not _is_meant_open(deal, entry, write.step, write.target):
            yield write.step, "ends a deal"
    known = authorities(deal) | called(deal)
    for write in entry.writes:
        if not ((is_address(write.target) and write.place in known) or _is_deal_amount(deal, write.target)):
            continue
        given = any(part.kind == PARAMETER for part in made_of(write.value)) and write.adds is None
        if given and is_existing_record(entry, write) and not _is_meant_open(deal, entry, write.step, write.target):
            yield write.step, "rewrites the terms of a deal"


def _lowers_flag(deal: Deal, entry: Entry, write: Write) -> bool:
    """Whether a yes-or-no field of a record that exists changes while something is paid, and other functions ask it."""
    if write.target.kind != FIELD or str(write.target.type) != "bool" or number(write.value) is None or write.whole:
        return False
    if all(paid.means in ("execute", "forward") for paid in entry.payouts) or not is_existing_record(entry, write):
        return False
    asking = [s for other in deal.entries for s in other.conditions if other is not entry and s.condition is not None]
    return any(write.place in mentioned(step.condition) for step in asking if step.condition is not None)


def _is_raised_by_anybody(deal: Deal, where: str | None) -> bool:
    return any(
        write.place == where and number(write.value) != 0 and authority(entry, write.step).open
        for entry in deal.entries
        for write in entry.writes
    )


def _is_due_to_one(deal: Deal, settled: Settlement) -> bool:
    """Whether an amount was earned with time or set aside, for one party only: anybody may start that payment."""
    deposited = frozenset().union(*(received(entry) for entry in [*deal.births, *deal.entries]))
    rivals = [other for other in [*settlements(deal), *drains(deal)] if other.places & settled.places]
    is_earned = mentions(settled.paid.amount, NOW) or not settled.places & deposited
    return is_earned and len({recipients(rival) for rival in rivals}) == 1


def _pays_a_party(deal: Deal, recipient: Term, sources: list[Term]) -> bool:
    """Whether money goes where the caller or the deal says, and not simply back to whose balance it is."""
    if is_configuration(deal, recipient) and not any(keys(source) for source in sources):
        return False
    owned = {key for source in sources for key in keys(source)}
    return not any(option in owned or is_caller(option) for option in options(recipient)) and bool(
        place(recipient) or any(part.kind == PARAMETER for part in walk(recipient))
    )


def _is_deal_amount(deal: Deal, target: Term) -> bool:
    return is_amount(target) and any(place(source) == place(target) for s in settlements(deal) for source in s.sources)


def _is_meant_open(deal: Deal, entry: Entry, step: Step, target: Term) -> bool:
    """Whether something other than who calls makes an act legitimate, or it concerns the caller only."""
    if not authority(entry, step).open or keyed_by_caller(target):
        return True
    if any(joins(entry, write) and same_record(write.target, target) for write in entry.writes):
        return True
    return any(_is_reason(deal, entry, fact, target) for fact in entry.graph.facts(step))


def _is_reason(deal: Deal, entry: Entry, fact: Step, target: Term) -> bool:
    """Whether a condition is more than a look at the status or at whether the deal exists."""
    if fact.condition is None:
        return False
    payments_made = {paid.step.number for paid in entry.payouts}
    for part in walk(fact.condition):
        if part == NOW or (part.kind == CALL and part.site not in payments_made and _is_evidence(part)):
            return True
    own = {write.place for write in entry.writes if write.adds is not None}  # what anybody can count up is no reason
    known = frozenset(statuses(deal)) | locks(deal) | own
    return any(
        _says_more(known, target, atom, way) and not _is_raised_by_anybody(deal, place(atom))
        for atom, way in certain(fact.condition, fact.holds)
    )


def _is_evidence(call: Term) -> bool:
    """Whether a call asks another contract, or judges what the caller has handed over."""
    return call.site > 0 or any(part.kind == PARAMETER for part in walk(call))


def _says_more(known: frozenset[str], target: Term, atom: Term, holds: bool) -> bool:
    """Whether a statement is about the progress of the same deal: a flag that is up, or two amounts that agree."""
    if place(atom) is not None:
        return holds and place(atom) not in known and same_record(atom, target)
    compared = comparison(atom, holds)
    if compared is None or any(part.kind == PARAMETER for side in compared[1:] for part in made_of(side)):
        return False
    sign, left, right = compared
    if is_zero(left) or is_zero(right) or (sign in ("==", "!=") and CONSTANT in (left.kind, right.kind)):
        return False
    stored = [read for side in (left, right) for read in reads(side)]
    return any(place(read) not in known and same_record(read, target) for read in stored)
