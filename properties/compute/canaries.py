"""Faults that every engine must find, or its silence means nothing: one at the surface, one behind a sequence."""

from __future__ import annotations

from properties.binding import PlantedFault

CANARIES = (
    PlantedFault(
        name="cancelled by anybody",
        file="contracts/compute/SessionSettlement.sol",
        find="        if (msg.sender != s.depositor) revert NotDepositor(jobId, msg.sender);\n        uint256 fee",
        replace="        uint256 fee",
        property="SES-ACC-01",
        deep=False,
    ),
    PlantedFault(
        name="deposit spent and kept",
        file="contracts/compute/SessionOpening.sol",
        find="        _takeDeposit(asset, deposit);\n",
        replace="",
        property="SES-CON-02",
        deep=True,
    ),
)

_SENDER = "a sender is never the zero address"

UNREACHABLE = {
    ("withdraw", "InvalidRecipient", "to != ZERO_ADDRESS"): _SENDER,
    ("withdraw_token_credit", "InvalidRecipient", "to != ZERO_ADDRESS"): _SENDER,
    ("create_session_job_for_model", "StablePriceBelowHostMinimum", "enough"): "it is paid with the coin",
    ("create_session_job_for_model_with_token", "NativePriceBelowHostMinimum", "enough or asset != NATIVE"): (
        "it is paid with a token"
    ),
    ("submit_proof_of_work", "InvalidProofSignature", "s.consumed[job_id, seq] == 0"): (
        "the next sequence number of a session was never used"
    ),
    ("add_accepted_token", "TooManyTokens", "not is_new or s.tokens_ever_accepted < MAX_TOKENS"): (
        "a run has three tokens, not 65,535"
    ),
    ("set_model_pricing", "StablePriceBelowMinimum", "price >= MIN_STABLE_PRICE"): "zero stands for no price there",
    ("deposit_token", "ZeroAmount", "received > 0"): "the tokens of the cast keep at most one percent",
    ("post_job_with_token", "ZeroAmount", "received > 0"): "the tokens of the cast keep at most one percent",
    ("withdraw_escrow_credit", "InvalidRecipient", "to != ZERO_ADDRESS"): _SENDER,
    ("withdraw_escrow_token_credit", "InvalidRecipient", "to != ZERO_ADDRESS"): _SENDER,
    ("release_escrow", "JobNotFound", "job_id in s.prompt_jobs"): "each record in escrow is a job's",
    ("execute_emergency_action", "InvalidDuration", "COOLDOWN <= duration <= MAX_EMERGENCY_PAUSE"): (
        "an emergency always pauses for seven days"
    ),
    ("withdraw_integration_credit", "InvalidRecipient", "to != ZERO_ADDRESS"): _SENDER,
    ("add_session_key", "BudgetAboveMaximum", "budget <= MAX_BUDGET"): "such a key has no budget",
    ("add_session_key", "InvalidSelectorCount", "0 < len(selectors) <= MAX_SELECTORS"): "such a key has one function",
    ("claim_job_via_session_key", "BudgetExceeded", "amount <= k.budget"): "a claim costs nothing",
    ("create_job_via_session_key", "PaymentMismatch", "value == payment"): "the integration sends what it says",
    ("execute", "ZeroAddress", "arbiter != ZERO_ADDRESS"): "nobody can propose the zero address",
    ("create_payment_stream", "AmountAboveMaximum", "total <= MAX_STREAM"): "nobody has so much coin",
}
"""Guards that no call of a run can fail, with the reason."""

_BETWEEN = "only the marketplace may call it, and its own calls are parts of its actions"
_BETWEEN_ACCOUNTS = "only the contract of accounts may call it, and its own calls are parts of its actions"
_BETWEEN_ESCROW = "only the escrow may call it, and its own calls are parts of its actions"
_WIRED = "a run begins when the contracts are wired, which is done once"

CLOSED = {
    "session_opened": _BETWEEN,
    "session_closed": _BETWEEN,
    "consume": _BETWEEN,
    "credit_earnings": _BETWEEN,
    "create_job_for": _BETWEEN_ACCOUNTS,
    "claim_job_for": _BETWEEN_ACCOUNTS,
    "escrow_releasing": _BETWEEN_ESCROW,
    "escrow_disputed": _BETWEEN_ESCROW,
    "escrow_settled": _BETWEEN_ESCROW,
    "create_escrow": _BETWEEN,
    "assign_host": _BETWEEN,
    "refund_escrow": _BETWEEN,
    "job_opened": _BETWEEN,
    "job_closed": _BETWEEN,
    "slash_for_challenge": "only the contract of proofs may call it, and its own calls are parts of its actions",
    "set_escrow_marketplace": _WIRED,
    "set_job_proofs_marketplace": _WIRED,
    "set_job_proofs": _WIRED,
    "set_account_integration": _WIRED,
    "set_nodes_marketplace": _WIRED,
    "set_earnings_marketplace": _WIRED,
    "set_proofs_marketplace": _WIRED,
    "set_reputation_marketplace": _WIRED,
}
"""Actions that no call succeeds in, with the reason."""
