"""What the handlers of the property contracts do is what lockstep does with the same calls."""

from __future__ import annotations

import random
from pathlib import Path

from eth_abi.abi import encode

from fuzz.chain.keccak import keccak
from fuzz.engines.adapter import Sent, Task
from fuzz.engines.artifacts import code_of, store
from fuzz.engines.forge.command import build
from fuzz.engines.handlers import Handler, handlers_of
from fuzz.engines.reproducer import replayed
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.compute.bytecode import OPENING, TWINS
from properties.protocols import load

COMPUTE = load("compute")
CALLS = 220
SENDER = "0x" + "11" * 20
LIVES = ("carry_on", "carry_on_jobs", "carry_on_votes", "carry_on_accounts")
"""Handlers that take the next step of some life."""


def sent(handler: Handler, chance: random.Random) -> Sent:
    values = [chance.random() < 0.5 if kind == "bool" else chance.getrandbits(256) for kind in handler.types]
    data = keccak(handler.signature.encode())[:4] + encode(list(handler.types), values)
    return Sent(SENDER, "", data, handler.name)


def test_success_lockstep_makes_the_same_calls_with_the_same_results() -> None:
    handlers, chance = handlers_of("compute"), random.Random(7)
    order = [chance.choice([chance.choice(LIVES), chance.choice(sorted(handlers))]) for _ in range(CALLS)]
    task = Task(COMPUTE, TWINS, TWINS.ids(COMPUTE.catalogue), Path("unused"))
    build("compute")
    told = replayed("compute", store(code_of(task)), [sent(handlers[name], chance) for name in order])
    calls = TWINS.calls(told.done, told.names)
    runner = Runner(SessionSource("compute", ()).boot(0))
    runner.reset()
    made = [runner.make(call) for call in calls]
    assert [one.findings for one in made if one.findings] == []
    assert [one.outcome.ok for one in made] == [one.ok for one in told.done[OPENING:]]
    assert told.done[-1].broken == 0
    assert sum(one.ok for one in told.done[OPENING:]) > 50
