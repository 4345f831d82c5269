"""From evidence to one exit code, with every reason said."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.evidence.records import Evidence
from analysis.evidence.verdict import Verdict

GOOD = 0
FAILED = 1


def exit_status(evidence: Evidence) -> tuple[int, list[str]]:
    """Judge a run: 0 and no reasons, or 1 and every reason, the gravest first.

    A run fails on a violation, a vacuous check, an engine error, a guard that was never reached, a
    canary that was missed or never planted, a property without a green cell that is not an accepted
    risk, and on evidence that is empty or incomplete.
    """
    reasons = [
        *_cells(evidence, Verdict.VIOLATED),
        *_cells(evidence, Verdict.VACUOUS),
        *_errors(evidence),
        *_unreached(evidence),
        *_canaries(evidence),
        *_without_green(evidence),
        *_unfinished(evidence),
    ]
    return (FAILED if reasons else GOOD), reasons


def _cells(evidence: Evidence, verdict: Verdict) -> Iterator[str]:
    for cell in evidence.cells:
        if cell.verdict is verdict:
            place = f" on {cell.target}" if cell.target else ""
            shown = f"; replay {cell.counterexample}" if cell.counterexample else ""
            why = f": {cell.reason}" if cell.reason else ""
            yield f"{cell.property} is {verdict} ({cell.engine}{place}){why}{shown}"


def _errors(evidence: Evidence) -> Iterator[str]:
    for error in evidence.errors:
        yield f"engine {error.engine} failed on {error.protocol}: {error.message}"


def _unreached(evidence: Evidence) -> Iterator[str]:
    for table in evidence.coverage:
        for guard in table.unreached:
            yield f"engine {table.engine} never reached {guard} of {table.protocol} ({table.title})"


def _canaries(evidence: Evidence) -> Iterator[str]:
    found = {(canary.engine, canary.protocol) for canary in evidence.canaries if canary.found}
    for canary in evidence.canaries:
        if not canary.found:
            what = f" ({canary.fault})" if canary.fault else ""
            yield f"engine {canary.engine} missed its canary on {canary.protocol}{what}"
    planted = {(canary.engine, canary.protocol) for canary in evidence.canaries}
    for engine, protocol in _ran(evidence):
        if (engine, protocol) not in found | planted:
            yield f"engine {engine} had no canary on {protocol}"


def _ran(evidence: Evidence) -> list[tuple[str, str]]:
    """Engine and protocol of each run that claims anything, in order and once."""
    protocol_of = {prop.id: prop.protocol for prop in evidence.properties}
    ran = ((cell.engine, protocol_of.get(cell.property, "?")) for cell in evidence.cells if _claims(cell.verdict))
    return list(dict.fromkeys(ran))


def _claims(verdict: Verdict) -> bool:
    return verdict not in (Verdict.NOT_RUN, Verdict.ACCEPTED_RISK)


def _without_green(evidence: Evidence) -> Iterator[str]:
    for prop in evidence.properties:
        cells = evidence.cells_of(prop.id)
        if any(cell.verdict.green for cell in cells) or any(cell.verdict.failing for cell in cells):
            continue
        if prop.accepted_risk or any(cell.verdict is Verdict.ACCEPTED_RISK for cell in cells):
            continue
        words = ", ".join(dict.fromkeys(f"{cell.engine} {cell.verdict}" for cell in cells)) or "no engine looked"
        yield f"{prop.id} has no green cell ({words})"


def _unfinished(evidence: Evidence) -> Iterator[str]:
    if not evidence.properties:
        yield "no property was checked at all"
    if not evidence.complete:
        yield "the run did not finish"
