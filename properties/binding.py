"""What a protocol says about itself so that the core can run it: how its words map to its contracts.

The core never names a protocol; it asks a `Binding`. The world, cast and contracts are handed in, so that this
package needs no engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

from properties.catalogue import Catalogue
from properties.claims import ProofPlan
from properties.preset import Preset
from properties.recipe import Vocabulary
from spec.core import Actions, Environment, Slot
from spec.fhe import Cipher

T = TypeVar("T")


class Chooser(Protocol):
    """A source of choices. `label` names the place where a choice is made, so that guidance can learn there."""

    def pick(self, label: str, options: Sequence[T]) -> T:
        """One of the options; guidance may favour those that led to something new."""

    def chance(self, label: str, percent: int) -> bool:
        """True in about `percent` of 100 cases."""

    def integer(self, label: str, low: int, high: int, near: Sequence[int] = ()) -> int:
        """A number in the range: often an edge, a value in `near`, a neighbour of one, or one seen before."""


@dataclass(frozen=True)
class Mood:
    """How a contract actor treats coin, or a foreign token transfers, from now on; see the cast."""

    actor: str
    name: str


@dataclass(frozen=True)
class Call:
    """One step of a trace, neutral to any engine.

    actor: name in the cast. action: the specification's word. arguments: plain values and recipes.
    value: wei sent. gas_price: wei. advance: seconds that pass before the call. moods: changes before the call.
    """

    actor: str
    action: str
    arguments: tuple[Any, ...] = ()
    value: int = 0
    gas_price: int = 0
    advance: int = 0
    moods: tuple[Mood, ...] = ()


@dataclass
class Deployment:
    """A protocol on the chain beside its specification.

    contracts: by the names that actions use. state: the specification's state right after deployment.
    memory: whatever the binding remembers of a run, such as the contents of encrypted rows.
    """

    contracts: dict[str, Any]
    state: Any
    memory: Any


@dataclass(frozen=True)
class ViewQuery:
    """A view to compare after each call: contract, the specification's name of the view, arguments."""

    contract: str
    view: str
    arguments: tuple[Any, ...] = ()


class Run(Protocol):
    """What a binding sees of a run: chain, cast, contracts with their storage, state, and its own memory."""

    world: Any
    cast: Any
    tokens: Any
    chain_id: int
    seed: int
    contracts: dict[str, Any]
    storage: dict[str, Any]
    state: Any
    memory: Any

    def accepts(self, account: str, all_gas: bool) -> bool:
        """Whether an account takes coin."""

    def arriving(self, token: str, payer: str, payee: str, amount: int, all_gas: bool) -> int | None:
        """What arrives when a foreign token is moved; None if that fails."""

    def recovered(self, digest: bytes, signature: bytes) -> str | None:
        """The account that signed a digest; None for a signature that nobody made."""

    def plaintext(self, handle: bytes) -> Cipher | None:
        """Type and plaintext behind a handle."""

    def encrypt(
        self, values: Sequence[tuple[str, int]], contract: str, user: str, flaw: str = ""
    ) -> tuple[list[bytes], bytes]:
        """Handles and proof of encrypted inputs."""

    def grantees(self, handle: bytes) -> frozenset[str]:
        """Accounts with lasting permission on a ciphertext."""

    def widened(self, handle: bytes, type_name: str) -> bytes:
        """The handle after a cast."""


@dataclass(frozen=True)
class Cast:
    """What a protocol needs, by name: accounts with keys; contract actors and foreign tokens, which have moods."""

    accounts: tuple[str, ...]
    puppets: tuple[str, ...]
    tokens: tuple[str, ...] = ()


class Binding(ABC):
    """One protocol's mapping. Everything is a function of the run; a binding itself holds no state."""

    cast: Cast
    vocabulary: Vocabulary
    sources: tuple[Path, ...]
    uses_fhe: bool

    @abstractmethod
    def deploy(self, run: Any, artifacts: Any) -> Deployment:
        """Deploys the contracts on `run.world` and returns them with the initial state; `run.seed` decides the rest."""

    @abstractmethod
    def draw(self, chooser: Chooser, run: Run) -> Call:
        """The next call: mostly one that succeeds, otherwise one that fails for a chosen reason."""

    @abstractmethod
    def environment(self, run: Run, call: Call, sender: str, observed: Observed) -> Environment:
        """What the specification is told about this call."""

    @abstractmethod
    def queries(self, run: Run) -> Sequence[ViewQuery]:
        """Every view worth asking in this state, unknown ids included."""

    @abstractmethod
    def ciphertexts(self, run: Run) -> Iterator[tuple[Slot, Any, bytes]]:
        """Every ciphertext that the contracts hold: its slot, the specification's view of it, the handle on chain."""

    @abstractmethod
    def handle(self, run: Run, slot: Slot) -> bytes:
        """The handle on chain of the ciphertext in a slot, right after the call that granted on it."""

    @abstractmethod
    def reentry(self, run: Run, actor: str) -> tuple[str, bytes]:
        """Target and calldata of what a re-entering actor, or token, tries while it is paid: a function that pays."""

    @abstractmethod
    def held(self, run: Run) -> dict[str, int]:
        """Coin that each contract holds by the specification's books, in wei."""

    def held_tokens(self, run: Run) -> dict[tuple[str, str], int]:
        """Units that each contract holds of each foreign token (contract, token) by the specification's books."""
        return {}

    @abstractmethod
    def epilogue(self, run: Run) -> Iterator[Call]:
        """Calls by which everyone takes their money out; read one at a time, each after the one before was made."""

    def note(self, run: Run, call: Call, arguments: tuple[Any, ...], succeeded: bool) -> None:  # noqa: B027  # optional
        """Remembers what a later recipe needs; called after every call. A binding without memory leaves it as it is."""

    @abstractmethod
    def blame(self, divergence: Divergence) -> str | None:
        """The property that a divergence contradicts, if one names it."""


@dataclass(frozen=True)
class Observed:
    """What the chain showed of one call: decoded revert, or decoded events of the protocol's contracts in order."""

    ok: bool
    error: str
    error_arguments: tuple[Any, ...]
    events: tuple[tuple[str, tuple[Any, ...]], ...]
    gas_used: int


@dataclass(frozen=True)
class Divergence:
    """Specification and chain disagree.

    comparison: `outcome`, `returned`, `events`, `view`, `balance`, `plaintext` or `grants`.
    expected, actual: what the specification says and what the chain did, readable.
    error: the error on the side that refused, empty otherwise. subject: what was compared (view, account, slot).
    """

    comparison: str
    action: str
    subject: str
    expected: str
    actual: str
    error: str = ""

    def sentence(self) -> str:
        """One line a stranger understands."""
        where = f" of {self.subject}" if self.subject else ""
        said = f"specification says {self.expected}, chain says {self.actual}"
        return f"{self.action}: {self.comparison}{where} differ: {said}"


@dataclass(frozen=True)
class PlantedFault:
    """A fault in a contract: `find` occurs once in `file` (relative to the project) and becomes `replace`.

    property: the property that must be reported. deep: whether finding it takes a sequence of calls.
    """

    name: str
    file: str
    find: str
    replace: str
    property: str
    deep: bool


@dataclass(frozen=True)
class EscrowProtocol:
    """A protocol, registered: its specification, its properties, and how they meet the chain.

    specified_in: the specification's modules. words: names that the core must never use. unreachable: guards that no
    call of a run can fail, as (action, error, condition), each with the reason. unreached: lines of contracts that
    no run reaches, as `file: line without indentation`, each with the reason. canaries: faults to be found.
    mutated_in: modules into which a program writes faults. equivalent: those faults that are none, with the reason.
    closed: actions that no actor may ever do, such as calls between the protocol's own contracts, with the reason.
    """

    name: str
    title: str
    actions: Actions
    catalogue: Catalogue
    binding: Binding
    specified_in: tuple[ModuleType, ...] = ()
    words: tuple[str, ...] = field(default=())
    presets: tuple[Preset, ...] = field(default=())
    claims: ProofPlan | None = None
    unreachable: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    unreached: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    canaries: tuple[PlantedFault, ...] = ()
    mutated_in: tuple[ModuleType, ...] = ()
    equivalent: Mapping[str, str] = field(default_factory=dict)
