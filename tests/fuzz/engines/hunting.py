"""Hunts for faults planted into contracts, by an engine on bytecode, one fault at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from fuzz.engines.adapter import Campaign, Task
from fuzz.engines.forge.adapter import ForgeAdapter
from fuzz.engines.halmos.adapter import HalmosAdapter
from fuzz.lockstep.source import Patch
from properties.binding import PlantedFault
from properties.bytecode import twins_of
from properties.protocols import load


class Fault(Protocol):
    """A planted fault, and the reports that count as naming it."""

    name: str
    file: str
    find: str
    replace: str
    named: tuple[str, ...]


def hunt(protocol_name: str, fault: Fault, calls: int, folder: Path, processes: int = 2) -> Campaign:
    """A forge campaign on the contracts with one fault, ended by the first violation."""
    task = planted(protocol_name, fault, folder, processes)
    return ForgeAdapter().run(task_with(task, calls=calls, stop_early=True))


def canary(protocol_name: str, fault: PlantedFault, calls: int, folder: Path) -> Task:
    """The task in which an engine looks for one canary, under the name of its property."""
    protocol, twins = load(protocol_name), twins_of(protocol_name)
    assert twins is not None
    patches = (Patch(fault.file, fault.find, fault.replace),)
    options = {"patches": patches, "calls": calls, "stop_early": True}
    return task_with(Task(protocol, twins, (fault.property,), folder, processes=2), **options)


def refute(protocol_name: str, fault: Fault, property_id: str, folder: Path) -> Campaign:
    """Halmos on the checks of one property, with one fault in the contracts."""
    task = planted(protocol_name, fault, folder, 1)
    return HalmosAdapter().run(task_with(task, properties=(property_id,)))


def planted(protocol_name: str, fault: Fault, folder: Path, processes: int) -> Task:
    """A task for every property that has a twin, on contracts with one fault."""
    protocol, twins = load(protocol_name), twins_of(protocol_name)
    assert twins is not None
    patch = Patch(fault.file, fault.find, fault.replace)
    return Task(protocol, twins, twins.ids(protocol.catalogue), folder, processes=processes, patches=(patch,))


def task_with(task: Task, **changes: object) -> Task:
    """The same task with other budgets."""
    return Task(**{**vars(task), **changes})  # type: ignore[arg-type]  # fields of the right types


def survey(protocol_name: str, faults: Sequence[Fault], calls: int) -> int:
    """Prints one line for each fault, and how many were found; returns that number."""
    found = 0
    for fault in faults:
        with tempfile.TemporaryDirectory() as folder:
            campaign = hunt(protocol_name, fault, calls, Path(folder))
        failed = sorted(campaign.failed())
        found += bool(failed)
        named = "under its name" if set(failed) & set(fault.named) else f"expected {' or '.join(fault.named)}"
        said = f"{', '.join(failed)} ({named})" if failed else "not found"
        print(f"{fault.name:40} {said}  {campaign.seconds:.1f} s  {' '.join(campaign.errors)}", flush=True)
    print(f"{found} of {len(faults)} found in at most {calls} calls each")
    return found
