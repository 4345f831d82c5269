"""Jobs: opened, fed, finalized, closed; effects, events, grants, and every guard in its order."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest

from spec.core import ZERO_ADDRESS, Grant, ImportRefused, Slot, Transfer
from spec.dcm.errors import (
    BuyerConsentMissing,
    CooldownActive,
    DatasetNotFound,
    DivisorNotUsed,
    IncompleteProcessing,
    InsufficientAllowance,
    InvalidBuyer,
    InvalidRowSchema,
    JobAlreadyLive,
    JobClosed,
    JobNotDirect,
    JobNotFound,
    NotDatasetOwner,
    NotJobParty,
    RowIndexOutOfBounds,
    RowOutOfOrder,
)
from spec.dcm.events import (
    DirectConsentSet,
    DirectJobClosed,
    GasCharged,
    JobFinalized,
    JobOpened,
    RequestCompleted,
    RowPushed,
    SellerPaid,
)
from spec.dcm.jobs import ACCUMULATORS
from spec.dcm.merkle import InvalidProofLength, MerkleVerificationFailed
from spec.dcm.post_processing import SENTINEL
from spec.dcm.row import Field, InvalidTypeTag, TypeTag, pack
from spec.dcm.state import STALL_TIMEOUT
from spec.dcm.types import FilterProg, JobParams, Op, RequestStatus
from spec.fhe import Cipher
from spec.payments import PaymentPushed
from tests.spec.dcm.scene import (
    BUYER,
    COUNT,
    ID,
    MANAGER,
    NOW,
    OTHER,
    OWNER,
    PROOF,
    SELLER,
    STRANGER,
    Scene,
    handle_of,
    names,
    packed,
)

UNKNOWN = 99
SUM = JobParams(Op.SUM)
ABOVE_FOUR = FilterProg(bytes.fromhex("01000002000010"), (4,))
MANAGERS_OWN = tuple(Grant(Slot(name, (1,)), MANAGER) for name in ACCUMULATORS)


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize("allowed", [True, False])
def test_success_set_direct_consent(allowed: bool) -> None:
    scene = Scene()
    scene.must(BUYER, "set_direct_consent", ID, not allowed)
    outcome = scene.must(BUYER, "set_direct_consent", ID, allowed)
    assert scene.state.consents[ID, BUYER] == int(allowed)
    assert outcome.events == (DirectConsentSet(ID, BUYER, allowed),)


def test_invalid_consent_for_no_dataset() -> None:
    Scene().refused(DatasetNotFound(UNKNOWN), BUYER, "set_direct_consent", UNKNOWN, True)


# ---------------------------------------------------------------- direct jobs


@pytest.mark.parametrize("buyer", [BUYER, SELLER])
def test_success_open_job_for_a_buyer_who_agreed_or_for_oneself(buyer: str) -> None:
    scene = Scene(k=3, cooldown=60)
    scene.opened(SUM, buyer)
    job, d = scene.job(), scene.state.datasets[ID]
    assert (job.dataset_id, job.buyer, job.seller, job.params, job.request_id) == (ID, buyer, SELLER, SUM, 0)
    assert (job.merkle_root, job.row_count, job.num_columns) == (d.merkle_root, 2, 1)
    assert (job.k_anonymity, job.cooldown_sec, job.processed_rows, job.is_finalized) == (3, 60, 0, False)
    assert astuple(job.accumulators) == (0, 0, 0, 0, False, False)
    assert (scene.state.obligations[ID], scene.state.live_job[buyer, ID], scene.state.next_job_id) == (1, 1, 2)


def test_success_open_job_announces_itself_first_and_grants_to_the_manager_alone() -> None:
    outcome = Scene().must(SELLER, "open_job", ID, SELLER, COUNT)
    assert (outcome.returned, outcome.events, outcome.grants) == (1, (JobOpened(1, ID, SELLER),), MANAGERS_OWN)


def test_invalid_open_job_in_the_order_of_its_guards() -> None:
    scene = Scene(cooldown=60)
    wrong = JobParams(Op.COUNT, divisor=1)
    scene.state.live_job[BUYER, ID] = 5
    scene.state.last_release[BUYER, ID] = NOW - 59
    scene.refused(DatasetNotFound(UNKNOWN), STRANGER, "open_job", UNKNOWN, ZERO_ADDRESS, wrong)
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "open_job", ID, ZERO_ADDRESS, wrong)
    scene.refused(InvalidBuyer(), SELLER, "open_job", ID, ZERO_ADDRESS, wrong)
    scene.refused(BuyerConsentMissing(ID, BUYER), SELLER, "open_job", ID, BUYER, wrong)
    scene.must(BUYER, "set_direct_consent", ID, True)
    scene.refused(DivisorNotUsed(1), SELLER, "open_job", ID, BUYER, wrong)
    scene.refused(JobAlreadyLive(5), SELLER, "open_job", ID, BUYER, COUNT)
    scene.state.live_job[BUYER, ID] = 0
    scene.refused(CooldownActive(NOW + 1), SELLER, "open_job", ID, BUYER, COUNT)


def test_invalid_consent_taken_back() -> None:
    scene = Scene()
    scene.must(BUYER, "set_direct_consent", ID, True)
    scene.must(BUYER, "set_direct_consent", ID, False)
    scene.refused(BuyerConsentMissing(ID, BUYER), SELLER, "open_job", ID, BUYER, COUNT)


def test_success_close_direct_job() -> None:
    scene = Scene(cooldown=60)
    scene.opened(buyer=BUYER)
    outcome = scene.must(SELLER, "close_direct_job", 1)
    assert (scene.job().is_closed, scene.state.obligations[ID], scene.state.live_job[BUYER, ID]) == (True, 0, 0)
    assert scene.state.last_release[BUYER, ID] == 0
    assert outcome.events == (DirectJobClosed(1),)


def test_invalid_close_direct_job_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.accepted()
    scene.opened()
    scene.must(SELLER, "close_direct_job", 2)
    scene.refused(JobNotFound(UNKNOWN), STRANGER, "close_direct_job", UNKNOWN)
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "close_direct_job", 1)
    scene.refused(JobNotDirect(1), SELLER, "close_direct_job", 1)
    scene.refused(JobClosed(2), SELLER, "close_direct_job", 2)


# ---------------------------------------------------------------- rows


def test_success_push_row_of_a_direct_job() -> None:
    scene = Scene(((3, 8), (5, 9)))
    scene.opened(SUM._replace(target_field=1))
    step = scene.push(1, 0)
    assert (scene.job().processed_rows, scene.job().accumulators.agg, scene.job().accumulators.kept) == (1, 8, 1)
    assert step.outcome.events == (RowPushed(1),)
    fields = tuple(Slot("field", (handle_of("euint64", value),)) for value in (3, 8))
    to_both = tuple(Grant(slot, account) for slot in fields for account in (MANAGER, SELLER))
    assert step.outcome.grants == to_both + MANAGERS_OWN


def test_success_filter_keeps_some_rows() -> None:
    scene = Scene(((3,), (5,)))
    scene.fed(scene.opened(SUM._replace(filter=ABOVE_FOUR)))
    acc = scene.job().accumulators
    assert (acc.agg, acc.kept, scene.job().processed_rows) == (5, 1, 2)


def test_success_push_row_of_a_request_charges_and_is_activity() -> None:
    scene = Scene()
    scene.accepted()
    scene.now, scene.gas_used, scene.gas_price = NOW + 9, 10, 3
    step = scene.push(1, 0)
    r = scene.request()
    assert (r.timestamp, r.accepted_at) == (NOW + 9, NOW)
    assert (r.compute_allowance, r.gas_debt_to_seller, r.charged) == (370, 30, 30)
    assert step.outcome.events == (GasCharged(1, 10, 3, 30), RowPushed(1))


def test_success_push_row_pays_a_debt_at_the_threshold() -> None:
    scene = Scene()
    scene.accepted()
    scene.state.payment_threshold = 60
    scene.gas_used, scene.gas_price = 10, 3
    assert scene.push(1, 0).outcome.transfers == ()
    last = scene.push(1, 1).outcome
    assert last.transfers == (Transfer(SELLER, 60),)
    assert tuple(names(last)) == ("GasCharged", "PaymentPushed", "SellerPaid", "RowPushed")


def test_invalid_push_row_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.accepted(allowance=0)
    scene.opened()
    scene.must(SELLER, "close_direct_job", 2)
    scene.gas_used = scene.gas_price = 1
    junk, proof = b"\x09", scene.tree().proof(0)
    scene.refused(JobNotFound(UNKNOWN), STRANGER, "push_row", UNKNOWN, junk, (), 7)
    scene.refused(JobClosed(2), STRANGER, "push_row", 2, junk, (), 7)
    scene.refused(RowOutOfOrder(0, 7), STRANGER, "push_row", 1, junk, (), 7)
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "push_row", 1, junk, (), 0)
    scene.refused(InvalidProofLength(1, 0), SELLER, "push_row", 1, junk, (), 0)
    scene.refused(MerkleVerificationFailed(0), SELLER, "push_row", 1, junk, proof, 0)
    scene.refused(InsufficientAllowance(1, 1, 0), *scene.row(1, 0))
    scene.gas_price = 0
    scene.fed(1)
    scene.refused(RowIndexOutOfBounds(2, 2), STRANGER, "push_row", 1, junk, (), 2)


def committed_row(row: bytes, columns: int = 1) -> Scene:
    """A direct job on a dataset of this one row."""
    scene = Scene(((1,) * columns,), committed=False)
    scene.rows = (row,)
    scene.must(OWNER, "set_job_manager", MANAGER)
    scene.commit(ID)
    scene.opened()
    return scene


@pytest.mark.parametrize(
    ("row", "columns", "error"),
    [
        (b"\x09", 1, InvalidTypeTag(0, 9)),
        (packed((1, 2)), 1, InvalidRowSchema(1, 2)),
        (packed((1,)), 2, InvalidRowSchema(2, 1)),
        (b"", 1, InvalidRowSchema(1, 0)),
    ],
    ids=["malformed", "too many fields", "too few fields", "empty"],
)
def test_invalid_committed_row(row: bytes, columns: int, error: Any) -> None:
    scene = committed_row(row, columns)
    scene.refused(error, *scene.row(1, 0))


@pytest.mark.parametrize(
    "field",
    [
        Field(TypeTag.EUINT64, handle_of("euint64", 1), b"forged"),
        Field(TypeTag.EUINT8, handle_of("euint64", 1), PROOF),
    ],
    ids=["not signed", "of another type than its tag"],
)
def test_invalid_row_with_a_field_that_the_host_refuses(field: Field) -> None:
    scene = committed_row(pack((field,)))
    outcome = scene.call(*scene.row(1, 0))
    assert isinstance(outcome.error, ImportRefused)
    assert (outcome.grants, scene.job().processed_rows) == ((), 0)


@pytest.mark.parametrize("tag", TypeTag)
def test_success_fields_of_every_type(tag: TypeTag) -> None:
    scene = committed_row(packed((200,), tag))
    scene.push(1, 0)
    assert scene.job().processed_rows == 1


def test_invalid_row_pushed_twice_or_skipped() -> None:
    scene = Scene()
    scene.opened()
    scene.refused(RowOutOfOrder(0, 1), *scene.row(1, 1))
    scene.push(1, 0)
    scene.refused(RowOutOfOrder(1, 0), *scene.row(1, 0))


# ---------------------------------------------------------------- finalization


def test_success_finalize_a_direct_job() -> None:
    scene = Scene(((3,), (5,)), k=2, cooldown=60)
    scene.fed(scene.opened(SUM, BUYER))
    scene.gas_used = scene.gas_price = 7
    outcome = scene.must(SELLER, "finalize", 1)
    assert (scene.job().is_finalized, scene.job().result, scene.job().is_overflow) == (True, 8, False)
    assert (scene.state.obligations[ID], scene.state.balance) == (0, 0)
    assert (scene.state.last_release[BUYER, ID], scene.state.live_job[BUYER, ID]) == (NOW, 0)
    assert outcome.events == (JobFinalized(1, BUYER, Cipher("euint256", 8), Cipher("ebool", 0)),)
    assert outcome.grants == tuple(
        Grant(Slot(kind, (1,)), account) for kind in ("result", "overflow") for account in (MANAGER, BUYER)
    )


def test_success_too_few_rows_release_the_sentinel() -> None:
    scene = Scene(((2**63,), (2**63,)), k=3)
    scene.fed(scene.opened(SUM))
    scene.must(SELLER, "finalize", 1)
    assert (scene.job().result, scene.job().is_overflow) == (SENTINEL, False)
    assert scene.job().accumulators.is_overflow


def test_success_overflow_is_released_with_enough_rows() -> None:
    scene = Scene(((2**63,), (2**63,)), k=2)
    scene.fed(scene.opened(SUM))
    outcome = scene.must(SELLER, "finalize", 1)
    assert (scene.job().result, scene.job().is_overflow) == (0, True)
    assert outcome.events[0].values[3] == Cipher("ebool", 1)


def test_success_finalize_a_request_by_the_seller_settles_fee_debt_and_rest() -> None:
    scene = Scene()
    scene.submitted(100, 400)
    scene.gas_used, scene.gas_price = 10, 3
    scene.must(SELLER, "accept_request", 1)
    scene.fed(1)
    outcome = scene.must(SELLER, "finalize", 1)
    r = scene.request()
    assert (r.status, r.base_fee, r.compute_allowance, r.gas_debt_to_seller) == (RequestStatus.COMPLETED, 0, 0, 0)
    assert (r.charged, r.paid_to_seller, r.paid_to_buyer, scene.state.balance) == (120, 220, 280, 0)
    assert outcome.transfers == (Transfer(SELLER, 220), Transfer(BUYER, 280))
    assert outcome.events == (
        GasCharged(1, 10, 3, 30),
        PaymentPushed(SELLER, 220),
        SellerPaid(1, SELLER, 220),
        PaymentPushed(BUYER, 280),
        RequestCompleted(1, 1),
        JobFinalized(1, BUYER, Cipher("euint256", 2), Cipher("ebool", 0)),
    )


def test_success_finalize_a_request_by_the_buyer_charges_nothing() -> None:
    scene = Scene()
    scene.fed(scene.request(scene.accepted(100, 400)).job_id)
    scene.gas_used, scene.gas_price = 10, 3
    outcome = scene.must(BUYER, "finalize", 1)
    assert (scene.request().paid_to_seller, scene.request().paid_to_buyer) == (100, 400)
    assert "GasCharged" not in names(outcome)


def test_success_finished_job_settles_even_if_the_allowance_is_too_small() -> None:
    scene = Scene()
    scene.fed(scene.request(scene.accepted(100, 29)).job_id)
    scene.gas_used, scene.gas_price = 10, 3
    outcome = scene.must(SELLER, "finalize", 1)
    assert outcome.events[0] == GasCharged(1, 10, 3, 29)
    assert (scene.request().paid_to_seller, scene.request().paid_to_buyer) == (129, 0)


def test_invalid_finalize_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.opened()
    scene.must(SELLER, "close_direct_job", 1)
    scene.opened(buyer=BUYER)
    scene.refused(JobNotFound(UNKNOWN), STRANGER, "finalize", UNKNOWN)
    scene.refused(JobClosed(1), STRANGER, "finalize", 1)
    scene.refused(NotJobParty(2, STRANGER), STRANGER, "finalize", 2)
    scene.push(2, 0)
    for party in (SELLER, BUYER):
        scene.refused(IncompleteProcessing(1, 2), party, "finalize", 2)


def test_invalid_job_after_its_finalization() -> None:
    scene = Scene()
    scene.fed(scene.opened())
    scene.must(SELLER, "finalize", 1)
    scene.refused(JobClosed(1), SELLER, "finalize", 1)
    scene.refused(JobClosed(1), SELLER, "close_direct_job", 1)
    scene.refused(JobClosed(1), SELLER, "push_row", 1, b"", (), 2)


def test_invalid_job_of_a_request_that_was_reclaimed() -> None:
    scene = Scene()
    scene.accepted()
    scene.push(1, 0)
    scene.now += STALL_TIMEOUT + 1
    scene.must(BUYER, "reclaim_stalled", 1)
    scene.refused(JobClosed(1), *scene.row(1, 1))
    scene.refused(JobClosed(1), SELLER, "finalize", 1)


def test_success_two_jobs_do_not_touch_each_other() -> None:
    scene = Scene()
    scene.opened(SUM)
    scene.opened(COUNT, OTHER)
    scene.push(1, 0)
    assert (scene.job(2).processed_rows, scene.job(2).accumulators.kept) == (0, 0)
    scene.fed(2)
    assert (scene.job(1).processed_rows, scene.job(1).accumulators.agg) == (1, 3)
