"""The dataset marketplace with its known weaknesses, in two variants."""

from __future__ import annotations

from tests.weaknesses.variant import Edit, Variant, variant_with

FOLDER = "contracts/dcm/"
PAYMENTS = "contracts/payments/Payments.sol"
COOLDOWN, EXECUTION, ESCROW = (FOLDER + name for name in ("Cooldown.sol", "JobExecution.sol", "RequestEscrow.sol"))
OPENING, PAYOUTS, REGISTRY = (FOLDER + name for name in ("JobOpening.sol", "Payouts.sol", "DatasetRegistry.sol"))
STORE, AGGREGATION, FILTER = (FOLDER + name for name in ("JobStore.sol", "lib/Aggregation.sol", "lib/FilterVM.sol"))
MERKLE, PARAMETERS, RELEASE = (
    FOLDER + "lib/" + name for name in ("MerkleRows.sol", "JobParameters.sol", "PostProcessing.sol")
)

CREDIT = "            credits[payee] += amount;\n            totalCredits += amount;\n"
IN_USE = "if (open != 0) revert DatasetInUse(datasetId, open);"
DEBT_CLEARED = "        request.gasDebtToSeller = 0;\n        _paySeller(requestId, seller, amount);\n"
DEBT_LEFT = "        _paySeller(requestId, seller, amount);\n        request.gasDebtToSeller = 0;\n"
TERMINAL = "return job.requestId == 0 || _requests[job.requestId].status == RequestStatus.ACCEPTED;"
FLAG_MASKED = "isOverflow = FHE.select(isEnough, state.isOverflow, FHE.asEbool(false));"
LIVE_OWNER = "(,,, address live,,,) = DATASET_REGISTRY.getDataset(_requests[requestId].datasetId);\n        "

CARELESS = Variant(
    "dcm",
    "careless about who is paid, and when",
    (
        Edit(("W-D01",), PAYMENTS, CREDIT, ""),
        Edit(("W-D05, rows ignored",), EXECUTION, "        request.timestamp = block.timestamp;\n", ""),
        Edit(("W-D06",), REGISTRY, IN_USE, ""),
        Edit(
            ("W-D06",),
            REGISTRY,
            "delete _datasets[datasetId];",
            "delete _datasets[datasetId];\n        delete _taken[datasetId];",
        ),
        Edit(
            ("W-D06",),
            STORE,
            "if (msg.sender != seller) revert",
            "if (!DATASET_REGISTRY.isDatasetOwner(datasetId, msg.sender)) revert",
        ),
        Edit(("W-D06",), PAYOUTS, "_pay(seller, amount);", LIVE_OWNER + "_pay(live, amount);"),
        Edit(
            ("W-D07",),
            EXECUTION,
            "if (msg.sender != job.seller && msg.sender != job.buyer) revert NotJobParty(jobId, msg.sender);",
            "",
        ),
        Edit(("W-D07",), EXECUTION, "if (msg.sender == _terms[requestId].seller) _chargeGas", "_chargeGas"),
        Edit(("W-D08", "W-D22"), STORE, TERMINAL, "return true;"),
        Edit(
            ("W-D08", "W-D22"),
            PAYOUTS,
            "--obligations[request.datasetId];",
            "if (obligations[request.datasetId] != 0) --obligations[request.datasetId];",
        ),
        Edit(("W-D22",), PAYOUTS, "        request.computeAllowance = 0;\n", ""),
        Edit(("W-D09",), EXECUTION, "if (rowIndex >= rowCount) revert RowIndexOutOfBounds(rowIndex, rowCount);", ""),
        Edit(("W-D14",), COOLDOWN, "if (live != 0) revert JobAlreadyLive(live);", ""),
        Edit(
            ("W-D17",),
            RELEASE,
            "FHE.and(FHE.ge(kept, kAnonymity), FHE.ge(kept, 1))",
            "FHE.ge(kept, kAnonymity)",
        ),
        Edit(
            ("W-D19",),
            FILTER,
            "if (value > type(uint64).max) revert FilterVMErrors.FilterVMConstantTooLarge(i, value);",
            "",
        ),
        Edit(
            ("W-D21", "W-D27"), PAYMENTS, "if (_call(payee, amount, PUSH_GAS))", "if (_call(payee, amount, gasleft()))"
        ),
        Edit(
            ("W-D21",),
            PAYOUTS,
            "function requestPayout(uint256 requestId) external nonReentrant",
            "function requestPayout(uint256 requestId) external",
        ),
        Edit(("W-D21",), PAYOUTS, DEBT_CLEARED, DEBT_LEFT),
        Edit(
            ("W-D27",),
            EXECUTION,
            "        uint256 rowIndex,\n        uint256 gasAtEntry\n    ) private nonReentrant {",
            "        uint256 rowIndex,\n        uint256 gasAtEntry\n    ) private {",
        ),
    ),
)
"""Refused coin is lost, payees are looked up live, ends and guards are not checked."""

TRUSTING = Variant(
    "dcm",
    "trusting towards what it is given",
    (
        Edit(("W-D02", "W-D03"), PAYMENTS, CREDIT, "            revert WithdrawalFailed(payee, amount);\n"),
        Edit(("W-D04", "W-D10"), PAYOUTS, "tx.gasprice < cap ? tx.gasprice : cap", "tx.gasprice"),
        Edit(("W-D05, no last day",), ESCROW, "return stalled < overdue ? stalled : overdue;", "return stalled;"),
        Edit(("W-D11",), PARAMETERS, "FilterVM.validate(params.filter, numColumns);", ""),
        Edit(("W-D12",), AGGREGATION, "if (weights[i] != 0) _addColumn", "_addColumn"),
        Edit(
            ("W-D12",),
            AGGREGATION,
            "row.isOverflow = weight > 1 ? _exceeds(field, weight) : FHE.asEbool(false);",
            "row.isOverflow = _exceeds(field, weight);",
        ),
        Edit(
            ("W-D12",),
            AGGREGATION,
            "if (weight > 1) row.isOverflow = FHE.or(row.isOverflow, _exceeds(field, weight));",
            "row.isOverflow = FHE.or(row.isOverflow, _exceeds(field, weight));",
        ),
        Edit(
            ("W-D12",),
            AGGREGATION,
            "return FHE.gt(field, type(uint64).max / weight);",
            "return FHE.ne(FHE.div(FHE.mul(field, weight), weight), field);",
        ),
        Edit(("W-D13",), RELEASE, FLAG_MASKED, "isOverflow = FHE.or(state.isOverflow, FHE.asEbool(false));"),
        Edit(
            ("W-D26",),
            RELEASE,
            "        FHE.allow(isOverflow, buyer);\n",
            "        FHE.allow(isOverflow, buyer);\n        FHE.allow(state.isOverflow, buyer);\n",
        ),
        Edit(
            ("W-D15",),
            OPENING,
            "if (buyer != msg.sender && !hasDirectConsent[datasetId][buyer]) "
            "revert BuyerConsentMissing(datasetId, buyer);",
            "",
        ),
        Edit(
            ("W-D18",),
            RELEASE,
            "value = _clamp(_round(value, params.roundBucket), params.clampMin, params.clampMax);",
            "value = _round(value, params.roundBucket);",
        ),
        Edit(
            ("W-D18",),
            RELEASE,
            "FHE.add(FHE.min(value, type(uint64).max - half), half)",
            "FHE.add(value, half)",
        ),
        Edit(
            ("W-D20",),
            MERKLE,
            "if (proof.length != expected) revert IJobManager.InvalidProofLength(expected, proof.length);",
            "expected = proof.length;",
        ),
        Edit(("W-D23",), REGISTRY, IN_USE, ""),
        Edit(
            ("W-D23",),
            EXECUTION,
            "        _verifySeller(job.datasetId, job.seller);\n",
            "        if (!DATASET_REGISTRY.isRowSchemaValid(job.datasetId, job.numColumns)) {\n"
            "            revert InvalidRowSchema(job.numColumns, 0);\n        }\n",
        ),
        Edit(("W-D24",), REGISTRY, "if (_jobManager != address(0)) revert JobManagerAlreadySet(_jobManager);", ""),
        Edit(("W-D28",), ESCROW, "if (request.status != RequestStatus.PENDING) _verifyAccepted", "_verifyAccepted"),
    ),
)
"""Refusals revert, prices, filters, proofs and consents are believed, and what is live now is what counts."""

VARIANTS = (CARELESS, TRUSTING)
OURS = Variant("dcm", "ours", ())


def having(weakness: str) -> Variant:
    """The variant with a weakness."""
    return variant_with(VARIANTS, weakness)
