"""What every adapter offers: run a tool on a protocol's property contracts within a budget, and say what it found.

An adapter builds the command, runs it, reads its machine-readable output, and returns one :class:`Outcome` for each
property. It judges nothing: what an outcome is worth in the table of evidence is decided by the layer above.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from fuzz.lockstep.source import Patch
from properties.binding import Call, EscrowProtocol, PlantedFault
from properties.bytecode import Twins


@dataclass(frozen=True)
class Tool:
    """Whether the tool behind an adapter is here. reason: why not. cost: what is lost without it, in a clause."""

    installed: bool
    version: str | None = None
    reason: str | None = None
    cost: str = ""


class Found(StrEnum):
    """What a tool says of one property."""

    HELD = "held"
    """No violation in the calls that were made: a fuzzer's silence."""
    BOUNDED = "bounded"
    """No violation on any path up to the stated bound: a symbolic engine's silence."""
    FAILED = "failed"
    """A violation, with its reproducer."""
    UNKNOWN = "unknown"
    """No answer: timeout, killed path, unreadable output. `detail` says which."""


@dataclass(frozen=True)
class Sent:
    """One transaction of a reproducer, as the tool tells it.

    data: calldata in full. function: its name, where the tool says it. text: the call for people. delay: seconds that
    pass before it.
    """

    sender: str
    to: str
    data: bytes
    function: str = ""
    text: str = ""
    value: int = 0
    delay: int = 0


@dataclass(frozen=True)
class Reproducer:
    """How to see a violation again.

    sent: the tool's own transactions. raw: its own text of them, stored as it is. calls: the same as calls of our
    trace; None when they could not be translated, and then `unmapped` says why.
    """

    sent: tuple[Sent, ...] = ()
    raw: str = ""
    calls: tuple[Call, ...] | None = None
    unmapped: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a tool found out about one property.

    calls: calls made (fuzzers). paths: paths finished (symbolic engines). bound: in words, required when BOUNDED.
    exercised: how often the property had something to say, None where the tool can't tell. detail: whatever a reader
    needs, in a sentence; required when UNKNOWN.
    """

    property: str
    found: Found
    calls: int = 0
    paths: int = 0
    bound: str = ""
    exercised: int | None = None
    detail: str = ""
    seconds: float = 0.0
    reproducer: Reproducer | None = None

    def __post_init__(self) -> None:
        if self.found is Found.BOUNDED and not self.bound:
            raise ValueError(f"{self.property}: a bounded outcome names its bound")
        if self.found is Found.UNKNOWN and not self.detail:
            raise ValueError(f"{self.property}: an unknown outcome says why in `detail`")


@dataclass(frozen=True)
class Task:
    """One run of a tool.

    properties: ids to check; the tool may check more, the adapter returns only these. calls: budget of a fuzzer.
    paths: budget of a symbolic engine, for each test. patches: faults planted into the contracts, for canaries and
    mutants. workdir: a folder of the run's own. stop_early: end with the first violation. keeps_corpus: begin with what
    earlier campaigns found, and keep what this one finds; no two campaigns make the same calls then. tell: to be called
    with calls or paths done so far.
    """

    protocol: EscrowProtocol
    twins: Twins
    properties: tuple[str, ...]
    workdir: Path
    seed: int = 0
    calls: int = 0
    paths: int = 0
    processes: int = 1
    patches: tuple[Patch, ...] = ()
    stop_early: bool = False
    keeps_corpus: bool = False
    tell: Callable[[int], None] = lambda done: None


@dataclass(frozen=True)
class Campaign:
    """What one run of a tool gave: outcomes by property, and sentences about what went wrong with the run itself."""

    outcomes: tuple[Outcome, ...] = ()
    errors: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    seconds: float = 0.0
    coverage: Mapping[str, int] = field(default_factory=dict)

    def of(self, property_id: str) -> Outcome | None:
        """The outcome of one property."""
        return next((one for one in self.outcomes if one.property == property_id), None)

    def failed(self) -> frozenset[str]:
        """Ids of the properties that were violated."""
        return frozenset(one.property for one in self.outcomes if one.found is Found.FAILED)


class Adapter(ABC):
    """One tool. An adapter holds no state: the same task gives the same campaign, but for the seconds.

    name: as in the table of evidence. kind: one phrase for it. weight: what it costs beside others, as of an engine.
    canary_calls, canary_paths: budget within which a planted fault must be found. deep_only: runs in profile `deep`
    alone.
    """

    name: str
    kind: str
    weight: int = 1
    canary_calls: int = 0
    canary_paths: int = 0
    deep_only: bool = False

    @abstractmethod
    def available(self) -> Tool:
        """Whether the tool is here, quickly and without side effects."""

    def can_check(self, twins: Twins, property_id: str) -> bool:
        """Whether this tool can check the property: by default, whether it has a twin in Solidity."""
        return property_id not in twins.unseen

    def canaries(self, twins: Twins) -> tuple[PlantedFault, ...]:
        """The faults that this tool must find: by default those of the protocol."""
        return twins.canaries

    @abstractmethod
    def run(self, task: Task) -> Campaign:
        """Runs the tool. Every property of the task that the tool can check gets one outcome.

        Raises nothing about the tool's findings or failures: a crash, a timeout or unreadable output is an outcome
        UNKNOWN for each property and a sentence in `errors`.
        """
