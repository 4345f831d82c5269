"""How the dataset marketplace's words map to its contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from properties.binding import Binding, Call, Chooser, Deployment, Divergence, Mood, Observed, Run, ViewQuery
from properties.dcm import blame, draw_datasets, draw_jobs, draw_requests
from properties.dcm.actors import BUYERS, CAST, EVERYONE, OWNER, PUPPETS, actor_at
from properties.dcm.recipes import Account, Contents, Memory, Root
from properties.recipe import Vocabulary
from spec.core import Environment, Slot
from spec.dcm.jobs import is_open
from spec.dcm.requests import reclaimable_after
from spec.dcm.state import MANAGER, REGISTRY, State
from spec.dcm.types import CloseReason, FilterProg, JobParams, Op, RequestStatus
from spec.fhe import Cipher

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "dcm"
MOODS = ("ACCEPT", "REFUSE", "BURN", "BOMB", "REVERT_BOMB", "REENTER", "HUNGRY")
ACCUMULATORS = (
    ("agg", "agg", "euint64", "agg"),
    ("min_v", "minV", "euint64", "min_v"),
    ("max_v", "maxV", "euint64", "max_v"),
    ("kept", "kept", "euint32", "kept"),
    ("min_max_init", "minMaxInit", "ebool", "min_max_init"),
    ("is_overflow", "isOverflow", "ebool", "is_overflow"),
)
"""Slot, storage field, type and specification field of each accumulator."""

DRAWERS: dict[str, Callable[[Chooser, Any], Call | None]] = {
    drawer.__name__: drawer
    for drawer in (
        draw_datasets.set_job_manager,
        draw_datasets.commit_dataset,
        draw_datasets.delete_dataset,
        draw_datasets.set_dataset_description,
        draw_requests.submit_request,
        draw_requests.submit_request_with_gas_price,
        draw_requests.accept_request,
        draw_requests.reject_request,
        draw_requests.cancel_request,
        draw_requests.top_up_allowance,
        draw_requests.request_payout,
        draw_requests.reclaim_stalled,
        draw_jobs.set_direct_consent,
        draw_jobs.open_job,
        draw_jobs.push_row,
        draw_jobs.finalize,
        draw_jobs.close_direct_job,
        draw_jobs.withdraw,
        draw_jobs.withdraw_to,
        draw_jobs.set_payment_threshold,
        draw_jobs.set_default_max_gas_price,
    )
}
"""How each action's calls are drawn."""

FEW = 4
"""Open requests beyond which a run rather carries them on."""


class DcmBinding(Binding):
    """The dataset marketplace on the EVM: DatasetRegistry and JobManager with their libraries."""

    cast = CAST
    vocabulary = Vocabulary(JobParams, FilterProg, Op, RequestStatus, CloseReason)
    sources = (CONTRACTS / "DatasetRegistry.sol", CONTRACTS / "JobManager.sol", *sorted(CONTRACTS.glob("lib/*.sol")))
    uses_fhe = True

    def deploy(self, run: Any, artifacts: Any) -> Deployment:
        """Deploys libraries, registry and manager; the registry is wired by a call of the run."""
        owner = run.cast[OWNER].address
        libraries: dict[str, str] = {}
        for name in artifacts["JobManager"].libraries:
            libraries[name] = run.world.deploy(artifacts[name], sender=owner).address
        registry = run.world.deploy(artifacts["DatasetRegistry"], sender=owner)
        manager = run.world.deploy(artifacts["JobManager"], registry.address, sender=owner, libraries=libraries)
        state = State(
            chain_id=run.chain_id,
            registry=registry.address,
            manager=manager.address,
            registry_owner=owner,
            manager_owner=owner,
        )
        return Deployment({REGISTRY: registry, MANAGER: manager}, state, Memory())

    def draw(self, chooser: Chooser, run: Run) -> Call:
        """The next call; wiring comes first, then whatever carries lifecycles on or disturbs them."""
        if run.state.job_manager != run.contracts[MANAGER].address and chooser.chance("wire first", 70):
            return draw_datasets.set_job_manager(chooser, run)
        while True:
            carried = chooser.chance("carry on", 65)
            name = chooser.pick("carry on", advancing(run)) if carried else chooser.pick("action", tuple(DRAWERS))
            call = DRAWERS[name](chooser, run)
            if call is not None:
                return self._disturb(chooser, run, call)

    def _disturb(self, chooser: Chooser, run: Run, call: Call) -> Call:
        """Time passes, moods change, coin is sent where none is taken."""
        if not call.advance and chooser.chance("time passes", 35):
            call = replace(call, advance=self._wait(chooser, run))
        if chooser.chance("mood changes", 12):
            mood = Mood(chooser.pick("mood: actor", PUPPETS), chooser.pick("mood: which", MOODS))
            call = replace(call, moods=(mood,))
        if not call.value and chooser.chance("stray coin", 2):
            call = replace(call, value=1)
        return call

    def _wait(self, chooser: Chooser, run: Run) -> int:
        moments = [reclaimable_after(r) for r in run.state.requests.values() if r.status == RequestStatus.ACCEPTED]
        moments += [
            last + run.state.datasets[dataset_id].cooldown_sec
            for (_, dataset_id), last in run.state.last_release.items()
        ]
        ahead = tuple(moment for moment in moments if moment >= run.world.now)
        if ahead and chooser.chance("time: to a deadline", 60):
            moment = chooser.pick("time: which", ahead)
            return max(0, moment + chooser.pick("time: around", (-1, 0, 1)) - run.world.now)
        return chooser.integer("time: seconds", 1, 40 * 86_400, (1, 12, 3_600, 86_400, 86_401))

    def environment(self, run: Run, call: Call, sender: str, observed: Observed) -> Environment:
        """Gas as the contract says it measured it; moods of the cast; inputs that were encrypted for this sender."""
        contract = run.contracts[MANAGER if call.action != "commit_dataset" else REGISTRY].address

        def imports(type_name: str, handle: bytes, proof: bytes) -> int | None:
            if proof:
                found: int | None = run.memory.plaintext(type_name, handle, proof, contract, sender)
                return found
            known = run.plaintext(handle) if handle != bytes(32) else None
            usable = known is not None and known.type == type_name and sender in run.grantees(handle)
            return known.value if known is not None and usable else None

        return Environment(gas_used=self._gas_used(run, call, observed), accepts=run.accepts, imports=imports)

    def _gas_used(self, run: Run, call: Call, observed: Observed) -> int:
        for name, values in observed.events:
            if name == "GasCharged":
                return int(values[1])
        if observed.error == "InsufficientAllowance":
            request_id, cost, _ = observed.error_arguments
            price = min(call.gas_price, run.state.requests[request_id].max_gas_price)
            return int(cost // price) if price else 0
        return 0

    def queries(self, run: Run) -> Sequence[ViewQuery]:
        """Every view: for each known id and one unknown, for each party."""
        return tuple(queries(run))

    def ciphertexts(self, run: Run) -> Iterator[tuple[Slot, Any, bytes]]:
        """Accumulators of every job, read from the manager's storage."""
        reader = run.storage[MANAGER]
        for job_id, job in run.state.jobs.items():
            for slot, stored, type_name, name in ACCUMULATORS:
                value = int(getattr(job.accumulators, name))
                if slot == "is_overflow" and job.is_finalized:
                    value = int(job.is_overflow)
                yield Slot(slot, (job_id,)), Cipher(type_name, value), reader.read("_states", job_id, stored)
            if job.is_finalized:
                yield Slot("result", (job_id,)), Cipher("euint256", job.result), reader.read("_jobs", job_id, "result")

    def handle(self, run: Run, slot: Slot) -> bytes:
        """Where a slot's handle is: in the registry's or the manager's storage, or, for a row's field, in its cast."""
        storage = run.storage
        key = slot.key[0]
        if slot.kind == "threshold":
            return bytes(storage[REGISTRY].read("_datasets", key, "kAnonymity"))
        if slot.kind == "field":
            return bytes(run.widened(key, "euint64"))
        if slot.kind == "result":
            return bytes(storage[MANAGER].read("_jobs", key, "result"))
        names = {name: stored for name, stored, _, _ in ACCUMULATORS} | {"overflow": "isOverflow"}
        return bytes(storage[MANAGER].read("_states", key, names[slot.kind]))

    def held(self, run: Run) -> dict[str, int]:
        """Coin of the manager by the specification's books; the registry takes none."""
        return {MANAGER: run.state.balance, REGISTRY: 0}

    def reentry(self, run: Run, actor: str) -> tuple[str, bytes]:
        """Tries to withdraw, or to be paid once more for the newest request, while being paid."""
        manager = run.contracts[MANAGER]
        newest = run.state.next_request_id - 1
        if newest and run.world.now % 2:
            action = "requestPayout" if actor == "contract_seller" else "reclaimStalled"
            return manager.address, manager.encode(action, newest)
        return manager.address, manager.encode("withdraw")

    def epilogue(self, run: Run) -> Iterator[Call]:
        """Moods turn to accepting; buyers cancel or reclaim what is open; everybody withdraws what is owed."""
        moods = tuple(Mood(name, "ACCEPT") for name in PUPPETS)
        for request_id in list(run.state.requests):
            r = run.state.requests[request_id]
            buyer = actor_at(run, r.buyer)
            if r.status == RequestStatus.PENDING:
                yield Call(buyer, "cancel_request", (request_id,), moods=moods)
            elif r.status == RequestStatus.ACCEPTED:
                wait = max(0, reclaimable_after(r) + 1 - run.world.now)
                yield Call(buyer, "reclaim_stalled", (request_id,), advance=wait, moods=moods)
        for name in EVERYONE:
            if run.state.credits[run.cast[name].address]:
                yield Call(name, "withdraw", moods=moods)

    def note(self, run: Run, call: Call, arguments: tuple[Any, ...], succeeded: bool) -> None:
        """Remembers the rows behind a committed root."""
        if succeeded and call.action == "commit_dataset" and isinstance(call.arguments[2], Root):
            root: Root = call.arguments[2]
            run.memory.datasets[arguments[0]] = run.memory.contents[root.dataset_id, root.contents]
            contents: Contents = root.contents
            run.memory.plain[arguments[0]] = contents

    def blame(self, divergence: Divergence) -> str | None:
        """The property that a divergence contradicts."""
        return blame.blame(divergence)


def advancing(run: Run) -> tuple[str, ...]:
    """Actions that carry a lifecycle of this state forward, so that late states are reached."""
    s = run.state
    open_jobs = [job for job in s.jobs.values() if is_open(s, job)]
    found = []
    if any(job.processed_rows < job.row_count for job in open_jobs):
        found += ["push_row", "push_row"]
    if any(job.processed_rows == job.row_count for job in open_jobs):
        found.append("finalize")
    pending = sum(r.status == RequestStatus.PENDING for r in s.requests.values())
    if pending:
        found.append("accept_request")
    if len(s.live_datasets) and pending + len(open_jobs) < FEW:
        found += ["submit_request", "submit_request_with_gas_price", "set_direct_consent", "open_job"]
    return tuple(found) or ("commit_dataset",)


def queries(run: Run) -> Iterator[ViewQuery]:
    """All view calls worth making in this state."""
    for view in ("get_job_manager", "get_dataset_count", "get_all_dataset_ids", "get_all_dataset_descriptions"):
        yield ViewQuery(REGISTRY, view)
    yield ViewQuery(REGISTRY, "get_all_datasets")
    yield ViewQuery(REGISTRY, "get_dataset_ids", (0, 1))
    yield ViewQuery(REGISTRY, "get_datasets", (1, 2))
    yield ViewQuery(REGISTRY, "get_dataset_ids", (2**256 - 1, 2**256 - 1))
    for view in ("STALL_TIMEOUT", "MAX_JOB_DURATION", "DATASET_REGISTRY", "payment_threshold", "default_max_gas_price"):
        yield ViewQuery(MANAGER, view)
    for view in ("next_request_id", "next_job_id", "total_credits"):
        yield ViewQuery(MANAGER, view)
    yield from dataset_queries(run)
    for job_id in range(run.state.next_job_id + 1):
        for view in ("job_buyer", "job_dataset", "job_request", "job_open", "get_job_progress", "get_job_result"):
            yield ViewQuery(MANAGER, view, (job_id,))
    for request_id in range(run.state.next_request_id + 1):
        yield ViewQuery(MANAGER, "get_request", (request_id,))
        yield ViewQuery(MANAGER, "get_request_terms", (request_id,))
    for name in PUPPETS:
        yield ViewQuery(MANAGER, "credits", (run.cast[name].address,))


def dataset_queries(run: Run) -> Iterator[ViewQuery]:
    """Views of each dataset ever committed, and of an id never used."""
    for dataset_id in (*run.state.datasets, 10**9):
        for view in ("get_dataset", "does_dataset_exist", "get_dataset_description"):
            yield ViewQuery(REGISTRY, view, (dataset_id,))
        yield ViewQuery(REGISTRY, "is_row_schema_valid", (dataset_id, 1))
        yield ViewQuery(REGISTRY, "is_dataset_owner", (dataset_id, run.cast["seller"].address))
        yield ViewQuery(MANAGER, "obligations", (dataset_id,))
        cooled = dataset_id in run.state.datasets and run.state.datasets[dataset_id].cooldown_sec > 0
        for buyer in BUYERS:
            address = run.cast[buyer].address
            yield ViewQuery(MANAGER, "has_direct_consent", (dataset_id, address))
            if cooled or buyer == BUYERS[0]:
                yield ViewQuery(MANAGER, "last_release", (dataset_id, address))
                yield ViewQuery(MANAGER, "live_job", (dataset_id, address))
    yield ViewQuery(REGISTRY, "is_dataset_owner", (10**9, Account("nobody").realize(run)))
    yield ViewQuery(REGISTRY, "is_row_schema_valid", (10**9, 0))
