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
}
"""Guards that no call of a run can fail, with the reason."""

_BETWEEN = "only the marketplace may call it, and its own calls are parts of its actions"
_WIRED = "a run begins when the contracts are wired, which is done once"

CLOSED = {
    "session_opened": _BETWEEN,
    "session_closed": _BETWEEN,
    "consume": _BETWEEN,
    "credit_earnings": _BETWEEN,
    "set_nodes_marketplace": _WIRED,
    "set_earnings_marketplace": _WIRED,
    "set_proofs_marketplace": _WIRED,
}
"""Actions that no call succeeds in, with the reason."""
