"""Tokens that are booked as many as were asked for, not as many as arrived."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from .acts import Receipt, Write
from .entries import Deal, Entry, deals
from .money import is_amount
from .terms import CONSTANT, Term, all_reads, is_balance_of_self, keys, mentions, place, walk


class NominalTokenAmount(Detector):
    """Report a deposit of tokens that is booked at the amount that was asked for."""

    ARGUMENT = "escrow-nominal-token-amount"
    HELP = "A token deposit booked at its nominal amount, not at the measured difference of balances"
    IMPACT = MEDIUM
    CONFIDENCE = HIGH
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Tokens booked at their nominal amount"
    WIKI_DESCRIPTION = """
Tokens that take a fee on transfer deliver less than was asked for. A contract that books the amount it asked for owes
more than it holds. Nothing is reported where the balance is measured after the transfer, or where the token is checked
against a list of allowed ones. With one token that is fixed at deployment the confidence is medium: whoever deploys the
contract may know it."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function deposit(IERC20 token, uint256 amount) external {
    token.safeTransferFrom(msg.sender, address(this), amount);
    balances[token][msg.sender] += amount;
}
```
With a token that takes 1 %, each depositor is owed 1 % more than arrived. The last ones to withdraw find nothing."""
    WIKI_RECOMMENDATION = """
Measure `balanceOf(address(this))` before and after and book the difference, or accept only tokens from a list that is
known to deliver in full."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each deposit booked unmeasured."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for received in entry.receipts:
                    write = _nominal_booking(entry, received)
                    if write is not None and not _is_measured(entry, received) and not _is_listed(entry, received):
                        found = self.finding(
                            write.step.node, " books in ", entry.function,
                            " the amount that was asked for, whatever arrives by ", received.step.node,
                        )  # fmt: skip
                        if _is_fixed(deal, received.token):
                            found.data["confidence"] = "Medium"
                        yield found


def _nominal_booking(entry: Entry, received: Receipt) -> Write | None:
    if received.amount.kind == CONSTANT:
        return None
    for write in entry.writes:
        if is_amount(write.target) and mentions(write.value, received.amount) and _connected(entry, write, received):
            return write
    return None


def _connected(entry: Entry, write: Write, received: Receipt) -> bool:
    near = entry.graph.after(received.step) | entry.graph.before(received.step)
    return write.step.number in near and write.takes is None


def _is_measured(entry: Entry, received: Receipt) -> bool:
    """Whether the contract's balance is looked at after the transfer."""
    after = entry.graph.after(received.step)
    terms: list[Term] = [step.condition for step in entry.conditions if step.condition is not None]
    terms += [write.value for write in entry.writes]
    return any(is_balance_of_self(part) and part.site in after for term in terms for part in walk(term))


def _is_listed(entry: Entry, received: Receipt) -> bool:
    """Whether something kept for the token is checked, as an allow-list is."""
    token = received.token
    if place(token) is not None and not keys(token):
        return False
    for fact in entry.graph.facts(entry.graph.exit):
        if fact.condition is None:
            continue
        for read in all_reads(fact.condition):
            if token in keys(read) or any(mentions(key, token) for key in keys(read)):
                return True
    return False


def _is_fixed(deal: Deal, token: Term) -> bool:
    """Whether a token is chosen when the contract is deployed and never again."""
    where = place(token)
    if where is None or keys(token):
        return False
    return not any(write.place == where for entry in deal.entries for write in entry.writes)
