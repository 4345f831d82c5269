"""Why the FAB token and the registry of models refuse a call; see `errors`."""

from __future__ import annotations

from spec.core import Revert

# ---------------------------------------------------------------- FAB token


class ERC20InvalidApprover(Revert):
    """The zero address gives no allowance."""

    ARGS = ("approver",)


class ERC20InvalidSpender(Revert):
    """The zero address gets no allowance."""

    ARGS = ("spender",)


class ERC20InvalidSender(Revert):
    """The zero address has no tokens to send."""

    ARGS = ("sender",)


class ERC20InvalidReceiver(Revert):
    """Tokens are not sent to the zero address."""

    ARGS = ("receiver",)


class ERC20InsufficientAllowance(Revert):
    """The owner has not allowed the spender that much."""

    ARGS = ("spender", "allowance", "needed")


class ERC20InsufficientBalance(Revert):
    """The sender does not have that much."""

    ARGS = ("sender", "balance", "needed")


# ---------------------------------------------------------------- models


class EmptyModelName(Revert):
    """A model has a repository and a file."""


class ModelExists(Revert):
    """The model is registered already."""

    ARGS = ("model_id",)


class ModelNotFound(Revert):
    """No model has this id."""

    ARGS = ("model_id",)


class ProposalLive(Revert):
    """There is an open proposal on the model."""

    ARGS = ("model_id",)


class ReproposalTooSoon(Revert):
    """A model can be proposed again 30 days after its last proposal was closed; from `until` on."""

    ARGS = ("model_id", "until")


class ProposalNotFound(Revert):
    """The model was never proposed."""

    ARGS = ("model_id",)


class AlreadyExecuted(Revert):
    """The proposal is closed."""

    TEXT = "Already executed"


class VotingEnded(Revert):
    """Votes were counted until `end_time`."""

    ARGS = ("model_id", "end_time")


class OldVotesLocked(Revert):
    """The voter still has votes locked in an earlier proposal of the model; they are withdrawn first."""

    ARGS = ("model_id", "nonce")


class VotingStillActive(Revert):
    """The proposal is not over."""

    TEXT = "Voting still active"


class ProposalHasLapsed(Revert):
    """Nobody executed the proposal in time."""

    ARGS = ("model_id",)


class ProposalNotLapsed(Revert):
    """The proposal can still be executed, through `lapses_after`."""

    ARGS = ("model_id", "lapses_after")


class NoVotesToWithdraw(Revert):
    """The account has no votes locked in the model's proposals."""

    ARGS = ("model_id", "voter")


class NothingToSweep(Revert):
    """No fees of rejected or lapsed proposals have come together."""
