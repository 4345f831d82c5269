"""A payee who is looked up when the money is paid."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import deals
from .repeats import settlements
from .terms import CALL, Term, options, place


class LivePayee(Detector):
    """Report a payment of booked money to whoever another contract names at that moment."""

    ARGUMENT = "escrow-live-payee"
    HELP = "A payee read from another contract at payment instead of from the deal's record"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("access", "sequencing")

    WIKI_TITLE = "Payee read live from another contract"
    WIKI_DESCRIPTION = """
Money was booked for a deal when it was made. At payment the payee is asked of another contract (the owner of an item,
the host of a node), whose answer may have changed since. Addresses that belong to the whole contract, such as a
treasury read from a configuration contract without arguments, are not reported."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function settle(uint256 id) external {
    Deal storage deal = deals[id];
    uint256 amount = deal.amount;
    deal.amount = 0;
    payable(registry.ownerOf(deal.item)).transfer(amount);
}
```
The item is deleted in the registry and registered again by somebody else, who is paid for the former owner's work. If
it is only deleted, the money goes to the zero address."""
    WIKI_RECOMMENDATION = """
Copy the payee into the record when the deal is made, and pay that."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each payment to such a payee."""
        for deal in deals(self.compilation_unit):
            for settled in settlements(deal):
                lookup = next((c for option in options(settled.paid.recipient) for c in _lookups(option)), None)
                if lookup is not None:
                    yield self.finding(
                        settled.paid.step.node, " pays in ", settled.entry.function,
                        f" whoever `{lookup.name}` of another contract names at that moment",
                    )  # fmt: skip


def _lookups(term: Term) -> Iterator[Term]:
    """Yield the calls to other contracts, about something in particular, that a payee is computed from."""
    if place(term) is not None:
        return
    if term.kind == CALL and term.site > 0 and len(term.parts) > 1:
        yield term
    for part in term.parts if term.kind != CALL else ():
        yield from _lookups(part)
