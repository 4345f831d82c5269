"""What the dataset marketplace announces; names and arguments are the contracts'."""

from __future__ import annotations

from spec.core import Event


class JobManagerSet(Event):
    """The registry was wired to its manager."""

    ARGS = ("job_manager",)


class DatasetCommitted(Event):
    """A dataset exists; `k_anonymity` is a ciphertext."""

    ARGS = ("dataset_id", "merkle_root", "num_columns", "row_count", "owner", "k_anonymity", "cooldown_sec")


class DatasetDeleted(Event):
    """A dataset is gone, its id stays taken."""

    ARGS = ("dataset_id", "owner")


class DatasetDescriptionSet(Event):
    """The owner changed the description."""

    ARGS = ("dataset_id", "description")


class JobOpened(Event):
    """A job exists, direct or by acceptance."""

    ARGS = ("job_id", "dataset_id", "buyer")


class RowPushed(Event):
    """The next row of a job is in."""

    ARGS = ("job_id",)


class JobFinalized(Event):
    """The buyer may decrypt `result` and `is_overflow`."""

    ARGS = ("job_id", "buyer", "result", "is_overflow")


class DirectJobClosed(Event):
    """The seller gave up a direct job."""

    ARGS = ("job_id",)


class DirectConsentSet(Event):
    """A buyer allowed, or no longer allows, direct jobs."""

    ARGS = ("dataset_id", "buyer", "allowed")


class RequestSubmitted(Event):
    """A request is PENDING."""

    ARGS = ("request_id", "dataset_id", "buyer")


class RequestAccepted(Event):
    """A request is ACCEPTED and has a job."""

    ARGS = ("request_id", "job_id")


class RequestRejected(Event):
    """The seller declined."""

    ARGS = ("request_id",)


class RequestCompleted(Event):
    """A request is COMPLETED."""

    ARGS = ("request_id", "job_id")


class RequestCancelled(Event):
    """The buyer withdrew a pending request."""

    ARGS = ("request_id",)


class RequestStalled(Event):
    """The buyer reclaimed an accepted request."""

    ARGS = ("request_id",)


class RequestClosed(Event):
    """Why a request became REJECTED, and what each side got, in wei."""

    ARGS = ("request_id", "reason", "to_seller", "to_buyer")


class GasCharged(Event):
    """Gas of the seller's call moved from allowance to debt."""

    ARGS = ("request_id", "gas_used", "gas_price", "cost")


class SellerPaid(Event):
    """The seller got `amount` wei, pushed or credited."""

    ARGS = ("request_id", "seller", "amount")


class AllowanceToppedUp(Event):
    """The buyer added `amount` wei."""

    ARGS = ("request_id", "amount")


class ThresholdUpdated(Event):
    """Debt at which the seller is paid at once, in wei."""

    ARGS = ("new_threshold",)


class DefaultMaxGasPriceUpdated(Event):
    """Cap on the reimbursed gas price for requests that name none, in wei."""

    ARGS = ("new_price",)
