"""A grant on somebody's ciphertext to an address that whoever calls may choose."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..detector import HIGH, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, Value, runs_of
from ..flow.questions import inputs_of, is_handle, mentions_sender, sender_checks


class GrantToCaller(Detector):
    """Looks at grants whose grantee and whose subject nobody checked."""

    ARGUMENT = "fhevm-grant-to-caller"
    HELP = "grant on a stored ciphertext to an address that the caller controls, unchecked"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("privacy", "access")

    WIKI_TITLE = "Unchecked grant to an address that the caller controls"
    WIKI_DESCRIPTION = (
        "`FHE.allow` and `FHE.allowTransient` let an address use or decrypt a ciphertext, "
        "`FHE.makePubliclyDecryptable` lets everyone. When the address is the caller or a parameter, the ciphertext "
        "is one that the contract keeps for others, and no check asks who calls, anyone reads it."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
function share(uint256 id, address reader) external {
    FHE.allow(records[id], reader);
}
```
Anyone calls `share(id, self)` for each id and decrypts every record. A grant can't be taken back."""
    WIKI_RECOMMENDATION = (
        "Check that the caller owns the ciphertext, or was allowed it before (`FHE.isSenderAllowed`), before granting."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each such grant."""
        for run in runs_of(self.compilation_unit):
            if run.is_internal or run.entry.is_constructor:
                continue
            for event in run.of(Happening.GRANT):
                if event.name != "allowThis" and (secret := _exposed(run, event)):
                    whom = (
                        "everyone" if event.name == "makePubliclyDecryptable" else "an address of the caller's choice"
                    )
                    yield self.finding(
                        event.function, f" grants {secret.name} to {whom} without asking who calls: ", event.node
                    )


def _exposed(run: Run, event: Event) -> Value | None:
    public = event.name == "makePubliclyDecryptable"
    grantees = inputs_of(event, 1)
    if not public and not any(_is_chosen(grantee) for grantee in grantees):
        return None
    if _is_checked(event, grantees, public=public) or _is_after_the_end(run, event):
        return None
    for value in inputs_of(event, 0):
        secrets = [s for s in _parts(value) if s.kind == Kind.STORAGE and is_handle(s)]
        if secrets and not _is_of_caller(value, secrets, grantees):
            return secrets[0]
    return None


def _parts(value: Value) -> list[Value]:
    """What went into a ciphertext, in the order in which it came up."""
    return sorted(value.sources(decisions=False), key=lambda source: source.number)


def _is_chosen(grantee: Value) -> bool:
    kinds = {source.kind for source in grantee.sources()}
    return bool(kinds & {Kind.SENDER, Kind.PARAMETER}) and Kind.STORAGE not in kinds


def _is_checked(event: Event, grantees: frozenset[Value], *, public: bool) -> bool:
    """Whether a condition asked for the caller, for the grantee, or for what another contract says."""
    if any(sender_checks(event.checked)):
        return True
    keys = {f"[{grantee.text()}]" for grantee in grantees}
    for value in event.checked:
        if value.kind == Kind.EXTERNAL or value.name == "ecrecover":
            return True
        if value.kind == Kind.STORAGE and (public or any(key in value.name for key in keys)):
            return True
        if value.kind == Kind.PLAIN and value.name in ("==", "!=") and _compares_with_storage(value, grantees):
            return True
    return False


def _is_after_the_end(run: Run, event: Event) -> bool:
    """Whether some time has to have passed: what everybody may read then is no secret any more."""
    for condition in run.of(Happening.CONDITION):
        if condition.order < event.order and condition.name in ("require", "if"):
            later = (">", ">=") if condition.name == "require" else ("<", "<=")
            for value in inputs_of(condition, 0):
                if any(_waits(source, later) for source in value.sources()):
                    return True
    return False


def _waits(value: Value, later: tuple[str, str]) -> bool:
    """Whether a comparison has the time on the side that waits for it to pass."""
    if value.kind != Kind.PLAIN or len(value.operands) != 2:
        return False
    left, right = (any(v.kind == Kind.CHAIN for v in operand) for operand in value.operands)
    sooner = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
    return (left and value.name in later) or (right and sooner.get(value.name) in later)


def _compares_with_storage(value: Value, grantees: frozenset[Value]) -> bool:
    sides = set(value.direct())
    return bool(sides & grantees) and any(side.kind == Kind.STORAGE for side in sides)


def _is_of_caller(value: Value, secrets: list[Value], grantees: frozenset[Value]) -> bool:
    """Whether the ciphertext is the caller's own, or kept under the name of the grantee."""
    if any(mentions_sender(secret) for secret in secrets) or any("msg.sender" in home for home in value.homes):
        return True
    keys = {f"[{grantee.text()}]" for grantee in grantees}
    if all(any(key in secret.name for key in keys) for secret in secrets):
        return True
    return any(key in home for key in keys for home in value.homes)
