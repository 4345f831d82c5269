"""A pause that also stops people from leaving."""

from __future__ import annotations

from collections.abc import Iterator

from slither.core.declarations import Function
from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from .callers import authority
from .entries import Deal, Entry, deals
from .lifecycles import locks
from .money import booked, drains_balance, payments
from .repeats import settlements
from .steps import Step
from .terms import keys, place
from .truth import certain, number


class PauseBlocksExit(Detector):
    """Report a payment of booked money that a switch in somebody's hands can stop."""

    ARGUMENT = "escrow-pause-blocks-exit"
    HELP = "A pause that stops refunds, withdrawals or timeouts"
    IMPACT = MEDIUM
    CONFIDENCE = HIGH
    PROPERTIES = ("timeout", "liveness")

    WIKI_TITLE = "Pause that blocks exits"
    WIKI_DESCRIPTION = """
A function that pays out booked money asks for a switch of the whole contract, and an owner can turn the switch off at
any time and for as long as they like. A pause is for what can go wrong with new money; who waits for their own must not
depend on it. A purchase, in which the caller brings money of their own, is not an exit."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function withdraw() external whenNotPaused {
    uint256 amount = credits[msg.sender];
    credits[msg.sender] = 0;
    payable(msg.sender).transfer(amount);
}
```
The owner pauses the contract and everybody's money is theirs to bargain with. Deadlines pass meanwhile."""
    WIKI_RECOMMENDATION = """
Pause deposits and new deals only. If exits must be paused, bound the pause in time and stop the clocks meanwhile."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each function that pays and can be stopped."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                found = next(_stopped(deal, entry), None) if not entry.takes_money else None
                if found is not None:
                    step, switch, setter = found
                    yield self.finding(
                        step.node, " pays in ", entry.function, f" only while `{switch}` allows it, which ", setter,
                        " can change at any time",
                    )  # fmt: skip


def _stopped(deal: Deal, entry: Entry) -> Iterator[tuple[Step, str, Function]]:
    """Yield payments of an entry point with the switch that stops them and the function that turns it off."""
    for step in _exits(deal, entry):
        for fact in entry.graph.facts(step):
            if fact.condition is None:
                continue
            for atom, holds in certain(fact.condition, fact.holds):
                where = place(atom)
                if where is not None and str(atom.type) == "bool" and not keys(atom) and where not in locks(deal):
                    setter = _setter(deal, entry, where, blocking=not holds)
                    if setter is not None:
                        yield step, where.split(".", 1)[-1], setter


def _exits(deal: Deal, entry: Entry) -> Iterator[Step]:
    """Yield the payments by which parties leave: of records, where there are any, else of anything booked."""
    has_records = any("[]" in where for where in booked(deal))
    for settled in settlements(deal):
        if settled.entry is entry and (not has_records or any("[]" in where for where in settled.places)):
            yield settled.paid.step
    if not has_records:
        yield from (paid.step for paid in payments(deal, entry) if drains_balance(paid))


def _setter(deal: Deal, entry: Entry, where: str, blocking: bool) -> Function | None:
    """The restricted function that can set a switch to the blocking value; one that pays ends a deal instead."""
    for other in deal.entries:
        for write in other.writes:
            blocks = write.place == where and number(write.value) in (None, int(blocking)) and other is not entry
            if blocks and not payments(deal, other) and not authority(other, write.step).open:
                return other.function
    return None
