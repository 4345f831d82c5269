"""Foreign tokens of a test: ERC-20 contracts that transfer as their mood says."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from functools import cache

from fuzz.build import Artifacts, compile_sources
from fuzz.build.settings import PROJECT_ROOT
from fuzz.chain.abi import Contract
from fuzz.chain.errors import ChainError
from fuzz.chain.world import ZERO_ADDRESS, World

DECIMALS = 6
_MOODY_TOKEN = PROJECT_ROOT / "contracts" / "cast" / "MoodyToken.sol"


class TokenMood(enum.IntEnum):
    """How a token meets a transfer; the numbers are those of `MoodyToken.Mood`."""

    PLAIN = 0
    FEE = 1
    FALSE = 2
    SILENT = 3
    BLACKLIST = 4
    REENTER = 5
    REVERT = 6
    BURN = 7
    BOMB = 8


MOVES = (TokenMood.PLAIN, TokenMood.FEE, TokenMood.SILENT, TokenMood.REENTER)
"""Moods in which a transfer succeeds between any two parties."""
FEE_DIVISOR = 100


class Token:
    """One foreign token.

    Attributes:
        name: Its name in traces.
        contract: The `MoodyToken`.
        address: Where it is.
    """

    __slots__ = ("_listed", "_moods", "address", "contract", "name")

    def __init__(self, name: str, contract: Contract, moods: dict[str, TokenMood], listed: dict[str, bool]) -> None:
        self.name = name
        self.contract = contract
        self.address = contract.address
        self._moods = moods
        self._listed = listed

    @property
    def mood(self) -> TokenMood:
        """Its present mood."""
        return self._moods.get(self.name, TokenMood.PLAIN)

    def arriving(self, payer: str, payee: str, amount: int) -> int | None:
        """Return what arrives of a transfer that the payer can afford and has allowed, ``None`` if it fails."""
        if self.mood is TokenMood.FEE:
            return amount - amount // FEE_DIVISOR
        unlisted = not (self._listed.get(payer) or self._listed.get(payee))
        moves = self.mood in MOVES or (self.mood is TokenMood.BLACKLIST and unlisted)
        return amount if moves else None

    def __repr__(self) -> str:
        return f"{self.name}@{self.address}"


@cache
def _artifacts() -> Artifacts:
    return compile_sources([_MOODY_TOKEN])


class Tokens:
    """The foreign tokens on one world.

    Args:
        world: The chain.
        names: Their names.
        holders: Accounts that start with tokens; the first has a key, and changes the moods.
        funds: Base units of each token that each of them starts with.
    """

    def __init__(self, world: World, names: Sequence[str], holders: Sequence[str], *, funds: int) -> None:
        self._world = world
        self._sender = holders[0] if holders else ZERO_ADDRESS
        self._moods: dict[str, TokenMood] = {}
        self._tokens: dict[str, Token] = {}
        self._listed: dict[str, dict[str, bool]] = {name: {} for name in names}
        for name in names:
            contract = world.deploy(_artifacts()["MoodyToken"], name, name.upper(), DECIMALS, sender=self._sender)
            self._tokens[name] = Token(name, contract, self._moods, self._listed[name])
            for holder in holders:
                world.send(contract, "mint", holder, funds, sender=self._sender)

    def __getitem__(self, name: str) -> Token:
        if name not in self._tokens:
            raise ChainError(f"token {name} is not cast", f"those are {', '.join(self._tokens) or 'none'}", "check it")
        return self._tokens[name]

    def __contains__(self, name: str) -> bool:
        return name in self._tokens

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens.values())

    def __len__(self) -> int:
        return len(self._tokens)

    def at(self, address: str) -> Token | None:
        """Return the token at an address, or ``None``."""
        return next((token for token in self if token.address == address), None)

    def set_mood(self, name: str, mood: TokenMood) -> None:
        """Change how a token meets transfers; a restore of the world undoes it."""
        self._write(name, "setMood", int(mood))
        self._world.rollback.put(self._moods, name, mood)

    def set_call_back(self, name: str, to: str, data: bytes) -> None:
        """Say what a token in mood REENTER calls while it is moved."""
        self._write(name, "setCallBack", to, data)

    def set_listed(self, name: str, account: str, listed: bool) -> None:
        """Say whether a token in mood BLACKLIST refuses an account."""
        self._write(name, "setListed", account, listed)
        self._world.rollback.put(self._listed[name], account, listed)

    def _write(self, name: str, function: str, *arguments: object) -> None:
        self._world.send(self[name].contract, function, *arguments, sender=self._sender)
