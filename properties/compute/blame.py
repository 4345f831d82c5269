"""Which property a divergence contradicts, so that a fault is reported under the name an auditor knows."""

from __future__ import annotations

from properties.binding import Divergence
from properties.compute import blame_governance, blame_jobs

BY_ERROR = {
    **blame_jobs.BY_ERROR,
    **blame_governance.BY_ERROR,
    "NotAuthorized": "SES-ACC-02",
    "OwnableUnauthorizedAccount": "SES-ACC-02",
    "ZeroAddress": "SES-ACC-02",
    "MarketplaceAlreadySet": "SES-ACC-02",
    "NotSessionHost": "SES-ACC-01",
    "NotSessionParty": "SES-ACC-01",
    "NotDepositor": "SES-ACC-01",
    "SessionNotActive": "SES-SEQ-01",
    "FinalClaimMade": "SES-SEQ-01",
    "InvalidProofSignature": "SES-SEQ-02",
    "SessionExpired": "SES-TIM-01",
    "DisputeWindowOpen": "SES-TIM-02",
    "SessionNotTimedOut": "SES-TIM-03",
    "EnforcedPause": "SES-TIM-03",
    "ExpectedPause": "SES-TIM-03",
    "MarketplacePaused": "SES-TIM-03",
    "TokensExceedDeposit": "SES-ARI-01",
    "ExcessiveTokens": "SES-ARI-02",
    "DepositBelowMinimum": "SES-ARI-03",
    "DepositAboveMaximum": "SES-ARI-03",
    "DepositBelowProofInterval": "SES-ARI-03",
    "ZeroPrice": "SES-ARI-03",
    "PriceAboveMaximum": "SES-ARI-03",
    "InvalidDuration": "SES-ARI-03",
    "ProofIntervalBelowMinimum": "SES-ARI-03",
    "ProofIntervalAboveMaximum": "SES-ARI-03",
    "HostNotActive": "SES-ARI-03",
    "ModelNotSupported": "SES-ARI-03",
    "ModelNotApproved": "SES-ARI-03",
    "NativePriceBelowHostMinimum": "SES-ARI-03",
    "StablePriceBelowHostMinimum": "SES-ARI-03",
    "NativePriceBelowMinimum": "SES-ARI-03",
    "NativePriceAboveMaximum": "SES-ARI-03",
    "StablePriceBelowMinimum": "SES-ARI-03",
    "StablePriceAboveMaximum": "SES-ARI-03",
    "TokenNotAccepted": "SES-ARI-03",
    "TokenAlreadyAccepted": "SES-ARI-03",
    "InvalidLimits": "SES-ARI-03",
    "TooManyTokens": "SES-ARI-03",
    "ValueMismatch": "SES-CON-02",
    "InsufficientBalance": "SES-CON-02",
    "TokenPullFailed": "SES-CON-03",
    "ZeroAmount": "SES-CON-02",
    "NothingToWithdraw": "SES-LIV-03",
    "NothingToWithdrawToken": "SES-LIV-03",
    "WithdrawalFailed": "SES-LIV-03",
    "TokenWithdrawalFailed": "SES-LIV-03",
    "InvalidRecipient": "SES-LIV-03",
    "InsufficientGasForPayment": "SES-LIV-03",
    "Panic": "SES-LIV-02",
    "AlreadyRegistered": "SES-SEQ-03",
    "NotRegistered": "SES-SEQ-03",
    "NoModels": "SES-SEQ-03",
    "TooManyModels": "SES-SEQ-03",
    "DuplicateModel": "SES-SEQ-03",
    "NothingStaked": "SES-CON-05",
    "ERC20InsufficientAllowance": "SES-CON-05",
    "ERC20InsufficientBalance": "SES-CON-05",
    "StillRegistered": "SES-TIM-04",
    "SessionsStillOpen": "SES-TIM-04",
    "StakeLocked": "SES-TIM-04",
    "SlashAboveMaximum": "SES-ARI-04",
    "SlashTooSoon": "SES-ARI-04",
    "EmptyEvidence": "SES-ARI-04",
    "EmptyReason": "SES-ARI-04",
    "ModelExists": "SES-GOV-01",
    "ModelNotFound": "SES-GOV-01",
    "ProposalLive": "SES-GOV-01",
    "ProposalNotFound": "SES-GOV-01",
    "ReproposalTooSoon": "SES-GOV-01",
    "AlreadyExecuted": "SES-GOV-01",
    "VotingStillActive": "SES-GOV-02",
    "ProposalHasLapsed": "SES-GOV-02",
    "ProposalNotLapsed": "SES-GOV-02",
    "NoVotesToWithdraw": "SES-GOV-02",
    "OldVotesLocked": "SES-GOV-02",
    "VotingEnded": "SES-GOV-03",
    "EmptyModelName": "SES-ARI-05",
    "NothingToSweep": "SES-CON-06",
}
"""For a call that one side refused: by the error of that side."""

UNREASONABLE = frozenset({"MarketplacePaused", "Panic", "InsufficientGasForPayment"})
"""Errors that no way out may end in."""
SETTLING = frozenset({"complete_session_job", "cancel_session", "trigger_session_timeout"})
EXITS = frozenset(
    {
        "withdraw",
        "withdraw_to",
        "withdraw_native",
        "withdraw_token",
        "withdraw_token_credit",
        "withdraw_token_credit_to",
        "withdraw_earnings",
        "withdraw_earnings_to",
        "withdraw_token_earnings",
        "withdraw_token_earnings_to",
        "withdraw_amount",
        "withdraw_stake",
        "unregister_node",
    }
)
"""Actions by which sessions end, and by which money leaves."""

BY_EVENT = {
    **blame_jobs.BY_EVENT,
    **blame_governance.BY_EVENT,
    "SessionJobCompleted": "SES-CON-01",
    "SessionJobTimedOut": "SES-CON-01",
    "SessionJobCancelled": "SES-CON-07",
    "SessionJobExtended": "SES-CON-07",
    "SessionJobCreated": "SES-ARI-03",
    "SessionJobCreated.deposit": "SES-CON-03",
    "SessionJobCreatedForModel": "SES-ARI-03",
    "ProofSubmitted": "SES-ARI-01",
    "EarningsCredited": "SES-CON-01",
    "EarningsWithdrawn": "SES-CON-04",
    "PaymentPushed": "SES-CON-01",
    "PaymentCredited": "SES-LIV-02",
    "TokenPaymentPushed": "SES-CON-01",
    "TokenPaymentCredited": "SES-LIV-02",
    "DepositReceived": "SES-CON-03",
    "WithdrawalProcessed": "SES-CON-02",
    "TreasuryWithdrawn": "SES-ACC-02",
    "SlashExecuted": "SES-CON-05",
    "HostAutoUnregistered": "SES-ARI-04",
    "NodeUnregistered": "SES-TIM-04",
    "VotingExtended": "SES-GOV-03",
    "VoteCast": "SES-GOV-02",
    "VotesWithdrawn": "SES-GOV-02",
    "ProposalExecuted": "SES-GOV-01",
    "ModelProposed": "SES-GOV-03",
    "FeesSwept": "SES-CON-06",
}
"""For an event that is missing, too many or different, or for one of its arguments."""

PAYING = frozenset(
    {"EarningsCredited", "PaymentPushed", "PaymentCredited", "TokenPaymentPushed", "TokenPaymentCredited"}
)
BY_PAYMENT = {
    **blame_jobs.BY_ACTION,
    **blame_governance.BY_ACTION,
    "cancel_session": "SES-CON-07",
    "withdraw_native": "SES-CON-02",
    "withdraw_token": "SES-CON-03",
    "withdraw_treasury_native": "SES-ACC-02",
    "withdraw_treasury_tokens": "SES-ACC-02",
    "withdraw_all_treasury_fees": "SES-ACC-02",
}
"""For a payment of another amount or to somebody else: by the action that made it."""

BY_VIEW = {
    **blame_jobs.BY_VIEW,
    **blame_governance.BY_VIEW,
    "get_active_sessions_for_host": "SES-SEQ-01",
    "get_active_session_count": "SES-SEQ-01",
    "can_host_process_session": "SES-TIM-01",
    "is_timed_out": "SES-TIM-03",
    "proof_timeout": "SES-TIM-03",
    "paused_total": "SES-TIM-03",
    "get_session_metrics": "SES-ARI-01",
    "get_proof_digest": "SES-SEQ-02",
    "proof_digest": "SES-SEQ-02",
    "is_consumed": "SES-SEQ-02",
    "user_deposits": "SES-CON-02",
    "total_user_deposits": "SES-CON-02",
    "credits": "SES-LIV-02",
    "total_credits": "SES-CON-02",
    "token_credits": "SES-LIV-02",
    "total_token_credits": "SES-CON-03",
    "accumulated_treasury": "SES-CON-01",
    "get_earnings": "SES-CON-04",
    "total_earnings": "SES-CON-04",
    "get_active_nodes": "SES-SEQ-03",
    "get_active_node_count": "SES-SEQ-03",
    "get_nodes_for_model": "SES-SEQ-03",
    "get_node_count_for_model": "SES-SEQ-03",
    "get_node_models": "SES-SEQ-03",
    "node_supports_model": "SES-SEQ-03",
    "is_active_node": "SES-ARI-04",
    "host_terms": "SES-ARI-03",
    "get_node_pricing": "SES-ARI-03",
    "get_model_pricing": "SES-ARI-03",
    "get_node_full_info": "SES-CON-05",
    "open_sessions": "SES-TIM-04",
    "last_session_end": "SES-TIM-04",
    "last_slash_time": "SES-ARI-04",
    "withdrawable_after": "SES-TIM-04",
    "is_model_approved": "SES-GOV-01",
    "approval_of": "SES-GOV-01",
    "get_model": "SES-GOV-01",
    "get_model_id": "SES-ARI-05",
    "get_proposal": "SES-GOV-02",
    "get_votes": "SES-GOV-02",
    "last_closed": "SES-GOV-01",
    "sweepable_fees": "SES-CON-06",
}
"""For a view: by its name, unless the action says more."""

BY_SESSION = {
    "submit_proof_of_work": "SES-ARI-01",
    "extend_session": "SES-CON-07",
    "cancel_session": "SES-CON-07",
    "complete_session_job": "SES-CON-01",
    "trigger_session_timeout": "SES-CON-01",
}
"""For a session's record: by the action after which it first differed."""
RECORDS = ("session_jobs", "get_session_details", "get_sessions")

BY_HOLDER = {
    "JobMarketplace": ("SES-CON-02", "SES-CON-03"),
    "HostEarnings": ("SES-CON-04", "SES-CON-04"),
    "PaymentEscrow": ("JOB-CON-02", "JOB-CON-02"),
    "AccountIntegration": ("JOB-CON-04", "JOB-CON-04"),
}
"""For what a contract holds by its own books: of the coin, and of tokens."""


def blame(divergence: Divergence) -> str | None:
    """The property that a divergence contradicts; None when no property speaks of it."""
    kind, subject = divergence.comparison, divergence.subject
    if (governed := blame_governance.of_action(divergence)) is not None:
        return governed
    if kind == "outcome":
        return blame_outcome(divergence)
    if kind == "balance":
        return blame_balance(divergence.action, subject)
    if kind == "events":
        return blame_events(divergence.action, subject)
    if kind == "view":
        view = subject.partition("(")[0]
        return BY_SESSION.get(divergence.action, "SES-ARI-03") if view in RECORDS else BY_VIEW.get(view)
    return None


def blame_events(action: str, subject: str) -> str | None:
    """By the event, or by one of its arguments; for a payment, by the action that made it."""
    event, _, argument = subject.partition(".")
    if event in PAYING and (argument or event == "EarningsCredited"):
        usual = "SES-CON-01" if argument == "amount" and action in SETTLING else BY_EVENT[event]
        return BY_PAYMENT.get(action, usual)
    return BY_EVENT.get(subject, BY_EVENT.get(event))


def blame_outcome(divergence: Divergence) -> str | None:
    """By the error; for a way out that the contract bars without a reason of its own, by the way."""
    if (divergence.expected == "success" and divergence.error not in BY_ERROR) or divergence.error in UNREASONABLE:
        if divergence.action in SETTLING:
            return "SES-LIV-02"
        if divergence.action in blame_jobs.ENDS:
            return "JOB-SEQ-01"
        if divergence.action in EXITS:
            return "SES-LIV-03"
    return BY_ERROR.get(divergence.error)


def blame_balance(action: str, subject: str) -> str:
    """By the contract whose books differ; for a party, the settlement that paid it."""
    for holder, (coin, tokens) in BY_HOLDER.items():
        if subject.startswith(f"{holder} by its own books"):
            return tokens if " in " in subject else coin
    return {**blame_governance.BY_ACTION, **blame_jobs.BY_ACTION}.get(action, "SES-CON-01")
