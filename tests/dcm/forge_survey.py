"""Which planted faults of the marketplace's contracts forge finds: `python -m tests.dcm.forge_survey [calls] [name …]`.

Without names every fault is planted; BLACK_BOX are the ten that the budget of profile `ci` is measured by.
"""

from __future__ import annotations

import sys

from analysis.profiles import PROFILES
from tests.dcm.faults import FAULTS, Fault
from tests.fuzz.engines.hunting import survey

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


def faults(names: tuple[str, ...]) -> list[Fault]:
    """The faults of these names; all for none."""
    return [fault for fault in FAULTS if not names or fault.name in names]


def main(words: list[str]) -> None:
    """Prints one line for each fault, and how many were found."""
    calls = int(words[0]) if words else PROFILES["ci"].calls // 2
    survey("dcm", faults(BLACK_BOX if words[1:] == ["ten"] else tuple(words[1:])), calls)


if __name__ == "__main__":
    main(sys.argv[1:])
