"""A story told to specification and bytecode at once: nothing may differ after any call, and the money is counted.

Outcome, events, returned value, every view and all balances are compared after each call, and every property is
judged, as in a random run. Here somebody has thought of the order of the calls.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import Call, Mood
from properties.compute.actors import TOKENS
from spec.compute.job_types import JobDetails, JobRequirements
from spec.compute.state import FAB

COIN = "coin"
DAY = 86_400
BLOCK_TIME = 12
DETAILS = JobDetails("org/model", "say hello", 4_000, 700, 42, "json")
RESULT = ("result", b"")
"""What a host delivers where no proof is required."""


def asking(seconds: int, *, proof: bool = False) -> JobRequirements:
    """Requirements of a job that has to be done within so many seconds."""
    return JobRequirements(16, 0, seconds, proof)


def less_fee(amount: int, fee_bps: int) -> tuple[int, int]:
    """What a host gets of a payment, and the fee."""
    fee = amount * fee_bps // 10_000
    return amount - fee, fee


@cache
def runner() -> Runner:
    """Lockstep on one chain, which every story starts anew."""
    return Runner(SessionSource("compute").boot(9))


class Story:
    """Calls one after the other, and what everybody has gained since the beginning."""

    def __init__(self) -> None:
        self._runner = runner()
        self._runner.reset()
        self.session = self._runner.session
        self._before = {asset: self._held(asset) for asset in (COIN, FAB, *TOKENS)}

    @property
    def state(self) -> Any:
        """The specification's state, which is what the chain stores."""
        return self.session.state

    def wait(self, seconds: int, blocks: int = 1) -> None:
        """Time passes, in so many blocks."""
        for number in range(blocks):
            self.session.world.advance(seconds // blocks + (seconds % blocks if number == 0 else 0))

    def do(self, actor: str, action: str, *arguments: Any, value: int = 0, moods: tuple[Mood, ...] = ()) -> Any:
        """A call that has to succeed on both sides; what it returns."""
        made = self._make(Call(actor, action, arguments, value=value, moods=moods))
        assert made.outcome.ok, f"{actor} can't {action}: {made.outcome.name}"
        return made.outcome.returned

    def refused(self, actor: str, action: str, *arguments: Any, value: int = 0) -> str:
        """A call that has to be refused on both sides; the error's name."""
        made = self._make(Call(actor, action, arguments, value=value))
        assert not made.outcome.ok, f"{actor} can {action}"
        return str(made.outcome.name)

    def gains(self, asset: str = COIN) -> dict[str, int]:
        """By how much the chain's balances differ from those of the beginning, where they do. Gas is free."""
        held = self._held(asset)
        return {name: held[name] - had for name, had in self._before[asset].items() if held[name] != had}

    def _make(self, call: Call) -> Any:
        made = self._runner.make(call)
        assert made.findings == (), [finding.sentence() for finding in made.findings]
        return made

    def _held(self, asset: str) -> dict[str, int]:
        world, places = self.session.world, {actor.name: actor.address for actor in self.session.cast}
        places |= {name: contract.address for name, contract in self.session.contracts.items()}
        if asset == COIN:
            return {name: world.balance(address) for name, address in places.items()}
        token = self.session.contracts[FAB] if asset == FAB else self.session.tokens[asset].contract
        return {name: world.read(token, "balanceOf", address) for name, address in places.items()}
