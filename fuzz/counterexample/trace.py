"""The trace: calls that anyone can read, replay and compare, with the finding that they lead to, as versioned JSON.

Nothing in it is an address, a handle or a proof: actors have names, and arguments are values or recipes, so that a
ciphertext shows its plaintext and the trace means the same on contracts that were changed since.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.lockstep.runner import Finding
from properties.binding import Call, Divergence, EscrowProtocol
from properties.catalogue import Scope
from properties.errors import UserError
from properties.protocols import load as registered
from properties.recipe import to_json

SCHEMA = 1
KIND = "lockstep trace"
INNERMOST = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
"""Arguments or a key in brackets that have none inside."""
POSITION = re.compile(r"\.\d+(?=\.|$)")
"""A position in a list, in the path to a part."""


class BrokenTrace(UserError):
    """A file that is no trace, or one that says something that can't be done."""


@dataclass(frozen=True)
class Fault:
    """What makes two findings the same: shrinking may change numbers and ids, never this.

    kind: the comparison, or the id of the property. detail: the clause, or what was compared without its numbers.
    error: the error on the side that refused. action: empty for a finding at the end of the run.
    """

    kind: str
    detail: str
    error: str
    action: str


@dataclass(frozen=True)
class TraceFinding:
    """What a trace leads to.

    sentence: for people. comparison: what differed, or None when a property failed. property: the property that
    failed, or that a difference contradicts. clause: which predicate of it. step: counted from 1; None when it shows
    only at the end, after everyone was given the chance to take their money out.
    """

    sentence: str
    comparison: str | None
    property: str | None
    clause: str | None
    action: str
    subject: str
    error: str
    step: int | None

    def fault(self) -> Fault:
        """What another finding must share to be the same."""
        if self.comparison is None:
            return Fault(self.property or "", self.clause or "", "", self.action)
        return Fault(self.comparison, topic(self.subject), self.error, self.action)


@dataclass(frozen=True)
class Trace:
    """Calls of one run from right after deployment, and the finding they lead to, if any."""

    protocol: EscrowProtocol
    seed: int
    calls: tuple[Call, ...]
    finding: TraceFinding | None = None

    def to_json(self) -> dict[str, Any]:
        """The document, as `save` writes it."""
        return {
            "kind": KIND,
            "schema": SCHEMA,
            "protocol": self.protocol.name,
            "seed": str(self.seed),
            "finding": None if self.finding is None else dict(vars(self.finding)),
            "steps": [step_to_json(self.protocol, call) for call in self.calls],
        }

    def save(self, path: Path) -> Path:
        """Writes the trace in one step, so that a reader never sees half of it."""
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_text(json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        partial.replace(path)
        return path

    @staticmethod
    def load(path: Path, protocols: Callable[[str], EscrowProtocol] = registered) -> Trace:
        """Reads a trace file, or the `trace.json` of a folder.

        Raises:
            BrokenTrace: The file can't be read as a trace; the sentence names the step and what to do.
        """
        from fuzz.counterexample.reading import read_trace  # reading builds what is declared here

        return read_trace(path, protocols)


def step_to_json(protocol: EscrowProtocol, call: Call) -> dict[str, Any]:
    """One call, its arguments by the names of the action's parameters, its numbers as decimal strings."""
    parameters = protocol.actions[call.action].parameters
    return {
        "actor": call.actor,
        "call": call.action,
        "arguments": {p.name: to_json(value) for p, value in zip(parameters, call.arguments, strict=True)},
        "value": str(call.value),
        "gas_price": str(call.gas_price),
        "advance": str(call.advance),
        "moods": [{"actor": mood.actor, "mood": mood.name} for mood in call.moods],
    }


def fault_of(protocol: EscrowProtocol, finding: Finding, action: str) -> Fault:
    """What makes a finding at a call of `action` the same as another."""
    if isinstance(finding, Divergence):
        return Fault(finding.comparison, topic(subject_of(finding)), finding.error, finding.action)
    return Fault(finding.property, finding.clause, "", "" if shows_at_end(protocol, finding) else action)


def subject_of(divergence: Divergence) -> str:
    """What was compared; of an outcome, what the chain did: a call that succeeded is another fault than one refused."""
    if divergence.comparison == "outcome" and not divergence.subject:
        return "succeeded" if divergence.actual == "success" else "refused"
    return divergence.subject


def shows_at_end(protocol: EscrowProtocol, finding: Finding) -> bool:
    """True when the finding is about the end of a run."""
    if isinstance(finding, Divergence):
        return False
    clauses = protocol.catalogue.by_id(finding.property).clauses
    return any(clause.name == finding.clause and clause.scope is Scope.END for clause in clauses)


def topic(subject: str) -> str:
    """What was compared, without ids: `get(3).parts.0.fee` -> `get.parts.fee`; a bare handle has no topic."""
    if subject.startswith("0x"):
        return ""
    without = subject
    while INNERMOST.search(without):
        without = INNERMOST.sub("", without)
    return POSITION.sub("", without).strip()
