"""Our own contracts with weaknesses written back into them: a few text edits, several to a compilation.

An attack has to succeed somewhere, or it shows nothing. So each runs on a variant that has its weakness, and then on
the contracts as they are. Edits that don't disturb each other share a variant, because compiling is what costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from fuzz.build import Artifacts
from fuzz.lockstep.source import Patch, SessionSource


class Edit(NamedTuple):
    """One change of one file, and the weaknesses that it is part of; `find` occurs once."""

    weaknesses: tuple[str, ...]
    file: str
    find: str
    replace: str


class Variant(NamedTuple):
    """A protocol's contracts with some edits; `beside` are those of another variant that is compiled with this one."""

    protocol: str
    name: str
    edits: tuple[Edit, ...]
    beside: tuple[Edit, ...] = ()

    @property
    def weaknesses(self) -> frozenset[str]:
        """Ids of the weaknesses that it has."""
        return frozenset(weakness for edit in self.edits for weakness in edit.weaknesses)

    def compiled(self) -> Artifacts:
        """The protocol's contracts with all edits, in an order that two variants of one compilation share."""
        edits = sorted((*self.edits, *self.beside))
        return compiled(self.protocol, tuple(Patch(edit.file, edit.find, edit.replace) for edit in edits))


@cache
def compiled(protocol: str, patches: tuple[Patch, ...] = ()) -> Artifacts:
    """A protocol's contracts; without patches, as they are."""
    return SessionSource(protocol, patches).artifacts()


def variant_with(variants: Sequence[Variant], weakness: str) -> Variant:
    """The one variant that has a weakness."""
    (found,) = (variant for variant in variants if weakness in variant.weaknesses)
    return found
