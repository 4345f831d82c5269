"""Which packages are read, and in which portions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz.build.settings import NODE_MODULES


@dataclass(frozen=True)
class Portion:
    """Files that are compiled together.

    Attributes:
        package: The npm package whose findings count; everything else that is compiled is a dependency.
        files: Entry files, absolute.
    """

    package: str
    files: tuple[Path, ...]

    def is_ours(self, unit: str) -> bool:
        """Whether a source unit belongs to the package under study."""
        return unit.startswith(f"{self.package}/")


PACKAGES: dict[str, tuple[str, ...]] = {
    "@openzeppelin/confidential-contracts": ("",),
    "@fhevm/solidity": ("",),
    "@fhevm/host-contracts": ("contracts",),
    "@account-abstraction/contracts": ("accounts", "core", "interfaces", "utils"),
    "@openzeppelin/contracts": (
        "access",
        "account",
        "crosschain",
        "finance",
        "governance",
        "metatx",
        "proxy",
        "token",
        "utils",
    ),
}
"""Folders of each package; each folder is one compilation, so that no more than a part of a package is in memory."""


def portions() -> Iterator[Portion]:
    """Every portion of every package, in a fixed order."""
    for package, folders in PACKAGES.items():
        for folder in folders:
            files = sorted(path for path in (NODE_MODULES / package / folder).rglob("*.sol") if path.is_file())
            if files:
                yield Portion(package, tuple(files))


def version_of(package: str) -> str:
    """The version of an installed package."""
    return str(json.loads((NODE_MODULES / package / "package.json").read_text(encoding="utf-8"))["version"])
