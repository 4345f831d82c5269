"""Private storage by name, through solc's storage layout.

Contracts hold ciphertext handles without getters; the oracle reads them here::

    StorageReader(world, contract.address, artifact.storage_layout).read("_jobs", 7, "handle")

Values: integers and enums as int, bool as bool, addresses and contracts as lower-case str, fixed and dynamic
bytes (encrypted types too) as bytes, strings as str, structs as dict (mappings in them left out), arrays as tuple.
"""

from __future__ import annotations

import re
from typing import Any

from fuzz.chain.errors import LayoutError
from fuzz.chain.keccak import keccak_cached
from fuzz.chain.world import World

_WORD = 2**256
_ENCRYPTED = re.compile(r"(external)?(ebool|euint\d+|eaddress)$", re.IGNORECASE)


class StorageReader:
    """Reads one contract's storage.

    Args:
        world: The chain.
        address: The contract.
        layout: Solc's ``storageLayout`` output for it.
    """

    def __init__(self, world: World, address: str, layout: dict[str, Any]) -> None:
        self._world = world
        self._address = address
        self._types: dict[str, dict[str, Any]] = layout.get("types") or {}
        self._places: dict[tuple[str, tuple[object, ...]], tuple[str, int, int]] = {}
        self._variables = {entry["label"]: entry for entry in layout["storage"]}

    def read(self, variable: str, *path: object) -> Any:
        """Return a value.

        Args:
            variable: A state variable.
            path: Keys of mappings, indices of arrays, names of struct fields, from the outside in;
                ``"length"`` after a dynamic array.

        Raises:
            LayoutError: The path does not fit the layout, or an index is out of bounds.
        """
        known = self._places.get((variable, path))
        if known is not None:
            return self._value(*known)
        entry = self._variables.get(variable)
        if entry is None:
            names = ", ".join(self._variables) or "none"
            raise LayoutError(f"state variable {variable} does not exist", f"those are {names}", "check the name")
        type_id, slot, offset = entry["type"], int(entry["slot"]), int(entry["offset"])
        fixed = True  # only an index into a dynamic array can be in bounds now and out of bounds later
        for step in path:
            if step == "length" and self._types[type_id]["encoding"] == "dynamic_array":
                return self._word(slot)
            fixed = fixed and self._types[type_id]["encoding"] != "dynamic_array"
            type_id, slot, offset = self._step(type_id, slot, step)
        if fixed:
            self._places[variable, path] = (type_id, slot, offset)
        return self._value(type_id, slot, offset)

    def slot(self, variable: str, *path: object) -> int:
        """Return the storage slot of a value; see :meth:`read`."""
        entry = self._variables[variable]
        type_id, slot = entry["type"], int(entry["slot"])
        for step in path:
            type_id, slot, _ = self._step(type_id, slot, step)
        return slot

    def _word(self, slot: int) -> int:
        return self._world.storage(self._address, slot % _WORD)

    def _step(self, type_id: str, slot: int, step: object) -> tuple[str, int, int]:
        """Return type, slot and byte offset one step further in."""
        kind = self._types[type_id]
        if kind["encoding"] == "mapping":
            key = _key_bytes(self._types[kind["key"]]["label"], step)
            return kind["value"], int.from_bytes(keccak_cached(key + slot.to_bytes(32, "big")), "big"), 0
        if "members" in kind:
            for member in kind["members"]:
                if member["label"] == step:
                    return member["type"], (slot + int(member["slot"])) % _WORD, int(member["offset"])
            fields = ", ".join(member["label"] for member in kind["members"])
            raise LayoutError(f"{kind['label']} has no field {step!r}", f"its fields are {fields}", "check the name")
        if "base" in kind and isinstance(step, int):
            return self._element(kind, slot, step)
        raise LayoutError(f"{kind['label']} can't be entered with {step!r}", None, "check the path")

    def _element(self, kind: dict[str, Any], slot: int, index: int) -> tuple[str, int, int]:
        length = self._length(kind, slot)
        if not 0 <= index < length:
            raise LayoutError(f"index {index} of {kind['label']} is out of bounds", f"its length is {length}", None)
        if kind["encoding"] == "dynamic_array":
            slot = int.from_bytes(keccak_cached(slot.to_bytes(32, "big")), "big")
        size = int(self._types[kind["base"]]["numberOfBytes"])
        if size > 16:
            return kind["base"], (slot + index * ((size + 31) // 32)) % _WORD, 0
        per_slot = 32 // size
        return kind["base"], (slot + index // per_slot) % _WORD, index % per_slot * size

    def _length(self, kind: dict[str, Any], slot: int) -> int:
        if kind["encoding"] == "dynamic_array":
            return self._word(slot)
        return int(kind["label"].rpartition("[")[2].rstrip("]"))

    def _value(self, type_id: str, slot: int, offset: int) -> Any:
        kind = self._types[type_id]
        if kind["encoding"] == "bytes":
            data = self._long_bytes(slot)
            return data.decode(errors="replace") if kind["label"] == "string" else data
        if kind["encoding"] == "mapping":
            raise LayoutError(f"{kind['label']} can't be read whole", "a mapping has no list of keys", "name a key")
        if "members" in kind:
            return {
                member["label"]: self._value(member["type"], slot + int(member["slot"]), int(member["offset"]))
                for member in kind["members"]
                if self._types[member["type"]]["encoding"] != "mapping"
            }
        if "base" in kind:
            places = (self._element(kind, slot, i) for i in range(self._length(kind, slot)))
            return tuple([self._value(*place) for place in places])
        size = int(kind["numberOfBytes"])
        return _elementary(type_id, kind["label"], (self._word(slot) >> (8 * offset)) % (1 << (8 * size)), size)

    def _long_bytes(self, slot: int) -> bytes:
        word = self._word(slot)
        if not word & 1:  # short: the data itself, with twice its length in the last byte
            return word.to_bytes(32, "big")[: (word & 0xFF) // 2]
        length = word // 2
        start = int.from_bytes(keccak_cached(slot.to_bytes(32, "big")), "big")
        words = [self._word(start + i).to_bytes(32, "big") for i in range((length + 31) // 32)]
        return b"".join(words)[:length]


def _elementary(type_id: str, label: str, raw: int, size: int) -> Any:
    if label == "bool":
        return raw != 0
    if label.startswith("address") or type_id.startswith("t_contract"):
        return "0x" + raw.to_bytes(20, "big").hex()
    if label.startswith("bytes") or _ENCRYPTED.match(label):
        return raw.to_bytes(size, "big")
    if label.startswith("int"):
        return raw - (1 << (8 * size)) if raw >> (8 * size - 1) else raw
    return raw


def _key_bytes(label: str, key: object) -> bytes:
    """Return a mapping key as Solidity hashes it."""
    if label in ("string", "bytes"):
        return key.encode() if isinstance(key, str) else bytes(key) if isinstance(key, bytes) else _bad_key(label, key)
    if isinstance(key, int):
        return (int(key) % _WORD).to_bytes(32, "big")
    if isinstance(key, bytes):
        return key.ljust(32, b"\x00")
    if isinstance(key, str) and re.fullmatch(r"0x[0-9a-fA-F]{40}", key):
        return bytes.fromhex(key[2:]).rjust(32, b"\x00")
    return _bad_key(label, key)


def _bad_key(label: str, key: object) -> bytes:
    raise LayoutError(f"{key!r} is no key of type {label}", None, "pass int, bytes, or an address as str")
