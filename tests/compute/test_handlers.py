"""What the handlers of the property contracts do is what lockstep does with the same calls."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from eth_abi.abi import encode

from fuzz.chain.keccak import keccak
from fuzz.engines.adapter import Sent, Task
from fuzz.engines.artifacts import code_of, store
from fuzz.engines.forge.command import build
from fuzz.engines.handlers import Handler, handlers_of
from fuzz.engines.reproducer import Told, replayed
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.compute.bytecode import OPENING, TWINS
from properties.protocols import load

COMPUTE = load("compute")
CALLS = 220
SENDER = "0x" + "11" * 20
ROUNDS = 60
CLAIM = keccak(b"claimJob(uint256)")[:4]
LIVES = ("carry_on", "carry_on_jobs", "carry_on_votes", "carry_on_accounts")
"""Handlers that take the next step of some life."""


def sent(handler: Handler, chance: random.Random) -> Sent:
    values = [chance.random() < 0.5 if kind == "bool" else chance.getrandbits(256) for kind in handler.types]
    data = keccak(handler.signature.encode())[:4] + encode(list(handler.types), values)
    return Sent(SENDER, "", data, handler.name)


def told_by(names: Sequence[str], chance: random.Random) -> Told:
    """What handlers tell when they are called in this order with arbitrary numbers."""
    handlers, task = handlers_of("compute"), Task(COMPUTE, TWINS, TWINS.ids(COMPUTE.catalogue), Path("unused"))
    build("compute")
    return replayed("compute", store(code_of(task)), [sent(handlers[name], chance) for name in names])


def test_success_lockstep_makes_the_same_calls_with_the_same_results() -> None:
    chance = random.Random(7)
    every = sorted(handlers_of("compute"))
    told = told_by([chance.choice([chance.choice(LIVES), chance.choice(every)]) for _ in range(CALLS)], chance)
    calls = TWINS.calls(told.done, told.names)
    runner = Runner(SessionSource("compute", ()).boot(0))
    runner.reset()
    made = [runner.make(call) for call in calls]
    assert [one.findings for one in made if one.findings] == []
    assert [one.outcome.ok for one in made] == [one.ok for one in told.done[OPENING:]]
    assert told.done[-1].broken == 0
    assert sum(one.ok for one in told.done[OPENING:]) > 50


def test_success_a_batch_is_judged_once_all_of_it_is_booked() -> None:
    told = told_by(("post_job", "post_job", "pass_time", "execute_batch") * ROUNDS, random.Random(7))
    batches = [
        call.arguments[0]
        for call, done in zip(TWINS.calls(told.done, told.names), told.done[OPENING:], strict=True)
        if done.action == "execute_batch" and done.ok
    ]
    claims = [sum(step.data.startswith(CLAIM) for step in steps) for steps in batches]
    assert max(claims) >= 2, "no batch of these seeds claims two jobs: choose another seed"
    assert told.done[-1].broken == 0
