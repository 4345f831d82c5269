"""The dataset marketplace on a node, with datasets, a consenting buyer, and what its clients need off chain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain.fhevm import boot
from fuzz.chain.fhevm.types import type_of
from spec.dcm.gas_estimator import estimate_job_gas
from spec.dcm.merkle import Tree, bound_hashing
from spec.dcm.row import Field, TypeTag, pack
from spec.dcm.types import Op
from tests.clients.anvil import MNEMONIC, Anvil
from tests.clients.chain import Chain, Mined
from tests.clients.script import run_module
from tests.clients.service import serving
from tests.contracts.market import artifacts

SNIPPETS = Path(__file__).parent

TAGS = {"euint8": TypeTag.EUINT8, "euint32": TypeTag.EUINT32, "euint64": TypeTag.EUINT64}


class Dataset(NamedTuple):
    """Plaintext rows, an age and an income, and the fewest rows that a result may rest on."""

    rows: tuple[tuple[int, int], ...]
    k: int
    types: tuple[str, str] = ("euint8", "euint64")


AGES_AND_INCOMES = (
    (25, 31_000),
    (17, 900),
    (42, 58_500),
    (18, 12_000),
    (63, 71_250),
    (19, 22_000),
    (35, 49_999),
    (50, 64_000),
)
DATASETS = {
    1: Dataset(AGES_AND_INCOMES, k=3),
    2: Dataset(AGES_AND_INCOMES[:3], k=100),
    3: Dataset(((30, 2**64 - 1), (40, 5)), k=1),
}


class Run(NamedTuple):
    """What client code did.

    Attributes:
        lines: What it printed.
        warnings: What it printed as warnings and errors.
        facts: What the run says about itself at its end.
        transactions: Every transaction that was mined meanwhile.
        gains: Wei that seller, buyer and manager have gained, by address.
    """

    lines: list[str]
    warnings: list[str]
    facts: dict[str, Any]
    transactions: list[Mined]
    gains: dict[str, int]


class Market:
    """Registry and manager on a node, with the seller's datasets, on which the buyer accepts direct jobs."""

    def __init__(self, node: Anvil) -> None:
        self.node = node
        self.chain = Chain(node)
        self.fhevm = boot(self.chain)  # a Chain does what booting asks of a World
        accounts = [account.lower() for account in node.rpc("eth_accounts")]
        self.owner, self.seller, self.buyer, self.stranger = accounts[:4]
        manager = artifacts()["JobManager"]
        libraries = {}
        for name in manager.libraries:
            libraries[name] = self.chain.deploy(artifacts()[name], sender=self.owner).address
        self.registry = self.chain.deploy(artifacts()["DatasetRegistry"], sender=self.owner)
        self.manager = self.chain.deploy(manager, self.registry.address, sender=self.owner, libraries=libraries)
        self._must(self.registry, "setJobManager", self.manager.address, sender=self.owner)
        self._off_chain = {dataset_id: self._commit(dataset_id, data) for dataset_id, data in DATASETS.items()}

    def _must(self, *call: Any, sender: str) -> None:
        assert self.chain.send(*call, sender=sender).success, f"set-up call {call[1]} reverted"

    def _commit(self, dataset_id: int, data: Dataset) -> dict[str, Any]:
        """Commit a dataset, let the buyer consent, and return the seller's off-chain copy: packed rows and proofs."""
        rows = [self._pack(values, data.types) for values in data.rows]
        tree = Tree(bound_hashing(CHAIN_ID, self.registry.address, dataset_id), rows)
        made = self.fhevm.encrypt([("euint32", data.k)], self.registry.address, self.seller)
        shape = (dataset_id, len(rows), tree.root, len(data.types), made.handles[0], made.proof, 0)
        self._must(self.registry, "commitDataset", *shape, sender=self.seller)
        self._must(self.manager, "setDirectConsent", dataset_id, True, sender=self.buyer)
        proofs = [[_hex(sibling) for sibling in tree.proof(index)] for index in range(len(rows))]
        return {"rowCount": len(rows), "rows": [_hex(row) for row in rows], "proofs": proofs}

    def _pack(self, values: Sequence[int], types: Sequence[str]) -> bytes:
        made = self.fhevm.encrypt(list(zip(types, values, strict=True)), self.manager.address, self.seller)
        fields = zip(types, made.handles, strict=True)
        return pack([Field(TAGS[name], handle, made.proof) for name, handle in fields])

    # ---- running client code ----

    def run(self, script: str, *, mines_itself: bool = False, **given: str) -> Run:
        """Run `runs/<script>.mjs` in Node as the market's clients, while the node mines as a network does.

        Args:
            script: Which run.
            mines_itself: No block is mined but those that the run asks for.
            given: Words that the run reads by name.
        """
        before, balances = self.chain.block(), self._balances()
        mining = self.node.mining_by_hand if mines_itself else self.node.mining_steadily
        with serving(self._answers(given)) as address, mining():
            done = run_module(SNIPPETS / "runs" / f"{script}.mjs", address)
        transactions = list(self.chain.transactions(before))
        reverted = [self._describe(transaction) for transaction in transactions if not transaction.success]
        assert done.returncode == 0 and not reverted, f"{script} failed: {reverted}\n{done.stdout}\n{done.stderr}"
        gains = {account: now - balances[account] for account, now in self._balances().items()}
        *lines, facts = done.stdout.splitlines()
        return Run(lines, done.stderr.splitlines(), json.loads(facts), transactions, gains)

    def name_of(self, transaction: Mined) -> str:
        """Return the manager's function that a transaction calls; clients call no other contract."""
        functions = self.manager.interface.functions.values()
        return next(function.name for function in functions if function.selector == transaction.data[:4])

    def _describe(self, failed: Mined) -> str:
        gas = f"{failed.gas_used:,} of {failed.gas_limit:,} gas"
        return f"{self.name_of(failed)} reverted after {gas}, which the client's node had estimated"

    def _balances(self) -> dict[str, int]:
        return {account: self.chain.balance(account) for account in (self.seller, self.buyer, self.manager.address)}

    def _answers(self, given: dict[str, str]) -> dict[str, Any]:
        setup = {
            "rpc": self.node.url,
            "mnemonic": MNEMONIC,
            "manager": {"address": self.manager.address, "abi": self.manager.abi},
            "registry": {"address": self.registry.address, "abi": self.registry.abi},
            "given": given,
        }
        return {
            "setup": lambda _: setup,
            "api": lambda words: self._off_chain[int(words["rest"].removeprefix("datasets/"))],
            "decrypt": lambda words: self.decrypt(words["handle"], words["user"]),
            "estimate": lambda words: estimate_job_gas(
                int(words["rows"]), int(words["columns"]), Op[words["op"]], int(words["filterBytes"])
            ),
        }

    def decrypt(self, handle: str, user: str) -> dict[str, str]:
        """Decrypt for a user through the manager, as the access control list on the chain allows.

        Raises:
            NotAllowed: The list does not let this user, or the manager, read the ciphertext.
        """
        raw = bytes.fromhex(handle.removeprefix("0x"))
        self.chain.catch_up()
        value = self.fhevm.user_decrypt(raw, user.lower(), self.manager.address)
        return {"type": type_of(raw), "value": str(value)}

    def request(self, request_id: int) -> dict[str, Any]:
        """Return a request by field name."""
        function = next(entry for entry in self.manager.abi if entry.get("name") == "getRequest")
        names = [part["name"] for part in function["outputs"][0]["components"]]
        return dict(zip(names, self.chain.read(self.manager, "getRequest", request_id), strict=True))


def _hex(data: bytes) -> str:
    return f"0x{data.hex()}"
