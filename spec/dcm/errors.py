"""Why the dataset marketplace refuses a call: one class for each custom error, arguments in ABI order.

Errors of the row grammar, the Merkle proof, the filter machine and the compute budget live beside what raises them.
"""

from __future__ import annotations

from spec.core import Revert


class OwnableUnauthorizedAccount(Revert):
    """Only the contract's owner may set its parameters."""

    ARGS = ("account",)


class InvalidJobManagerAddress(Revert):
    """The manager cannot be the zero address."""


class JobManagerAlreadySet(Revert):
    """The manager is wired once and never again."""

    ARGS = ("job_manager",)


class JobManagerNotSet(Revert):
    """Datasets can be committed once a manager is wired: it must be allowed their threshold ciphertext."""


class InvalidRowCount(Revert):
    """A dataset has at least one row."""


class RowCountExceedsUint32Max(Revert):
    """The count of kept rows is 32 bits wide, so a dataset has at most 2**32 - 1 rows."""

    ARGS = ("row_count",)


class InvalidMerkleRoot(Revert):
    """The zero word is no commitment."""


class InvalidNumColumns(Revert):
    """A dataset has 1 to 32 columns."""

    ARGS = ("num_columns",)


class DatasetAlreadyExists(Revert):
    """Dataset ids are single-use, deleted ones included."""

    ARGS = ("dataset_id",)


class DatasetNotFound(Revert):
    """No live dataset has this id."""

    ARGS = ("dataset_id",)


class NotDatasetOwner(Revert):
    """The caller is not the seller that the dataset, request or job was made with."""

    ARGS = ("dataset_id", "caller")


class DatasetInUse(Revert):
    """Open requests or direct jobs still refer to the dataset."""

    ARGS = ("dataset_id", "obligations")


class InvalidBuyer(Revert):
    """A direct job needs a buyer."""


class BuyerConsentMissing(Revert):
    """A seller opens a direct job only for a buyer who agreed: it may start the buyer's cooldown."""

    ARGS = ("dataset_id", "buyer")


class CooldownActive(Revert):
    """The dataset released a result to this buyer less than its cooldown ago; `until` in seconds."""

    ARGS = ("until",)


class JobAlreadyLive(Revert):
    """A buyer has one live job at a time on a dataset with a cooldown."""

    ARGS = ("job_id",)


class JobNotFound(Revert):
    """No job has this id."""

    ARGS = ("job_id",)


class JobClosed(Revert):
    """The job is finalized, closed, or its request has left ACCEPTED."""

    ARGS = ("job_id",)


class JobNotDirect(Revert):
    """The job belongs to a request, whose own exits close it."""

    ARGS = ("job_id",)


class JobNotFinalized(Revert):
    """The job has no result yet."""

    ARGS = ("job_id",)


class NotJobParty(Revert):
    """Only seller and buyer finalize."""

    ARGS = ("job_id", "caller")


class RowOutOfOrder(Revert):
    """Rows are pushed in order, each once."""

    ARGS = ("expected", "given")


class RowIndexOutOfBounds(Revert):
    """All rows of the dataset are already in."""

    ARGS = ("row_index", "row_count")


class InvalidRowSchema(Revert):
    """A row has as many fields as the dataset has columns."""

    ARGS = ("expected", "given")


class IncompleteProcessing(Revert):
    """A job finalizes once every row is in."""

    ARGS = ("processed_rows", "row_count")


class CannotDivideByZero(Revert):
    """AVG_P needs a divisor."""


class DivisorNotUsed(Revert):
    """Only AVG_P takes a divisor."""

    ARGS = ("divisor",)


class WeightsLengthMismatch(Revert):
    """WEIGHTED_SUM takes one weight for each column, every other operation none."""

    ARGS = ("expected", "given")


class InvalidFieldIndex(Revert):
    """The target field is not a column of the dataset."""

    ARGS = ("index", "num_columns")


class InvalidClampRange(Revert):
    """The clamp's lower bound is above its upper bound."""

    ARGS = ("clamp_min", "clamp_max")


class RequestNotFound(Revert):
    """No request has this id."""

    ARGS = ("request_id",)


class RequestNotPending(Revert):
    """The request has left PENDING."""

    ARGS = ("request_id", "status")


class RequestNotAccepted(Revert):
    """The request is not ACCEPTED; for a top-up: neither PENDING nor ACCEPTED."""

    ARGS = ("request_id", "status")


class NotRequestBuyer(Revert):
    """Only the buyer cancels, tops up and reclaims."""

    ARGS = ("request_id", "caller")


class InsufficientPayment(Revert):
    """The coin sent does not cover the base fee."""

    ARGS = ("value", "base_fee")


class InsufficientAllowance(Revert):
    """The allowance does not cover this call's gas; the call is undone."""

    ARGS = ("request_id", "cost", "allowance")


class ZeroTopUp(Revert):
    """A top-up adds coin."""

    ARGS = ("request_id",)


class NotStalled(Revert):
    """The seller still has time; reclaiming works after `reclaimable_after`, in seconds."""

    ARGS = ("request_id", "reclaimable_after")


class ParameterOutOfBounds(Revert):
    """The owner may set the parameter up to `max`."""

    ARGS = ("value", "max")
