"""A deployed compute marketplace, ours or a variant."""

from __future__ import annotations

from functools import cache

from fuzz.build import PROJECT_ROOT, Artifact, compile_sources
from fuzz.chain.abi import Contract
from fuzz.chain.world import ZERO_ADDRESS
from tests.contracts.compute.exchange import COIN, DEPOSIT, FAB, PRICE, Exchange, Refusal
from tests.weaknesses.compute.variants import OURS, having
from tests.weaknesses.variant import Variant

EVIDENCE = b"\x22" * 32


@cache
def moody_token() -> Artifact:
    """The token with moods."""
    return compile_sources([PROJECT_ROOT / "contracts" / "cast" / "MoodyToken.sol"])["MoodyToken"]


class Bourse(Exchange):
    """An exchange of chosen contracts; with `proofs` false, one that was deployed without a proof system."""

    def __init__(self, variant: Variant, fee_bps: int = 1_000, *, proofs: bool = True) -> None:
        self.built = variant.compiled()
        self._has_proofs = proofs
        super().__init__(fee_bps)

    def deploy(self, name: str, *args: object) -> Contract:
        """Deploy one more of the protocol's contracts, as the owner."""
        return self.world.deploy(self.built[name], *args, sender=self.owner)

    def _deploy(self, fee_bps: int) -> None:
        self.fab = self.deploy("FabToken", self.owner)
        self.models = self.deploy("ModelRegistry", self.fab.address, self.treasury)
        self.nodes = self.deploy("NodeRegistry", self.fab.address, self.models.address, self.treasury, 227_273)
        self.earnings = self.deploy("HostEarnings")
        self.proofs = self.deploy("ProofSystem")
        proofs = self.proofs.address if self._has_proofs else ZERO_ADDRESS
        parts = (self.nodes.address, self.models.address, self.earnings.address, proofs)
        self.market = self.deploy("JobMarketplace", *parts, self.treasury, fee_bps)
        self.token = self.world.deploy(moody_token(), "Test Dollar", "TUSD", 6, sender=self.owner)

    def attempt(self, contract: Contract, function: str, *args: object, by: str, value: int = 0) -> Refusal | None:
        """Run a transaction; with which error it reverted, None if it succeeded."""
        return self.refusal(self.send(contract, function, *args, by=by, value=value))

    def earned(self, asset: str = COIN) -> int:
        """What the host has earned and not withdrawn."""
        return self.read(self.earnings, "getEarnings", self.host, asset)

    def fab_of(self, account: str) -> int:
        """FAB wei of an account."""
        return self.read(self.fab, "balanceOf", account)

    def give_fab(self, account: str, whole: int) -> None:
        """Hand an account some FAB that both registries may take."""
        self.do(self.fab, "transfer", account, whole * FAB, by=self.owner)
        for registry in (self.models, self.nodes):
            self.do(self.fab, "approve", registry.address, 2**256 - 1, by=account)


def net(tokens: int, price: int = PRICE) -> int:
    """What a host gets for work, less the fee of a tenth."""
    gross = tokens * price // 1000
    return gross - gross // 10


def weak(weakness: str) -> Bourse:
    """A marketplace that has a weakness."""
    return Bourse(having(weakness))


def ours() -> Bourse:
    """The marketplace as it is."""
    return Bourse(OURS)


__all__ = ["COIN", "DEPOSIT", "EVIDENCE", "Bourse", "net", "ours", "weak"]
