"""Who may notice a mutant: lockstep, proofs and the exhaustive search, each with a budget of its own."""

from __future__ import annotations

from analysis.explore.search import explore
from analysis.mutants.mutator import Mutant
from analysis.mutants.proofs import proof_catcher, reached
from analysis.mutants.trial import Catcher
from fuzz.drivers import native
from fuzz.drivers.shards import runner_of
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import EscrowProtocol
from properties.preset import Preset
from properties.protocols import load

SHORT = 1_000
"""Calls of lockstep that every mutant meets first: they catch most of them in the blink of an eye."""
LONG = 4_000
"""Calls of lockstep for those that are left."""
LAST = 12_000
"""Calls of lockstep for those that nothing else has noticed."""
CAP = 25_000
"""States after which exploring a mutant stops: one that breaks a counter makes the space endless."""


def catchers_of(protocol: str, seed: int) -> dict[str, Catcher]:
    """The catchers of a protocol in the order in which they are asked."""
    loaded = load(protocol)
    runner = runner_of(SessionSource(protocol), seed)
    found: dict[str, Catcher] = {
        "lockstep": lockstep_catcher(runner, seed, SHORT),
        "lockstep, longer": lockstep_catcher(runner, seed + 1, LONG),
    }
    if loaded.presets:
        found["explore"] = explore_catcher(loaded, loaded.presets[0])
    if loaded.claims is not None:
        found["prove"] = proof_catcher(loaded, loaded.claims)
    found["lockstep, last"] = lockstep_catcher(runner, seed + 2, LAST)
    return found


def lockstep_catcher(runner: Runner, seed: int, calls: int) -> Catcher:
    """A stream of the native loop, directed at the actions that may run the changed function.

    A crash of the specification counts as noticed.
    """
    actions = runner.session.protocol.actions
    functions = {action.name: frozenset(reached([action.run], opaque=True)) for action in actions}

    def catch(mutant: Mutant) -> str | None:
        wanted = [name for name, inner in functions.items() if mutant.target in inner]
        try:
            explored = native.run_stream(runner, seed, 0, calls, most_findings=1, wanted=wanted)
        except Exception as crash:  # a mutant may break the specification in any way; that it shows is what counts
            return f"{type(crash).__name__}: {crash}"
        return explored.found[0].finding.sentence() if explored.found else None

    return catch


def explore_catcher(protocol: EscrowProtocol, preset: Preset) -> Catcher:
    """A preset, searched completely."""

    def catch(_mutant: Mutant) -> str | None:
        try:
            found = explore(protocol, preset, cap=CAP).found
        except Exception as crash:  # a mutant may break the specification in any way; that it shows is what counts
            return f"{type(crash).__name__}: {crash}"
        return found[0].failure.sentence() if found else None

    return catch
