"""What a protocol says about itself to the engines that run its property contracts on bytecode.

The property contracts lie in ``properties/solidity/<protocol>/``. A protocol that has them keeps one :class:`Twins`,
called ``TWINS``, in its module ``bytecode``.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from properties.binding import Call, Mood, PlantedFault

SOLIDITY = Path(__file__).resolve().parent / "solidity"
"""The folder of all property contracts."""


@dataclass(frozen=True)
class Done:
    """One call of the protocol that a handler made, as the handler itself reported it.

    action: the specification's word. actor: name in the cast, or an address outside it. arguments: ABI-encoded, as
    the handler's event documents them. now: seconds. ok: whether the call succeeded. broken: bits of the properties
    that were broken when it was over. moods: changes before it.
    """

    action: str
    actor: str
    arguments: bytes
    value: int
    gas_price: int
    now: int
    ok: bool
    broken: int = 0
    moods: tuple[Mood, ...] = ()


@dataclass(frozen=True)
class Twins:
    """The property contracts of one protocol.

    folder: where they lie. unseen: catalogue ids without a twin, each with the reason why a contract can't tell; every
    other id has one. code: bytecode by name that the set-up asks for, made from the protocol's compiled contracts.
    bits: the bit by which the contracts know each property. calls: the trace of what handlers did, from right after
    deployment, given the name behind each address. canaries: faults that each engine must find, one at the surface,
    one behind a sequence.
    """

    protocol: str
    folder: Path
    unseen: Mapping[str, str]
    code: Callable[[Any], Mapping[str, bytes]]
    bits: Mapping[str, int]
    calls: Callable[[Sequence[Done], Mapping[str, str]], tuple[Call, ...]]
    canaries: tuple[PlantedFault, ...]

    def broken(self, bits: int) -> tuple[str, ...]:
        """The properties whose bits are set."""
        return tuple(id for id, bit in self.bits.items() if bits >> bit & 1)

    def ids(self, catalogue: Any) -> tuple[str, ...]:
        """Ids of the catalogue that have a twin, in its order."""
        return tuple(prop.id for prop in catalogue if prop.id not in self.unseen)


def twins_of(protocol: str) -> Twins | None:
    """The property contracts of a protocol; None when it has none."""
    package = f"properties.{protocol}"
    if importlib.util.find_spec(package) is None or importlib.util.find_spec(f"{package}.bytecode") is None:
        return None
    found: Twins = importlib.import_module(f"{package}.bytecode").TWINS
    return found


TWIN = re.compile(r"\bfunction property_(\w+)\(\)")


def mismatches(twins: Twins, catalogue: Iterable[str], sources: str) -> list[str]:
    """Where catalogue and Solidity disagree, in sentences; empty when every property is watched or excused.

    catalogue: ids. sources: the text of the property contracts, whose functions `property_…` are the twins.
    """
    ids, asked = set(catalogue), {name.replace("_", "-") for name in TWIN.findall(sources)}
    watched = ids - set(twins.unseen)
    found = [f"{id} has no function property_{id.replace('-', '_')}" for id in sorted(watched - asked)]
    found += [f"{id} has no bit" for id in sorted(watched - set(twins.bits))]
    found += [f"property_{id.replace('-', '_')} has no entry in the catalogue" for id in sorted(asked - ids)]
    found += [f"the bit of {id} has no entry in the catalogue" for id in sorted(set(twins.bits) - ids)]
    found += [f"{id} is excused and has a twin" for id in sorted(set(twins.unseen) & (asked | set(twins.bits)))]
    return found + [f"{id} is excused and has no entry in the catalogue" for id in sorted(set(twins.unseen) - ids)]


BIT = re.compile(r"^uint8 constant (\w+) = (\d+);$", re.MULTILINE)


def bits_in(file: Path) -> dict[str, int]:
    """The bit of each property, as a file of Solidity constants declares it: `uint8 constant ABC_CON_01 = 0;`."""
    return {name.replace("_", "-"): int(bit) for name, bit in BIT.findall(file.read_text(encoding="utf-8"))}
