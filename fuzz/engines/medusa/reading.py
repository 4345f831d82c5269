"""What Medusa's log says: which property tests passed, which failed, by which calls, and how many calls were made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fuzz.engines.adapter import Sent
from fuzz.engines.handlers import Handler, UnreadableCall, call_of

RESULT = re.compile(r"\[(?P<word>PASSED|FAILED)\] (?:Property|Assertion) Test: (?P<contract>\w+)\.(?P<name>\w+)\(")
SUMMARY = re.compile(r"Test summary: (?P<passed>\d+) test\(s\) passed, (?P<failed>\d+) test\(s\) failed")
CALLS = re.compile(r"\bcalls: (?P<calls>\d+)")
STEP = re.compile(r"^\s*\d+\) \w+\.(?P<name>\w+)(?P<rest>\(.*\)) \((?P<facts>[^()]*sender=[^()]*)\)\s*$")
SENDER = re.compile(r"sender=(?:\w+ \[)?(?P<sender>0x[0-9a-fA-F]+)")
PREFIX = "property_"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class FailedTest:
    """One failed test. sent: its calls; None where one can't be read back, and then `why` says which."""

    property: str
    raw: str
    sent: tuple[Sent, ...] | None
    why: str = ""


@dataclass(frozen=True)
class MedusaRun:
    """One campaign. trouble: what contradicts or is missing; such a run shows nothing."""

    calls: int
    passed: tuple[str, ...]
    failed: tuple[FailedTest, ...]
    trouble: tuple[str, ...] = ()


def campaign_in(log: str, handlers: Mapping[str, Handler]) -> MedusaRun:
    """The campaign that a log tells of."""
    lines = [COLOUR.sub("", line) for line in log.splitlines()]
    results = [(index, found) for index, line in enumerate(lines) if (found := RESULT.search(line))]
    passed = tuple(property_of(found["name"]) for _, found in results if found["word"] == "PASSED")
    failed = tuple(
        _failed(property_of(found["name"]), _block(lines, index), handlers)
        for index, found in results
        if found["word"] == "FAILED"
    )
    counted = [int(found["calls"]) for line in lines if (found := CALLS.search(line))]
    return MedusaRun(max(counted, default=0), passed, failed, tuple(_trouble(lines, passed, failed)))


def property_of(name: str) -> str:
    """The id in the name of a test: `property_ABC_CON_01` is ABC-CON-01."""
    return name.removeprefix(PREFIX).replace("_", "-")


def _trouble(lines: Sequence[str], passed: Sequence[str], failed: Sequence[FailedTest]) -> Iterator[str]:
    summary = next((found for line in reversed(lines) if (found := SUMMARY.search(line))), None)
    if summary is None:
        yield "Medusa printed no summary; it stopped before the end"
    elif (int(summary["passed"]), int(summary["failed"])) != (len(passed), len(failed)):
        yield f"Medusa's summary says {summary[0]!r}, and its log names {len(passed)} passed, {len(failed)} failed"


def _block(lines: Sequence[str], index: int) -> list[str]:
    """The lines of one result: up to the next, or to the trace of its last call."""
    found = []
    for line in lines[index + 1 :]:
        if RESULT.search(line) or SUMMARY.search(line) or "[Execution Trace]" in line:
            break
        found.append(line)
    return found


def _failed(property_id: str, block: Sequence[str], handlers: Mapping[str, Handler]) -> FailedTest:
    steps = [found for line in block if (found := STEP.match(line))]
    raw = "\n".join(found[0].strip() for found in steps)
    try:
        return FailedTest(property_id, raw, tuple(_call(found, handlers) for found in steps))
    except UnreadableCall as fault:
        return FailedTest(property_id, raw, None, str(fault))


def _call(step: re.Match[str], handlers: Mapping[str, Handler]) -> Sent:
    """`name(types)(values)`, or in older versions `name([values])`."""
    printed = step["rest"].rpartition("(")[2].rstrip(")").strip().strip("[]")
    sender = SENDER.search(step["facts"])
    arguments = [value.strip() for value in printed.split(",")] if printed else []
    return call_of(handlers, step["name"], arguments, sender["sender"] if sender else "")
