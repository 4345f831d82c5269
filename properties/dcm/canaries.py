"""Faults that every engine must find, or its silence means nothing: one at the surface, one behind a sequence."""

from __future__ import annotations

from properties.binding import PlantedFault

ESCROW = "contracts/dcm/RequestEscrow.sol"

CANARIES = (
    PlantedFault(
        name="cancelled by anybody",
        file=ESCROW,
        find="_pendingRequest(requestId);\n        _verifyBuyer(requestId, request.buyer);",
        replace="_pendingRequest(requestId);",
        property="DCM-ACC-02",
        deep=False,
    ),
    PlantedFault(
        name="stalled a day too early",
        file=ESCROW,
        find="return stalled < overdue ? stalled : overdue;",
        replace="return acceptedAt + STALL_TIMEOUT < stalled ? acceptedAt + STALL_TIMEOUT : stalled;",
        property="DCM-TIM-01",
        deep=True,
    ),
)

UNREACHABLE = {
    ("withdraw", "InvalidRecipient", "to != ZERO_ADDRESS"): "a sender is never the zero address",
    ("push_row", "MerkleVerificationFailed", "row_index < row_count"): "RowIndexOutOfBounds is checked before",
}
"""Guards that no call can fail, with the reason."""
