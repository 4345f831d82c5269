"""Which planted faults of the marketplace's contracts forge finds: `python -m tests.dcm.forge_survey [calls] [name …]`.

Without names every fault is planted; BLACK_BOX are the ten that the budget of profile `ci` is measured by.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from analysis.profiles import PROFILES
from fuzz.engines.adapter import Campaign, Task
from fuzz.engines.forge.adapter import ForgeAdapter
from fuzz.lockstep.source import Patch
from properties.bytecode import twins_of
from properties.protocols import load
from tests.dcm.faults import FAULTS, Fault

BLACK_BOX = (
    "payees swapped at reclaim",
    "reclaim at the deadline itself",
    "anybody rejects",
    "allowance kept after the end",
    "closed jobs take rows",
    "gas price not capped",
    "debt paid above the threshold only",
    "result granted to the caller",
    "dataset deleted under a request",
    "credit kept after withdrawal",
)
"""Ten faults whose effect is seen from outside: amounts, parties, statuses, grants."""


def hunt(fault: Fault, calls: int, folder: Path, processes: int = 2) -> Campaign:
    """A campaign on the contracts with one fault, ended by the first violation."""
    protocol, twins = load("dcm"), twins_of("dcm")
    assert twins is not None
    patch = Patch(fault.file, fault.find, fault.replace)
    ids = twins.ids(protocol.catalogue)
    task = Task(protocol, twins, ids, folder, 0, calls, processes=processes, patches=(patch,), stop_early=True)
    return ForgeAdapter().run(task)


def faults(names: tuple[str, ...]) -> list[Fault]:
    """The faults of these names; all for none."""
    return [fault for fault in FAULTS if not names or fault.name in names]


def main(words: list[str]) -> None:
    """Prints one line for each fault, and how many were found."""
    calls = int(words[0]) if words else PROFILES["ci"].calls // 2
    found = 0
    chosen = faults(BLACK_BOX if words[1:] == ["ten"] else tuple(words[1:]))
    for fault in chosen:
        with tempfile.TemporaryDirectory() as folder:
            campaign = hunt(fault, calls, Path(folder))
        failed = sorted(campaign.failed())
        found += bool(failed)
        named = "under its name" if set(failed) & set(fault.named) else f"expected {' or '.join(fault.named)}"
        said = f"{', '.join(failed)} ({named})" if failed else "not found"
        print(f"{fault.name:40} {said}  {campaign.seconds:.1f} s  {' '.join(campaign.errors)}", flush=True)
    print(f"{found} of {len(chosen)} found in at most {calls} calls each")


if __name__ == "__main__":
    main(sys.argv[1:])
