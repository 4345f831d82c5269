"""What the environment answers during a call: each question opens one branch for each possible answer.

A run follows a list of answers as far as it goes and gives the first possible answer from there on. The other answers
are followed by further runs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from properties.errors import UserError
from spec.core import Environment
from spec.core.signing import stand_in_signer


class Answer(NamedTuple):
    """One answer: to what question, out of how many, and which actor's own code gave it, if any's."""

    label: str
    options: int
    chosen: int
    owner: str | None = None


class Nature:
    """Answers questions along a given list of answers, and keeps the whole list."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self._given: Sequence[int] = ()
        self._sealed = True

    def start(self, given: Sequence[int]) -> None:
        """Begins a run in which the first answers are given."""
        self.answers, self._given, self._sealed = [], given, False

    def seal(self) -> None:
        """No further question may be asked: whatever comes later only looks at the run."""
        self._sealed = True

    def choose(self, label: str, options: int, owner: str | None = None) -> int:
        """The next answer; 0 beyond those that were given, and for a single option, which is no question."""
        if options == 1:
            return 0
        if self._sealed:
            raise UserError(
                f"a claim asks the environment about {label!r}", "claims look at a call that is over", "ask in the call"
            )
        place = len(self.answers)
        chosen = self._given[place] if place < len(self._given) else 0
        self.answers.append(Answer(label, options, chosen, owner))
        return chosen


class Surroundings(Environment):
    """The environment of one call, whose answers come from `nature`; asked twice, it says the same.

    Signatures are those of the stand-in scheme. A token of `stuck` moves, or does not: asked anew for each transfer.
    """

    def __init__(
        self,
        nature: Nature,
        gas: Sequence[int],
        refusing: Collection[str],
        actor_at: Mapping[str, str],
        plaintexts: Mapping[str, int],
        stuck: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._nature, self._gas, self._refusing, self._actor_at = nature, gas, refusing, actor_at
        self._said: dict[Any, int] = {}
        self._stuck = stuck
        self.imports = lambda type_name, _handle, _proof: plaintexts.get(type_name)
        self.signer = stand_in_signer

    @property
    def gas_used(self) -> int:  # type: ignore[override]  # a field of the environment that is answered when asked
        """Gas measured by the contract: one of the preset's amounts."""
        if "gas" not in self._said:
            if self._nature._sealed:
                return 0
            self._said["gas"] = self._gas[self._nature.choose("gas", len(self._gas))]
        return self._said["gas"]

    def accepts(self, account: str, all_gas: bool) -> bool:
        """Whether an account takes coin; one that may refuse does either, for a push and a withdrawal separately."""
        actor = self._actor_at.get(account)
        if actor not in self._refusing:
            return True
        if (account, all_gas) not in self._said:
            self._said[account, all_gas] = self._nature.choose(f"{actor} refuses coin", 2, actor)
        return self._said[account, all_gas] == 0

    def tokens(self, token: str, payer: str, payee: str, amount: int, all_gas: bool) -> int | None:
        """What arrives when a token is moved: all, or, for a token that may be stuck, possibly nothing at all."""
        name = self._stuck.get(token)
        if name is None:
            return amount
        asked = (token, payer, payee, all_gas)
        if asked not in self._said:
            self._said[asked] = self._nature.choose(f"{name} does not move", 2, name)
        return None if self._said[asked] else amount


def alternatives(given: Sequence[int], answers: Sequence[Answer]) -> list[tuple[int, ...]]:
    """The lists of answers to follow after a run with `given` answers: every other answer to every later question."""
    chosen = tuple(answer.chosen for answer in answers)
    return [
        (*chosen[:place], other)
        for place in range(len(given), len(answers))
        for other in range(1, answers[place].options)
    ]


PLACES = 8
RADIX = 4


def code_of(item: int, answers: Sequence[Answer]) -> bytes:
    """A move as four bytes: which item, and which answers. Raises UserError for more answers than fit."""
    if len(answers) > PLACES or any(answer.options > RADIX for answer in answers) or item >= 2**16:
        raise UserError(
            "a call of the preset asks the environment too much",
            f"at most {PLACES} questions with {RADIX} answers each fit into a trace",
            "give it fewer",
        )
    number = 0
    for place in range(PLACES):
        number = number * RADIX + (answers[place].chosen if place < len(answers) else 0)
    return (item * RADIX**PLACES + number).to_bytes(4, "big")


def move_of(code: bytes) -> tuple[int, tuple[int, ...]]:
    """Item and answers of a move; zeros follow where the run asked less."""
    item, number = divmod(int.from_bytes(code, "big"), RADIX**PLACES)
    return item, tuple(number // RADIX ** (PLACES - 1 - place) % RADIX for place in range(PLACES))


CODE_BYTES = 4
