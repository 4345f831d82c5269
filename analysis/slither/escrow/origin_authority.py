"""Authority by who signed the transaction instead of who calls."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .entries import Deal, Entry, deals
from .money import is_address
from .steps import Step
from .terms import ORIGIN, SENDER, Term, all_reads, keys, mentions, options
from .truth import atoms, comparison


class OriginAuthority(Detector):
    """Report ``tx.origin`` used to decide who may act, who is a party or who is paid."""

    ARGUMENT = "escrow-origin-authority"
    HELP = "tx.origin decides who may act, who becomes a party or who is paid"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("access",)

    WIKI_TITLE = "Authority by tx.origin"
    WIKI_DESCRIPTION = """
`tx.origin` is whoever signed the transaction, whatever contract is calling now. Comparing it with a party, looking up a
role by it, storing it as a party or paying it lets any contract that the party calls act in the party's name. Comparing
it with `msg.sender`, to refuse contracts, is not reported."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function release(uint256 id) external {
    require(tx.origin == deals[id].buyer);
    _pay(deals[id].seller, deals[id].amount);
}
```
The seller lets the buyer claim a free token whose contract calls `release`."""
    WIKI_RECOMMENDATION = """
Use `msg.sender`. For wallets that act for others, use signatures or an explicit list of delegates."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each use."""
        for deal in deals(self.compilation_unit):
            for entry in [*deal.births, *deal.entries]:
                for step, what in _uses(deal, entry):
                    yield self.finding(step.node, f" {what} tx.origin in ", entry.function)


def _uses(deal: Deal, entry: Entry) -> Iterator[tuple[Step, str]]:
    for step in entry.conditions:
        if step.condition is not None and any(_decides(atom, way) for atom, way in atoms(step.condition, step.holds)):
            yield step, "decides by"
    for write in entry.writes:
        if (is_address(write.target) and ORIGIN in options(write.value)) or ORIGIN in keys(write.target):
            yield write.step, "stores for"
    for paid in entry.payouts:
        if ORIGIN in options(paid.recipient):
            yield paid.step, "pays"


def _decides(atom: Term, holds: bool) -> bool:
    compared = comparison(atom, holds)
    if compared is not None and ORIGIN in compared[1:]:
        return SENDER not in compared[1:]
    return any(mentions(key, ORIGIN) for read in all_reads(atom) for key in keys(read))
