"""A search stopped after some levels, to compare it with a plain one."""

from __future__ import annotations

from functools import partial

from analysis.explore.claims import Named, RestlessClause
from analysis.explore.crew import Alone
from analysis.explore.model import Model
from properties.binding import EscrowProtocol
from properties.preset import Preset


def crew_after(protocol: EscrowProtocol, chosen: Preset, levels: int) -> Alone:
    """A search of so many levels; it begins again for each clause that has to be judged with every call."""
    restless: frozenset[Named] = frozenset()
    while True:
        crew = Alone(partial(Model, protocol.actions, protocol.catalogue, chosen, None, restless))
        try:
            crew.begin()
            for _ in range(levels):
                crew.level()
            return crew
        except RestlessClause as found:
            restless |= {found.named}
