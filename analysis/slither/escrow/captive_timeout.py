"""A way out after a deadline that only the other side can open."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from .entries import Deal, deals
from .parties import is_configuration
from .terms import options
from .timeouts import Exit, exits


class CaptiveTimeout(Detector):
    """Report an exit after a deadline that the one whom it pays cannot use without the other."""

    ARGUMENT = "escrow-captive-timeout"
    HELP = "A timeout whose only path needs the other party's cooperation"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("timeout", "liveness")

    WIKI_TITLE = "Timeout that needs the other party"
    WIKI_DESCRIPTION = """
A deadline is meant to free a party from one that has gone silent. Here the payment after the deadline can only be
started by someone else than whom it pays, or asks for what only others can store (a consent, progress), and no other
exit pays the waiting party at that stage."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function refundAfterDeadline(uint256 id) external {
    require(msg.sender == deals[id].seller);
    require(block.timestamp > deals[id].deadline);
    _refund(id);
}
```
The seller disappears. The buyer's money stays until the seller comes back, or asks for a ransom."""
    WIKI_RECOMMENDATION = """
Let the party that is paid, or anybody, call the timeout, and let it depend on the clock and the status alone."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each such exit."""
        for deal in deals(self.compilation_unit):
            for exit_ in exits(deal):
                if exit_.deadlines and _pays_a_party(deal, exit_):
                    why = _captor(deal, exit_)
                    if why and not _has_other_way(deal, exit_):
                        yield self.finding(exit_.settled.paid.step.node, " in ", exit_.entry.function, f" {why}")


def _pays_a_party(deal: Deal, exit_: Exit) -> bool:
    recipients = options(exit_.settled.paid.recipient)
    return bool(exit_.payees) and not any(is_configuration(deal, recipient) for recipient in recipients)


def _captor(deal: Deal, exit_: Exit) -> str:
    """Why the payee can't use an exit alone; empty if they can."""
    if not exit_.usable_by_payee:
        return "pays after a deadline, but whom it pays can't call it" if exit_.callers.places else ""
    return "pays after a deadline, but only if others have agreed or done their part" if exit_.needs_others else ""


def _has_other_way(deal: Deal, exit_: Exit) -> bool:
    """Whether another exit pays the same party at the same stage and needs nobody else."""
    for other in exits(deal):
        if other is exit_ or not other.usable_by_payee or not other.payees & exit_.payees:
            continue
        if not other.needs_others and other.shares_stage(exit_):
            return True
    return False
