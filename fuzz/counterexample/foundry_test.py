"""A counterexample as a Foundry test: its calls on the property contracts, each with what the specification says of it.

A call that no handler makes is sent as its calldata where that is simple: the specification refuses it, and nothing in
it depends on the run. Where that is not so, there is no test, and the reason is told.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fuzz.counterexample.replaying import Replay, ReplayedStep
from fuzz.lockstep.session import Session
from properties.binding import Call
from properties.exact import Exact, Expressed, HandlerCall, Inexpressible, Word, exact_of
from properties.recipe import NOBODY, Account, Recipe, realize

REPRODUCTION = "Reproduce.t.sol"
CONTRACT = "ReproduceTest"
LARGE = 2**64
"""From here on a number is written as a whole word, which can't be taken for an address."""
COMMENT = 112
"""Characters of a line of comment."""


@dataclass(frozen=True)
class Raw:
    """A call as the chain takes it: the contract's name, and calldata."""

    contract: str
    data: bytes


Encode = Callable[[Call], Raw | None]
"""How a call is sent without a handler, or None where that depends on the run."""


class NoFoundryTest(Exception):
    """Why there is no test, in a sentence."""


def foundry_test(replayed: Replay, sentence: str, encode: Encode = lambda call: None) -> str:
    """The source of the test. Raises NoFoundryTest."""
    name = replayed.trace.protocol.name
    exact = exact_of(name)
    if exact is None:
        raise NoFoundryTest(f"the property contracts of {name} have no handlers that do exactly what a trace says")
    expressed = exact.express(exact.settle([step.call for step in replayed.steps]))
    steps = [_step(exact, step, one, encode) for step, one in zip(replayed.steps, expressed, strict=True)]
    body = "\n".join(line for step in steps for line in ["", *step])[1:]
    told = "\n".join(f"/// {line}" for line in _wrapped(f"@title {sentence}"))
    return (
        "// SPDX-License-Identifier: AGPL-3.0-only\n"
        "pragma solidity ^0.8.24;\n\n"
        f'import {{Reproduction}} from "property-contracts/{name}/forge/Reproduction.sol";\n\n'
        f"{told}\n"
        "/// @notice Written with the counterexample; `lockstep replay --forge` runs it. It fails while the contracts\n"
        "/// end a call otherwise than the specification says, or break a property that the property contracts see.\n"
        f"contract {CONTRACT} is Reproduction {{\n"
        "    function test_reproduce() public {\n"
        f"{body}\n"
        "    }\n"
        "}\n"
    )


def calldata_of(session: Session) -> Encode:
    """Calldata of calls whose arguments are values, or accounts that have the same address on every chain."""
    fixed = {*session.binding.cast.accounts, NOBODY}

    def is_fixed(argument: Any) -> bool:
        if isinstance(argument, Recipe):
            return isinstance(argument, Account) and argument.name in fixed
        return not isinstance(argument, tuple) or all(map(is_fixed, argument))

    def encode(call: Call) -> Raw | None:
        if not is_fixed(call.arguments):
            return None
        action = session.protocol.actions[call.action]
        arguments = realize(call.arguments, session)
        return Raw(action.contract, session.contracts[action.contract].encode(action.function, *arguments))

    return encode


def _step(exact: Exact, step: ReplayedStep, expressed: Expressed, encode: Encode) -> list[str]:
    """The lines of one call."""
    made = [_handler(one) for one in expressed.made] or _raw(exact, step, expressed.reason, encode)
    made.append(f"_made({step.index}, {_word(step.is_taken)});")
    comment = (f"// {line}" for line in _wrapped(f"{step.index}. {step.sentence} -> {step.outcome}"))
    return [f"        {line}" for line in (*comment, *made)]


def _raw(exact: Exact, step: ReplayedStep, reason: str, encode: Encode) -> list[str]:
    """A call that no handler makes. Raises NoFoundryTest."""
    call = step.call
    what = f"step {step.index} ({call.actor} calls {call.action}) can't be made by a handler, which takes no {reason}"
    if step.is_taken:
        raise NoFoundryTest(f"{what}, and the calls after it depend on it")
    raw = encode(call)
    if raw is None or call.actor not in exact.actors:
        raise NoFoundryTest(f"{what}, and its calldata depends on the run")
    try:
        before = [_handler(one) for one in exact.before(call)]
    except Inexpressible as why:
        raise NoFoundryTest(f"{what}, nor after {why}") from None
    who = exact.actors.index(call.actor)
    numbers = f"{_word(call.value)}, {_word(call.gas_price)}"
    return [*before, f'_send({who}, "{raw.contract}", {numbers}, hex"{raw.data.hex()}");']


def _handler(made: HandlerCall) -> str:
    return f"{made.handler}({', '.join(map(_word, made.arguments))});"


def _word(word: Word) -> str:
    if isinstance(word, bool):
        return "true" if word else "false"
    return str(word) if word < LARGE else f"0x{word:064x}"


def _wrapped(text: str) -> Sequence[str]:
    plain: Iterator[str] = (character if character.isprintable() and character.isascii() else "?" for character in text)
    return textwrap.wrap("".join(plain), width=COMMENT, break_long_words=True, break_on_hyphens=False)
