"""What the property contracts of each protocol look like, for the tests that compare them with the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from properties.bytecode import SOLIDITY, Twins, twins_of
from properties.compute.bytecode import READERS as COMPUTE_READERS
from properties.compute.canaries import CLOSED
from properties.dcm.bytecode import READERS as DCM_READERS
from properties.protocols import load


@dataclass(frozen=True)
class Watched:
    """One protocol's property contracts.

    seen: interfaces of `Market.sol` and the contracts that they are of. clamped, unclamped: files of handlers. without:
    actions that no call with sense makes. readers: actions whose arguments can be read back.
    """

    name: str
    seen: tuple[tuple[str, str], ...]
    clamped: tuple[str, ...]
    unclamped: tuple[str, ...]
    without: frozenset[str]
    readers: frozenset[str]

    @property
    def twins(self) -> Twins:
        """As the protocol registers them."""
        found = twins_of(self.name)
        assert found is not None
        return found

    @property
    def ids(self) -> list[str]:
        """Ids of its catalogue."""
        return [prop.id for prop in load(self.name).catalogue]

    def text(self, *files: str) -> str:
        """Sources, one after the other."""
        return "\n".join((SOLIDITY / self.name / file).read_text() for file in files)


DCM = Watched(
    "dcm",
    (("IMarket", "JobManager"), ("IRegistry", "DatasetRegistry")),
    ("Handlers.sol",),
    ("UnclampedHandlers.sol",),
    frozenset({"set_job_manager"}),  # the scene wires the manager, and nobody can do so again
    frozenset(DCM_READERS),
)
COMPUTE = Watched(
    "compute",
    (
        ("IMarket", "JobMarketplace"),
        ("INodes", "NodeRegistry"),
        ("IModels", "ModelRegistry"),
        ("IEarnings", "HostEarnings"),
        ("IProofs", "ProofSystem"),
        ("IFab", "FabToken"),
        ("ILinked", "NodeRegistry"),
        ("ILinked", "HostEarnings"),
        ("ILinked", "ProofSystem"),
        ("ILinked", "PaymentEscrow"),
        ("IJobs", "PromptJobs"),
        ("IEscrow", "PaymentEscrow"),
        ("IJobProofs", "JobProofs"),
        ("IReputation", "ReputationSystem"),
        ("IVoting", "Governance"),
        ("IAccounts", "AccountIntegration"),
        ("IGoverned", "PaymentEscrow"),
        ("IGoverned", "PromptJobs"),
    ),
    ("Handlers.sol", "RegistryHandlers.sol", "JobHandlers.sol", "GovernanceHandlers.sol", "AccountHandlers.sol"),
    (
        *("UnclampedHandlers.sol", "UnclampedSessionHandlers.sol"),
        *("UnclampedRegistryHandlers.sol", "UnclampedJobHandlers.sol"),
    ),
    frozenset(CLOSED),
    frozenset(COMPUTE_READERS),
)
EVERY = (DCM, COMPUTE)
