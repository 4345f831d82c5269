"""How sources are compiled, and where the project keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT_ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds ``contracts/``, ``node_modules/`` and ``build/``."""

NODE_MODULES = PROJECT_ROOT / "node_modules"
CACHE = PROJECT_ROOT / "build" / "cache" / "solc"

LEAN_OUTPUTS = (
    "abi",
    "evm.bytecode.object",
    "evm.bytecode.linkReferences",
    "evm.deployedBytecode.object",
    "evm.methodIdentifiers",
    "storageLayout",
)
"""All that deploying, calling and reading storage need. The AST is left out: for FHE sources it alone is 12 MB."""


@dataclass(frozen=True)
class Settings:
    """Compiler settings; the defaults are those of the contracts under test.

    Args:
        optimizer_runs: Optimizer runs, or ``None`` to switch the optimizer off.
        evm_version: The EVM that code is generated for.
        via_ir: Compile through Yul; two to four times slower.
        outputs: The per-contract outputs to ask solc for.
    """

    optimizer_runs: int | None = 200
    evm_version: str = "cancun"
    via_ir: bool = False
    outputs: tuple[str, ...] = LEAN_OUTPUTS

    def standard_json(self, entries: list[str]) -> dict[str, Any]:
        """Return solc's ``settings`` object; outputs are selected for the entry units only."""
        selection: dict[str, Any] = {entry: {"*": list(self.outputs)} for entry in entries}
        return {
            "optimizer": {"enabled": self.optimizer_runs is not None, "runs": self.optimizer_runs or 200},
            "evmVersion": self.evm_version,
            "viaIR": self.via_ir,
            "outputSelection": selection,
        }
