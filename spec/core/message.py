"""The call that an action answers, and what it leaves behind besides state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from spec.core.types import ZERO_ADDRESS, Address, Bytes32, Seconds, Uint256, Wei


class Event:
    """Something an action announces. Subclasses name the contract's event and, in `ARGS`, its arguments in order."""

    ARGS: ClassVar[tuple[str, ...]] = ()
    __slots__ = ("values",)

    def __init__(self, *values: Any) -> None:
        if len(values) != len(self.ARGS):
            raise TypeError(f"{type(self).__name__} takes {self.ARGS}, got {len(values)} values")
        self.values: tuple[Any, ...] = values

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.values == other.values

    def __hash__(self) -> int:
        return hash((type(self), self.values))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self.ARGS, self.values, strict=True))
        return f"{type(self).__name__}({shown})"


@dataclass(frozen=True)
class Transfer:
    """Coin that left a contract for `to`; `amount` in wei. `payer` is that contract, empty for the one called."""

    to: Address
    amount: Wei
    payer: Address = ""


@dataclass(frozen=True)
class Movement:
    """A foreign token that moved: `payer` lost `amount`, `payee` got `arrived`, both in the token's base units."""

    token: Address
    payer: Address
    payee: Address
    amount: Wei
    arrived: Wei


@dataclass(frozen=True)
class Slot:
    """Names one ciphertext of the protocol: its kind, and the key that tells it from others of the kind."""

    kind: str
    key: tuple[Any, ...]


@dataclass(frozen=True)
class Grant:
    """Lasting permission of `account` on the ciphertext that `slot` holds when the action ends."""

    slot: Slot
    account: Address


class ImportRefused(Exception):
    """The environment has no such encrypted input for this sender; `reason` is the host's error name."""


def _accepts_all(_account: Address, _all_gas: bool) -> bool:
    return True


def _imports_nothing(_type: str, _handle: bytes, _proof: bytes) -> None:
    return None


def _moves_all(_token: str, _payer: str, _payee: str, amount: int, _all_gas: bool) -> int:
    return amount


def _knows_no_signature(_digest: bytes, _signature: bytes) -> None:
    return None


@dataclass
class Environment:
    """What a specification cannot know and is told: by the chain in lockstep, by enumeration in search.

    gas_used: gas that the contract measured from its entry to the point of charging.
    accepts: whether a push of coin to the account succeeds, with the bounded stipend or with all gas.
    imports: plaintext of an encrypted input (type, handle, proof) that the host accepts from this sender, else None.
    tokens: what arrives when a foreign token is moved (token, payer, payee, amount, with all gas), None if it fails.
    signer: the account that signed a digest, None for a signature that nobody made.
    """

    gas_used: int = 0
    accepts: Callable[[Address, bool], bool] = _accepts_all
    imports: Callable[[str, bytes, bytes], int | None] = _imports_nothing
    tokens: Callable[[str, str, str, int, bool], int | None] = _moves_all
    signer: Callable[[bytes, bytes], str | None] = _knows_no_signature


@dataclass
class Message:
    """One call: who sends it, with how much coin, when, at which gas price; and the outcome it builds up.

    now: timestamp of the block, in seconds. block: its number; several calls may share one.
    """

    sender: Address
    value: Wei = 0
    now: Seconds = 0
    gas_price: Wei = 0
    environment: Environment = field(default_factory=Environment)
    block: Uint256 = 0
    events: list[Event] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        """Announces `event`; order is compared with the chain."""
        self.events.append(event)

    def grant(self, slot: Slot, *accounts: Address) -> None:
        """Gives each account lasting permission on the ciphertext in `slot`."""
        self.grants.extend(Grant(slot, account) for account in accounts)

    @property
    def gas_used(self) -> int:
        """Gas measured by the contract, an input from the environment."""
        return self.environment.gas_used

    def accepts(self, account: Address, *, all_gas: bool = False) -> bool:
        """Whether `account` takes coin pushed to it, an input from the environment."""
        return self.environment.accepts(account, all_gas)

    def move(
        self, token: Address, payer: Address, payee: Address, amount: Wei, *, all_gas: bool = False
    ) -> tuple[bool, Wei]:
        """Moves a foreign token and says whether that succeeded and how much arrived, inputs from the environment."""
        arrived = self.environment.tokens(token, payer, payee, amount, all_gas)
        if arrived is None:
            return False, 0
        self.movements.append(Movement(token, payer, payee, amount, arrived))
        return True, arrived

    def signer(self, digest: Bytes32, signature: bytes) -> Address:
        """The account that signed `digest`, zero for nobody; an input from the environment."""
        account = self.environment.signer(digest, signature)
        return ZERO_ADDRESS if account is None else account
