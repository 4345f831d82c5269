"""Encrypted arithmetic that wraps, and whose result is booked without a comparison."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..ciphertexts import ORDER, WRAPPING
from ..detector import HIGH, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, Value, runs_of
from ..flow.questions import is_handle, is_ordered_by, only_constants


class UncheckedWrap(Detector):
    """Looks at sums, differences and products that are stored."""

    ARGUMENT = "fhevm-unchecked-wrap"
    HELP = "wrapping arithmetic on an amount, booked without an overflow check"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("conservation", "arithmetic")

    WIKI_TITLE = "Wrapping arithmetic without a check"
    WIKI_DESCRIPTION = (
        "FHE.add, sub, mul and neg are computed modulo 2^bits and never revert. An amount of the caller's choice that "
        "is added to or taken from a stored one needs an encrypted comparison that decides, through select or min, "
        "what is booked."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function transfer(address to, externalEuint64 input, bytes calldata proof) external {
    euint64 amount = FHE.fromExternal(input, proof);
    balances[msg.sender] = FHE.sub(balances[msg.sender], amount);
    balances[to] = FHE.add(balances[to], amount);
}
```
A transfer of 1 from an empty account leaves it with 2^64 - 1."""
    WIKI_RECOMMENDATION = (
        "Compare first (`FHE.le(amount, balance)`), select what moves (`FHE.select(ok, amount, zero)`), and book that; "
        "for additions compare the sum with an addend, as OpenZeppelin's FHESafeMath does."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each such store."""
        for run in runs_of(self.compilation_unit):
            compared = _compared(run)
            yield from self._products(run, compared)
            for event in run.of(Happening.STORE):
                for arm in event.arguments[0] if event.is_handle else ():
                    if any(_is_unguarded_arm(value, arm, event) for value in arm.of(1) | arm.of(2)):
                        text = f" books a sum in {event.name} that is compared with a limit and may have wrapped: "
                        yield self.finding(event.function, text, event.node)
                for value in event.arguments[0] if event.is_handle else ():
                    if value.name in WRAPPING and value.kind == Kind.OPERATION and _wraps(value, event, compared):
                        yield self.finding(
                            event.function,
                            f" books FHE.{value.name} in {event.name} without a check that it did not wrap: ",
                            event.node,
                        )

    def _products(self, run: Run, compared: set[Value]) -> Iterator[Output]:
        """Products of an amount of the caller's choice that decide what is stored."""
        stored = {source for event in run.of(Happening.STORE) if event.is_handle for source in _sources(event)}
        booked = {value for event in run.of(Happening.STORE) for value in event.arguments[0]}
        for event in run.of(Happening.OPERATION):
            made = event.made
            if event.name != "mul" or made is None or made not in stored - booked:
                continue
            amounts = [operand for operand in made.direct() if _is_amount(operand)]
            bounded = any(amount in compared or amount.name.startswith("as") for amount in amounts)
            if amounts and not bounded and not any(map(_is_guarded, made.direct())):
                yield self.finding(event.function, " relies on a product that may have wrapped: ", event.node)


def _sources(event: Event) -> set[Value]:
    return {source for value in event.arguments[0] for source in value.sources()}


def _is_unguarded_arm(value: Value, select: Value, event: Event) -> bool:
    """Whether a select books a sum whose only comparison is with a limit that is no addend of it."""
    if select.name != "select" or value.name != "add" or value.kind != Kind.OPERATION:
        return False
    if not _changes_kept(value, event) or not any(map(_is_amount, value.direct())):
        return False
    comparisons = [s for condition in select.of(0) for s in condition.sources() if s.name in ORDER]
    about = [comparison for comparison in comparisons if value in comparison.direct()]
    addends = set(value.direct())
    return bool(about) and not any(addends & set(comparison.direct()) for comparison in comparisons)


def _compared(run: Run) -> set[Value]:
    """Values that some comparison of size looks at directly."""
    operations = [event.made for event in run.of(Happening.OPERATION) if event.made]
    return {operand for made in operations if is_ordered_by([made]) for operand in _sides(made)}


def _sides(made: Value) -> Iterator[Value]:
    if made.name in ORDER:
        yield from made.direct()


def _wraps(value: Value, event: Event, compared: set[Value]) -> bool:
    if value in compared:
        return False
    if value.name in ("add", "sum") and not any(_is_amount(operand) for operand in value.direct()):
        return False
    if value.name in ("add", "sub", "sum") and not _changes_kept(value, event):
        return False
    chosen = [operand for operand in value.direct() if _is_chosen(operand) and not _is_kept_in(operand, event)]
    if value.name == "mul" and any(_is_guarded(operand) for operand in value.direct()):
        return False
    return any(not _is_guarded(operand) for operand in chosen)


def _changes_kept(value: Value, event: Event) -> bool:
    """Whether the result replaces a stored amount that it was computed from, or takes from one."""
    kept = [source for source in value.sources() if source.kind == Kind.STORAGE and is_handle(source)]
    return any(value.name == "sub" or event.name in source.homes for source in kept)


def _is_kept_in(operand: Value, event: Event) -> bool:
    return operand.kind == Kind.STORAGE and event.name in operand.homes


def _is_amount(operand: Value) -> bool:
    """Whether an addend is a ciphertext that came from outside; plaintext addends are public and bounded by type."""
    return is_handle(operand) and operand.kind not in (Kind.STORAGE, Kind.TRIVIAL) and _is_chosen(operand)


def _is_chosen(operand: Value) -> bool:
    """Whether a caller decides how large an operand is; loops around to the stored value are looked through."""
    kinds = {source.kind for source in operand.sources() if not only_constants([source])}
    return bool(kinds & {Kind.INPUT, Kind.PARAMETER})


def _is_guarded(operand: Value) -> bool:
    """Whether an encrypted decision or bound went into an operand, or another contract vouches for it."""
    for source in operand.sources():
        if source.kind == Kind.EXTERNAL or source.name in ("min", "rem", "div", "shr"):
            return True
        if source.name == "select" and (is_ordered_by(source.of(0)) or _has_literal_arms(source)):
            return True
    return False


def _has_literal_arms(select: Value) -> bool:
    arms = select.of(1) | select.of(2)
    return all(arm.kind == Kind.TRIVIAL for arm in arms)
