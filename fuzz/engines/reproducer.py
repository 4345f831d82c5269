"""From a tool's transactions to our trace: the handlers are run again, tell what they did, and that is the trace.

Handlers decide from the state what to do with the numbers they are given, so their arguments alone mean nothing here.
Replayed under forge they log each call of the protocol; the protocol's twins turn those logs into calls; and the calls
are made again in lockstep before anything is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eth_abi.abi import decode, encode

from fuzz.chain.keccak import keccak
from fuzz.counterexample.reporting import NotReproducible, report
from fuzz.engines.adapter import Reproducer, Sent, Task
from fuzz.engines.forge.command import ForgeFailed, Order, forge, workroom
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import Call, Divergence, Mood
from properties.bytecode import Done
from properties.recipe import NOBODY
from spec.core import ZERO_ADDRESS

LOG = "(bytes32[],bytes,address)"
DID_TYPES = ("string", "string", "bytes", "uint256", "uint256", "uint256", "bool", "uint256")
DID = keccak(f"Did({','.join(DID_TYPES)})".encode())
MOOD = keccak(b"Mood(string,string)")
CAST = keccak(b"Cast(string,address)")


@dataclass(frozen=True)
class Told:
    """What handlers told of a replay: calls in order, and the name behind each address."""

    done: tuple[Done, ...]
    names: dict[str, str]


def translated(task: Task, code: Path, reproducer: Reproducer) -> Reproducer:
    """The reproducer with its transactions as calls of our trace, or with the reason why they are not."""
    try:
        told = replayed(task.protocol.name, code, reproducer.sent)
        calls = task.twins.calls(told.done, told.names)
    except (ForgeFailed, LookupError, ValueError) as failure:
        return replace(reproducer, unmapped=f"the sequence could not be read as calls of the protocol: {failure}")
    return replace(reproducer, calls=calls)


def replayed(protocol: str, code: Path, sent: Sequence[Sent]) -> Told:
    """Runs handlers again, on the same bytecode.

    Raises:
        ForgeFailed: Forge gave no answer, or a handler reverted.
    """
    with workroom() as room:
        calls = room / "calls"
        calls.write_bytes(encode(["bytes[]"], [[one.data for one in sent]]))
        result = forge(Order(protocol, code, calls=calls), room)
        if result.get("status") != "Success":
            raise ForgeFailed("the sequence can't be replayed", str(result.get("reason")), None)
        scene, rest = decode(["bytes", f"{LOG}[]"], (room / "calls.told").read_bytes())
    return told([*decode([f"{LOG}[]"], scene)[0], *rest])


def told(logs: Sequence[tuple[tuple[bytes, ...], bytes, str]]) -> Told:
    """What a sequence of logs says."""
    names = {ZERO_ADDRESS: NOBODY}
    for topics, data, _ in logs:
        if topics and topics[0] == CAST:
            name, address = decode(["string", "address"], data)
            names[address] = name
    return Told(tuple(_done(logs)), names)


def _done(logs: Sequence[tuple[tuple[bytes, ...], bytes, str]]) -> Iterator[Done]:
    moods: tuple[Mood, ...] = ()
    for topics, data, _ in logs:
        if topics and topics[0] == MOOD:
            actor, mood = decode(["string", "string"], data)
            moods = (*moods, Mood(actor, mood))
        elif topics and topics[0] == DID:
            action, actor, arguments, value, gas_price, now, ok, broken = decode(DID_TYPES, data)
            yield Done(action, actor, arguments, value, gas_price, now, ok, broken, moods)
            moods = ()


def found_in_lockstep(source: SessionSource, calls: Sequence[Call], seed: int) -> tuple[int, Finding] | None:
    """The first finding of a trace on our chain, with the number of calls that lead to it; None when all is well."""
    session = source.boot(seed)
    runner = Runner(session)
    runner.reset()
    for index, call in enumerate(calls):
        findings = runner.make(call).findings
        if findings:
            return index + 1, findings[0]
    return None


def reported(task: Task, calls: Sequence[Call], root: Path) -> tuple[Path | None, str, frozenset[str]]:
    """Replays calls in lockstep, and writes the counterexample of what that shows.

    Returns its folder, a sentence, and the names under which lockstep reports it; no folder where lockstep is content.
    """
    source = SessionSource(task.protocol.name, task.patches)
    found = found_in_lockstep(source, calls, task.seed)
    if found is None:
        return None, "lockstep makes the same calls and finds nothing", frozenset()
    length, finding = found
    names = frozenset(names_of(task, finding))
    try:
        folder = report(source, list(calls[:length]), finding, task.seed, root)
    except NotReproducible as failure:
        return failure.folder, str(failure), names
    return folder, finding.sentence(), names


def names_of(task: Task, finding: Finding) -> Iterator[str]:
    """The properties that a finding of lockstep contradicts."""
    if not isinstance(finding, Divergence):
        yield finding.property
        return
    blamed = task.protocol.binding.blame(finding)
    if blamed is not None:
        yield blamed
