"""Finding a preset by its name, or by the profile of a run."""

from __future__ import annotations

import difflib

from fuzz.errors import UserError
from properties.binding import EscrowProtocol
from properties.preset import Preset

FOR_PROFILE = {"quick": "tiny", "ci": "ci", "deep": "deep"}
"""The preset that each profile of a run explores."""


class UnknownPreset(UserError):
    """A protocol has no preset of the given name."""


def preset_named(protocol: EscrowProtocol, name: str) -> Preset:
    """The preset of a protocol. Raises UnknownPreset, naming those there are."""
    named = {preset.name: preset for preset in protocol.presets}
    if name in named:
        return named[name]
    close = difflib.get_close_matches(name, named, n=1)
    known = f"choose one of {', '.join(named)}" if named else "declare one with the protocol"
    remedy = f"did you mean {close[0]}?" if close else known
    raise UnknownPreset(f"there is no preset {name!r} of {protocol.name}", remedy=remedy)
