"""Arguments of governance and batches as a person would say them: a setter by its signature, a call of the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from properties.recipe import Recipe, realize
from spec.compute.selectors import selector_of
from spec.compute.state import MARKET

NO_SETTER = ""
"""Stands for four zero bytes."""

DATA_FLAWS = ("nothing", "three bytes", "no arguments", "a byte short", "padding cut", "far offset", "another function")
"""What can be wrong with the calldata of a batch's operation."""

FAR = b"\xff" * 32


@dataclass(frozen=True)
class Setter(Recipe):
    """Selector of a function by its signature."""

    signature: str

    def realize(self, run: Any) -> bytes:
        """Four bytes."""
        return bytes(4) if self.signature == NO_SETTER else selector_of(self.signature)


@dataclass(frozen=True)
class MarketCall(Recipe):
    """Calldata of a function of the marketplace; `flaw` says what is wrong with it."""

    function: str
    arguments: tuple[Any, ...]
    flaw: str = ""

    def realize(self, run: Any) -> bytes:
        """Selector and arguments, but for the flaw."""
        data: bytes = run.contracts[MARKET].encode(self.function, *realize(self.arguments, run))
        spoilt = {
            "nothing": b"",
            "three bytes": data[:3],
            "no arguments": data[:4],
            "a byte short": data[:-29],
            "padding cut": data[:-1],
            "far offset": data[:4] + FAR + data[36:],
            "another function": selector_of("cancelSession(uint256)") + data[4:],
        }
        return spoilt.get(self.flaw, data)
