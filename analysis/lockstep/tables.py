"""What a lockstep run reached, as tables: calls by action and outcome, guards, changes of status."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.evidence.records import CoverageTable
from fuzz.coverage import Coverage, StaticGuard, guards_of
from properties.binding import EscrowProtocol

ENGINE = "lockstep"


def tables(protocol: EscrowProtocol, coverage: Coverage, *, whole: bool) -> Iterator[CoverageTable]:
    """The tables of one run. With `whole`, a guard that no call failed, or an action that never succeeded, fails it."""
    outcomes = sorted(coverage.outcomes.items())
    strange = list(_strange(protocol, coverage))
    yield CoverageTable(
        ENGINE,
        protocol.name,
        "calls by action and outcome",
        ("action", "outcome", "calls"),
        tuple((action, outcome, count) for (action, outcome), count in outcomes),
        tuple(strange) if whole else (),
    )
    yield _guards(protocol, coverage, whole)
    moved = sorted(coverage.transitions.items())
    yield CoverageTable(
        ENGINE,
        protocol.name,
        "changes of status",
        ("record", "field", "from", "to", "calls"),
        tuple((*move, count) for move, count in moved),
    )


def _strange(protocol: EscrowProtocol, coverage: Coverage) -> Iterator[str]:
    """Actions that never succeeded, and those that did although nobody may do them."""
    for action in protocol.actions:
        done = coverage.outcomes[action.name, "ok"]
        closed = protocol.closed.get(action.name, "")
        if closed and done:
            yield f"{action.name} is declared closed ({closed}) and succeeded {done} times"
        elif not closed and not done:
            yield f"{action.name} never succeeded"


def unmet(protocol: EscrowProtocol, coverage: Coverage) -> list[str]:
    """Actions with a guard that some call can fail, and none did."""
    open_ = (static.guard for static in guards_of(protocol.actions) if not _excuse(protocol, static))
    return list(dict.fromkeys(guard.action for guard in open_ if not coverage.guards[guard]))


def _excuse(protocol: EscrowProtocol, static: StaticGuard) -> str:
    """Why no call can fail a guard; empty where some can."""
    return protocol.unreachable.get((static.guard.action, static.guard.error, static.condition), "")


def _guards(protocol: EscrowProtocol, coverage: Coverage, whole: bool) -> CoverageTable:
    rows, unreached = [], []
    for static in guards_of(protocol.actions):
        guard = static.guard
        failed = coverage.guards[guard]
        reason = _excuse(protocol, static)
        rows.append((guard.action, guard.error, static.condition, failed, reason))
        if not failed and not reason:
            unreached.append(f"{guard} was never failed: {static.condition}")
        if failed and reason:
            unreached.append(f"{guard} is declared unreachable ({reason}) and was failed {failed} times")
    return CoverageTable(
        ENGINE,
        protocol.name,
        "guards",
        ("action", "error", "passes when", "calls refused", "unreachable because"),
        tuple(rows),
        tuple(unreached) if whole else (),
    )
