"""A session: one booted chain with one protocol on it, reset as often as wanted."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from fuzz.build import Settings, compile_sources
from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain import fhevm
from fuzz.chain.cast import Cast
from fuzz.chain.cast import Mood as PuppetMood
from fuzz.chain.fhevm.types import type_of
from fuzz.chain.layout import StorageReader
from fuzz.chain.tokens import TokenMood, Tokens
from fuzz.chain.world import World
from fuzz.lockstep.same import shown
from fuzz.lockstep.texts import named_texts
from fuzz.lockstep.token_books import TokenBooks
from fuzz.lockstep.views import ViewBoard
from properties.binding import EscrowProtocol, Mood
from spec.fhe import Cipher

INPUT_REFUSALS = frozenset(
    {
        "DeserializingInputProofFail",
        "EmptyInputProof",
        "InvalidChainId",
        "InvalidHandleVersion",
        "InvalidIndex",
        "InvalidInputHandle",
        "InvalidSigner",
        "InvalidType",
        "SenderNotAllowedToUseHandle",
        "SignatureThresholdNotReached",
        "SignaturesVerificationFailed",
        "ZeroSignature",
    }
)
"""Errors by which Zama's host contracts and library refuse an encrypted input."""

OUT_OF_BOUNDS = 0x32

ACTOR_FUNDS = 10**24
"""Wei, and units of each foreign token, that each actor starts with."""

ECRECOVER = "0x" + "0" * 39 + "1"


class Session:
    """World, cast, contracts and specification state of one run of a protocol.

    Args:
        protocol: What is deployed.
        seed: Decides everything the binding prepares, and the ciphertexts.
        artifacts: Compiled contracts to use instead of the project's own, for mutants and canaries.
        world: The chain to use, with nothing on it; a fresh one if left out.

    Attributes follow `properties.binding.Run`. `expected_balances` is what the specification says each known
    account holds; `expected_grants` who may use each ciphertext.
    """

    def __init__(
        self, protocol: EscrowProtocol, *, seed: int = 0, artifacts: Any = None, world: World | None = None
    ) -> None:
        self.protocol = protocol
        self.binding = protocol.binding
        self.seed = seed
        self.world = world or World()
        self.fhevm = fhevm.boot(self.world, seed=seed) if self.binding.uses_fhe else None
        roles = self.binding.cast
        self.cast = Cast(self.world, accounts=roles.accounts, puppets=roles.puppets, funds=ACTOR_FUNDS)
        self.actors = {actor.address: actor for actor in self.cast}
        self.tokens = Tokens(self.world, roles.tokens, tuple(self.actors), funds=ACTOR_FUNDS)
        self._texts = named_texts(protocol.actions)
        self.artifacts = artifacts or compile_sources(self.binding.sources, settings=Settings())
        self.chain_id = CHAIN_ID
        deployment = self.binding.deploy(self, self.artifacts)
        self.contracts: dict[str, Any] = deployment.contracts
        self._initial = (deployment.state, deployment.memory)
        self.addresses = {contract.address: name for name, contract in self.contracts.items()}
        self.storage = {
            name: StorageReader(self.world, contract.address, self.artifacts[name].storage_layout)
            for name, contract in self.contracts.items()
        }
        self.views = ViewBoard(self)
        self.token_books = TokenBooks(self)
        self._grants_at_start = {h: set(accounts) for h, accounts in self._known_grants().items()}
        self._start = self.world.snapshot()
        self.state: Any = None
        self.memory: Any = None
        self.expected_balances: dict[str, int] = {}
        self.expected_grants: dict[bytes, set[str]] = {}
        self.reset()

    def reset(self) -> None:
        """Back to right after deployment, on both sides."""
        self.world.restore(self._start)
        self.state, self.memory = copy.deepcopy(self._initial)
        self.views.forget()
        self.expected_balances = {address: self.world.balance(address) for address in (*self.actors, *self.addresses)}
        self.expected_grants = {handle: set(accounts) for handle, accounts in self._grants_at_start.items()}
        self.token_books.reset()

    def plaintext(self, handle: bytes) -> Cipher | None:
        """Type and plaintext behind a handle; None when no executor ever produced it."""
        if self.fhevm is None:
            return None
        value = self.fhevm.coprocessor.plaintexts.get(handle)
        return None if value is None else Cipher(type_of(handle), int(value))

    def encrypt(
        self, values: Sequence[tuple[str, int]], contract: str, user: str, flaw: str = ""
    ) -> tuple[list[bytes], bytes]:
        """Handles and proof of values encrypted for a contract in a user's name; `flaw` says what is wrong."""
        made = self._host().encrypt(values, contract, user, fhevm.Flaw(flaw) if flaw else None)
        return made.handles, made.proof

    def grantees(self, handle: bytes) -> frozenset[str]:
        """Accounts with lasting permission on a ciphertext."""
        return self._host().grants[handle]

    def widened(self, handle: bytes, type_name: str) -> bytes:
        """The handle after a cast to another type: the same handle when it has that type already."""
        if type_of(handle) == type_name:
            return handle
        return self._host().coprocessor.casts.get((handle, type_name), bytes(32))

    def refused_by_host(self, error: str, arguments: tuple[Any, ...]) -> bool:
        """True for an error by which the host contracts or their library refuse an encrypted input.

        A proof of one byte makes the host's verifier read past its end, which panics.
        """
        return error in INPUT_REFUSALS or (error, arguments) == ("Panic", (OUT_OF_BOUNDS,))

    def _host(self) -> fhevm.Fhevm:
        if self.fhevm is None:
            raise TypeError(f"protocol {self.protocol.name} declares that it uses no ciphertexts")
        return self.fhevm

    def accepts(self, account: str, all_gas: bool) -> bool:
        """Whether an account takes coin: known from the cast's moods; a protocol's own contracts take none."""
        actor = self.actors.get(account)
        if actor is not None:
            return actor.accepts(None) if all_gas else actor.accepts()
        return account not in self.addresses

    def arriving(self, token: str, payer: str, payee: str, amount: int, _all_gas: bool) -> int | None:
        """What arrives when a foreign token is moved: known from its mood and from what the payer should have.

        A token's mood says the same whatever gas it gets; every payer has allowed everything.
        """
        moved = self.tokens.at(token)
        held = self.token_books.expected.get((token, payer), 0)
        return None if moved is None or held < amount else moved.arriving(payer, payee, amount)

    def recovered(self, digest: bytes, signature: bytes) -> str | None:
        """The account that signed a digest, as the EVM's own precompile says; None for nobody."""
        v = signature[64:].rjust(32, b"\0")
        answer = self.world.call(ECRECOVER, digest + v + signature[:64])
        return "0x" + answer[12:].hex() if answer else None

    def change_mood(self, mood: Mood) -> None:
        """Changes how an actor takes coin, or how a token transfers, from now on."""
        cast: Any = self.tokens if mood.actor in self.tokens else self.cast
        cast.set_mood(mood.actor, (TokenMood if cast is self.tokens else PuppetMood)[mood.name])
        if mood.name == "REENTER":
            target, data = self.binding.reentry(self, mood.actor)
            cast.set_call_back(mood.actor, target, data)

    def reverted(self, data: bytes) -> tuple[str, tuple[Any, ...]]:
        """Name and arguments of a revert, as the specification has them: one in words by its class, no arguments."""
        found = self.world.errors.decode(data)
        if found.name == "Error" and found.args[0] in self._texts:
            return self._texts[found.args[0]], ()
        return found.name, tuple(found.args)

    def show(self, value: Any) -> str:
        """A value for a report, with actors and contracts by name."""
        return shown(value, self.name_of)

    def show_seen(self, seen: Any, expected: Any) -> str:
        """A value from the chain for a report; a handle, where a ciphertext is expected, by what it decrypts to."""
        if not isinstance(expected, Cipher):
            return self.show(seen)
        known = self.plaintext(seen)
        return f"unknown handle {shown(seen)}" if known is None else shown(known)

    def name_of(self, address: str) -> str:
        """The actor or contract behind an address, or the address itself."""
        if address in self.addresses:
            return self.addresses[address]
        token = self.tokens.at(address)
        if token is not None:
            return token.name
        return self.actors[address].name if address in self.actors else address

    def _known_grants(self) -> dict[bytes, frozenset[str]]:
        return dict(self.fhevm.grants.by_handle) if self.fhevm is not None else {}
