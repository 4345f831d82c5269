"""Which detectors speak for which property of a protocol: the table that turns silence into evidence.

A protocol keeps it in ``properties/<protocol>/static_checks.py``: ``SUPPORTS`` maps the id of a property to the ids of
detectors, ``PLANTED`` lists faults that these detectors have to find.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.slither.detector import Detector
from analysis.slither.plugin import detectors
from properties.binding import EscrowProtocol, PlantedFault
from properties.errors import UserError


class MeaninglessSupport(UserError):
    """A table names a property or detector that is not there, or joins two of different families."""


@dataclass(frozen=True)
class Supports:
    """The table of one protocol.

    Attributes:
        detectors: Ids of detectors by id of the property that their silence supports.
        planted: Faults written into the sources, each of which a detector of its property has to find.
    """

    detectors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    planted: tuple[PlantedFault, ...] = ()


def supports_of(protocol: EscrowProtocol) -> Supports:
    """Return the table of a protocol, checked; an empty one where the protocol has none.

    Raises:
        MeaninglessSupport: The table does not fit the catalogue or the pack.
    """
    name = f"properties.{protocol.name}.static_checks"
    if importlib.util.find_spec(name) is None:
        return Supports()
    module = importlib.import_module(name)
    table = Supports(module.SUPPORTS, module.PLANTED)
    _check(protocol, table)
    return table


def _check(protocol: EscrowProtocol, table: Supports) -> None:
    pack = {detector.ARGUMENT: detector for detector in detectors()}
    families = {prop.id: str(prop.family) for prop in protocol.catalogue}
    for property_id, ids in table.detectors.items():
        if property_id not in families:
            raise _refusal(protocol, f"{property_id} is no property", "take one of the catalogue")
        for id_ in ids:
            _check_pair(protocol, property_id, families[property_id], id_, pack)
    for fault in table.planted:
        if fault.property not in table.detectors:
            raise _refusal(protocol, f"no detector supports {fault.property}, planted against", "plant another fault")


def _check_pair(
    protocol: EscrowProtocol, property_id: str, family: str, id_: str, pack: Mapping[str, type[Detector]]
) -> None:
    if id_ not in pack:
        raise _refusal(protocol, f"there is no detector {id_}, named for {property_id}", "check the id")
    if family not in pack[id_].PROPERTIES:
        known = ", ".join(pack[id_].PROPERTIES)
        raise _refusal(
            protocol, f"{id_} says nothing about {family}, the family of {property_id}", f"it speaks for {known}"
        )


def _refusal(protocol: EscrowProtocol, what: str, remedy: str) -> MeaninglessSupport:
    return MeaninglessSupport(f"the static checks of {protocol.name} mean nothing", what, remedy)
