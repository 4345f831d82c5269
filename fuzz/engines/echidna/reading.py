"""What Echidna's JSON says: how many tests there are, what became of each, and the calls that falsify one.

Echidna does not name a test in this format: `contract` is empty and `name` is the word `name`. Which property a
sequence breaks is therefore seen by replaying it. Numbers are given as numbers or as text, depending on the version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fuzz.engines.adapter import Sent
from fuzz.engines.handlers import Handler, UnreadableCall, call_of

FALSIFIED = ("solved", "shrinking")
HELD = ("fuzzing", "passed", "verified")
WAIT = "*wait*"
SENDER = "0x0000000000000000000000000000000000010000"
"""Who calls, which the format does not say and handlers do not ask."""


class UnreadableOutput(ValueError):
    """Standard output holds no campaign in Echidna's JSON."""


@dataclass(frozen=True)
class Falsified:
    """One test that failed. sent: its calls, None where one can't be read back, and then `why` says which."""

    raw: str
    sent: tuple[Sent, ...] | None
    why: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class EchidnaRun:
    """One campaign. held: tests that nothing falsified. trouble: what went wrong, sentence by sentence."""

    seed: int
    held: int
    falsified: tuple[Falsified, ...]
    trouble: tuple[str, ...] = ()


def campaign_in(stdout: str, handlers: Mapping[str, Handler]) -> EchidnaRun:
    """The campaign in Echidna's output, which may hold lines of other tools before it. Raises UnreadableOutput."""
    document = _document(stdout)
    tests = document.get("tests") or []
    trouble = [str(document["error"])] if document.get("error") else []
    trouble += [f"a test ended with an error: {test.get('error')}" for test in tests if test["status"] == "error"]
    if not document.get("success", False):
        trouble.append("Echidna says that the campaign did not succeed")
    if not tests:
        trouble.append("Echidna found no test")
    return EchidnaRun(
        seed=int(document.get("seed") or 0),
        held=sum(test["status"] in HELD for test in tests),
        falsified=tuple(_falsified(test, handlers) for test in tests if test["status"] in FALSIFIED),
        trouble=tuple(trouble),
    )


def _document(stdout: str) -> Mapping[str, Any]:
    for line in reversed(stdout.splitlines()):
        if line.startswith("{"):
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict) and "tests" in found:
                return found
    raise UnreadableOutput("Echidna printed no campaign in JSON")


def _falsified(test: Mapping[str, Any], handlers: Mapping[str, Handler]) -> Falsified:
    transactions = test.get("transactions") or []
    raw = json.dumps(transactions, indent=1)
    events = tuple(str(event) for event in test.get("events") or ())
    try:
        return Falsified(raw, tuple(_calls(transactions, handlers)), events=events)
    except UnreadableCall as fault:
        return Falsified(raw, None, str(fault), events)


def _calls(transactions: list[Mapping[str, Any]], handlers: Mapping[str, Handler]) -> Iterator[Sent]:
    for transaction in transactions:
        name = transaction["function"]
        if name == WAIT:  # nothing but time, which our configuration does not let pass
            continue
        if name.startswith("0x"):
            yield Sent(SENDER, "", bytes.fromhex(name[2:]), text=name)
            continue
        yield call_of(handlers, name, [str(given) for given in transaction.get("arguments") or ()], SENDER)
