"""One faulty copy of the contracts, with a fault for each comparison."""

from __future__ import annotations

from fuzz.lockstep.source import Patch

DCM = "contracts/dcm/"
FAULTS = (
    Patch(
        DCM + "RequestEscrow.sol",
        "JobRequest storage request = _pendingRequest(requestId);\n        _verifyBuyer(requestId, request.buyer);",
        "JobRequest storage request = _pendingRequest(requestId);",
    ),
    Patch(
        DCM + "RequestEscrow.sol", "return _accept(requestId, gasleft());", "return _accept(requestId, gasleft()) + 1;"
    ),
    Patch(
        DCM + "RequestEscrow.sol",
        "emit AllowanceToppedUp(requestId, msg.value);",
        "emit AllowanceToppedUp(requestId, msg.value + 1);",
    ),
    Patch(
        DCM + "Payouts.sol",
        "emit ThresholdUpdated(newThreshold);",
        "emit ThresholdUpdated(newThreshold);\n        emit ThresholdUpdated(newThreshold);",
    ),
    Patch(DCM + "DatasetRegistry.sol", "return _descriptions[datasetId];", 'return "";'),
    Patch("contracts/payments/Payments.sol", "_call(to, amount, gasleft())", "_call(to, amount - 1, gasleft())"),
    Patch(DCM + "lib/Aggregation.sol", "FHE.max(current, value)", "FHE.min(current, value)"),
    Patch(DCM + "lib/PostProcessing.sol", "FHE.allow(result, buyer);", "FHE.allow(result, msg.sender);"),
)
"""One fault for each comparison, each in a call of its own."""
