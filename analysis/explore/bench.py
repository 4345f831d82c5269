"""How fast a search is, and what limits it: `python -m analysis.explore.bench [PROTOCOL] [PRESET] [--profile]`.

Speed depends on how many moves a state has and on how much of the specification had to be run to learn them, so both
are told. With `--profile` (which slows everything down) it is also told what takes the time, part by part and function
by function.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analysis.explore.presets import preset_named
from analysis.explore.search import Exploration, explore
from properties.binding import EscrowProtocol
from properties.protocols import PROTOCOLS, load

SHOWN = 12
"""Functions in a profile."""
PARTS = {
    "analysis/explore/footprint.py": "walking through filed readings",
    "analysis/explore/symmetry.py": "renaming",
    "analysis/explore/leaving.py": "judging who can leave",
    "analysis/explore/moves.py": "applying effects",
    "analysis/explore/partition.py": "looking states up",
    "analysis/explore/": "watching, encoding and everything else of the search",
    "spec/": "the specification",
    "properties/": "the properties",
    "": "Python itself",
}
"""What the files of a profile are about; the first part of a path that fits counts."""
ROOT = f"{Path(__file__).resolve().parents[2]}/"


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


def shares(profile: cProfile.Profile) -> list[tuple[str, float]]:
    """Each part's share of the time, largest first; built-in functions count for those that call them."""
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]  # it is public
        if file != "~" or not callers:
            spent[_part(file)] += own
        else:
            for (caller, _, _), (_, _, share, _) in callers.items():
                spent[_part(caller)] += share
    total = sum(spent.values()) or 1.0
    return [(part, seconds / total) for part, seconds in spent.most_common()]


def _part(file: str) -> str:
    inside = file.removeprefix(ROOT) if file.startswith(ROOT) and ".venv" not in file else "outside"
    return next(part for start, part in PARTS.items() if inside.startswith(start))


def main(arguments: list[str]) -> None:
    """Measures the presets that are named, or the two smaller ones, of the protocols that are named, or of all."""
    words = [argument for argument in arguments if not argument.startswith("-")]
    protocols = [word for word in words if word in PROTOCOLS] or list(PROTOCOLS)
    names = [word for word in words if word not in PROTOCOLS] or ["tiny", "ci"]
    profile = cProfile.Profile() if "--profile" in arguments else None
    for protocol in map(load, protocols):
        for name in names if protocol.presets else ():
            if profile:
                profile.enable()
            result, seconds = measure(protocol, name)
            if profile:
                profile.disable()
            print("\n".join(lines(protocol, result, seconds)))
    if profile:
        print("\n".join(f"  {share:4.0%}  {part}" for part, share in shares(profile)))
        pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)


if __name__ == "__main__":
    main(sys.argv[1:])
