"""Which planted faults of the compute contracts forge finds: `python -m tests.compute.forge_survey [calls] [name …]`.

Without names every fault is planted; `ten` stands for BLACK_BOX, by which the budget of profile `ci` is measured.
"""

from __future__ import annotations

import sys

from analysis.profiles import PROFILES
from tests.compute import faults, faults_governance, faults_jobs
from tests.compute.faults import Fault
from tests.fuzz.engines.hunting import survey

BLACK_BOX = (
    "anybody cancels",
    "completed a second too early",
    "fee rounded up",
    "claims one token above the deposit",
    "signature of anybody",
    "timeout after one interval",
    "fee on transfer booked as if it had arrived",
    "deposit spent and kept",
    "fees paid again and again",
    "earnings withdrawn twice",
)
"""Ten faults whose effect is seen from outside: amounts, parties, deadlines, signatures."""


EVERY: tuple[Fault, ...] = (*faults.FAULTS, *faults_jobs.FAULTS, *faults_governance.FAULTS)


def named(names: tuple[str, ...]) -> list[Fault]:
    """The faults of these names; all for none."""
    return [fault for fault in EVERY if not names or fault.name in names]


def main(words: list[str]) -> None:
    """Prints one line for each fault, and how many were found."""
    calls = int(words[0]) if words else PROFILES["ci"].calls // 2
    survey("compute", named(BLACK_BOX if words[1:] == ["ten"] else tuple(words[1:])), calls)


if __name__ == "__main__":
    main(sys.argv[1:])
