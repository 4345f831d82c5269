"""Calls of the job lifecycle: consent, open, push rows, finalize, close; and withdrawals and parameters."""

from __future__ import annotations

from typing import Any

from properties.binding import Call, Chooser
from properties.dcm.actors import BUYERS, EVERYONE, OWNER, actor_at
from properties.dcm.draw_datasets import some_dataset
from properties.dcm.draw_params import draw_params
from properties.dcm.draw_requests import AMOUNTS, ETHER, GAS_PRICES
from properties.dcm.recipes import NOBODY, PROOF_FLAWS, Account, PackedRow, RowProof
from spec.dcm.jobs import is_open
from spec.dcm.state import MAX_DEFAULT_GAS_PRICE, MAX_PAYMENT_THRESHOLD


def set_direct_consent(chooser: Chooser, run: Any) -> Call | None:
    """A buyer allows direct jobs on a dataset, or no longer."""
    dataset_id = some_dataset(chooser, run)
    if dataset_id is None:
        return None
    allowed = chooser.chance("consent: allowed", 85)
    return Call(chooser.pick("consent: buyer", BUYERS), "set_direct_consent", (dataset_id, allowed))


def open_job(chooser: Chooser, run: Any) -> Call | None:
    """A dataset's owner opens a direct job, mostly for a buyer who agreed."""
    dataset_id = some_dataset(chooser, run)
    if dataset_id is None:
        return None
    agreed = tuple(name for name in BUYERS if run.state.consents[dataset_id, run.cast[name].address])
    buyer = chooser.pick("open: buyer", (*BUYERS, "seller", NOBODY))
    if agreed and chooser.chance("open: agreed", 80):
        buyer = chooser.pick("open: which", agreed)
    actor = chooser.pick("open: actor", EVERYONE)
    if dataset_id in run.state.datasets and chooser.chance("open: by owner", 88):
        actor = actor_at(run, run.state.datasets[dataset_id].owner)
    return Call(actor, "open_job", (dataset_id, Account(buyer), draw_params(chooser, run, dataset_id, "open_job")))


def push_row(chooser: Chooser, run: Any) -> Call | None:
    """The seller pushes the next row of an open job; sometimes another row, somebody else, or a bad proof."""
    job_id = some_job(chooser, run, "push", lambda job: job.processed_rows < job.row_count)
    if job_id is None:
        return None
    if job_id not in run.state.jobs:
        return Call("seller", "push_row", (job_id, b"", (), 0))
    job = run.state.jobs[job_id]
    index = job.processed_rows
    if chooser.chance("push: other index", 6):
        index = chooser.integer("push: index", 0, 2**256 - 1, (index, job.row_count))
    stored = min(index, 2**32)
    row = PackedRow(job.dataset_id, stored)
    if chooser.chance("push: other row", 4):
        row = PackedRow(job.dataset_id, stored + 1)
    flaw = chooser.pick("push: proof flaw", PROOF_FLAWS) if chooser.chance("push: bad proof", 6) else ""
    actor = party(chooser, run, "push", job.seller)
    proof = RowProof(job.dataset_id, stored, flaw)
    price = 0 if chooser.chance("push: free", 25) else chooser.pick("push: gas price", GAS_PRICES)
    return Call(actor, "push_row", (job_id, row, proof, index), gas_price=price)


def finalize(chooser: Chooser, run: Any) -> Call | None:
    """Seller or buyer finalizes a job, mostly one whose rows are all in."""
    job_id = some_job(chooser, run, "finalize", lambda job: job.processed_rows == job.row_count)
    if job_id is None:
        return None
    price = chooser.pick("finalize: gas price", GAS_PRICES)
    if job_id not in run.state.jobs:
        return Call("seller", "finalize", (job_id,), gas_price=price)
    job = run.state.jobs[job_id]
    owner = job.seller if chooser.chance("finalize: by seller", 60) else job.buyer
    return Call(party(chooser, run, "finalize", owner), "finalize", (job_id,), gas_price=price)


def close_direct_job(chooser: Chooser, run: Any) -> Call | None:
    """The seller gives up a direct job; a request's job is refused."""
    job_id = some_job(chooser, run, "close", lambda job: job.request_id == 0)
    if job_id is None:
        return None
    seller = run.state.jobs[job_id].seller if job_id in run.state.jobs else run.cast["seller"].address
    return Call(party(chooser, run, "close", seller), "close_direct_job", (job_id,))


def some_job(chooser: Chooser, run: Any, label: str, fits: Any) -> int | None:
    """Mostly an open job that fits, sometimes any job, seldom an id without one; None while there is no job."""
    jobs = run.state.jobs
    if not len(jobs):
        return None
    fitting = tuple(job_id for job_id, job in jobs.items() if is_open(run.state, job) and fits(job))
    if fitting and chooser.chance(f"{label}: fitting", 88):
        return chooser.pick(f"{label}: which", fitting)
    if chooser.chance(f"{label}: known id", 85):
        return chooser.pick(f"{label}: any", tuple(jobs))
    return chooser.pick(f"{label}: unknown", (0, len(jobs) + 1, 2**256 - 1))


def party(chooser: Chooser, run: Any, label: str, address: str) -> str:
    """The right party, or now and then anybody."""
    if chooser.chance(f"{label}: right party", 90):
        return actor_at(run, address)
    return chooser.pick(f"{label}: actor", EVERYONE)


def withdraw(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit, takes it."""
    return Call(creditor(chooser, run), "withdraw")


def withdraw_to(chooser: Chooser, run: Any) -> Call:
    """Somebody sends a credit elsewhere: to an actor, to a contract that refuses, to nobody."""
    to = chooser.pick("withdraw: to", (*EVERYONE, "JobManager", NOBODY))
    return Call(creditor(chooser, run), "withdraw_to", (Account(to),))


def creditor(chooser: Chooser, run: Any) -> str:
    """An actor with a credit if there is one, or now and then anybody."""
    owed = tuple(actor.name for actor in run.cast if run.state.credits[actor.address])
    if owed and chooser.chance("withdraw: with credit", 85):
        return chooser.pick("withdraw: who", owed)
    return chooser.pick("withdraw: actor", EVERYONE)


def set_payment_threshold(chooser: Chooser, run: Any) -> Call:
    """The owner sets the payout threshold, around its bound and the debts that occur."""
    debts = tuple(r.gas_debt_to_seller for r in run.state.requests.values() if r.gas_debt_to_seller)
    if debts and chooser.chance("threshold: a debt", 60):
        return Call(OWNER, "set_payment_threshold", (chooser.pick("threshold: which", debts),))
    value = chooser.integer("threshold: value", 0, 2 * ETHER, (0, MAX_PAYMENT_THRESHOLD, *AMOUNTS, *debts))
    actor = OWNER if chooser.chance("threshold: by owner", 85) else chooser.pick("threshold: actor", EVERYONE)
    return Call(actor, "set_payment_threshold", (value,))


def set_default_max_gas_price(chooser: Chooser, run: Any) -> Call:
    """The owner sets the default cap on the gas price, around its bound."""
    value = chooser.integer("cap: value", 0, 2 * MAX_DEFAULT_GAS_PRICE, (MAX_DEFAULT_GAS_PRICE, *GAS_PRICES))
    actor = OWNER if chooser.chance("cap: by owner", 85) else chooser.pick("cap: actor", EVERYONE)
    return Call(actor, "set_default_max_gas_price", (value,))
