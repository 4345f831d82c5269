"""Does a list of calls lead to a given fault? The question that shrinking asks again and again on one session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fuzz.counterexample.trace import Fault, fault_of
from fuzz.errors import UserError
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.session import Session
from properties.binding import Call

WITHOUT_VIEWS = frozenset({"outcome", "returned", "events", "balance", "plaintext", "grants"})
"""Comparisons that need no view; asking every view after every call is most of the time of a replay."""


@dataclass(frozen=True)
class Reproduced:
    """The fault showed.

    index: of the call that showed it, from 0; None at the end. returned: what each call returned, None if refused.
    """

    finding: Finding
    index: int | None
    returned: tuple[Any, ...]


class Reproducer:
    """Replays calls from right after deployment until something is found.

    at_end: the fault shows at the end of a run, so the epilogue is played after the calls.
    last_failure: what stopped the last replay that did not reproduce, for people.
    replays, calls_made: the work so far.
    """

    def __init__(self, session: Session, fault: Fault, *, at_end: bool = False, all_views: bool = True) -> None:
        self.session = session
        self.fault = fault
        self.at_end = at_end
        views = all_views or not (fault.kind in WITHOUT_VIEWS or fault.kind in session.protocol.catalogue)
        self._runner = Runner(session, check_views=views)
        self.last_failure = ""
        self.replays = 0
        self.calls_made = 0

    def run(self, calls: Sequence[Call]) -> Reproduced | None:
        """The fault, if it is among the first findings of these calls; an earlier, other finding hides it."""
        self.replays += 1
        try:
            return self._run(calls)
        except (UserError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
            # Without the calls that were left out an argument may mean nothing any more: the candidate shows nothing.
            self.last_failure = f"a call could not be made: {error}"
            return None

    def _run(self, calls: Sequence[Call]) -> Reproduced | None:
        self._runner.reset()
        returned: list[Any] = []
        for index, call in enumerate(calls):
            self.calls_made += 1
            made = self._runner.make(call)
            returned.append(made.outcome.returned if made.outcome.ok else None)
            if self._counted(made.findings):
                return self._matching(made.findings, call.action, index, returned)
        if not self.at_end:
            self.last_failure = "all calls were made and nothing was found"
            return None
        for call in self.session.binding.epilogue(self.session):
            self.calls_made += 1
            if self._counted(self._runner.make(call).findings):
                self.last_failure = "taking the money out already showed another finding"
                return None
        return self._matching(self._runner.monitor.at_end(self.session.state), "", None, returned)

    def _counted(self, findings: Sequence[Finding]) -> list[Finding]:
        return [finding for finding in findings if not is_accepted(self.session, finding)]

    def _matching(
        self, findings: Sequence[Finding], action: str, index: int | None, returned: list[Any]
    ) -> Reproduced | None:
        for finding in findings:
            if fault_of(self.session.protocol, finding, action) == self.fault:
                return Reproduced(finding, index, tuple(returned))
        found = "; ".join(finding.sentence() for finding in findings)
        self.last_failure = f"something else was found first: {found}" if found else "nothing was found"
        return None


def is_accepted(session: Session, finding: Finding) -> bool:
    """True for the failure of a property that is a documented, accepted risk."""
    property_id = getattr(finding, "property", None)
    if property_id is None:
        return False
    return session.protocol.catalogue.by_id(property_id).accepted_risk is not None
