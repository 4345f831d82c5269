"""One-line faults in the marketplace's contracts, each with the property or comparison that must name it."""

from __future__ import annotations

from dataclasses import dataclass

CONTRACTS = "contracts/dcm/"


@dataclass(frozen=True)
class Fault:
    """`find` occurs once in `file` and becomes `replace`; `named` are the reports that count as naming the fault.

    stream: the one that finds it soonest, to be tried first; only time hangs on it.
    """

    name: str
    file: str
    find: str
    replace: str
    named: tuple[str, ...]
    stream: int = 0


ESCROW = CONTRACTS + "RequestEscrow.sol"
PAYOUTS = CONTRACTS + "Payouts.sol"
EXECUTION = CONTRACTS + "JobExecution.sol"
OPENING = CONTRACTS + "JobOpening.sol"
COOLDOWN = CONTRACTS + "Cooldown.sol"
REGISTRY = CONTRACTS + "DatasetRegistry.sol"
AGGREGATION = CONTRACTS + "lib/Aggregation.sol"
RELEASE = CONTRACTS + "lib/PostProcessing.sol"
FILTER = CONTRACTS + "lib/FilterVM.sol"
ROWS = CONTRACTS + "lib/RowCodec.sol"
MERKLE = CONTRACTS + "lib/MerkleRows.sol"
PAYMENTS = "contracts/payments/Payments.sol"

FAULTS = (
    Fault(
        "payees swapped at reclaim",
        ESCROW,
        "_payBoth(requestId, debt, baseFee + allowance);",
        "_payBoth(requestId, baseFee + allowance, debt);",
        ("DCM-CON-05", "DCM-CON-02", "DCM-LIV-01"),
    ),
    Fault(
        "reclaim at the deadline itself",
        ESCROW,
        "if (block.timestamp <= reclaimableAfter)",
        "if (block.timestamp < reclaimableAfter)",
        ("DCM-TIM-01",),
        stream=4,
    ),
    Fault(
        "anybody cancels",
        ESCROW,
        "_pendingRequest(requestId);\n        _verifyBuyer(requestId, request.buyer);",
        "_pendingRequest(requestId);",
        ("DCM-ACC-02",),
        stream=3,
    ),
    Fault(
        "anybody rejects",
        ESCROW,
        "_pendingRequest(requestId);\n        _verifySeller(request.datasetId, _terms[requestId].seller);",
        "_pendingRequest(requestId);",
        ("DCM-ACC-01",),
    ),
    Fault(
        "allowance kept after the end",
        PAYOUTS,
        "        request.computeAllowance = 0;\n",
        "",
        ("DCM-CON-06",),
    ),
    Fault(
        "row bound off by one",
        EXECUTION,
        "if (rowIndex >= rowCount)",
        "if (rowIndex > rowCount)",
        ("DCM-SEQ-02",),
        stream=3,
    ),
    Fault(
        "closed jobs take rows",
        EXECUTION,
        "if (!_isOpen(job)) revert JobClosed(jobId);",
        "if (job.isFinalized) revert JobClosed(jobId);",
        ("DCM-SEQ-04",),
    ),
    Fault(
        "finalized before the last row",
        EXECUTION,
        "if (processed != rowCount)",
        "if (processed + 1 < rowCount)",
        ("DCM-SEQ-03",),
    ),
    Fault(
        "gas charged to the buyer's own call",
        EXECUTION,
        "if (msg.sender == _terms[requestId].seller) _chargeGas",
        "if (msg.sender != address(0)) _chargeGas",
        ("DCM-ARI-06",),
    ),
    Fault(
        "gas price not capped",
        PAYOUTS,
        "tx.gasprice < cap ? tx.gasprice : cap",
        "tx.gasprice",
        ("DCM-ARI-06", "DCM-CON-03"),
    ),
    Fault(
        "debt paid above the threshold only",
        PAYOUTS,
        "if (request.gasDebtToSeller >= paymentThreshold)",
        "if (request.gasDebtToSeller > paymentThreshold)",
        ("DCM-ARI-07",),
    ),
    Fault(
        "activity not refreshed by rows",
        EXECUTION,
        "        request.timestamp = block.timestamp;\n",
        "",
        ("DCM-TIM-01",),
    ),
    Fault(
        "accumulator not allowed to the manager",
        AGGREGATION,
        "        state.agg = agg;\n        FHE.allowThis(agg);\n",
        "        state.agg = agg;\n",
        ("DCM-PRI-02",),
    ),
    Fault(
        "result granted to the caller",
        RELEASE,
        "FHE.allow(result, buyer);",
        "FHE.allow(result, msg.sender);",
        ("DCM-PRI-02",),
    ),
    Fault(
        "overflow flag unmasked",
        RELEASE,
        "isOverflow = FHE.select(isEnough, state.isOverflow, FHE.asEbool(false));",
        "isOverflow = FHE.or(state.isOverflow, FHE.asEbool(false));",
        ("DCM-PRI-01", "DCM-ARI-04"),
    ),
    Fault(
        "k strictly exceeded",
        RELEASE,
        "FHE.ge(kept, kAnonymity)",
        "FHE.gt(kept, kAnonymity)",
        ("DCM-PRI-01", "DCM-ARI-05"),
        stream=4,
    ),
    Fault(
        "not clamped after rounding",
        RELEASE,
        "value = _clamp(_round(value, params.roundBucket), params.clampMin, params.clampMax);",
        "value = _round(value, params.roundBucket);",
        ("DCM-ARI-05",),
    ),
    Fault(
        "rounding wraps",
        RELEASE,
        "FHE.add(FHE.min(value, type(uint64).max - half), half)",
        "FHE.add(value, half)",
        ("DCM-ARI-05",),
        stream=4,
    ),
    Fault(
        "filtered rows counted in sums",
        AGGREGATION,
        "FHE.add(before, FHE.select(keep, value, FHE.asEuint64(0)))",
        "FHE.add(before, value)",
        ("DCM-ARI-04",),
    ),
    Fault(
        "carry of the row sum dropped",
        AGGREGATION,
        "        row.isOverflow = FHE.or(row.isOverflow, FHE.lt(row.sum, before));\n",
        "",
        ("DCM-ARI-04",),
    ),
    Fault(
        "minimum starts at zero",
        AGGREGATION,
        "FHE.select(state.minMaxInit, better, value)",
        "FHE.select(state.minMaxInit, better, better)",
        ("DCM-ARI-04",),
    ),
    Fault("or computed as and", FILTER, ": FHE.or(below, top)", ": FHE.and(below, top)", ("DCM-ARI-03", "DCM-ARI-04")),
    Fault(
        "stack one too deep",
        FILTER,
        "if (held == STACK_DEPTH)",
        "if (held > STACK_DEPTH)",
        ("DCM-ARI-03",),
    ),
    Fault("tag four accepted", ROWS, "tag > EUINT64)", "tag > EUINT64 + 6)", ("DCM-ARI-02",), stream=1),
    Fault(
        "padded proofs accepted",
        MERKLE,
        "if (proof.length != expected)",
        "if (proof.length < expected)",
        ("DCM-ARI-01",),
    ),
    Fault(
        "siblings on the wrong side",
        MERKLE,
        "(rowIndex >> level) & 1 == 0",
        "(rowIndex >> level) & 1 == 1",
        ("DCM-ARI-01",),
    ),
    Fault(
        "cooldown ends a second late",
        COOLDOWN,
        "block.timestamp < until",
        "block.timestamp <= until",
        ("DCM-PRI-03",),
        stream=3,
    ),
    Fault(
        "release not stamped",
        COOLDOWN,
        "        lastRelease[datasetId][buyer] = block.timestamp;\n",
        "",
        ("DCM-PRI-03",),
    ),
    Fault(
        "direct job without consent",
        OPENING,
        "if (buyer != msg.sender && !hasDirectConsent[datasetId][buyer]) revert BuyerConsentMissing(datasetId, buyer);",
        "",
        ("DCM-PRI-03",),
    ),
    Fault(
        "dataset deleted under a request",
        REGISTRY,
        "if (open != 0) revert DatasetInUse(datasetId, open);",
        "",
        ("DCM-SEQ-05",),
    ),
    Fault(
        "deleted id used again",
        REGISTRY,
        "delete _datasets[datasetId];",
        "delete _datasets[datasetId];\n        delete _taken[datasetId];",
        ("DCM-SEQ-05",),
    ),
    Fault(
        "refused payment reverts",
        PAYMENTS,
        "            credits[payee] += amount;\n",
        "            if (amount > 0) revert WithdrawalFailed(payee, amount);\n            credits[payee] += amount;\n",
        ("DCM-LIV-01",),
    ),
    Fault(
        "credit kept after withdrawal",
        PAYMENTS,
        "        credits[account] = 0;\n",
        "",
        ("DCM-LIV-01", "DCM-CON-01"),
    ),
)
"""Thirty-three of them; `tests/dcm/test_contract_faults.py` finds each."""
