"""Why the account integration refuses a call: custom errors with arguments in ABI order."""

from __future__ import annotations

from spec.core import Revert

# ---------------------------------------------------------------- session keys


class ExpiryInPast(Revert):
    """The key would be over before it began."""

    ARGS = ("expires",)


class ExpiryTooFar(Revert):
    """A key lasts up to thirty days."""

    ARGS = ("expires", "maximum")


class InvalidSelectorCount(Revert):
    """A key calls one to eight functions."""

    ARGS = ("count", "maximum")


class BudgetAboveMaximum(Revert):
    """The budget does not fit into 96 bits."""

    ARGS = ("budget", "maximum")


class UnknownSessionKey(Revert):
    """The wallet has no such key."""

    ARGS = ("wallet", "key")


class InvalidSessionKey(Revert):
    """The caller is no key of the wallet, or not any more."""

    ARGS = ("wallet", "key")


class SelectorNotAllowed(Revert):
    """The key may not call this function."""

    ARGS = ("selector",)


class BudgetExceeded(Revert):
    """The key may not spend that much."""

    ARGS = ("amount", "budget")


# ---------------------------------------------------------------- batches


class TooManyOperations(Revert):
    """A batch has one to 32 operations."""

    ARGS = ("count", "maximum")


class OperationNotAllowed(Revert):
    """A batch posts and claims jobs, and nothing else."""

    ARGS = ("target", "selector")


# ---------------------------------------------------------------- streams


class AmountAboveMaximum(Revert):
    """The amount does not fit into 96 bits."""

    ARGS = ("amount", "maximum")


class StreamNotFound(Revert):
    """There is no such stream."""

    ARGS = ("stream_id",)


class NotStreamRecipient(Revert):
    """Only its recipient withdraws from a stream."""

    ARGS = ("stream_id", "caller")


class NotStreamPayer(Revert):
    """Only its payer cancels a stream."""

    ARGS = ("stream_id", "caller")


class NothingVested(Revert):
    """Everything that has vested was withdrawn."""

    ARGS = ("stream_id",)


class StreamEnded(Revert):
    """The stream was cancelled, or everything has vested."""

    ARGS = ("stream_id",)
