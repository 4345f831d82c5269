"""Names instead of bytes: calls, results, events and custom errors of a contract, by its ABI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from eth_abi.exceptions import DecodingError, EncodingError

from fuzz.chain.abi_types import Row, row_of, static_type
from fuzz.chain.errors import AbiError
from fuzz.chain.keccak import keccak

if TYPE_CHECKING:
    from fuzz.chain.receipt import Log, Receipt

Abi = list[dict[str, Any]]
_ABI_TYPE = re.compile(r"(u?int\d+|address|bool|bytes\d*|string|function|tuple)(\[\d*\])*$")
_BAD_VALUE = (EncodingError, ValueError, OverflowError, TypeError, AttributeError)
_BAD_DATA = (DecodingError, ValueError, OverflowError)


class Event(NamedTuple):
    """A decoded event. An indexed parameter of dynamic type is the hash that the topic holds."""

    address: str
    name: str
    args: dict[str, Any]


class Reverted(NamedTuple):
    """A decoded revert: ``Error`` and ``Panic`` as in Solidity, ``""`` for no data, ``"unknown"`` for other data."""

    name: str
    args: tuple[Any, ...]
    data: bytes

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.args))})" if self.name else "revert without data"


class Function(NamedTuple):
    """One function of an ABI."""

    name: str
    signature: str
    selector: bytes
    inputs: Row
    outputs: Row


class _EventCodec:
    """Reads the logs of one event."""

    def __init__(self, entry: dict[str, Any]) -> None:
        parameters = entry["inputs"]
        self.name: str = entry["name"]
        names = [parameter["name"] or f"arg{i}" for i, parameter in enumerate(parameters)]
        pairs = list(zip(names, parameters, strict=True))
        self._order = names
        self._indexed = [(name, static_type(p)) for name, p in pairs if p["indexed"]]
        self._plain = [name for name, p in pairs if not p["indexed"]]
        self._row = row_of([p for p in parameters if not p["indexed"]])
        self.topic = keccak((self.name + row_of(parameters).signature).encode())
        self.topic_count = 1 + len(self._indexed)

    def decode(self, log: Log) -> Event:
        found = dict(zip(self._plain, self._row.decode(log.data), strict=True))
        for (name, codec), topic in zip(self._indexed, log.topics[1:], strict=True):
            found[name] = codec.decode(topic, 0) if codec is not None and codec.size == 32 else topic
        return Event(log.address, self.name, {name: found[name] for name in self._order})


class EventBook:
    """All known events, by topic."""

    def __init__(self) -> None:
        self._codecs: dict[tuple[bytes, int], _EventCodec] = {}

    def learn(self, abi: Abi) -> None:
        """Add the events of an ABI."""
        for entry in abi:
            if entry["type"] == "event" and not entry.get("anonymous"):
                codec = _EventCodec(entry)
                self._codecs[codec.topic, codec.topic_count] = codec

    def decode(self, log: Log) -> Event | None:
        """Return the decoded event, or ``None`` if no known contract has it."""
        codec = self._codecs.get((log.topics[0], len(log.topics))) if log.topics else None
        if codec is None:
            return None
        try:
            return codec.decode(log)
        except _BAD_DATA as error:
            raise AbiError(f"event {codec.name} of {log.address} can't be decoded", str(error)) from None


class ErrorBook:
    """All known custom errors, by selector, with Solidity's own two."""

    def __init__(self) -> None:
        self._codecs: dict[bytes, tuple[str, Row]] = {}
        for name, kind in (("Error", "string"), ("Panic", "uint256")):
            self.learn([{"type": "error", "name": name, "inputs": [{"name": "", "type": kind}]}])

    def learn(self, abi: Abi) -> None:
        """Add the errors of an ABI."""
        for entry in abi:
            if entry["type"] == "error":
                row = row_of(entry["inputs"])
                self._codecs[keccak((entry["name"] + row.signature).encode())[:4]] = (entry["name"], row)

    def decode(self, data: bytes) -> Reverted:
        """Return what revert data says; data that no known error explains is ``unknown``."""
        if not data:
            return Reverted("", (), data)
        codec = self._codecs.get(data[:4])
        if codec is not None:
            try:
                return Reverted(codec[0], codec[1].decode(data[4:]), data)
            except _BAD_DATA:
                pass  # another error with the same selector, or a hand-made one: its bytes speak for themselves
        return Reverted("unknown", (data,), data)


def _encodable(function: dict[str, Any]) -> bool:
    """Whether calldata can be made: functions of libraries may take storage pointers, which only delegates can."""
    parameters = [*function["inputs"], *function["outputs"]]
    while parameters:
        parameter = parameters.pop()
        if not _ABI_TYPE.match(parameter["type"]):
            return False
        parameters.extend(parameter.get("components", ()))
    return True


class Interface:
    """An ABI, prepared for use; :func:`interface_of` keeps one for each ABI."""

    def __init__(self, abi: Abi) -> None:
        self.abi = abi
        self.errors = ErrorBook()
        self.errors.learn(abi)
        self.events = EventBook()
        self.events.learn(abi)
        self._constructor = row_of(next((e["inputs"] for e in abi if e["type"] == "constructor"), []))
        self.functions: dict[str, Function] = {}
        by_name: dict[str, list[Function]] = {}
        for entry in abi:
            if entry["type"] == "function" and _encodable(entry):
                inputs, outputs = row_of(entry["inputs"]), row_of(entry["outputs"])
                signature = entry["name"] + inputs.signature
                function = Function(entry["name"], signature, keccak(signature.encode())[:4], inputs, outputs)
                self.functions[signature] = function
                by_name.setdefault(function.name, []).append(function)
        self.functions |= {name: found[0] for name, found in by_name.items() if len(found) == 1}
        self._overloaded = {name: found for name, found in by_name.items() if len(found) > 1}

    def function(self, name: str) -> Function:
        """Return a function by name, or by signature where the name is overloaded.

        Raises:
            AbiError: There is none, or the name alone does not tell.
        """
        found = self.functions.get(name)
        if found is not None:
            return found
        if name in self._overloaded:
            choices = " or ".join(f.signature for f in self._overloaded[name])
            raise AbiError(f"function {name} is overloaded", None, f"ask for {choices}")
        raise AbiError(f"function {name} is not in the ABI", None, "check the name")

    def encode_constructor(self, *args: object) -> bytes:
        """Return constructor arguments, encoded."""
        return _encoded("constructor", self._constructor, args)


def _encoded(name: str, row: Row, args: tuple[object, ...]) -> bytes:
    try:
        return row.encode(args)
    except _BAD_VALUE as error:
        raise AbiError(f"arguments of {name}{row.signature} can't be encoded", str(error), "check the values") from None


_interfaces: dict[int, Interface] = {}


def interface_of(abi: Abi) -> Interface:
    """Return the prepared form of an ABI; the same list object gives the same one."""
    interface = _interfaces.get(id(abi))
    if interface is None or interface.abi is not abi:
        interface = _interfaces[id(abi)] = Interface(abi)
    return interface


class Contract:
    """A deployed contract: an address and an ABI.

    Args:
        address: Lower-case address.
        abi: Its ABI.
        name: Its name, for people.
        created: The receipt of its deployment, where there was one.
    """

    __slots__ = ("abi", "address", "created", "interface", "name")

    def __init__(self, address: str, abi: Abi, *, name: str = "contract", created: Receipt | None = None) -> None:
        self.address = address
        self.abi = abi
        self.name = name
        self.created = created
        self.interface = interface_of(abi)

    def encode(self, function: str, *args: object) -> bytes:
        """Return calldata.

        Raises:
            AbiError: No such function, or a value does not fit its type.
        """
        found = self.interface.functions.get(function) or self.interface.function(function)
        return found.selector + _encoded(found.name, found.inputs, args)

    def decode(self, function: str, data: bytes) -> Any:
        """Return a call's result: nothing as ``None``, one value as itself, several as a tuple.

        Raises:
            AbiError: No such function, or the data is not such a result.
        """
        found = self.interface.functions.get(function) or self.interface.function(function)
        try:
            values = found.outputs.decode(data)
        except _BAD_DATA as error:
            raise AbiError(f"the result of {self.name}.{found.name} can't be decoded", str(error)) from None
        return values if len(values) > 1 else values[0] if values else None

    def decode_error(self, data: bytes) -> Reverted:
        """Return what revert data says, by this contract's own errors; `World.errors` knows every contract's."""
        return self.interface.errors.decode(data)

    def decode_log(self, log: Log) -> Event:
        """Return a decoded event of this contract's ABI.

        Raises:
            AbiError: The ABI has no such event.
        """
        event = self.interface.events.decode(log)
        if event is None:
            raise AbiError(f"a log of {log.address} can't be decoded", f"{self.name} has no such event", None)
        return event

    def __repr__(self) -> str:
        return f"{self.name}@{self.address}"
