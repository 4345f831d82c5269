"""Faults of a specification that the search finds, each by the fewest calls that show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from analysis.explore.search import DEFAULT_CAP, explore
from analysis.explore.trace import retell
from properties.binding import EscrowProtocol
from properties.preset import Preset
from tests.analysis.explore.mutated import mutated


class Fault(NamedTuple):
    """A piece of a function's source, what stands there instead, the property that breaks, and the actions of a trace.

    world: where it is looked for.
    """

    name: str
    world: Preset
    function: Callable[..., Any]
    before: str
    after: str
    property: str
    calls: list[str]


def each(faults: Sequence[Fault]) -> pytest.MarkDecorator:
    """A test for each fault."""
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


def assert_shortest(protocol: EscrowProtocol, fault: Fault, cap: int = DEFAULT_CAP) -> None:
    """The search finds a fault by the calls that are written there, and its trace holds in a plain run, too."""
    with mutated(fault.function, fault.before, fault.after):
        result = explore(protocol, fault.world, wanted=frozenset({fault.property}), cap=cap)
        found = next(found for found in result.found if found.failure.property == fault.property)
        told = retell(protocol, fault.world, found)
    assert [step.call.action for step in told.steps] == fault.calls
    assert told.confirmed
