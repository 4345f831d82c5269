"""Calls of handlers as tools print them, back as calldata.

A tool that fuzzes the property contracts names a handler and prints its arguments; the handler's types come from the
compiled property contracts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_abi.abi import encode

from fuzz.build import Settings, compile_sources
from fuzz.chain.keccak import keccak
from fuzz.engines.adapter import Sent
from properties.bytecode import SOLIDITY

HANDLERS = (("Exact.sol", "ExactHandlers"), ("UnclampedHandlers.sol", "UnclampedHandlers"))
"""Files and contracts that have every handler of a protocol; the first that is there counts."""


class UnreadableCall(ValueError):
    """A call that names no handler, or an argument that can't be read."""


@dataclass(frozen=True)
class Handler:
    """One handler: its name and the types of its arguments."""

    name: str
    types: tuple[str, ...]

    @property
    def signature(self) -> str:
        """As in an ABI."""
        return f"{self.name}({','.join(self.types)})"

    def calldata(self, arguments: Sequence[str]) -> bytes:
        """The call with printed arguments. Raises UnreadableCall."""
        if len(arguments) != len(self.types):
            raise UnreadableCall(f"{self.signature} was given {len(arguments)} arguments")
        values = [value_of(kind, text) for kind, text in zip(self.types, arguments, strict=True)]
        return keccak(self.signature.encode())[:4] + encode(list(self.types), values)


def handlers_of(protocol: str, folder: Path = SOLIDITY) -> dict[str, Handler]:
    """Every handler of a protocol's property contracts, by name."""
    found = ((folder / protocol / file, contract) for file, contract in HANDLERS)
    file, contract = next((file, contract) for file, contract in found if file.is_file())
    return handlers_in(compile_sources([file], settings=Settings(outputs=("abi",)))[contract].abi)


def handlers_in(abi: Sequence[Mapping[str, Any]]) -> dict[str, Handler]:
    """The functions of an ABI that change state and take plain values."""
    return {
        entry["name"]: Handler(entry["name"], tuple(given["type"] for given in entry["inputs"]))
        for entry in abi
        if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
    }


def call_of(handlers: Mapping[str, Handler], name: str, arguments: Sequence[str], sender: str, delay: int = 0) -> Sent:
    """One printed call as a transaction. Raises UnreadableCall."""
    if name not in handlers:
        raise UnreadableCall(f"{name} is no handler of the protocol")
    data = handlers[name].calldata(arguments)
    return Sent(sender, "", data, name, f"{name}({', '.join(arguments)})", delay=delay)


def value_of(kind: str, text: str) -> Any:
    """A printed value of a Solidity type. Raises UnreadableCall."""
    text = text.strip().strip("()")
    try:
        if kind.startswith(("uint", "int")):
            return int(text, 0)
        if kind == "bool":
            return {"true": True, "false": False}[text.lower()]
        if kind == "address":
            return "0x" + text.removeprefix("0x").zfill(40)
        if kind.startswith("bytes") and text.startswith("0x"):
            return bytes.fromhex(text[2:])
    except (ValueError, KeyError):
        raise UnreadableCall(f"{text!r} is no {kind}") from None
    raise UnreadableCall(f"a value of type {kind} can't be read back")
