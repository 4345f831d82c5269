"""Finding protocols and properties by the name that a user typed.

The registries are imported when they are asked for, not before, so that `lockstep doctor` still
answers on a machine where the packages they need are missing.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fuzz.errors import UserError

if TYPE_CHECKING:
    from properties.binding import EscrowProtocol
    from properties.catalogue import Property


class NoSuchProperty(UserError):
    """No protocol lists a property of the given id."""


def protocols_named(name: str | None) -> Sequence[EscrowProtocol]:
    """Return the protocol called ``name``, or every registered one.

    Raises:
        UnknownProtocol: There is none of that name; the sentence lists those there are.
    """
    from properties.protocols import REGISTERED, load

    return [load(each) for each in ([name] if name is not None else REGISTERED)]


def property_named(name: str) -> Property:
    """Return the property with the id ``name``, upper or lower case, whichever protocol lists it.

    Raises:
        NoSuchProperty: None does; the sentence names close matches.
    """
    listed = {prop.id: prop for protocol in protocols_named(None) for prop in protocol.catalogue}
    if name.upper() in listed:
        return listed[name.upper()]
    close = difflib.get_close_matches(name.upper(), listed, n=3)
    remedy = f"did you mean {' or '.join(close)}?" if close else "`lockstep report` lists those of the last run"
    raise NoSuchProperty(f"there is no property {name!r}", remedy=remedy)
