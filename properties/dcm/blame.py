"""Which property a divergence contradicts, so that a fault is reported under the name an auditor knows."""

from __future__ import annotations

from properties.binding import Divergence
from spec.dcm.post_processing import SENTINEL

BY_ERROR = {
    "NotDatasetOwner": "DCM-ACC-01",
    "NotJobParty": "DCM-ACC-01",
    "NotRequestBuyer": "DCM-ACC-02",
    "RequestNotPending": "DCM-SEQ-01",
    "RequestNotAccepted": "DCM-SEQ-01",
    "RequestNotFound": "DCM-SEQ-01",
    "RowOutOfOrder": "DCM-SEQ-02",
    "RowIndexOutOfBounds": "DCM-SEQ-02",
    "IncompleteProcessing": "DCM-SEQ-03",
    "JobNotFound": "DCM-SEQ-03",
    "JobNotDirect": "DCM-SEQ-03",
    "JobClosed": "DCM-SEQ-04",
    "DatasetAlreadyExists": "DCM-SEQ-05",
    "DatasetNotFound": "DCM-SEQ-05",
    "DatasetInUse": "DCM-SEQ-05",
    "JobManagerAlreadySet": "DCM-PRI-05",
    "JobManagerNotSet": "DCM-PRI-05",
    "InvalidProofLength": "DCM-ARI-01",
    "MerkleVerificationFailed": "DCM-ARI-01",
    "InvalidMerkleRoot": "DCM-ARI-01",
    "InvalidTypeTag": "DCM-ARI-02",
    "IncompleteCiphertextLength": "DCM-ARI-02",
    "InvalidCiphertextLength": "DCM-ARI-02",
    "RowTruncated": "DCM-ARI-02",
    "IncompleteProofLength": "DCM-ARI-02",
    "InvalidRowSchema": "DCM-ARI-02",
    "ImportRefused": "DCM-ARI-02",
    "RowCountExceedsUint32Max": "DCM-ARI-04",
    "InvalidNumColumns": "DCM-ARI-02",
    "CannotDivideByZero": "DCM-LIV-04",
    "DivisorNotUsed": "DCM-ARI-04",
    "WeightsLengthMismatch": "DCM-LIV-04",
    "ComputeLimitExceeded": "DCM-LIV-04",
    "InvalidFieldIndex": "DCM-ARI-03",
    "InvalidClampRange": "DCM-ARI-05",
    "FilterBytecodeTooLong": "DCM-ARI-03",
    "FilterConstsTooLong": "DCM-ARI-03",
    "CooldownActive": "DCM-PRI-03",
    "JobAlreadyLive": "DCM-PRI-03",
    "BuyerConsentMissing": "DCM-PRI-03",
    "InvalidBuyer": "DCM-PRI-03",
    "InsufficientAllowance": "DCM-CON-03",
    "InsufficientPayment": "DCM-CON-01",
    "ZeroTopUp": "DCM-CON-02",
    "NotStalled": "DCM-TIM-01",
    "NothingToWithdraw": "DCM-LIV-01",
    "WithdrawalFailed": "DCM-LIV-01",
    "InvalidRecipient": "DCM-LIV-01",
    "InsufficientGasForPayment": "DCM-LIV-01",
    "Panic": "DCM-LIV-04",
    "DivisionByZero": "DCM-LIV-04",
    "ParameterOutOfBounds": "DCM-ARI-06",
    "OwnableUnauthorizedAccount": "DCM-ACC-01",
}
"""For a call that one side refused: by the error of that side."""

BY_SLOT = {
    "threshold": "DCM-PRI-05",
    "result": "DCM-ARI-05",
    "overflow": "DCM-PRI-01",
    "agg": "DCM-ARI-04",
    "kept": "DCM-ARI-03",
}
"""For a plaintext: by the kind of ciphertext."""

BY_EVENT = {
    "GasCharged": "DCM-ARI-06",
    "PaymentPushed": "DCM-CON-02",
    "PaymentCredited": "DCM-LIV-01",
    "RequestClosed": "DCM-CON-05",
    "JobFinalized.is_overflow": "DCM-PRI-01",
    "DatasetCommitted": "DCM-SEQ-05",
}
"""For an event that is missing, too many or different: by its name, or its name and argument."""

BY_PAYMENT = {
    "finalize": "DCM-CON-04",
    "reclaim_stalled": "DCM-CON-05",
    "push_row": "DCM-ARI-07",
    "accept_request": "DCM-ARI-07",
}
"""For a payment that differs: by the action that made it."""


def blame(divergence: Divergence) -> str | None:
    """The property that a divergence contradicts; None when no property speaks of it."""
    kind, subject = divergence.comparison, divergence.subject
    if kind == "outcome":
        if divergence.error.startswith("FilterVM"):
            return "DCM-ARI-03"
        return BY_ERROR.get(divergence.error, "DCM-LIV-04" if divergence.action == "push_row" else None)
    if kind == "grants":
        return "DCM-PRI-02"
    if kind == "balance":
        return "DCM-CON-01" if "own books" in subject else "DCM-CON-02"
    if kind == "plaintext":
        return BY_SLOT.get(subject.partition("(")[0], "DCM-ARI-04")
    if kind == "events":
        return blame_event(divergence)
    if kind == "view":
        return blame_view(divergence)
    return None


def blame_event(divergence: Divergence) -> str | None:
    """By the event and, for payments and results, by what it was about."""
    event = divergence.subject.partition(".")[0]
    if event in ("SellerPaid", "PaymentPushed"):
        return BY_PAYMENT.get(divergence.action, "DCM-CON-02")
    if divergence.subject == "JobFinalized.result":
        suppressed = str(SENTINEL) in divergence.expected or str(SENTINEL) in divergence.actual
        return "DCM-PRI-01" if suppressed else "DCM-ARI-05"
    return BY_EVENT.get(divergence.subject) or BY_EVENT.get(event)


def blame_view(divergence: Divergence) -> str | None:
    """By the view and by what was called when it first differed."""
    if divergence.subject.startswith(("get_request(", "get_request_terms(")):
        by_action = {
            "finalize": "DCM-CON-06",
            "reject_request": "DCM-CON-06",
            "cancel_request": "DCM-CON-06",
            "reclaim_stalled": "DCM-CON-06",
            "push_row": "DCM-TIM-01",
            "accept_request": "DCM-CON-03",
        }
        return by_action.get(divergence.action, "DCM-CON-02")
    by_view = {
        "credits": "DCM-LIV-01",
        "total_credits": "DCM-CON-01",
        "obligations": "DCM-SEQ-05",
        "last_release": "DCM-PRI-03",
        "live_job": "DCM-PRI-03",
        "get_job_progress": "DCM-SEQ-02",
        "job_open": "DCM-SEQ-04",
        "get_job_result": "DCM-ARI-04",
        "payment_threshold": "DCM-ARI-07",
        "default_max_gas_price": "DCM-ARI-06",
        "get_dataset": "DCM-SEQ-05",
    }
    return by_view.get(divergence.subject.partition("(")[0])
