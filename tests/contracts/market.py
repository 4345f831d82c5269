"""A deployed dataset marketplace on the in-process chain, for tests of its contracts alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.build import PROJECT_ROOT, Artifacts, compile_sources
from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain.fhevm import boot
from fuzz.chain.keys import signer
from fuzz.chain.layout import StorageReader
from fuzz.chain.receipt import Receipt
from fuzz.chain.world import World
from spec.dcm.merkle import DatasetHashing, Tree
from spec.dcm.row import Field, pack
from spec.dcm.types import JobParams

TAGS = {"euint8": 1, "euint32": 2, "euint64": 3}
"""Type tag of a packed field by encrypted type."""

Refusal = tuple[str, tuple[Any, ...]]
"""Name and arguments of a custom error."""


@cache
def artifacts() -> Artifacts:
    """All contracts and libraries under ``contracts/dcm`` and ``contracts/payments``."""
    folders = (PROJECT_ROOT / "contracts" / name for name in ("dcm", "payments"))
    return compile_sources(sorted(file for folder in folders for file in Path(folder).rglob("*.sol")))


class Market:
    """Registry, job manager and the FHE hosts, with a seller and a buyer who own coin."""

    def __init__(self) -> None:
        self.world = World()
        self.fhevm = boot(self.world)
        self.owner, self.seller, self.buyer = (signer(name).address for name in ("owner", "seller", "buyer"))
        for account in (self.owner, self.seller, self.buyer):
            self.world.set_balance(account, 10**24)
        manager = artifacts()["JobManager"]
        libraries = {name: self._deploy_library(name) for name in manager.libraries}
        self.registry = self.world.deploy(artifacts()["DatasetRegistry"], sender=self.owner)
        self.manager = self.world.deploy(manager, self.registry.address, sender=self.owner, libraries=libraries)
        self.must(self.world.send(self.registry, "setJobManager", self.manager.address, sender=self.owner))
        self.storage = StorageReader(self.world, self.manager.address, manager.storage_layout)

    def _deploy_library(self, name: str) -> str:
        # A library's functions take storage pointers and enums, which are not ABI types: only its errors are learnt.
        artifact = artifacts()[name]
        errors = [entry for entry in artifact.abi if entry["type"] == "error"]
        return self.world.deploy(replace(artifact, abi=errors), sender=self.owner).address

    def must(self, receipt: Receipt) -> Receipt:
        """Return the receipt of a transaction that has to succeed."""
        assert receipt.success, self.refusal(receipt)
        return receipt

    def refusal(self, receipt: Receipt) -> Refusal | None:
        """Return the custom error that a transaction reverted with, ``None`` if it succeeded."""
        if receipt.success:
            return None
        assert receipt.revert is not None, receipt
        reverted = self.world.errors.decode(receipt.revert)
        return reverted.name, tuple(reverted.args)

    def argument(self, receipt: Receipt, event: str, name: str) -> Any:
        """Return one argument of the first event of that name."""
        decoded = (self.world.events.decode(log) for log in receipt.logs)
        return next(found.args[name] for found in decoded if found is not None and found.name == event)

    def encrypt_row(self, values: Sequence[int], types: Sequence[str]) -> bytes:
        """Return a packed row of the seller's, one proof for all its fields."""
        made = self.fhevm.encrypt(list(zip(types, values, strict=True)), self.manager.address, self.seller)
        return pack([Field(TAGS[name], handle, made.proof) for name, handle in zip(types, made.handles, strict=True)])

    def commit(self, dataset_id: int, rows: Sequence[bytes], num_columns: int) -> Tree:
        """Commit packed rows as a dataset of the seller's with threshold 1 and no cooldown."""
        tree = Tree(DatasetHashing(CHAIN_ID, bytes.fromhex(self.registry.address[2:]), dataset_id), rows)
        made = self.fhevm.encrypt([("euint32", 1)], self.registry.address, self.seller)
        dataset = (dataset_id, len(rows), tree.root, num_columns, made.handles[0], made.proof, 0)
        self.must(self.world.send(self.registry, "commitDataset", *dataset, sender=self.seller))
        return tree

    def submit(self, dataset_id: int, params: JobParams) -> Receipt:
        """Submit a request without coin, as the buyer."""
        return self.world.send(self.manager, "submitRequest", dataset_id, params, 0, sender=self.buyer)

    def open(self, dataset_id: int, params: JobParams) -> Receipt:
        """Open a direct job, as the seller and for the seller."""
        return self.world.send(self.manager, "openJob", dataset_id, self.seller, params, sender=self.seller)

    def push(self, job_id: int, row: bytes, proof: Sequence[bytes], index: int) -> Receipt:
        """Push a row, as the seller."""
        return self.world.send(self.manager, "pushRow", job_id, row, tuple(proof), index, sender=self.seller)
