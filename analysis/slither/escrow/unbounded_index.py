"""An index whose order is checked and whose end is not."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from .acts import Write
from .entries import Deal, Entry, deals
from .money import is_amount
from .terms import CONSTANT, FIELD, PARAMETER, Term, keys, place, places, reads, same_record, walk
from .truth import atoms, comparison, comparisons, number


class UnboundedIndex(Detector):
    """Report a counter that grows past the count that it is compared with elsewhere."""

    ARGUMENT = "escrow-unbounded-index"
    HELP = "An index that is checked for order but not against how many there are"
    IMPACT = MEDIUM
    CONFIDENCE = HIGH
    PROPERTIES = ("sequencing", "liveness")

    WIKI_TITLE = "Index checked but not bounded"
    WIKI_DESCRIPTION = """
A function takes items one after the other: it compares an index with a stored cursor, or marks it as done, and counts
up. Elsewhere the cursor is compared with the number of items, but the function itself does not stop there, so the count
can be passed."""
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function push(uint256 id, uint256 index, bytes calldata row) external {
    require(index == jobs[id].next);
    jobs[id].next = index + 1;
    _charge(id);
}

function finish(uint256 id) external {
    require(jobs[id].next == jobs[id].rows);
    ...
```
The worker pushes one row too many: the job is charged for it and can never be finished."""
    WIKI_RECOMMENDATION = """
Check the index against the number of items in the function that takes it."""

    def findings(self) -> Iterator[Output]:
        """Yield a finding for each cursor that has no end."""
        for deal in deals(self.compilation_unit):
            for entry in deal.entries:
                for write in entry.writes:
                    if _counts_up(write) and _is_indexed(entry, write) and not _is_bounded(deal, entry, write):
                        total = next(_totals(deal, entry, write), None)
                        if total is not None:
                            yield self.finding(
                                write.step.node, " counts up in ", entry.function,
                                f" without regard to `{total}`, which it is compared with elsewhere",
                            )  # fmt: skip


def _counts_up(write: Write) -> bool:
    """Whether a stored number grows by one: from itself, or from the index that it was compared with."""
    value = write.value
    if not is_amount(write.target) or value.kind != "operation" or value.name != "+":
        return False
    return any(number(part) == 1 for part in value.parts)


def _is_indexed(entry: Entry, write: Write) -> bool:
    """Whether the caller names which item it is: the cursor is compared with it, or it is a key that gets marked."""
    for step in entry.conditions:
        for atom, holds in atoms(step.condition or write.value, step.holds):
            compared = comparison(atom, holds)
            if compared is None or compared[0] != "==" or write.target not in compared[1:]:
                continue
            if any(part.kind == PARAMETER for side in compared[1:] if side != write.target for part in walk(side)):
                return True
    return any(_is_mark(entry, write, other) for other in entry.writes)


def _is_mark(entry: Entry, write: Write, other: Write) -> bool:
    """Whether another write marks an item as done under a key of its own, having checked that it was not."""
    own = [key for key in keys(other.target) if key not in keys(write.target)]
    if number(other.value) != 1 or str(other.target.type) != "bool" or len(own) != 1 or own[0].kind == CONSTANT:
        return False
    if not str(own[0].type).startswith("uint") or not same_record(other.target, write.target):
        return False
    return any(
        fact.condition is not None and other.target in reads(fact.condition) for fact in entry.graph.facts(write.step)
    )


def _is_bounded(deal: Deal, entry: Entry, write: Write) -> bool:
    """Whether the cursor, or the index that it equals, is held below something, before or after it grows."""
    watched = (
        {write.target} | {part for part in write.value.parts if number(part) is None} | _equals(entry, write.target)
    )
    watched |= {k for other in entry.writes if _is_mark(entry, write, other) for k in keys(other.target)}
    watched -= set(keys(write.target))
    for step in entry.conditions:
        for atom in comparisons(step.condition) if step.condition is not None else ():
            sides = [set(walk(side)) for side in atom.parts]
            one_sided = any(watched & side for side in sides) and not all(watched & side for side in sides)
            if one_sided and (atom.name not in ("==", "!=") or _ends(atom, write)):
                return True
    return False


def _ends(atom: Term, write: Write) -> bool:
    """Whether an equality compares the cursor with another stored number."""
    others = [side for side in atom.parts if write.target not in set(walk(side))]
    return len(others) == 1 and any(place(read) != write.place for read in reads(others[0]))


def _equals(entry: Entry, target: Term) -> set[Term]:
    found: set[Term] = set()
    for step in entry.conditions:
        for atom, holds in atoms(step.condition or target, step.holds):
            compared = comparison(atom, holds)
            if compared is not None and compared[0] == "==" and target in compared[1:]:
                found |= {side for side in compared[1:] if side.kind != CONSTANT}
    return found


def _totals(deal: Deal, entry: Entry, write: Write) -> Iterator[str]:
    """Yield the stored counts that the cursor is compared with in other functions."""
    for other in [*deal.entries, *deal.views]:
        if other.function.canonical_name == entry.function.canonical_name:
            continue
        for step in other.graph.steps:
            terms = [step.condition] if step.condition is not None else []
            for term in terms:
                for atom in comparisons(term):
                    yield from _compared_counts(atom, write.place)


def _compared_counts(atom: Term, cursor: str) -> Iterator[str]:
    for mine, other in ((atom.parts[0], atom.parts[1]), (atom.parts[1], atom.parts[0])):
        if cursor in places(mine) and cursor not in places(other):
            for read in reads(other):
                if is_amount(read) or (read.kind == FIELD and read.name == "length"):
                    yield (place(read) or "").split(".", 1)[-1]
