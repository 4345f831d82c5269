"""The parties of a test: externally owned accounts, and contracts that behave as their mood says."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from fuzz.build import Artifacts, compile_sources
from fuzz.build.settings import PROJECT_ROOT
from fuzz.chain.abi import Contract
from fuzz.chain.errors import ChainError, TransactionRefused
from fuzz.chain.keys import Signer, signer
from fuzz.chain.receipt import Receipt
from fuzz.chain.world import TRANSACTION_GAS, World

FUNDS = 10**24
"""Wei that each actor starts with: a million coins."""

STIPEND = 50_000
"""Gas that a bounded payment hands to its receiver."""

_PUPPET = PROJECT_ROOT / "contracts" / "cast" / "Puppet.sol"
_ACT_HEAD = (96).to_bytes(32, "big")


class Mood(enum.IntEnum):
    """How a puppet meets a payment; the numbers are those of `Puppet.Mood`."""

    ACCEPT = 0
    REFUSE = 1
    BURN = 2
    BOMB = 3
    REVERT_BOMB = 4
    REENTER = 5
    HUNGRY = 6


class Outcome(enum.IntEnum):
    """What came of a puppet's last call back; the numbers are those of `Puppet.Outcome`."""

    NOT_TRIED = 1
    FAILED = 2
    SUCCEEDED = 3


_NEEDS: dict[Mood, int] = {Mood.ACCEPT: 3_000, Mood.BOMB: 5_000, Mood.REENTER: 40_000, Mood.HUNGRY: 75_000}
"""Gas with which a mood that takes coin surely takes it, on a chain where every slot is still cold.
A call back reads a payload of up to 300 bytes; HUNGRY eats 70,000."""


class Actor:
    """One party.

    Attributes:
        name: Its name in traces.
        address: Its account: the puppet for a contract, else the owner's own.
        signer: The key that signs for it; for a puppet its owner's.
        contract: The puppet, or ``None`` for an externally owned account.
    """

    __slots__ = ("_moods", "address", "contract", "name", "signer")

    def __init__(self, name: str, key: Signer, contract: Contract | None, moods: dict[str, Mood]) -> None:
        self.name = name
        self.signer = key
        self.contract = contract
        self.address = contract.address if contract is not None else key.address
        self._moods = moods

    @property
    def is_contract(self) -> bool:
        """Whether the actor is a puppet."""
        return self.contract is not None

    @property
    def mood(self) -> Mood:
        """The actor's present mood; an externally owned account always accepts."""
        return self._moods.get(self.name, Mood.ACCEPT)

    def accepts(self, gas: int | None = STIPEND) -> bool:
        """Return whether a payment with this much gas, ``None`` for all of it, will be taken.

        Known in advance from the mood, so that a specification can have it as an input. A payment in
        mood BURN is refused after all its gas is spent.
        """
        if self.contract is None:
            return True
        needed = _NEEDS.get(self.mood)
        return needed is not None and (gas is None or gas >= needed)

    def __repr__(self) -> str:
        return f"{self.name}@{self.address}"


@cache
def _artifacts() -> Artifacts:
    return compile_sources([Path(_PUPPET)])


class Cast:
    """A set of named actors on one world.

    Args:
        world: The chain.
        accounts: Names of externally owned accounts.
        puppets: Names of contract actors.
        funds: Wei that each of them starts with.
    """

    def __init__(
        self, world: World, accounts: Sequence[str] = (), puppets: Sequence[str] = (), *, funds: int = FUNDS
    ) -> None:
        self._world = world
        self._moods: dict[str, Mood] = {}
        self._actors: dict[str, Actor] = {}
        self._by_address: dict[str, Actor] = {}
        for name in [*accounts, *puppets]:
            if name in self._actors:
                raise ChainError(f"actor {name} is cast twice", None, "give each actor a name of its own")
            key = signer(name)
            world.set_balance(key.address, funds)
            puppet = None
            if name in puppets:
                puppet = world.deploy(_artifacts()["Puppet"], key.address, sender=key.address)
                world.set_balance(puppet.address, funds)
            actor = Actor(name, key, puppet, self._moods)
            self._actors[name] = self._by_address[actor.address] = actor

    def __getitem__(self, name: str) -> Actor:
        try:
            return self._actors[name]
        except KeyError:
            known = ", ".join(self._actors)
            raise ChainError(f"actor {name} is not cast", f"those are {known}", "check the name") from None

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def at(self, address: str) -> Actor | None:
        """Return the actor who has an address, or ``None``."""
        return self._by_address.get(address)

    def send(
        self,
        actor: Actor | str,
        to: str,
        data: bytes = b"",
        value: int = 0,
        gas_price: int = 0,
        gas: int = TRANSACTION_GAS,
    ) -> Receipt:
        """Run a transaction as an actor; a puppet forwards it and pays from its own balance.

        What it returns or reverts with is the callee's own, in both cases.

        Raises:
            TransactionRefused: The actor can't pay.
        """
        actor = self[actor] if isinstance(actor, str) else actor
        if actor.contract is None:
            return self._world.transact(actor.address, to, data, value, gas_price, gas)
        if value and self._world.balance(actor.address) < value:
            raise TransactionRefused(f"{actor.name} can't pay {value} wei", "its balance is lower", "fund it")
        forwarded = b"".join(
            (
                _act_selector(),
                bytes.fromhex(to[2:]).rjust(32, b"\x00"),
                value.to_bytes(32, "big"),
                _ACT_HEAD,
                len(data).to_bytes(32, "big"),
                data,
                bytes(-len(data) % 32),
            )
        )
        return self._world.transact(actor.signer.address, actor.address, forwarded, 0, gas_price, gas)

    def set_mood(self, actor: Actor | str, mood: Mood) -> None:
        """Change how a puppet meets payments; a restore of the world undoes it.

        Raises:
            ChainError: The actor is no puppet.
        """
        actor, puppet = self._puppet(actor)
        self._world.send(puppet, "setMood", int(mood), sender=actor.signer.address)
        self._world.rollback.put(self._moods, actor.name, mood)

    def set_call_back(self, actor: Actor | str, to: str, data: bytes) -> None:
        """Say what a puppet in mood REENTER calls while it is paid.

        Raises:
            ChainError: The actor is no puppet.
        """
        actor, puppet = self._puppet(actor)
        self._world.send(puppet, "setCallBack", to, data, sender=actor.signer.address)

    def outcome(self, actor: Actor | str) -> Outcome:
        """Return what came of a puppet's last call back.

        Raises:
            ChainError: The actor is no puppet.
        """
        _, puppet = self._puppet(actor)
        return Outcome(self._world.read(puppet, "outcome"))

    def _puppet(self, actor: Actor | str) -> tuple[Actor, Contract]:
        actor = self[actor] if isinstance(actor, str) else actor
        if actor.contract is None:
            raise ChainError(f"{actor.name} has no moods", "it is an externally owned account", "cast it as a puppet")
        return actor, actor.contract


@cache
def _act_selector() -> bytes:
    return bytes.fromhex(_artifacts()["Puppet"].method_identifiers["act(address,uint256,bytes)"])
