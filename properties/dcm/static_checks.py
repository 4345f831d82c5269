"""What reading the source can say about the dataset marketplace: detectors by the property their silence supports.

A detector is named for a property if the fault it looks for would break that property here; silence of all of them is
a look at the source, no proof.
"""

from __future__ import annotations

from properties.binding import PlantedFault
from properties.dcm.canaries import CANARIES

AGGREGATION = "contracts/dcm/lib/Aggregation.sol"

SUPPORTS: dict[str, tuple[str, ...]] = {
    "DCM-CON-01": ("escrow-unbooked-value", "escrow-repeatable-payout", "escrow-late-clearing"),
    "DCM-CON-02": (
        "escrow-ignored-payout",
        "escrow-repeatable-payout",
        "escrow-double-payout",
        "escrow-late-clearing",
        "escrow-unbooked-value",
    ),
    "DCM-CON-04": ("escrow-ignored-payout", "escrow-double-payout", "escrow-stranded-amount"),
    "DCM-CON-05": ("escrow-ignored-payout", "escrow-double-payout", "escrow-stranded-amount"),
    "DCM-CON-06": ("escrow-live-terminal",),
    "DCM-ACC-01": ("escrow-open-transition", "escrow-origin-authority", "escrow-live-payee"),
    "DCM-ACC-02": ("escrow-open-transition", "escrow-origin-authority"),
    "DCM-SEQ-01": ("escrow-unchecked-transition",),
    "DCM-SEQ-02": ("escrow-unbounded-index",),
    "DCM-TIM-01": ("escrow-deadline-boundary", "escrow-movable-deadline"),
    "DCM-TIM-02": ("escrow-movable-deadline", "escrow-captive-timeout", "escrow-pause-blocks-exit"),
    "DCM-PRI-01": ("fhevm-decision-leak", "fhevm-intermediate-grant"),
    "DCM-PRI-02": (
        "fhevm-grant-to-caller",
        "fhevm-shared-handle-grant",
        "fhevm-intermediate-grant",
        "fhevm-unproven-handle",
        "fhevm-stale-handle",
    ),
    "DCM-LIV-01": ("escrow-push-in-exit",),
    "DCM-LIV-02": ("escrow-captive-timeout", "escrow-pause-blocks-exit", "escrow-stranded-amount"),
    "DCM-LIV-03": ("fhevm-missing-allow-this", "fhevm-unsupported-operation"),
    "DCM-LIV-04": (
        "fhevm-division-by-zero",
        "fhevm-unbounded-loop",
        "fhevm-missing-allow-this",
        "fhevm-unsupported-operation",
    ),
    "DCM-ARI-03": ("fhevm-dropped-comparison",),
    "DCM-ARI-04": ("fhevm-unchecked-wrap", "fhevm-dropped-comparison"),
}

PLANTED: tuple[PlantedFault, ...] = (
    CANARIES[0],
    PlantedFault(
        name="an accumulator that the next row may not use",
        file=AGGREGATION,
        find="        FHE.allowThis(agg);\n",
        replace="",
        property="DCM-LIV-03",
        deep=False,
    ),
    PlantedFault(
        name="an overflow that nobody remembers",
        file=AGGREGATION,
        find="        state.isOverflow = FHE.or(state.isOverflow, carry);\n        FHE.allowThis(state.isOverflow);\n",
        replace="        carry;\n",
        property="DCM-ARI-04",
        deep=False,
    ),
)
