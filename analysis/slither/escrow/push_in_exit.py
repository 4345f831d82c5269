"""Coin pushed to one party on the way out of another."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from .acts import Payout
from .callers import is_caller
from .entries import Deal, Entry, deals
from .money import payments
from .outcomes import reverts_on_failure
from .parties import is_configuration, joins
from .terms import LOCAL, options, walk


class PushInExit(Detector):
    """Report a coin payment whose recipient can make somebody else's payment, or place, impossible."""

    ARGUMENT = "escrow-push-in-exit"
    HELP = "A push payment by which one party's receiver can block another party's exit"
    IMPACT = MEDIUM
    CONFIDENCE = HIGH
    PROPERTIES = ("timeout", "liveness")

    WIKI_TITLE = "Push payment inside an exit path"
    WIKI_DESCRIPTION = """
A transaction pays coin to one party, reverts if that party's contract refuses it, and in the same transaction pays or
frees another. The first can hold the second's money for ransom. Payments to the caller alone, to addresses of the whole
contract (a treasury), and payments whose failure is caught are not reported."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function reclaim(uint256 id) external {
    ...
    _send(deals[id].seller, owed);
    _send(deals[id].buyer, rest);
}
```
The seller's contract refuses coin until the buyer has paid a ransom elsewhere."""
    WIKI_RECOMMENDATION = """
Credit every party and let each withdraw alone, or catch the failing payment and turn it into a credit."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for the first such payment of each function."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for pushed in entry.payouts:
                    reason = _blocks(deal, entry, pushed)
                    if reason:
                        yield self.finding(
                            pushed.step.node, " in ", entry.function, f" can be refused by who is paid, which {reason}"
                        )
                        break


def _blocks(deal: Deal, entry: Entry, pushed: Payout) -> str:
    """Whom a refused payment keeps from what; empty if nobody."""
    if not _can_refuse(entry, pushed):
        return ""
    if _is_displaced(entry, pushed):
        return "keeps anybody from taking that party's place"
    if all(is_configuration(deal, option) for option in options(pushed.recipient)):
        return ""
    if _in_loop(entry, pushed):
        return "stops the payments to everybody else in the loop"
    if entry.takes_coin and entry.uses_coin:
        return ""
    near = entry.graph.after(pushed.step) | entry.graph.before(pushed.step)
    for other in payments(deal, entry):
        if other.step.number in near and _is_somebody_else(deal, pushed, other):
            return "stops the payment to the other party as well"
    return ""


def _can_refuse(entry: Entry, pushed: Payout) -> bool:
    """Whether the recipient of coin is a party other than the caller, whose refusal reverts."""
    if (
        pushed.token is not None
        or pushed.means in ("credit", "forward", "execute")
        or not reverts_on_failure(entry, pushed)
    ):
        return False
    return not all(is_caller(option) for option in options(pushed.recipient))


def _in_loop(entry: Entry, pushed: Payout) -> bool:
    """Whether a payment is repeated with other recipients."""
    if pushed.step.number not in entry.graph.after(pushed.step):
        return False
    return any(part.kind == LOCAL for part in walk(pushed.recipient))


def _is_displaced(entry: Entry, pushed: Payout) -> bool:
    """Whether the caller takes the place of the one who is paid."""
    return any(
        joins(entry, write) and write.target in options(pushed.recipient) and not is_caller(pushed.recipient)
        for write in entry.writes
    )


def _is_somebody_else(deal: Deal, pushed: Payout, other: Payout) -> bool:
    if other is pushed or set(options(other.recipient)) & set(options(pushed.recipient)):
        return False
    return not all(is_configuration(deal, option) for option in options(other.recipient))
