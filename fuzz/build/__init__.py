"""From Solidity sources to artifacts: import resolution, solcjs in a warm Node process, a content-addressed cache."""

from fuzz.build.artifact import Artifact, Artifacts
from fuzz.build.compile import compile_sources
from fuzz.build.errors import CompileError, OversizedContract, PartsDisagree, ToolchainError
from fuzz.build.parts import check_layout, joined_abi
from fuzz.build.settings import PROJECT_ROOT, Settings

__all__ = [
    "PROJECT_ROOT",
    "Artifact",
    "Artifacts",
    "CompileError",
    "OversizedContract",
    "PartsDisagree",
    "Settings",
    "ToolchainError",
    "check_layout",
    "compile_sources",
    "joined_abi",
]
