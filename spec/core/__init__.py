"""The language that specifications are written in. It names no protocol."""

from spec.core.action import Action, Actions, Parameter, View
from spec.core.errors import Panic, Revert, require
from spec.core.interpreter import Outcome, perform, would
from spec.core.message import Environment, Event, Grant, ImportRefused, Message, Movement, Slot, Transfer
from spec.core.opaque import each, is_opaque, opacity_of, opaque
from spec.core.record import record
from spec.core.step import Step
from spec.core.store import Ledger, Roster, Rosters, Store
from spec.core.types import (
    ZERO_ADDRESS,
    ZERO_WORD,
    Address,
    Bytes32,
    GhostWei,
    Seconds,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uint256,
    Wei,
)

__all__ = [
    "ZERO_ADDRESS",
    "ZERO_WORD",
    "Action",
    "Actions",
    "Address",
    "Bytes32",
    "Environment",
    "Event",
    "GhostWei",
    "Grant",
    "ImportRefused",
    "Ledger",
    "Message",
    "Movement",
    "Outcome",
    "Panic",
    "Parameter",
    "Revert",
    "Roster",
    "Rosters",
    "Seconds",
    "Slot",
    "Step",
    "Store",
    "Transfer",
    "Uint8",
    "Uint16",
    "Uint32",
    "Uint64",
    "Uint256",
    "View",
    "Wei",
    "each",
    "is_opaque",
    "opacity_of",
    "opaque",
    "perform",
    "record",
    "require",
    "would",
]
