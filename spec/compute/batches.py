"""Batches: several jobs of the caller posted and claimed in one call, all or nothing, for exactly what they need."""

from __future__ import annotations

from typing import NamedTuple

from spec.compute.account_errors import OperationNotAllowed, TooManyOperations
from spec.compute.errors import ValueMismatch
from spec.compute.governance_types import Operation
from spec.compute.job_types import JobDetails, JobRequirements
from spec.compute.job_work import claim_job_of
from spec.compute.posting import check_sum
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.state import ACCOUNTS, COMPUTE, State
from spec.compute.wallets import Till, post_for
from spec.core import Message, Panic, Uint256, Wei, each, opaque, require
from spec.core.abi_reading import Reader
from spec.core.errors import MalformedArguments
from spec.core.types import Selector
from spec.payments import receive

MAX_OPERATIONS = 32


class Posting(NamedTuple):
    """What the arguments of a posting say."""

    details: JobDetails
    requirements: JobRequirements
    payment: Wei


@COMPUTE.action(on=ACCOUNTS, payable=True)
def execute_batch(s: State, m: Message, operations: tuple[Operation, ...]) -> None:
    """Posts and claims jobs of the sender. Each operation calls the marketplace's `postJob` or `claimJob`.

    Errors, in order: those of `check_batch`, ValueMismatch, for each those of `perform_operation`.
    """
    # Verify
    check_batch(operations)
    members = each(operations, Operation)
    total = sum(operation.value for operation in members)
    require(m.value == total, ValueMismatch, m.value, total)
    # Payments
    receive(Till(s), m)
    for operation in members:
        perform_operation(s, m, operation)


def perform_operation(s: State, m: Message, operation: Operation) -> None:
    """Does one operation for the sender.

    Errors, in order: OperationNotAllowed, then for a posting MalformedArguments and those of `post_for`, for a claim
    ValueMismatch, MalformedArguments and those of `claim_job_of`.
    """
    selector = selector_in(operation.data)
    allowed = operation.target == s.marketplace and selector in (POST_JOB, CLAIM_JOB)
    require(allowed, OperationNotAllowed, operation.target, selector)
    if selector == POST_JOB:
        job = posting_in(operation.data)
        post_for(s, m, m.sender, operation.value, job.details, job.requirements, job.payment)
        return
    require(operation.value == 0, ValueMismatch, operation.value, 0)
    claim_job_of(s, m, m.sender, claim_in(operation.data))


@opaque(raises=(TooManyOperations, Panic))
def check_batch(operations: tuple[Operation, ...]) -> None:
    """One to 32 operations; if what they need together is no number of the chain, that panics, as it does there.

    Errors: TooManyOperations.
    """
    require(0 < len(operations) <= MAX_OPERATIONS, TooManyOperations, len(operations), MAX_OPERATIONS)
    check_sum(tuple(operation.value for operation in operations))


@opaque()
def selector_in(data: bytes) -> Selector:
    """The selector of a call; zeros if it is too short for one."""
    return data[:4] if len(data) >= len(CLAIM_JOB) else bytes(4)


@opaque(raises=(MalformedArguments,))
def claim_in(data: bytes) -> Uint256:
    """The job that a call claims.

    Errors: MalformedArguments for what can't be read.
    """
    return Reader(data[4:]).number(0)


@opaque(raises=(MalformedArguments,))
def posting_in(data: bytes) -> Posting:
    """What a call posts.

    Errors: MalformedArguments for what can't be read.
    """
    call = Reader(data[4:], words=6)
    details = call.inside(0, words=6)
    texts = [details.text(place) for place in (0, 1, 5)]
    asked = JobDetails(texts[0], texts[1], details.number(2), details.number(3), details.number(4, bits=32), texts[2])
    demanded = JobRequirements(call.number(1), call.number(2), call.number(3), call.number(4, bits=1) == 1)
    return Posting(asked, demanded, call.number(5))
