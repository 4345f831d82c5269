"""What reading the source can say about the compute marketplace: detectors by the property their silence supports.

A detector is named for a property if the fault it looks for would break that property here, and if it reports such a
fault when one is written into these contracts; silence of all of them is a look at the source, no proof.

Named for none, although a detector exists: tokens of sessions and deposits (SES-CON-03) and how a session's deposit is
divided (SES-CON-01), because tokens move, and new sessions are stored, in assembly that no detector follows; exits
during a pause (SES-LIV-03), because the pause is kept as a time and the detector looks for a switch; the host's amount
after a withdrawal of earnings (in SES-CON-04), because the totals beside it would stop a second one in the end.
"""

from __future__ import annotations

from properties.binding import PlantedFault
from properties.compute.canaries import CANARIES

_FAB_MOVES = (
    "escrow-ignored-payout",
    "escrow-repeatable-payout",
    "escrow-late-clearing",
    "escrow-nominal-token-amount",
)
"""What would let a registry of FAB hold less than it owes."""

SUPPORTS: dict[str, tuple[str, ...]] = {
    # The marketplace's coin: what comes in is booked; what goes out was taken out of the books, once and before.
    "SES-CON-02": (
        "escrow-unbooked-value",
        "escrow-ignored-payout",
        "escrow-repeatable-payout",
        "escrow-late-clearing",
    ),
    # The coin of the earnings alone: no booking without its value, no withdrawal that is booked and does not happen.
    "SES-CON-04": ("escrow-unbooked-value", "escrow-ignored-payout"),
    "SES-CON-05": _FAB_MOVES,
    "SES-CON-06": _FAB_MOVES,
    "SES-ACC-01": ("escrow-open-transition", "escrow-origin-authority"),
    # Whoever can redirect the fees, or become one who can, takes what is the treasury's.
    "SES-ACC-02": ("escrow-open-wiring", "escrow-open-initialiser", "escrow-origin-authority"),
    "SES-SEQ-01": ("escrow-unchecked-transition",),
    # Claims, extensions and the timeout agree about the last second.
    "SES-TIM-01": ("escrow-deadline-boundary",),
    # A depositor that refuses coin must not keep the host's pay back.
    "SES-LIV-02": ("escrow-push-in-exit",),
}

PLANTED: tuple[PlantedFault, ...] = (
    CANARIES[0],
    PlantedFault(
        name="a stake that leaves again and again",
        file="contracts/compute/NodeRegistry.sol",
        find="        node.stakedAmount = 0;\n",
        replace="",
        property="SES-CON-05",
        deep=False,
    ),
    PlantedFault(
        name="a push that nobody may refuse",
        file="contracts/payments/Payments.sol",
        find="            credits[payee] += amount;\n            totalCredits += amount;\n",
        replace="            revert WithdrawalFailed(payee, amount);\n",
        property="SES-LIV-02",
        deep=False,
    ),
)
