"""A deployed compute marketplace, ours or a variant."""

from __future__ import annotations

from fuzz.chain.world import ZERO_ADDRESS
from tests.contracts.compute.exchange import COIN, DEPOSIT, FAB, PRICE, Exchange
from tests.weaknesses.compute.variants import OURS, having
from tests.weaknesses.variant import Variant

EVIDENCE = b"\x22" * 32


class Bourse(Exchange):
    """An exchange of chosen contracts; with `proofs` false, one that was deployed without a proof system."""

    def __init__(self, variant: Variant, fee_bps: int = 1_000, *, proofs: bool = True) -> None:
        self._has_proofs = proofs
        super().__init__(fee_bps, variant.compiled())

    @property
    def _proof_system(self) -> str:
        return self.proofs.address if self._has_proofs else ZERO_ADDRESS

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
