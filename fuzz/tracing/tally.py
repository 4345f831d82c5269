"""What was reached of the sources: executed instructions, put onto statements and branches."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fuzz.tracing.client import Notes
from fuzz.tracing.code_map import Range
from fuzz.tracing.statements import Branch, Source


@dataclass
class Ran:
    """Source ranges with instructions in some deployed code, and those whose instructions ran.

    jumps: outcomes of conditional jumps by the range they are filed under.
    """

    present: set[Range] = field(default_factory=set)
    executed: set[Range] = field(default_factory=set)
    present_jumps: set[Range] = field(default_factory=set)
    jumps: dict[Range, set[bool]] = field(default_factory=lambda: defaultdict(set))

    def add(self, code: Mapping[int, Range], jumpis: Iterable[int], notes: Notes) -> None:
        """Adds one piece of code with what was run of it."""
        self.present.update(code.values())
        self.executed.update(code[counter] for counter in notes.executed if counter in code)
        self.present_jumps.update(code[counter] for counter in jumpis if counter in code)
        for counter, taken in notes.jumps:
            if counter in code:
                self.jumps[code[counter]].add(taken)


@dataclass(frozen=True)
class Line:
    """A line with statements: whether all of them that were compiled ran, and the source's own words."""

    number: int
    reached: bool
    text: str


@dataclass(frozen=True)
class Decision:
    """A decision: its line, and how many of its two outcomes were met."""

    number: int
    met: int
    text: str


@dataclass(frozen=True)
class FileCoverage:
    """What was reached of one file. `folded` counts statements for which the compiler kept no instruction."""

    unit: str
    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    functions: tuple[tuple[str, int, bool], ...]
    folded: int

    @property
    def line_count(self) -> tuple[int, int]:
        """Lines reached, and lines with statements."""
        return sum(line.reached for line in self.lines), len(self.lines)

    @property
    def branch_count(self) -> tuple[int, int]:
        """Outcomes of decisions met, and outcomes there are."""
        return sum(decision.met for decision in self.decisions), 2 * len(self.decisions)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The text of each line that was not reached, or was left in one way only; each text once, in order."""
        texts = [line.text for line in self.lines if not line.reached]
        texts += [decision.text for decision in self.decisions if decision.met < 2]
        return tuple(dict.fromkeys(texts))


def tally(source: Source, text: bytes, ran: Ran) -> FileCoverage:
    """What was reached of one source file, whose text is given as solc saw it."""
    starts = [0, *(place + 1 for place, byte in enumerate(text) if byte == 0x0A)]
    words = [line.strip().decode() for line in text.split(b"\n")]

    def line_of(span: Range) -> int:
        return bisect_right(starts, span.start)

    by_line: dict[int, list[bool]] = defaultdict(list)
    folded = 0
    for statement in source.statements:
        if not _any_within(ran.present, statement.range):
            folded += 1
            continue
        by_line[line_of(statement.range)].append(_any_within(ran.executed, statement.range))
    lines = tuple(Line(number, all(reached), words[number - 1]) for number, reached in sorted(by_line.items()))
    decisions = tuple(
        Decision(line_of(branch.ranges[0]), len(_outcomes(branch, ran)), words[line_of(branch.ranges[0]) - 1])
        for branch in source.branches
        if any(span in ran.present_jumps for span in branch.ranges)
    )
    functions = tuple(
        (function.name, line_of(function.range), _any_within(ran.executed, function.range))
        for function in source.functions
        if _any_within(ran.present, function.range)
    )
    return FileCoverage(source.unit, lines, decisions, functions, folded)


def _outcomes(branch: Branch, ran: Ran) -> set[bool]:
    return {taken for span in branch.ranges for taken in ran.jumps.get(span, ())}


def _any_within(spans: set[Range], outer: Range) -> bool:
    return any(span.within(outer) for span in spans if span.file == outer.file)
