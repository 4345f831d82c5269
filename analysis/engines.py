"""The registry of engines, in the order in which they run and in which tables list them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from analysis.bytecode.engine import BytecodeEngine
from analysis.engine import Engine
from analysis.explore.engine import ExploreEngine
from analysis.lockstep.engine import LockstepEngine
from analysis.mutants.engine import MutantsEngine
from analysis.prove.engine import ProveEngine
from analysis.slither.engine import SlitherEngine
from fuzz.engines.echidna.adapter import EchidnaAdapter
from fuzz.engines.forge.adapter import ForgeAdapter
from fuzz.engines.halmos.adapter import HalmosAdapter
from fuzz.engines.manticore.adapter import ManticoreAdapter
from fuzz.engines.medusa.adapter import MedusaAdapter
from fuzz.errors import UserError

ENGINES: list[Engine] = [
    LockstepEngine(),
    ExploreEngine(),
    ProveEngine(),
    SlitherEngine(),
    BytecodeEngine(ForgeAdapter()),
    BytecodeEngine(HalmosAdapter()),
    BytecodeEngine(EchidnaAdapter()),
    BytecodeEngine(MedusaAdapter()),
    BytecodeEngine(ManticoreAdapter()),
    MutantsEngine(),
]


class UnknownEngine(UserError):
    """No engine has the given name."""


def engines_named(names: Iterable[str], registry: list[Engine] | None = None) -> list[Engine]:
    """Return the engines called ``names``, in the order of the registry; all of them for no names.

    Raises:
        UnknownEngine: A name is not in the registry; the sentence lists those that are.
    """
    known = ENGINES if registry is None else registry
    by_name = {engine.name: engine for engine in known}
    wanted = set(names)
    for name in sorted(wanted - set(by_name)):
        close = difflib.get_close_matches(name, by_name, n=1)
        remedy = (
            f"did you mean {close[0]}?" if close else f"choose from {', '.join(by_name) or 'none: no engine is there'}"
        )
        raise UnknownEngine(f"there is no engine {name!r}", remedy=remedy)
    return [engine for engine in known if not wanted or engine.name in wanted]
