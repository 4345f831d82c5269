"""A sequence of handler calls, whichever tool keeps it, and what is wrong with a file that holds none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError, EncodingError

from fuzz.chain.keccak import keccak
from fuzz.engines.handlers import Handler
from fuzz.errors import UserError

Handlers = Mapping[str, Handler]
"""Every handler of a protocol's property contracts, by name."""


class BadCorpus(UserError):
    """A file of a corpus that can't be used."""


@dataclass(frozen=True)
class Transaction:
    """One call of a handler. gas_price: in wei, as the tool sets it. delay: seconds that the tool lets pass before."""

    handler: Handler
    arguments: tuple[Any, ...]
    gas_price: int = 0
    delay: int = 0

    @property
    def data(self) -> bytes:
        """Calldata in full."""
        return selector(self.handler) + encode(list(self.handler.types), list(self.arguments))


@dataclass(frozen=True)
class HandlerSequence:
    """Calls from right after the scene. name: as files are called, without an ending."""

    name: str
    transactions: tuple[Transaction, ...]

    @property
    def digest(self) -> bytes:
        """32 bytes that tell sequences apart, whatever they are called."""
        return hashlib.sha256(b"".join(one.data for one in self.transactions)).digest()


def selector(handler: Handler) -> bytes:
    """The four bytes by which a contract knows a function."""
    return keccak(handler.signature.encode())[:4]


def bad(file: Path, why: str, remedy: str) -> BadCorpus:
    """The error about a file."""
    return BadCorpus(f"{file} can't be read as a corpus", why, remedy)


STALE = "remove the file: it is older than the property contracts, or of others"


def from_data(data: bytes, handlers: Handlers, gas_price: int = 0, delay: int = 0) -> Transaction:
    """A call from its calldata. Raises ValueError with a clause that says what is wrong."""
    handler = next((one for one in handlers.values() if selector(one) == data[:4]), None)
    if handler is None:
        raise ValueError(f"0x{data[:4].hex()} is the selector of no handler")
    try:
        arguments = decode(list(handler.types), data[4:])
    except DecodingError as fault:
        raise ValueError(f"the arguments of {handler.signature} can't be decoded: {fault}") from None
    return Transaction(handler, tuple(arguments), gas_price, delay)


def from_words(
    name: str, arguments: Sequence[Any], handlers: Handlers, gas_price: int = 0, delay: int = 0
) -> Transaction:
    """A call from a handler's name, or signature, and its arguments. Raises ValueError with a clause."""
    handler = handlers.get(name.partition("(")[0])
    if handler is None or name not in (handler.name, handler.signature):
        raise ValueError(f"{name} is no handler")
    transaction = Transaction(handler, tuple(arguments), gas_price, delay)
    try:
        encode(list(handler.types), list(arguments))
    except (EncodingError, ValueError) as fault:
        raise ValueError(f"{handler.signature} does not take {_told(arguments)}: {fault}") from None
    return transaction


def _told(arguments: Sequence[Any]) -> str:
    return ", ".join(str(one) for one in arguments) or "no arguments"
