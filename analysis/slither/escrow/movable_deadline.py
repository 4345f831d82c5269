"""A deadline in the hands of the one whom it binds."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, Detector
from .acts import Write
from .callers import authority
from .entries import Deal, Entry, deals
from .lifecycles import creates, proxies
from .parties import is_configuration
from .terms import NOW, PARAMETER, Term, is_zero, mentions, options, place, reads, same_record, walk
from .timeouts import Exit, exits, raised_flags
from .truth import atoms, comparison


class MovableDeadline(Detector):
    """Report a function by which a party alone postpones the deadline that protects the other one."""

    ARGUMENT = "escrow-movable-deadline"
    HELP = "A deadline that the obliged party can move without the other's consent or a bound"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("timeout",)

    WIKI_TITLE = "Deadline that the obliged party can move"
    WIKI_DESCRIPTION = """
After a deadline one party may take their money back. Another party, or anybody, can store a later deadline, alone, as
often as they like and as late as they like. Not reported: a bound on the new deadline, a second deadline that nobody
can move, a move that happens once, the other's consent, and a clock that restarts with work that is recorded."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function extend(uint256 id, uint256 extra) external {
    require(msg.sender == deals[id].seller);
    deals[id].deadline += extra;
}
```
The seller never delivers and extends whenever the buyer is about to reclaim."""
    WIKI_RECOMMENDATION = """
Ask for the consent of the party that the deadline protects, or bound the deadline by one that is fixed when the deal is
made."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each function that moves a deadline so."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for write in entry.writes:
                    exit_ = next((e for e in exits(deal) if _moves(deal, entry, write, e)), None)
                    if exit_ is not None:
                        yield self.finding(
                            write.step.node, " in ", entry.function, " moves the deadline of ", exit_.entry.function,
                            ", against whoever is waiting for it",
                        )  # fmt: skip
                        break


def _moves(deal: Deal, entry: Entry, write: Write, exit_: Exit) -> bool:
    """Whether a write postpones an exit, by someone whom the exit does not pay."""
    if not any(write.place in deadline.places for deadline in exit_.deadlines) or _has_fixed_deadline(deal, exit_):
        return False
    if write.clears or creates(entry, write) or entry.takes_money or entry is exit_.entry:
        return False
    if not _is_time(write) or _is_bounded(entry, write) or proxies(entry, write):
        return False
    if raised_flags(entry, write.step, write.target) or _records_work(entry, write):
        return False
    who = authority(entry, write.step)
    if who.open:
        return True
    return bool(who.places & _obliged(deal, exit_)) and not who.places & exit_.payees


def _obliged(deal: Deal, exit_: Exit) -> frozenset[str]:
    """The parties of the deal other than those whom an exit pays: they are paid, or act, on other ways."""
    found: set[str] = set()
    for other in exits(deal):
        if not all(is_configuration(deal, option) for option in options(other.settled.paid.recipient)):
            found |= other.payees
    return frozenset(found) - exit_.payees


def _has_fixed_deadline(deal: Deal, exit_: Exit) -> bool:
    """Whether one of the deadlines, any of which suffices, is never changed after the deal is made."""
    moved = {w.place for e in deal.entries for w in e.writes if not w.clears and not creates(e, w)}
    return len(exit_.deadlines) > 1 and any(not deadline.places & moved for deadline in exit_.deadlines)


def _is_time(write: Write) -> bool:
    """Whether a value postpones: it is the clock, what the caller says, or an addition."""
    return mentions(write.value, NOW) or write.adds is not None or any(p.kind == PARAMETER for p in walk(write.value))


def _is_bounded(entry: Entry, write: Write) -> bool:
    """Whether the new deadline is held below something that does not move with it."""
    for step in entry.conditions:
        for atom, holds in atoms(step.condition or write.value, step.holds):
            compared = comparison(atom, holds)
            if compared is not None and compared[0] in ("<", "<=", ">", ">="):
                sign, left, right = compared
                small, large = (left, right) if sign in ("<", "<=") else (right, left)
                if _is_new_deadline(write, small) and not _moves_along(write, large):
                    return True
    return False


def _is_new_deadline(write: Write, term: Term) -> bool:
    return term == write.value or (term == write.target and write.adds is not None)


def _moves_along(write: Write, bound: Term) -> bool:
    return mentions(bound, NOW) or write.target in reads(bound) or is_zero(bound)


def _records_work(entry: Entry, write: Write) -> bool:
    """Whether the clock restarts together with progress that is stored for the same deal."""
    if write.value != NOW:
        return False
    return any(
        w.place != write.place
        and same_record(w.target, write.target)
        and not mentions(w.value, NOW)
        and place(w.target)
        for w in entry.writes
    )
