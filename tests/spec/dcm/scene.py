"""A dataset marketplace in the specification alone: one dataset, a few parties, and an environment that obeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from spec.core import Environment, Ledger, Message, Outcome, Revert, Roster, Step, Store, perform
from spec.dcm import credits, datasets, jobs, parameters, requests, views
from spec.dcm.merkle import Tree, bound_hashing
from spec.dcm.row import Field, TypeTag, pack
from spec.dcm.state import DCM, Job, Request, State
from spec.dcm.types import JobParams, Op
from spec.fhe import BITS

LOADED = (credits, datasets, jobs, parameters, requests, views)
"""Modules whose import registers the actions."""

ETHER = 10**18
GWEI = 10**9
DAY = 86_400
NOW = 1_700_000_000
PROOF = b"signed"
TYPES = tuple(BITS)
COUNT = JobParams(Op.COUNT)
ID = 7
"""The dataset of every scene."""


def party(number: int) -> str:
    return f"0x{number:040x}"


REGISTRY, MANAGER, OWNER, SELLER, RIVAL, BUYER, OTHER, STRANGER = (party(number) for number in range(0xA0, 0xA8))


def handle_of(type_name: str, value: int) -> bytes:
    """An encrypted input that the scene's host knows: its type and plaintext, in the open."""
    return bytes([TYPES.index(type_name)]) + value.to_bytes(31, "big")


def imports(type_name: str, handle: bytes, proof: bytes) -> int | None:
    known = proof == PROOF and handle[0] == TYPES.index(type_name)
    return int.from_bytes(handle[1:], "big") if known else None


def packed(values: Sequence[int], tag: TypeTag = TypeTag.EUINT64) -> bytes:
    """A row of encrypted 64-bit values."""
    return pack(Field(tag, handle_of(f"euint{(8, 32, 64)[tag - 1]}", value), PROOF) for value in values)


class Scene:
    """Calls on one state, each with whatever the environment says at the time.

    now, gas_price, gas_used: of the next calls. refusing: accounts that take no coin.
    """

    def __init__(
        self, values: Sequence[Sequence[int]] = ((3,), (5,)), *, k: int = 1, cooldown: int = 0, committed: bool = True
    ) -> None:
        self.state = State(31337, REGISTRY, MANAGER, OWNER, OWNER)
        self.now, self.gas_price, self.gas_used = NOW, 0, 0
        self.refusing: set[str] = set()
        self.rows = tuple(packed(row) for row in values)
        self.columns = len(values[0])
        self._trees: dict[tuple[int, tuple[bytes, ...]], Tree] = {}
        if committed:
            self.must(OWNER, "set_job_manager", MANAGER)
            self.commit(ID, k=k, cooldown=cooldown)

    # ---------------------------------------------------------------- calls

    def step(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Step:
        """One call and what came of it."""
        environment = Environment(self.gas_used, lambda account, all_gas: account not in self.refusing, imports)
        message = Message(sender, value, self.now, self.gas_price, environment)
        return Step(self.state, DCM[action], message, arguments, perform(DCM[action], self.state, message, arguments))

    def call(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        return self.step(sender, action, *arguments, value=value).outcome

    def must(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        """A call that has to succeed."""
        outcome = self.call(sender, action, *arguments, value=value)
        assert outcome.ok, f"{action}: {outcome.error}"
        return outcome

    def refused(self, error: Revert, sender: str, action: str, *arguments: Any, value: int = 0) -> None:
        """A call that has to fail with exactly this error and leave everything as it was."""
        before = picture(self.state)
        outcome = self.call(sender, action, *arguments, value=value)
        assert (outcome.name, getattr(outcome.error, "values", ())) == (type(error).__name__, error.values)
        assert (outcome.events, outcome.transfers, outcome.grants) == ((), (), ())
        assert picture(self.state) == before

    # ---------------------------------------------------------------- lifecycles

    def terms(self, dataset_id: int = ID, k: int = 1, cooldown: int = 0) -> tuple[Any, ...]:
        """Arguments of a commitment to the scene's rows."""
        root = self.tree(dataset_id).root
        return (dataset_id, len(self.rows), root, self.columns, handle_of("euint32", k), PROOF, cooldown)

    def commit(self, dataset_id: int, *, k: int = 1, cooldown: int = 0) -> None:
        self.must(SELLER, "commit_dataset", *self.terms(dataset_id, k, cooldown))

    def tree(self, dataset_id: int = ID) -> Tree:
        key = (dataset_id, self.rows)
        if key not in self._trees:
            self._trees[key] = Tree(bound_hashing(self.state.chain_id, self.state.registry, dataset_id), self.rows)
        return self._trees[key]

    def submitted(self, fee: int = 100, allowance: int = 400, params: JobParams = COUNT, buyer: str = BUYER) -> int:
        return int(self.must(buyer, "submit_request", ID, params, fee, value=fee + allowance).returned)

    def accepted(self, fee: int = 100, allowance: int = 400, params: JobParams = COUNT, buyer: str = BUYER) -> int:
        request_id = self.submitted(fee, allowance, params, buyer)
        self.must(SELLER, "accept_request", request_id)
        return request_id

    def opened(self, params: JobParams = COUNT, buyer: str = SELLER) -> int:
        """A direct job; the seller's own unless a buyer is named, who then agrees first."""
        if buyer != SELLER:
            self.must(buyer, "set_direct_consent", ID, True)
        return int(self.must(SELLER, "open_job", ID, buyer, params).returned)

    def row(self, job_id: int, index: int, sender: str = SELLER) -> tuple[Any, ...]:
        """A push of the committed row, as sender, action and arguments."""
        dataset_id = self.state.jobs[job_id].dataset_id
        return (sender, "push_row", job_id, self.rows[index], self.tree(dataset_id).proof(index), index)

    def push(self, job_id: int, index: int) -> Step:
        step = self.step(*self.row(job_id, index))
        assert step.outcome.ok, step.outcome.error
        return step

    def fed(self, job_id: int) -> int:
        """The job with every row in."""
        for index in range(len(self.rows)):
            self.push(job_id, index)
        return job_id

    def request(self, request_id: int = 1) -> Request:
        return self.state.requests[request_id]

    def job(self, job_id: int = 1) -> Job:
        return self.state.jobs[job_id]


def picture(value: Any) -> Any:
    """Everything in a state, comparable."""
    if isinstance(value, Store | Ledger):
        return tuple((key, picture(part)) for key, part in value.items())
    if isinstance(value, Roster):
        return tuple(value)
    described = getattr(type(value), "FIELDS", None)
    return tuple((f.name, picture(getattr(value, f.name))) for f in described) if described else value


def names(outcome: Outcome) -> Iterator[str]:
    """The events of a call by name."""
    return (type(event).__name__ for event in outcome.events)
