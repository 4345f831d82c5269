"""How fast a search is, and what limits it: `python -m analysis.explore.bench [PRESET] [--profile]`.

Speed depends on how many moves a state has and on how much of the specification had to be run to learn them, so both
are told. With `--profile` the functions that take most of the time are listed.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections.abc import Iterator

from analysis.explore.presets import preset_named
from analysis.explore.search import Exploration, explore
from properties.binding import EscrowProtocol
from properties.protocols import PROTOCOLS, load

SHOWN = 12
"""Functions in a profile."""


def measure(protocol: EscrowProtocol, name: str) -> tuple[Exploration, float]:
    """Searches a preset and says how many seconds of processor time it took."""
    preset = preset_named(protocol, name)
    started = time.process_time()
    result = explore(protocol, preset)
    return result, time.process_time() - started


def lines(protocol: EscrowProtocol, result: Exploration, seconds: float) -> Iterator[str]:
    """The measurement in words."""
    states, moves = result.states / seconds, result.transitions / seconds
    each = result.transitions / result.states
    yield f"{protocol.name} {result.preset.name}: {result.states:,} states, {result.transitions:,} transitions"
    yield f"  {states:,.0f} distinct states/s, {moves:,.0f} transitions/s, {seconds:.1f} s of one core"
    yield f"  {each:.1f} transitions for each state; learned from {result.tally.learned:,} runs of the specification"


def main(arguments: list[str]) -> None:
    """Measures the presets that are named, or the two smaller ones, of every protocol."""
    names = [argument for argument in arguments if not argument.startswith("-")] or ["tiny", "ci"]
    profile = cProfile.Profile() if "--profile" in arguments else None
    for protocol in map(load, PROTOCOLS):
        for name in names if protocol.presets else ():
            if profile:
                profile.enable()
            result, seconds = measure(protocol, name)
            if profile:
                profile.disable()
            print("\n".join(lines(protocol, result, seconds)))
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)


if __name__ == "__main__":
    main(sys.argv[1:])
