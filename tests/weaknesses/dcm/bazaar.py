"""A deployed dataset marketplace, ours or a variant, with parties who may be contracts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain.abi import Contract
from fuzz.chain.cast import Cast
from fuzz.chain.fhevm import boot
from fuzz.chain.layout import StorageReader
from fuzz.chain.receipt import Receipt
from fuzz.chain.world import TRANSACTION_GAS, World
from spec.dcm.merkle import DatasetHashing, Tree
from spec.dcm.row import Field, TypeTag, pack
from spec.dcm.types import JobParams, Op
from tests.weaknesses.dcm.variants import OURS, having
from tests.weaknesses.variant import Variant

ETHER = 10**18
GWEI = 10**9
HOUR = 3_600
DAY = 24 * HOUR
COUNT = JobParams(Op.COUNT)
SUM = JobParams(Op.SUM)
ID = 1
"""The dataset, where there is one."""

FEE = ETHER // 10
ALLOWANCE = ETHER // 2

Refusal = tuple[str, tuple[Any, ...]]
Row = tuple[int, ...]


class Bazaar:
    """Registry, manager and FHE hosts. Transactions cost their sender nothing here, whatever their gas price."""

    def __init__(self, variant: Variant) -> None:
        self.world = World()
        self.fhevm = boot(self.world)
        accounts = ("owner", "seller", "buyer", "other_buyer", "attacker")
        self.cast = Cast(self.world, accounts, ("contract_seller", "contract_buyer"))
        self.built = variant.compiled()
        owner = self.cast["owner"].address
        self.registry = self.world.deploy(self.built["DatasetRegistry"], sender=owner)
        self.manager = self.new_manager()
        self.do("owner", "setJobManager", self.manager.address, on=self.registry)
        layout = self.built["JobManager"].storage_layout
        self.storage = StorageReader(self.world, self.manager.address, layout)
        self.rows: dict[int, list[bytes]] = {}
        self.trees: dict[int, Tree] = {}

    def new_manager(self) -> Contract:
        """Another manager of the same registry."""
        owner, artifact = self.cast["owner"].address, self.built["JobManager"]
        libraries = {name: self._library(name, owner) for name in artifact.libraries}
        return self.world.deploy(artifact, self.registry.address, sender=owner, libraries=libraries)

    def _library(self, name: str, owner: str) -> str:
        # A library's functions take storage pointers, which are no ABI types: only its errors are learnt.
        artifact = self.built[name]
        errors = [entry for entry in artifact.abi if entry["type"] == "error"]
        return self.world.deploy(replace(artifact, abi=errors), sender=owner).address

    # ---- transactions ----

    def send(
        self,
        actor: str,
        function: str,
        *args: object,
        value: int = 0,
        gas_price: int = 0,
        gas: int = TRANSACTION_GAS,
        on: Contract | None = None,
    ) -> Receipt:
        """A transaction to the manager, or to another contract, whatever comes of it."""
        to = on or self.manager
        return self.cast.send(actor, to.address, to.encode(function, *args), value, gas_price, gas)

    def do(self, actor: str, function: str, *args: object, **how: Any) -> Receipt:
        """A transaction that has to succeed."""
        receipt = self.send(actor, function, *args, **how)
        assert receipt.success, (function, self.refusal(receipt))
        return receipt

    def refused(self, actor: str, function: str, *args: object, **how: Any) -> Refusal:
        """With which error a transaction reverts; it has to."""
        refusal = self.refusal(self.send(actor, function, *args, **how))
        assert refusal is not None, f"{function}{args} succeeded"
        return refusal

    def refusal(self, receipt: Receipt) -> Refusal | None:
        """With which error a transaction reverted; None if it succeeded."""
        if receipt.success:
            return None
        assert receipt.revert is not None, receipt
        reverted = self.world.errors.decode(receipt.revert)
        return reverted.name, tuple(reverted.args)

    def event(self, receipt: Receipt, name: str) -> dict[str, Any]:
        """The arguments of the first event of a name."""
        decoded = (self.world.events.decode(log) for log in receipt.logs)
        return next(dict(found.args) for found in decoded if found is not None and found.name == name)

    def events(self, receipt: Receipt, *names: str) -> list[str]:
        """Which of these events a transaction emitted, in order."""
        decoded = (self.world.events.decode(log) for log in receipt.logs)
        return [found.name for found in decoded if found is not None and found.name in names]

    # ---- what there is ----

    def read(self, function: str, *args: object) -> Any:
        """A view of the manager."""
        return self.world.read(self.manager, function, *args)

    def address(self, actor: str) -> str:
        """An actor's account."""
        return self.cast[actor].address

    def balance(self, actor: str) -> int:
        """Wei that an actor holds."""
        return self.world.balance(self.address(actor))

    def held(self) -> int:
        """Wei that the manager holds."""
        return self.world.balance(self.manager.address)

    def credit(self, actor: str) -> int:
        """Wei that an actor can withdraw."""
        return self.read("credits", self.address(actor))

    def booked(self, request: int, name: str) -> Any:
        """A field of a request as it is stored."""
        return self.storage.read("_requests", request, name)

    def decrypted(self, job: int, buyer: str) -> tuple[int, bool]:
        """Result and overflow flag of a job, as its buyer decrypts them."""
        result, flag = (self._opened(job, buyer, *path) for path in (("_jobs", "result"), ("_states", "isOverflow")))
        return result, bool(flag)

    def opened_state(self, job: int, name: str, actor: str) -> int:
        """An accumulator of a job, as an actor decrypts it. Error: NotAllowed."""
        return self._opened(job, actor, "_states", name)

    def _opened(self, job: int, actor: str, mapping: str, name: str) -> int:
        handle = self.storage.read(mapping, job, name)
        return self.fhevm.user_decrypt(handle, self.address(actor), self.manager.address)

    # ---- datasets ----

    def packed(self, values: Row, seller: str = "seller") -> bytes:
        """A row of 64-bit fields, encrypted by a seller."""
        made = self.fhevm.encrypt([("euint64", value) for value in values], self.manager.address, self.address(seller))
        return pack([Field(TypeTag.EUINT64, handle, made.proof) for handle in made.handles])

    def hashing(self, dataset: int = ID) -> DatasetHashing:
        """How the rows of a dataset are hashed."""
        return DatasetHashing(CHAIN_ID, bytes.fromhex(self.registry.address[2:]), dataset)

    def sell(
        self,
        values: Sequence[Row] = ((3,), (5,)),
        *,
        seller: str = "seller",
        dataset: int = ID,
        k: int = 1,
        cooldown: int = 0,
        promised: int | None = None,
        root: bytes | None = None,
        junk: int = 0,
    ) -> None:
        """Commit a dataset; `promised` rows and `root` where they are not those of the values, `junk` rows behind."""
        self.rows[dataset] = [self.packed(row, seller) for row in values] + [b"\xff"] * junk
        self.trees[dataset] = Tree(self.hashing(dataset), self.rows[dataset])
        made = self.fhevm.encrypt([("euint32", k)], self.registry.address, self.address(seller))
        shape = (promised or len(values) + junk, root or self.trees[dataset].root, len(values[0]))
        self.do(seller, "commitDataset", dataset, *shape, made.handles[0], made.proof, cooldown, on=self.registry)

    # ---- requests and jobs ----

    def submit(
        self,
        buyer: str = "buyer",
        params: JobParams = COUNT,
        *,
        fee: int = FEE,
        allowance: int = ALLOWANCE,
        cap: int = 100 * GWEI,
    ) -> int:
        """Submit a request that reimburses at most `cap` wei for a unit of gas; returns its id."""
        receipt = self.do(buyer, "submitRequestWithGasPrice", ID, params, fee, cap, value=fee + allowance)
        return self.event(receipt, "RequestSubmitted")["requestId"]

    def accept(self, request: int, *, seller: str = "seller", gas_price: int = 0) -> int:
        """Accept a request and return the id of its job."""
        receipt = self.do(seller, "acceptRequest", request, gas_price=gas_price)
        return self.event(receipt, "JobOpened")["jobId"]

    def row(self, job: int, index: int) -> tuple[object, ...]:
        """The arguments with which a row is pushed."""
        return job, self.rows[ID][index], self.trees[ID].proof(index), index

    def push(self, job: int, index: int, *, seller: str = "seller", gas_price: int = 0) -> Receipt:
        """Push a row that has to be taken."""
        return self.do(seller, "pushRow", *self.row(job, index), gas_price=gas_price)

    def work(self, request: int, *, seller: str = "seller", gas_price: int = 0) -> int:
        """Accept a request and push all rows of the dataset; returns the job's id."""
        job = self.accept(request, seller=seller, gas_price=gas_price)
        for index in range(len(self.rows[ID])):
            self.push(job, index, seller=seller, gas_price=gas_price)
        return job


def weak(weakness: str) -> Bazaar:
    """A marketplace that has a weakness."""
    return Bazaar(having(weakness))


def ours() -> Bazaar:
    """The marketplace as it is."""
    return Bazaar(OURS)
