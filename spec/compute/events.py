"""What the compute marketplace announces; names and arguments are the contracts'."""

from __future__ import annotations

from spec.core import Event

# ---------------------------------------------------------------- FAB token


class Transfer(Event):
    """FAB moved."""

    ARGS = ("from", "to", "value")


class Approval(Event):
    """An allowance was set."""

    ARGS = ("owner", "spender", "value")


# ---------------------------------------------------------------- models


class ModelAdded(Event):
    """The owner added a model."""

    ARGS = ("model_id", "repo", "file", "tier")


class ModelDeactivated(Event):
    """Hosts and sessions can't take the model any more."""

    ARGS = ("model_id",)


class ModelReactivated(Event):
    """Hosts and sessions can take the model again."""

    ARGS = ("model_id",)


class ModelProposed(Event):
    """A vote on a model began."""

    ARGS = ("model_id", "proposer", "nonce", "end_time")


class VoteCast(Event):
    """FAB was locked for or against a model."""

    ARGS = ("model_id", "voter", "amount", "support")


class VotingExtended(Event):
    """Late votes gave everybody another day."""

    ARGS = ("model_id", "end_time", "extension_count")


class ProposalExecuted(Event):
    """A vote was decided."""

    ARGS = ("model_id", "approved")


class ProposalLapsed(Event):
    """Nobody executed the proposal in time."""

    ARGS = ("model_id",)


class VotesWithdrawn(Event):
    """A voter got locked FAB back."""

    ARGS = ("model_id", "voter", "amount")


class FeesSwept(Event):
    """Fees of rejected and lapsed proposals went to the treasury."""

    ARGS = ("treasury", "amount")


class TreasurySet(Event):
    """A contract has another treasury."""

    ARGS = ("treasury",)


# ---------------------------------------------------------------- nodes


class NodeRegistered(Event):
    """A host is active."""

    ARGS = ("operator", "staked_amount", "metadata", "model_ids")


class NodeUnregistered(Event):
    """A host takes no more sessions; its stake stays until `withdrawable_after`, or longer."""

    ARGS = ("operator", "withdrawable_after")


class StakeWithdrawn(Event):
    """A host took its stake back."""

    ARGS = ("operator", "amount")


class StakeAdded(Event):
    """A host added to its stake."""

    ARGS = ("operator", "amount", "total")


class MetadataUpdated(Event):
    """A host describes itself anew."""

    ARGS = ("operator", "metadata")


class ApiUrlUpdated(Event):
    """A host is reached elsewhere."""

    ARGS = ("operator", "api_url")


class SupportedModelsUpdated(Event):
    """A host offers other models."""

    ARGS = ("operator", "model_ids")


class PricingUpdated(Event):
    """A host has other minimum prices."""

    ARGS = ("operator", "native", "stable")


class ModelPricingUpdated(Event):
    """A host has other minimum prices for a model; zeros for none of its own."""

    ARGS = ("operator", "model_id", "native", "stable")


class TokenPricingUpdated(Event):
    """A host has another minimum price in a token; zero for none of its own."""

    ARGS = ("operator", "token", "price")


class SlashExecuted(Event):
    """Part of a stake went to the treasury."""

    ARGS = ("host", "amount", "remaining", "evidence_cid", "reason")


class HostAutoUnregistered(Event):
    """A slash left too little stake."""

    ARGS = ("host", "remaining")


class SlashingAuthoritySet(Event):
    """Another account slashes."""

    ARGS = ("authority",)


# ---------------------------------------------------------------- marketplace: parameters and deposits


class Paused(Event):
    """Nothing new begins from now on."""

    ARGS = ("account",)


class Unpaused(Event):
    """Business as usual."""

    ARGS = ("account",)


class AcceptedTokenAdded(Event):
    """A token is taken from now on."""

    ARGS = ("token", "minimum", "maximum")


class AcceptedTokenRemoved(Event):
    """A token is not taken any more."""

    ARGS = ("token",)


class TokenLimitsSet(Event):
    """Deposits in an asset have other limits."""

    ARGS = ("asset", "minimum", "maximum")


class DisputeWindowSet(Event):
    """Later sessions wait this many seconds before they can be completed."""

    ARGS = ("duration",)


class DepositReceived(Event):
    """A user has funded sessions ahead."""

    ARGS = ("user", "asset", "amount")


class WithdrawalProcessed(Event):
    """A user took back what was funded ahead."""

    ARGS = ("user", "asset", "amount")


class TreasuryWithdrawn(Event):
    """Accrued fees went to the treasury."""

    ARGS = ("asset", "amount")


# ---------------------------------------------------------------- marketplace: sessions


class SessionJobCreated(Event):
    """A session is ACTIVE."""

    ARGS = ("job_id", "depositor", "host", "deposit")


class SessionJobCreatedForModel(Event):
    """The terms of a session."""

    ARGS = ("job_id", "model_id", "payment_token", "price_per_token", "max_duration", "proof_interval")


class ProofSubmitted(Event):
    """A host has proven work."""

    ARGS = ("job_id", "host", "seq", "tokens_claimed", "cumulative_tokens", "proof_hash")


class SessionJobExtended(Event):
    """A session has a greater deposit or more time; both as they are now."""

    ARGS = ("job_id", "deposit", "max_duration")


class SessionJobCompleted(Event):
    """A session is COMPLETED; amounts net of the fee, in base units of its asset."""

    ARGS = ("job_id", "tokens_used", "host_payment", "refund", "completed_by")


class SessionJobTimedOut(Event):
    """A session is TIMED_OUT."""

    ARGS = ("job_id", "tokens_used", "host_payment", "refund")


class SessionJobCancelled(Event):
    """A session is CANCELLED; `fee` is what was due beyond the proven work."""

    ARGS = ("job_id", "host_payment", "fee", "refund")


# ---------------------------------------------------------------- earnings


class EarningsCredited(Event):
    """A host has earned."""

    ARGS = ("host", "token", "amount")


class EarningsWithdrawn(Event):
    """A host was paid."""

    ARGS = ("host", "token", "to", "amount")
