"""A compiled contract, and the set of them that one compilation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fuzz.build.errors import OversizedContract, UnknownContract, UnlinkedLibrary

CODE_LIMIT = 24_576
"""EIP-170: the most bytes of code that an account may hold."""


@dataclass(frozen=True, eq=False)
class Artifact:
    """One compiled contract.

    Args:
        name: The contract's name in the source.
        source: The source unit that declares it.
        abi: The contract ABI as solc prints it.
        bytecode: Creation code in hexadecimal without ``0x``, with placeholders where libraries go.
        link_references: Solc's map of source to library to positions of these placeholders.
        deployed: Runtime code in hexadecimal; immutables are zero in it.
        storage_layout: Solc's storage layout.
        method_identifiers: Selector (8 hexadecimal digits) by function signature.
        raw: All that solc said about the contract, further outputs included.
    """

    name: str
    source: str
    abi: list[dict[str, Any]]
    bytecode: str
    link_references: dict[str, dict[str, list[dict[str, int]]]]
    deployed: str
    storage_layout: dict[str, Any]
    method_identifiers: dict[str, str]
    raw: dict[str, Any]

    @property
    def deployed_size(self) -> int:
        """The size of the deployed code in bytes."""
        return len(self.deployed) // 2

    @property
    def libraries(self) -> list[str]:
        """The names of the external libraries that the creation code must be linked with."""
        return sorted({library for places in self.link_references.values() for library in places})

    def check_size(self) -> None:
        """Check EIP-170.

        Raises:
            OversizedContract: The deployed code is too large.
        """
        if self.deployed_size > CODE_LIMIT:
            raise OversizedContract(self.name, self.deployed_size, CODE_LIMIT)

    def link(self, libraries: Mapping[str, str] | None = None) -> bytes:
        """Return the creation code with the libraries' addresses filled in.

        Args:
            libraries: Address by library name, or by ``source:name`` where two share a name.

        Raises:
            UnlinkedLibrary: A library's address is missing.
        """
        code = self.bytecode
        for source, places in self.link_references.items():
            for library, positions in places.items():
                address = (libraries or {}).get(f"{source}:{library}") or (libraries or {}).get(library)
                if address is None:
                    raise UnlinkedLibrary(
                        f"contract {self.name} can't be deployed",
                        f"it needs the library {library}, whose address was not given",
                        "deploy the library first and pass its address in `libraries`",
                    )
                for position in positions:
                    start = 2 * position["start"]
                    code = code[:start] + address[2:].lower() + code[start + 2 * position["length"] :]
        return bytes.fromhex(code)


class Artifacts(Mapping[str, Artifact]):
    """The contracts that the entry files of one compilation declare, by name or by ``source:name``."""

    def __init__(self, artifacts: list[Artifact]) -> None:
        self._all = artifacts
        self._by_name: dict[str, list[Artifact]] = {}
        for artifact in artifacts:
            self._by_name.setdefault(artifact.name, []).append(artifact)
            self._by_name[f"{artifact.source}:{artifact.name}"] = [artifact]

    def __getitem__(self, name: str) -> Artifact:
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        if not found:
            known = ", ".join(sorted(self)) or "none"
            raise UnknownContract(
                f"contract {name} is not among the compiled ones", f"those are {known}", "check the name"
            )
        places = " and ".join(artifact.source for artifact in found)
        raise UnknownContract(
            f"contract name {name} is ambiguous", f"{places} both declare it", f"ask for `{found[0].source}:{name}`"
        )

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._by_name if ":" not in name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def all(self) -> list[Artifact]:
        """Return every artifact, also those whose names are shared."""
        return list(self._all)
