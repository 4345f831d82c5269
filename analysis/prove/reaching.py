"""Is there a way from the initial state to what a proof refuted? Two searches on plain values try to find one.

The exhaustive search takes the smallest preset of the protocol and finds the shortest way within it. For what it does
not reach, lockstep's native loop plays random runs with everything that chain and specification can do. Neither shows
that there is no way; how far they looked is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.explore.claims import Failure
from analysis.explore.moves import CRASHED
from analysis.explore.search import Exploration, explore
from analysis.explore.trace import Retold, retell
from analysis.prove.findings import REFUTED, Finding
from analysis.prove.goals import Theory
from analysis.prove.obligations import INITIAL, PATHS
from analysis.prove.played import play
from analysis.prove.watching import Lookout, Watched, watched
from fuzz.counterexample.story import call_in_words
from properties.binding import EscrowProtocol
from properties.protocols import PROTOCOLS

STATES = 25_000
"""States after which the exhaustive search gives up; the smallest preset has far fewer."""
CALLS = 3_000
"""Calls of lockstep."""

REACHABLE, NOT_REACHED, NOT_SEARCHED = "reachable", "not reached", "not searched"


def look_for_ways(theory: Theory, findings: Sequence[Finding], *, states: int = STATES, calls: int = CALLS) -> None:
    """Marks each refuted finding as reachable, with the calls that lead to it, or as not reached, with the bound."""
    sought: list[Watched] = []
    for finding in findings:
        if finding.verdict != REFUTED or not finding.counterexample:
            continue
        one = watched(theory, finding)
        if one is not None:
            sought.append(one)
        elif finding.kind == INITIAL:
            _mark(finding, REACHABLE, "no call is needed, it is the initial state")
        else:
            _mark(finding, NOT_SEARCHED, "it is about numbers alone, whatever the calls")
    if sought:
        _look(theory.protocol, sought, states, calls)


def _mark(finding: Finding, word: str, why: str, way: Sequence[str] = ()) -> None:
    finding.reachability, finding.way = f"{word}: {why}", tuple(way)


def _look(protocol: EscrowProtocol, sought: list[Watched], states: int, calls: int) -> None:
    extents: list[str] = []
    left = sought
    if protocol.presets:
        left = _by_exploration(protocol, left, states, extents)
    if left and protocol.name in PROTOCOLS:
        left = _by_lockstep(protocol, left, calls, extents)
    for one in left:
        if extents:
            _mark(one.finding, NOT_REACHED, f"no way was found in {' and in '.join(extents)}")
        else:
            _mark(one.finding, NOT_SEARCHED, f"{protocol.name} has neither a preset to explore nor a chain to run on")


# ---------------------------------------------------------------- exhaustively


def _by_exploration(protocol: EscrowProtocol, sought: list[Watched], cap: int, extents: list[str]) -> list[Watched]:
    """Searches again and again, since each search ends with its first findings; returns what was never reached."""
    preset = replace(protocol.presets[0], exits=(), stuck=None)
    left = list(sought)
    while left:
        lookout = Lookout(protocol, left)
        result = explore(lookout.protocol, preset, cap=cap)
        reached = []
        for one in left:
            found = next((found for found in result.found if _shows(one, found.failure)), None)
            if found is not None:
                told = retell(lookout.protocol, preset, found)
                if not (told.confirmed or _crashed(told)):
                    continue
                why = f"{_calls(len(told.steps))}, the fewest within {preset.name}"
                _mark(one.finding, REACHABLE, why, _way(told))
                reached.append(one)
        if not reached:
            extents.append(_extent(result))
            return left
        left = [one for one in left if one not in reached]
    return left


def _way(told: Retold) -> tuple[str, ...]:
    """The calls, and what the last of them changed."""
    names = {address: name for name, address in told.preset.addresses.items()}
    said = [call_in_words(told.protocol, step.call, lambda address: names.get(address, address)) for step in told.steps]
    calls = [f"{number}. {call}" for number, call in enumerate(said, start=1)]
    changes = told.steps[-1].changes if told.steps else ()
    return (*calls, *(f"   {change.name}: {change.before} -> {change.after}" for change in changes))


def _shows(one: Watched, failure: Failure) -> bool:
    """Whether a failure of the search is the one looked for: its claim, or a crash where there should be no panic."""
    if failure.property == CRASHED:
        return one.finding.kind == PATHS and failure.clause.startswith(f"{one.action} raised ")
    return (failure.property, failure.clause) == (one.owner, one.clause)


def _crashed(told: Retold) -> bool:
    """Whether the last call of the replay raised what no call may raise."""
    return bool(told.steps) and told.steps[-1].outcome.startswith("raised ")


def _extent(result: Exploration) -> str:
    which = f"{result.states:,} states of {result.preset.name} ({result.preset.bound})"
    if result.complete:
        return f"all {which}"
    if result.found:
        return f"{which} up to where {result.found[0].failure.clause}"
    return f"the first {which}"


def _calls(number: int) -> str:
    return f"{number} call{'' if number == 1 else 's'} lead{'s' if number == 1 else ''} to it"


# ---------------------------------------------------------------- by random runs


def _by_lockstep(protocol: EscrowProtocol, sought: list[Watched], calls: int, extents: list[str]) -> list[Watched]:
    """One stream of the native loop for all; what it reaches is shrunk."""
    ways, made = play(protocol, sought, calls)
    for one in sought:
        if one.finding.name in ways:
            way = ways[one.finding.name]
            _mark(one.finding, REACHABLE, f"{_calls(len(way))}, found by playing on the chain", way)
    extents.append(f"{made:,} calls beside the chain")
    return [one for one in sought if one.finding.name not in ways]
