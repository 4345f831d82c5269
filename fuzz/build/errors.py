"""What can go wrong between a Solidity source and an artifact, said in sentences the user can act on."""

from __future__ import annotations

from fuzz.errors import UserError


class ToolchainError(UserError):
    """Compiling is impossible: a tool is missing, or a source is not what it should be."""


class NodeMissing(ToolchainError):
    """No usable ``node`` is on PATH."""


class SolcMissing(ToolchainError):
    """The npm package ``solc`` is not installed in the project."""


class SolcCrashed(ToolchainError):
    """The compiler process ended without an answer."""


class SourceMissing(ToolchainError):
    """A source file, or a file that one imports, does not exist."""


class CompileError(ToolchainError):
    """Solc refused the sources.

    Args:
        entries: The files that were asked for.
        messages: Solc's own formatted errors, all of them; the sentence shows the first three.
    """

    SHOWN = 3

    def __init__(self, entries: list[str], messages: list[str]) -> None:
        self.messages = messages
        more = len(messages) - self.SHOWN
        super().__init__(
            f"{', '.join(entries)} does not compile",
            f"solc reports {len(messages)} error{'s' if len(messages) != 1 else ''}"
            + (f", of which {more} are not shown" if more > 0 else ""),
            "correct the source at the place shown and run again",
        )

    def __str__(self) -> str:
        shown = "\n".join(message.strip() for message in self.messages[: self.SHOWN])
        return f"{self.sentence()}\n{shown}"


class UnknownContract(ToolchainError):
    """An artifact was asked for by a name that no compiled source declares, or that several declare."""


class UnlinkedLibrary(ToolchainError):
    """A contract uses an external library whose address was not given."""


class OversizedContract(ToolchainError):
    """A contract's deployed code is larger than EIP-170 allows.

    Args:
        name: The contract.
        size: Its deployed size in bytes.
        limit: The EIP-170 limit in bytes.
    """

    def __init__(self, name: str, size: int, limit: int) -> None:
        self.size = size
        super().__init__(
            f"contract {name} is too large to deploy",
            f"its deployed code is {size} bytes, {size - limit} above the {limit} that EIP-170 allows",
            "move code into a library or a second contract",
        )


class PartsDisagree(ToolchainError):
    """The parts of one contract's code name different functions alike, or keep its storage at different places."""
