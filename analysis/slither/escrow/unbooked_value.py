"""Coin that comes in and is written down nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from slither.slithir.operations import LowLevelCall
from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import Deal, Entry, deals
from .money import drains_balance
from .repeats import settlements
from .steps import Step
from .terms import COIN, Term, keys, mentions
from .truth import certain, comparison


class UnbookedValue(Detector):
    """Report a payable function after which the books do not know what came in."""

    ARGUMENT = "escrow-unbooked-value"
    HELP = "A payable function that neither stores, forwards nor pins down what it was sent"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Value received and not booked"
    WIKI_DESCRIPTION = """
A payable function stores something, but not how much coin came along, and no check says that it is exactly what the
books assume. The coin, or what exceeds a minimum, belongs to nobody from then on. Functions that take coin with no
record to keep (`receive`, a contract that always pays out its whole balance) are left alone."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function fund(uint256 id) external payable {
    require(msg.value >= deals[id].price);
    deals[id].status = Status.Funded;
}
```
A buyer sends 2 ether for a price of 1. The deal pays 1 to the seller or back to the buyer; the other stays for ever."""
    WIKI_RECOMMENDATION = """
Store `msg.value` itself, ask for exactly the expected amount, or send back what is too much."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such function."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                if _takes_unbooked(deal, entry):
                    said = "whatever exceeds the minimum" if entry.uses_coin else "what it is sent"
                    yield self.finding(entry.function, " takes coin and does not book ", said)


def _takes_unbooked(deal: Deal, entry: Entry) -> bool:
    function = entry.function
    if not entry.takes_coin or function.is_receive or function.is_fallback or _hands_on(entry):
        return False
    if not any(keys(write.target) for write in entry.writes) and _pays_all_it_has(deal):
        return False
    return bool(entry.writes) and not _stores_coin(entry) and not _pins_coin_down(entry)


def _hands_on(entry: Entry) -> bool:
    """Whether coin goes on to somebody, other people's code runs with it, or assembly stores what is not followed."""
    if any(paid.token is None for paid in entry.payouts) or entry.stores_in_assembly:
        return True
    return any(
        isinstance(s.operation, LowLevelCall) and str(s.operation.function_name) in ("delegatecall", "callcode")
        for s in entry.graph.steps
    )


def _pays_all_it_has(deal: Deal) -> bool:
    """Whether a contract keeps no amounts, because what it pays is whatever it holds."""
    return not settlements(deal) and any(drains_balance(paid) for entry in deal.entries for paid in entry.payouts)


def _stores_coin(entry: Entry) -> bool:
    if any(mentions(write.value, COIN) for write in entry.writes):
        return True
    return any(mentions(argument, COIN) for step in entry.graph.steps for argument in _arguments_out(step))


def _arguments_out(step: Step) -> list[Term]:
    operation = step.operation
    if operation is None or not hasattr(operation, "destination"):
        return []
    return list(step.frame.terms(getattr(operation, "arguments", [])))


def _pins_coin_down(entry: Entry) -> bool:
    """Whether every success has checked the coin to be an exact amount."""

    def exact(step: Step) -> bool:
        if step.condition is None:
            return False
        for atom, holds in certain(step.condition, step.holds):
            compared = comparison(atom, holds)
            if compared is not None and compared[0] == "==" and any(mentions(side, COIN) for side in compared[1:]):
                return True
        return False

    return entry.graph.always_before(entry.graph.exit, exact)
