"""A protocol in a preset, ready to be searched: everything that one process needs."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from analysis.explore.abstraction import in_place_of
from analysis.explore.claims import Claims, Named
from analysis.explore.layout import Layout, Vector
from analysis.explore.moves import Effect, Moves
from analysis.explore.symmetry import Symmetry, require_symmetric
from analysis.explore.watched import Watch
from fuzz.chain.keccak import keccak_cached
from properties.catalogue import Catalogue
from properties.preset import Attempt, Preset
from spec.core import Actions
from spec.core.keccak import use


class Model:
    """The moves, claims and symmetries of one configuration, and the vector of its first state."""

    def __init__(
        self,
        actions: Actions,
        catalogue: Catalogue,
        preset: Preset,
        wanted: frozenset[str] | None = None,
        restless: frozenset[Named] = frozenset(),
    ) -> None:
        require_symmetric(preset, actions)
        use(keccak_cached)
        first = preset.initial()
        self.actions, self.catalogue, self.preset, self.wanted = actions, catalogue, preset, wanted
        self.layout = Layout(first, preset.universe)
        watch = Watch(self.layout)
        self.claims = Claims(catalogue, watch, wanted, restless)
        self.moves = Moves(actions, preset, self.layout, watch, self.claims)
        self.symmetry = Symmetry(self.layout, preset)
        self.start: Vector = self.symmetry.canonical(self.layout.encode(first))

    def running(self) -> AbstractContextManager[None]:
        """While it is open, the preset answers in place of opaque functions."""
        if self.preset.opaque is None:
            return nullcontext()
        return in_place_of(self.preset.opaque(self.moves.nature.choose))

    def attempt(self, effect: Effect) -> Attempt | None:
        """The call of an effect; None when time passes."""
        return self.moves.attempts[effect.item] if effect.item < len(self.moves.attempts) else None

    def after(self, effect: Effect, vector: Vector) -> Vector:
        """The state after an effect, as the search keeps it."""
        return self.symmetry.canonical(self.moves.apply(effect, vector))
