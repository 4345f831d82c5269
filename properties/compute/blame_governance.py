"""Which property a divergence about votes, governance, reputation or accounts contradicts; see `blame`."""

from __future__ import annotations

from properties.binding import Divergence

BY_ERROR = {
    "ERC5805FutureLookup": "JOB-GOV-02",
    "BelowProposalThreshold": "JOB-GOV-01",
    "NoUpdates": "JOB-GOV-01",
    "TooManyUpdates": "JOB-GOV-01",
    "TargetNotAllowed": "JOB-GOV-01",
    "InvalidProposalState": "JOB-GOV-01",
    "QuorumNotReached": "JOB-GOV-01",
    "ExecutionTooEarly": "JOB-GOV-01",
    "FailedCall": "JOB-GOV-01",
    "AlreadyVoted": "JOB-GOV-02",
    "NoVotes": "JOB-GOV-02",
    "UnknownAction": "JOB-GOV-03",
    "TargetNotPausable": "JOB-GOV-03",
    "EmergencyTooSoon": "JOB-GOV-03",
    "InvalidRating": "JOB-ARI-01",
    "NoDecayDue": "JOB-ARI-01",
    "UnknownHost": "JOB-ARI-01",
    "JobNotPaid": "JOB-ACC-03",
    "NotRenter": "JOB-ACC-03",
    "HostMismatch": "JOB-ACC-03",
    "AlreadyRated": "JOB-ACC-03",
    "ExpiryInPast": "JOB-ACC-04",
    "ExpiryTooFar": "JOB-ACC-04",
    "InvalidSelectorCount": "JOB-ACC-04",
    "BudgetAboveMaximum": "JOB-ACC-04",
    "UnknownSessionKey": "JOB-ACC-04",
    "InvalidSessionKey": "JOB-ACC-04",
    "SelectorNotAllowed": "JOB-ACC-04",
    "BudgetExceeded": "JOB-ACC-04",
    "TooManyOperations": "JOB-CON-04",
    "OperationNotAllowed": "JOB-ACC-01",
    "MalformedArguments": "JOB-CON-04",
    "AmountAboveMaximum": "JOB-CON-04",
    "StreamNotFound": "JOB-CON-04",
    "NotStreamRecipient": "JOB-CON-04",
    "NotStreamPayer": "JOB-CON-04",
    "NothingVested": "JOB-CON-04",
    "StreamEnded": "JOB-CON-04",
}
"""For a call that one side refused: by the error of that side."""

BY_ACTION = {
    **dict.fromkeys(
        ("propose_parameter_update", "propose_contract_upgrade", "queue", "execute", "cancel"), "JOB-GOV-01"
    ),
    **dict.fromkeys(("delegate", "cast_vote"), "JOB-GOV-02"),
    "execute_emergency_action": "JOB-GOV-03",
    **dict.fromkeys(
        (
            *("set_allowed", "set_pointer", "set_emergency_target", "set_emergency_admin", "set_reporter"),
            *("set_reputation_governance", "set_reputation_marketplace"),
        ),
        "JOB-ACC-05",
    ),
    **dict.fromkeys(("record_job_completion", "rate_host"), "JOB-ACC-03"),
    **dict.fromkeys(("apply_reputation_decay", "slash_reputation"), "JOB-ARI-01"),
    **dict.fromkeys(
        (
            *("add_session_key", "add_scoped_session_key", "revoke_session_key", "charge_session_key"),
            *("claim_job_via_session_key", "create_job_via_session_key"),
        ),
        "JOB-ACC-04",
    ),
    "create_job_via_account": "JOB-ACC-01",
    **dict.fromkeys(
        (
            *("execute_batch", "deposit_for_keys", "withdraw_wallet_deposit", "create_payment_stream"),
            *("withdraw_from_stream", "cancel_payment_stream"),
            *("withdraw_integration_credit", "withdraw_integration_credit_to"),
        ),
        "JOB-CON-04",
    ),
}
"""For what several contracts say in the same words: by the action."""

BY_EVENT = {
    "DelegateChanged": "JOB-GOV-02",
    "DelegateVotesChanged": "JOB-GOV-02",
    "TargetAllowed": "JOB-ACC-05",
    "PointerSet": "JOB-ACC-05",
    "EmergencyTargetSet": "JOB-ACC-05",
    "EmergencyAdminSet": "JOB-ACC-05",
    "ReporterSet": "JOB-ACC-05",
    "GovernanceSet": "JOB-ACC-05",
    "ProposalCreated": "JOB-GOV-01",
    "ProposalQueued": "JOB-GOV-01",
    "ProposalCancelled": "JOB-GOV-01",
    "EmergencyPause": "JOB-GOV-03",
    "ReputationUpdated": "JOB-ARI-01",
    "HostRated": "JOB-ARI-01",
    "ReputationDecayed": "JOB-ARI-01",
    "ReputationSlashed": "JOB-ARI-01",
    "SessionKeyAdded": "JOB-ACC-04",
    "SessionKeyRevoked": "JOB-ACC-04",
    "SessionKeyUsed": "JOB-ACC-04",
    "WalletDeposited": "JOB-CON-04",
    "WalletWithdrawn": "JOB-CON-04",
    "StreamCreated": "JOB-CON-04",
    "StreamWithdrawn": "JOB-CON-04",
    "StreamCancelled": "JOB-CON-04",
}
"""For an event that is missing, too many or different."""

BY_VIEW = {
    "delegates": "JOB-GOV-02",
    "current_votes": "JOB-GOV-02",
    "get_past_votes": "JOB-GOV-02",
    "get_past_total_supply": "JOB-GOV-02",
    "num_checkpoints": "JOB-GOV-02",
    "has_voted": "JOB-GOV-02",
    "governance_proposal": "JOB-GOV-01",
    "proposal_state": "JOB-GOV-01",
    "get_updates": "JOB-GOV-01",
    "proposal_count": "JOB-GOV-01",
    "is_allowed": "JOB-ACC-05",
    "pointer_setter": "JOB-ACC-05",
    "is_emergency_target": "JOB-ACC-05",
    "emergency_until": "JOB-GOV-03",
    "has_role": "JOB-ACC-05",
    "get_reputation": "JOB-ARI-01",
    "is_eligible_for_incentives": "JOB-ARI-01",
    "get_rating": "JOB-ARI-01",
    "last_activity": "JOB-ARI-01",
    "has_outcome": "JOB-ACC-03",
    "is_rated": "JOB-ACC-03",
    "is_reporter": "JOB-ACC-05",
    "governance_of_reputation": "JOB-ACC-05",
    "is_valid_session_key": "JOB-ACC-04",
    "get_session_key": "JOB-ACC-04",
    "wallet_deposits": "JOB-CON-04",
    "total_wallet_deposits": "JOB-CON-04",
    "get_stream": "JOB-CON-04",
    "vested_amount": "JOB-CON-04",
    "total_streamed": "JOB-CON-04",
    "next_stream_id": "JOB-CON-04",
    "integration_credits": "JOB-CON-04",
    "integration_total_credits": "JOB-CON-04",
}
"""For a view: by its name."""

SHARED = frozenset(
    {
        *("NotAuthorized", "OwnableUnauthorizedAccount", "ZeroAddress", "MarketplaceAlreadySet", "ProposalNotFound"),
        *("ZeroAmount", "ValueMismatch", "InvalidDuration", "InvalidLimits", "InsufficientBalance", "EnforcedPause"),
        *("NothingToWithdraw", "WithdrawalFailed", "InvalidRecipient", "InsufficientGasForPayment", "Panic", ""),
        *("VoteCast", "ProposalExecuted", "PaymentPushed", "PaymentCredited"),
    }
)
"""Errors and events that other contracts have as well."""


def of_action(divergence: Divergence) -> str | None:
    """The property behind an action whose error, or event, says too little by itself."""
    event = divergence.subject.partition(".")[0]
    word = divergence.error if divergence.comparison == "outcome" else event
    spoken = divergence.comparison in ("outcome", "events") and word in SHARED
    return BY_ACTION.get(divergence.action) if spoken or divergence.comparison == "returned" else None
