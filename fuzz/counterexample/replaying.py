"""A trace again, step by step, on the contracts of today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.counterexample.itf import itf_document, itf_state
from fuzz.counterexample.reproduce import is_accepted
from fuzz.counterexample.state_diff import Change, Picture, diff, picture
from fuzz.counterexample.story import call_in_words, finding_in_words, story
from fuzz.counterexample.trace import BrokenTrace, Fault, Trace, fault_of
from fuzz.counterexample.words import Names, in_words, with_names
from fuzz.errors import UserError
from fuzz.lockstep.runner import Finding, Made, Runner
from fuzz.lockstep.same import shown
from fuzz.lockstep.session import Session
from properties.binding import Call
from properties.recipe import realize


@dataclass(frozen=True)
class ReplayedStep:
    """One call that was made again.

    index: from 1. sentence: the call in words. outcome: what it did, in words. is_taken: whether it succeeds by the
    specification. changes: what it changed in the specification's state. findings: what was wrong after it.
    differences: the same in words.
    """

    index: int
    call: Call
    sentence: str
    outcome: str
    is_taken: bool
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """A replay up to its first finding, or to the end.

    at_end: what was wrong after everyone took their money out; only asked when the trace is about that.
    violation: the finding in one sentence, the recorded one if it is there; None when nothing was found.
    """

    trace: Trace
    steps: tuple[ReplayedStep, ...]
    at_end: tuple[Finding, ...]
    violation: str | None
    states: tuple[dict[str, Any], ...]

    def itf(self) -> dict[str, Any]:
        """The specification's states, from right after deployment, as an ITF document for trace viewers."""
        return itf_document(f"lockstep replay of {self.trace.protocol.name}", list(self.states))


def replay(path: Path, *, artifacts: Any = None, session: Session | None = None) -> Replay:
    """Replays a counterexample.

    Args:
        path: Its folder, or a trace file.
        artifacts: Compiled contracts to use instead of the project's own.
        session: A session to reset and use instead of a new one; it must be of the trace's protocol and seed.

    Raises:
        BrokenTrace: The file can't be read, or a step can't be made.
    """
    return replay_trace(Trace.load(Path(path)), artifacts=artifacts, session=session)


def replay_trace(trace: Trace, *, artifacts: Any = None, session: Session | None = None) -> Replay:
    """Replays a trace that was read already, or never written."""
    used = session or Session(trace.protocol, seed=trace.seed, artifacts=artifacts)
    return _Replaying(trace, used).run()


def assert_no_finding(path: Path, *, artifacts: Any = None) -> None:
    """Fails, with the steps, when a trace still leads to any finding. For regression tests."""
    outcome = replay(path, artifacts=artifacts)
    if outcome.violation is not None:
        steps = "\n".join(f"{step.index}. {step.sentence} -> {step.outcome}" for step in outcome.steps)
        raise AssertionError(f"{outcome.violation}\n{steps}")


class _Replaying:
    """One replay under way."""

    def __init__(self, trace: Trace, session: Session) -> None:
        self._trace = trace
        self._session = session
        self._runner = Runner(session)
        self._names: Names = session.name_of
        self._steps: list[ReplayedStep] = []
        self._states: list[dict[str, Any]] = []
        self._picture: Picture = {}

    def run(self) -> Replay:
        self._runner.reset()
        self._picture = picture(self._session)
        self._states.append(itf_state(self._session.state, "", "", "", self._session.world.now))
        finding = self._trace.finding
        stopped = self._play(self._trace.calls)
        at_end: tuple[Finding, ...] = ()
        if not stopped and finding is not None and finding.step is None:
            stopped = self._play(self._session.binding.epilogue(self._session))
            if not stopped:
                at_end = self._counted(self._runner.monitor.at_end(self._session.state))
        return Replay(self._trace, tuple(self._steps), at_end, self._violation(at_end), tuple(self._states))

    def _play(self, calls: Iterator[Call] | Sequence[Call]) -> bool:
        """Makes calls until one shows a finding; True if one did."""
        for call in calls:
            step = self._step(call)
            self._steps.append(step)
            if step.findings:
                return True
        return False

    def _step(self, call: Call) -> ReplayedStep:
        index = len(self._steps) + 1
        made = self._make(index, call)
        outcome = _outcome_in_words(made, self._names)
        self._states.append(itf_state(self._session.state, call.actor, call.action, outcome, self._session.world.now))
        before, self._picture = self._picture, picture(self._session)
        protocol = self._trace.protocol
        findings = self._counted(made.findings)
        return ReplayedStep(
            index,
            call,
            call_in_words(protocol, call, self._names),
            outcome,
            made.outcome.ok,
            diff(before, self._picture),
            findings,
            tuple(finding_in_words(protocol, finding, self._names) for finding in findings),
        )

    def _make(self, index: int, call: Call) -> Made:
        try:
            return self._runner.make(call)
        except UserError as error:
            raise self._unmakable(index, call, error) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            if self._is_realizable(call):
                raise  # not the fault of the file
            raise self._unmakable(index, call, error) from error

    def _is_realizable(self, call: Call) -> bool:
        try:
            realize(call.arguments, self._session)
        except (LookupError, TypeError, ValueError, AttributeError):
            return False
        return True

    def _unmakable(self, index: int, call: Call, error: Exception) -> BrokenTrace:
        why = error.sentence() if isinstance(error, UserError) else f"an argument means nothing in this run, {error!r}"
        return BrokenTrace(f"step {index} ({call.actor} calls {call.action}) can't be made", why, "mend the step")

    def _counted(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if not is_accepted(self._session, finding))

    def _violation(self, at_end: tuple[Finding, ...]) -> str | None:
        last = self._steps[-1] if self._steps else None
        protocol = self._trace.protocol
        if last is not None and last.findings:
            finding = self._recorded_or_first(last.findings, last.call.action)
            return story(protocol, last.call, last.index - 1, finding, self._names)
        if at_end:
            finding = self._recorded_or_first(at_end, "")
            return story(protocol, None, len(self._trace.calls), finding, self._names)
        return None

    def _recorded_or_first(self, findings: tuple[Finding, ...], action: str) -> Finding:
        recorded: Fault | None = self._trace.finding.fault() if self._trace.finding else None
        protocol = self._trace.protocol
        return next((f for f in findings if fault_of(protocol, f, action) == recorded), findings[0])


def _outcome_in_words(made: Made, names: Names) -> str:
    error = made.outcome.error
    expected = f"refused: {with_names(str(error), names)}" if error else "done"
    if made.outcome.ok and made.outcome.returned is not None:
        expected += f", returned {in_words(made.outcome.returned, names)}"
    if made.outcome.ok == made.observed.ok:
        return expected
    refusal = f"{made.observed.error or 'without data'}{shown(made.observed.error_arguments)}"
    chain = "done" if made.observed.ok else f"refused: {with_names(refusal, names)}"
    return f"by the specification {expected}; by the chain {chain}"
