"""The calls that a search of the dataset marketplace tries in every state, by their right party and by wrong ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.preset import Attempt
from spec.dcm import merkle
from spec.dcm import row as row_codec
from spec.dcm.filter_dsl import compile_filter, field
from spec.dcm.types import FilterProg, JobParams, Op

ROW = row_codec.pack([row_codec.Field(row_codec.TypeTag.EUINT8, b"\x03" * row_codec.HANDLE_LENGTH, b"proof")])
"""Every committed row: one column."""
MALFORMED, FORGED = b"\x09", b"\x01"
"""A row that a search takes as committed although its type tag is unknown, and one that was never committed."""
CHAIN = 31337

_FILTER = compile_filter(field(0) > 0)
PARAMS = JobParams(
    Op.SUM, clamp_min=1, clamp_max=3, round_bucket=2, filter=FilterProg(_FILTER.bytecode, _FILTER.consts)
)
"""What every buyer asks: a filtered sum, clamped and rounded."""


@dataclass(frozen=True)
class Size:
    """How large a configuration is.

    alike: buyers that may be exchanged. fee, allowances, top_up: wei; most: largest deposit of a request.
    direct: buyers for whom jobs without a request are opened. thresholds: what the owner may set.
    hard: whether time passes up to the hard deadline, or so little that only the stall timeout is reached.
    """

    name: str
    requests: int = 1
    jobs: int = 1
    rows: int = 1
    seller: str = "contract_seller"
    buyers: tuple[str, ...] = ("contract_buyer",)
    refusing: tuple[str, ...] = ("contract_seller", "contract_buyer")
    alike: tuple[str, ...] = ()
    fee: int = 2
    allowances: tuple[int, ...] = (3,)
    top_up: int = 1
    most: int = 6
    gas: tuple[int, ...] = (1, 2)
    cooldown: int = 3_600
    direct: tuple[str, ...] = ()
    thresholds: tuple[int, ...] = ()
    hard: bool = True


def attempts(size: Size, addresses: Mapping[str, str]) -> tuple[Attempt, ...]:
    """All calls of a configuration, in the order in which traces prefer them."""
    return (
        *_setup(size, addresses),
        *_requests(size),
        *_jobs(size, addresses),
        *(_direct(size, addresses) if size.direct else ()),
        *_accounts(size, addresses),
    )


def tree(size: Size, addresses: Mapping[str, str]) -> merkle.Tree:
    """The tree over the rows of the one dataset."""
    return merkle.Tree(merkle.bound_hashing(CHAIN, addresses["registry"], 1), [ROW] * size.rows)


def _setup(size: Size, addresses: Mapping[str, str]) -> Iterator[Attempt]:
    manager = addresses["JobManager"]
    for actor in ("owner", "stranger"):
        yield Attempt(actor, "set_job_manager", (manager,), said=(Account("JobManager"),))
    root = tree(size, addresses).root
    contents = Contents(("euint8",), ((1,),) * size.rows, size.seller)
    threshold = ("euint32", 1, "DatasetRegistry", size.seller)
    handle, proof = (Encrypted(*threshold, part=part) for part in ("handle", "proof"))
    yield Attempt(
        size.seller,
        "commit_dataset",
        (1, size.rows, root, 1, b"\x02" * 32, b"proof", size.cooldown),
        said=(1, size.rows, Root(1, contents), 1, handle, proof, size.cooldown),
    )
    for actor in (size.seller, "stranger"):
        yield Attempt(actor, "delete_dataset", (1,))


def _requests(size: Size) -> Iterator[Attempt]:
    for buyer in size.buyers:
        for allowance in size.allowances:
            yield Attempt(buyer, "submit_request", (1, PARAMS, size.fee), value=size.fee + allowance)
        yield Attempt(buyer, "submit_request", (1, PARAMS, size.fee), value=size.fee - 1)
    for request_id in range(1, size.requests + 1):
        for actor in (size.seller, "stranger"):
            yield Attempt(actor, "accept_request", (request_id,), gas_price=2)
            yield Attempt(actor, "reject_request", (request_id,))
            yield Attempt(actor, "request_payout", (request_id,))
        for actor in (*size.buyers, size.seller, "stranger"):
            yield Attempt(actor, "cancel_request", (request_id,))
            yield Attempt(actor, "reclaim_stalled", (request_id,))
        for buyer in size.buyers:
            yield Attempt(buyer, "top_up_allowance", (request_id,), value=size.top_up)
            yield Attempt(buyer, "top_up_allowance", (request_id,))


def _jobs(size: Size, addresses: Mapping[str, str]) -> Iterator[Attempt]:
    proofs = [tree(size, addresses).proof(index) for index in range(size.rows)]
    for job_id in range(1, size.jobs + 1):
        for index in range(size.rows + 1):
            said = (job_id, PackedRow(1, index), RowProof(1, index), index)
            arguments = (job_id, ROW, proofs[min(index, size.rows - 1)], index)
            for gas_price in (2, 0) if index == 0 else (2,):
                yield Attempt(size.seller, "push_row", arguments, gas_price=gas_price, said=said)
            yield Attempt("stranger", "push_row", arguments, gas_price=2, said=said)
        yield Attempt(size.seller, "push_row", (job_id, FORGED, proofs[0], 0))
        yield Attempt(size.seller, "push_row", (job_id, ROW, (*proofs[0], bytes(32)), 0))
        yield Attempt(size.seller, "push_row", (job_id, MALFORMED, proofs[0], 0))
        for actor in (size.seller, *size.buyers, "stranger"):
            yield Attempt(actor, "finalize", (job_id,), gas_price=2)


def _direct(size: Size, addresses: Mapping[str, str]) -> Iterator[Attempt]:
    for buyer in size.direct:
        for allowed in (True, False):
            yield Attempt(buyer, "set_direct_consent", (1, allowed))
        for actor in (size.seller, "stranger"):
            said = (1, Account(buyer), PARAMS)
            yield Attempt(actor, "open_job", (1, addresses[buyer], PARAMS), said=said)
    for job_id in range(1, size.jobs + 1):
        for actor in (size.seller, "stranger"):
            yield Attempt(actor, "close_direct_job", (job_id,))


def _accounts(size: Size, addresses: Mapping[str, str]) -> Iterator[Attempt]:
    for actor in (size.seller, *size.buyers):
        yield Attempt(actor, "withdraw")
    yield Attempt(size.seller, "withdraw_to", (addresses["stranger"],), said=(Account("stranger"),))
    for threshold in size.thresholds:
        for actor in ("owner", "stranger"):
            yield Attempt(actor, "set_payment_threshold", (threshold,))
