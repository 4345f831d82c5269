"""A transfer that may have moved nothing, and a transaction that goes on as if it had."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..ciphertexts import ORDER
from ..detector import HIGH, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, Value, runs_of
from ..flow.questions import is_handle

PAYMENTS = frozenset({"transfer", "send", "call", "sendValue", "safeTransfer", "transferFrom", "safeTransferFrom"})
"""Calls that pay a plain amount."""


class SilentFailure(Detector):
    """Looks for plain state that is written beside an encrypted decision."""

    ARGUMENT = "fhevm-silent-failure"
    HELP = "select that may move nothing, followed by plain state that says it did"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("conservation", "sequencing")

    WIKI_TITLE = "Silent false branch of a select"
    WIKI_DESCRIPTION = (
        "A select whose condition fails moves zero and does not revert. Plain state that is written in the same "
        "transaction (an owner, a flag, a status) or coin that is paid holds whether or not the amount moved."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
ebool ok = FHE.le(price, balances[msg.sender]);
euint64 paid = FHE.select(ok, price, FHE.asEuint64(0));
balances[msg.sender] = FHE.sub(balances[msg.sender], paid);
ownerOf[id] = msg.sender;
```
A buyer with an empty balance pays zero and owns the item."""
    WIKI_RECOMMENDATION = (
        "Make everything that depends on the payment encrypted too, or decrypt the outcome first and write plain state "
        "in the verified callback."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each run with such a select, at the first plain effect behind it."""
        for run in runs_of(self.compilation_unit):
            if run.is_internal:
                continue
            effect = _effect(run)
            if effect and any(_moving(run)):
                does = "pays" if effect.what == Happening.CALL else f"writes {effect.name}"
                text = f" {does} whether or not an encrypted select moved the amount: "
                yield self.finding(effect.function, text, effect.node)


def _moving(run: Run) -> Iterator[Value]:
    """Selects between an amount and zero by a comparison of size, which end up in storage through arithmetic."""
    booked = {value for event in run.of(Happening.STORE) if event.is_handle for value in event.arguments[0]}
    into = {source for value in booked for source in value.sources() if value.name in ("add", "sub", "select")}
    for event in run.of(Happening.OPERATION):
        made = event.made
        if made is None or made.name != "select" or made not in into or made.type == "ebool":
            continue
        decided = [source for value in made.of(0) for source in value.sources() if source.name in ORDER]
        if any(_compares_kept(comparison) for comparison in decided) and _may_be_zero(made) and not _is_told(run, made):
            yield made


def _compares_kept(comparison: Value) -> bool:
    return any(source.kind == Kind.STORAGE and is_handle(source) for source in comparison.sources())


def _may_be_zero(select: Value) -> bool:
    """Whether the second arm moves nothing: a literal, or the stored amount that the first arm changes."""
    kept = {arm for arm in select.of(2) if arm.kind == Kind.STORAGE}
    changed = {source for arm in select.of(1) if arm.kind == Kind.OPERATION for source in arm.sources()}
    return any(arm.kind == Kind.TRIVIAL for arm in select.of(2)) or bool(kept & changed)


def _is_told(run: Run, select: Value) -> bool:
    """Whether the outcome is decrypted later: the decision or the amount is published or kept for that."""
    about = {select, *select.of(0)}
    replaced = {home for source in select.sources() if source.kind == Kind.STORAGE for home in source.homes}
    if any(value.homes - replaced for value in about):
        return True
    return any(
        event.name == "makePubliclyDecryptable" and event.arguments[0] & about for event in run.of(Happening.GRANT)
    )


def _effect(run: Run) -> Event | None:
    for event in run.of(Happening.STORE, Happening.CALL):
        if event.what == Happening.CALL:
            if event.name in PAYMENTS:
                return event
        elif not event.is_handle and _is_decisive(event):
            return event
    return None


def _is_decisive(event: Event) -> bool:
    """Whether a plain write says that something happened: a flag, a status, or who it happened for."""
    if "reentran" in event.function.name.lower() or "nonce" in event.name.lower():
        return False
    kinds = {value.kind for value in event.arguments[0]}
    if kinds == {Kind.SENDER}:
        return True
    return kinds == {Kind.CONSTANT} and all(value.name not in ("0", "False") for value in event.arguments[0])
