"""The protocols that are verified: one line for each."""

from __future__ import annotations

import importlib

from properties.binding import EscrowProtocol
from properties.errors import UserError

REGISTERED = {
    "dcm": "properties.dcm.protocol",
    "compute": "properties.compute.protocol",
}
"""Name and module of every protocol; the module has one `PROTOCOL`."""


class UnknownProtocol(UserError):
    """No protocol has the name that was asked for."""


def load(name: str) -> EscrowProtocol:
    """A registered protocol. Raises UnknownProtocol naming those there are."""
    if name not in REGISTERED:
        raise UnknownProtocol(f"protocol {name!r} does not exist", None, f"choose one of {', '.join(REGISTERED)}")
    found: EscrowProtocol = importlib.import_module(REGISTERED[name]).PROTOCOL
    return found


PROTOCOLS = tuple(REGISTERED)
"""Names of all protocols."""
