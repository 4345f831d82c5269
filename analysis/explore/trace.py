"""From the path to a failure to a trace: neutral calls with the real names, and what each of them changed.

The search renames actors and ids and keeps the clock still. Here the calls are made again, one by one, on a plain state
of the specification with a clock that runs, under the monitor of fuzzing, which has to see the failure too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.evidence.store import write_atomically
from analysis.explore.abstraction import in_place_of
from analysis.explore.claims import FAULTS, without_runs
from analysis.explore.layout import Vector
from analysis.explore.model import Model
from analysis.explore.moves import Effect
from analysis.explore.nature import CODE_BYTES, Nature, Surroundings, move_of
from analysis.explore.symmetry import composed, inverse, renamed_attempt
from analysis.explore.tally import Found
from fuzz.counterexample.state_diff import Change, Picture, diff, state_picture
from fuzz.counterexample.story import call_in_words
from fuzz.counterexample.trace import Trace, TraceFinding
from fuzz.counterexample.words import with_names
from fuzz.lockstep.monitor import Monitor
from properties.binding import Call, EscrowProtocol, Mood
from properties.preset import Attempt, Preset, Renaming
from spec.core import Message, Step, perform

REFUSES, STUCK = " refuses coin", " does not move"


@dataclass(frozen=True)
class TracedStep:
    """One call of a trace: how it went, what the environment answered, what it changed, and what failed then."""

    call: Call
    outcome: str
    answers: tuple[str, ...]
    changes: tuple[Change, ...]
    failures: tuple[str, ...]


@dataclass
class Retold:
    """A failure with its steps. `later` is how many seconds pass after the last of them; confirmed: by the monitor."""

    protocol: EscrowProtocol
    preset: Preset
    found: Found
    steps: list[TracedStep] = field(default_factory=list)
    later: int = 0
    confirmed: bool = False

    def trace(self) -> Trace:
        """The trace, as every engine writes it."""
        failure = self.found.failure
        calls = tuple(step.call for step in self.steps)
        action = calls[-1].action if calls else ""
        finding = TraceFinding(
            self.sentence(), None, failure.property, failure.clause, action, failure.subject, "", len(calls) or None
        )
        return Trace(self.protocol, 0, calls, finding)

    def sentence(self) -> str:
        """The failure in one line, with the calls that lead to it."""
        names = ", ".join(f"{step.call.actor}: {step.call.action}" for step in self.steps) or "nothing at all"
        return f"{self.found.failure.sentence()}; after {names}"

    def lines(self) -> Iterator[str]:
        """The whole story: each call, how it went, and what it changed."""
        names = {address: name for name, address in self.preset.addresses.items()}
        for number, step in enumerate(self.steps, start=1):
            said = f"{number}. {call_in_words(self.protocol, step.call, lambda a: names.get(a, a))}: {step.outcome}"
            yield said + (f" ({'; '.join(step.answers)})" if step.answers else "")
            yield from (f"     {change.name}: {change.before} -> {change.after}" for change in step.changes)
            yield from (f"     ! {failure}" for failure in step.failures)
        if self.later:
            yield f"{self.later} s later:"
        yield f"=> {with_names(self.found.failure.sentence(), lambda a: names.get(a, a))}"


class Retelling:
    """Follows a path twice at the same time: as the search saw it, and with the real names."""

    def __init__(self, protocol: EscrowProtocol, preset: Preset) -> None:
        self._protocol, self._preset = protocol, preset
        self._model = Model(protocol.actions, protocol.catalogue, preset)
        self._nature = Nature()
        self._monitor = Monitor(without_runs(protocol.catalogue))
        self._names = {address: name for name, address in preset.addresses.items()}
        self._state = preset.initial()
        self._now, self._wait = preset.now, 0
        self._refusing: set[str] = set()
        self._stuck: set[str] = set()

    def retell(self, found: Found) -> Retold:
        """The story of a failure."""
        told = Retold(self._protocol, self._preset, found)
        vector = self._model.start
        names: Renaming = {}
        for place in range(0, len(found.path), CODE_BYTES):
            effect = self._effect(found.path[place : place + CODE_BYTES], vector)
            attempt = self._model.attempt(effect)
            if attempt is None:
                self._now += effect.wait
                self._wait += effect.wait
            else:
                step = self._step(renamed_attempt(attempt, names, self._preset, self._protocol.actions), effect)
                told.steps.append(step)
            raw = self._model.moves.apply(effect, vector)
            vector = self._model.symmetry.canonical(raw)
            names = composed(inverse(self._model.symmetry.renaming_to(raw, vector)), names)
        told.later = self._wait
        if told.steps:
            failure = found.failure
            told.confirmed = any(
                failure.property in said and failure.clause in said for said in told.steps[-1].failures
            )
        return told

    def _effect(self, code: bytes, vector: Vector) -> Effect:
        item, chosen = move_of(code)
        with self._model.running():
            return self._model.moves.single(item, chosen, code, vector)

    def _step(self, attempt: Attempt, effect: Effect) -> TracedStep:
        preset = self._preset
        self._nature.start([answer.chosen for answer in effect.answers])
        around = Surroundings(
            self._nature, preset.gas, preset.refusing, self._names, preset.imports, preset.stuck_tokens
        )
        message = Message(
            *(preset.addresses[attempt.actor], attempt.value, self._now, attempt.gas_price),
            environment=around,
            block=self._now,
        )
        before = self._picture()
        outcome, failures = self._perform(attempt, message)
        answers = tuple(answer.label for answer in self._nature.answers if answer.chosen)
        if any(answer.label == "gas" for answer in self._nature.answers):
            answers = (*(label for label in answers if label != "gas"), f"{around.gas_used} gas measured")
        call = Call(
            attempt.actor,
            attempt.action,
            attempt.arguments if attempt.said is None else attempt.said,
            attempt.value,
            attempt.gas_price,
            self._wait,
            self._moods(),
        )
        self._wait = 0
        return TracedStep(call, outcome, answers, diff(before, self._picture()), failures)

    def _perform(self, attempt: Attempt, message: Message) -> tuple[str, tuple[str, ...]]:
        action = self._protocol.actions[attempt.action]
        handlers = self._preset.opaque(self._nature.choose) if self._preset.opaque else {}
        try:
            with in_place_of(handlers):
                outcome = perform(action, self._state, message, attempt.arguments)
                self._nature.seal()
                step = Step(self._state, action, message, attempt.arguments, outcome)
                failures = tuple(violation.sentence() for violation in self._monitor.observe(step))
        except FAULTS as fault:
            return f"raised {type(fault).__name__}: {fault}", ()
        return ("ok" if outcome.ok else f"refused with {outcome.name}"), failures

    def _moods(self) -> tuple[Mood, ...]:
        """Receivers that treat coin, and tokens that move, otherwise than before this call."""
        return (
            *self._turned(REFUSES, self._refusing, ("ACCEPT", "REFUSE")),
            *self._turned(STUCK, self._stuck, ("PLAIN", "REVERT")),
        )

    def _turned(self, question: str, unwilling: set[str], moods: tuple[str, str]) -> Iterator[Mood]:
        """Whose answer to a question differs from the last one; of several in one call the last counts."""
        answers = self._nature.answers
        asked = {a.label.removesuffix(question): a.chosen for a in answers if a.label.endswith(question)}
        for name, refuses in asked.items():
            if bool(refuses) is not (name in unwilling):
                yield Mood(name, moods[bool(refuses)])
                unwilling ^= {name}

    def _picture(self) -> Picture:
        taken: dict[str, Any] = dict(state_picture(self._state, lambda address: self._names.get(address, address)))
        return taken


def retell(protocol: EscrowProtocol, preset: Preset, found: Found) -> Retold:
    """The story of a failure that a search of `preset` found in one of its worlds."""
    return Retelling(protocol, preset.world(found.world)).retell(found)


def write(told: Retold, folder: Path) -> Path:
    """Writes a trace, its sentence and its steps into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    told.trace().save(folder / "trace.json")
    write_atomically(folder / "sentence.txt", told.sentence() + "\n")
    write_atomically(folder / "steps.md", "\n".join(f"    {line}" for line in told.lines()) + "\n")
    return folder
