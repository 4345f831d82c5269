"""The compute marketplace with its known weaknesses, in two variants."""

from __future__ import annotations

from tests.weaknesses.jobs.edits import EDITS as OF_JOBS
from tests.weaknesses.variant import Edit, Variant, variant_with

FOLDER = "contracts/compute/"
DEPOSITS, EARNINGS, MODELS = (FOLDER + name for name in ("Deposits.sol", "HostEarnings.sol", "ModelRegistry.sol"))
MODEL_STORE, OFFERS, NODES = (FOLDER + name for name in ("ModelStore.sol", "NodeOffers.sol", "NodeRegistry.sol"))
NODE_STORE, OPENING, BREAKER = (FOLDER + name for name in ("NodeStore.sol", "SessionOpening.sol", "Breaker.sol"))
CLAIMS, SIGNATURES, SETTLEMENT, STORE = (
    FOLDER + name for name in ("SessionProofs.sol", "ProofSystem.sol", "SessionSettlement.sol", "SessionStore.sol")
)
PAYMENTS, TOKENS, TOKEN_CALLS = (
    "contracts/payments/" + name for name in ("Payments.sol", "TokenPayments.sol", "TokenCalls.sol")
)

CREDIT = "            credits[payee] += amount;\n            totalCredits += amount;\n"
SIGNED = "jobId, host, seq, tokensClaimed, cumulativeTokens, proofHash)\n        );"
NEW_PROPOSAL = "StoredProposal(msg.sender, uint40(endTime), 0, false, nonce, 0, 0, 0, model)"
SPENT = "        // Effects, events\n        _takeDeposit(asset, deposit);"
TERMS = "        uint256 modelNumber = _verifyTerms(terms, asset, deposit);\n\n"

HASTY = Variant(
    "compute",
    "hasty with claims, exits and money",
    (
        Edit(
            ("W-S02",),
            SIGNATURES,
            ") external onlyMarketplace returns (bool valid)",
            ") external returns (bool valid)",
        ),
        Edit(
            ("W-S03",),
            SIGNATURES,
            "abi.encode(PROOF_TYPEHASH, " + SIGNED,
            "abi.encode(PROOF_TYPEHASH, " + SIGNED[len("jobId, ") :],
        ),
        Edit(("W-S03",), SIGNATURES, "VERSION_HASH, block.chainid, marketplace)", "VERSION_HASH)"),
        Edit(("W-S04",), PAYMENTS, CREDIT, "            revert WithdrawalFailed(payee, amount);\n"),
        Edit(
            ("W-S04",),
            TOKENS,
            "            _creditToken(token, payee, amount);\n",
            "            revert TokenWithdrawalFailed(token, payee, amount);\n",
        ),
        Edit(
            ("W-S05",),
            SETTLEMENT,
            "uint256 until = lastTime + s.disputeWindow;",
            "lastTime = s.startTime;\n        uint256 until = lastTime + s.disputeWindow;",
        ),
        Edit(
            ("W-S06",),
            CLAIMS,
            "        if (block.timestamp > _endOf(s)) revert SessionExpired(jobId, _endOf(s));\n",
            "",
        ),
        Edit(("W-S07",), BREAKER, "        _pausedSeconds = uint32(_pausedTotal());\n", ""),
        Edit(("W-S08",), SETTLEMENT, "return interval < unspent ? interval : unspent;", "return 0;"),
        Edit(("W-S10",), OPENING, TERMS + SPENT, "        uint256 modelNumber;\n" + SPENT),
        Edit(
            ("W-S11",),
            NODES,
            "if (open != 0) revert SessionsStillOpen(msg.sender, open);",
            "",
        ),
        Edit(("W-S11",), NODES, "if (block.timestamp < until) revert StakeLocked(until);", ""),
        Edit(("W-S13",), OFFERS, "if (modelIds[j] == modelIds[i]) revert DuplicateModel(modelIds[i]);", ""),
        Edit(("W-S13",), OFFERS, "            delete _support[host][modelIds[i]];\n", ""),
        Edit(("W-S13",), NODE_STORE, "        _support[host][modelId].place = 0;\n", ""),
        Edit(
            ("W-S14",),
            TOKEN_CALLS,
            "received = balance > before ? balance - before : 0;",
            "received = balance > before ? amount : 0;",
        ),
        Edit(
            ("W-S16",),
            STORE,
            "return (tokens * pricePerToken) / PRICE_PRECISION;",
            "return (tokens / PRICE_PRECISION) * pricePerToken;",
        ),
        Edit(("W-S18",), EARNINGS, "if (msg.value != expected) revert ValueMismatch(msg.value, expected);", ""),
        Edit(("W-S20",), MODELS, "        if (_hasLapsed(p)) revert ProposalHasLapsed(modelId);\n", ""),
        Edit(("W-S22",), MODEL_STORE, "abi.encode(repo, file)", 'abi.encodePacked(repo, "/", file)'),
    ),
)
"""Whoever comes first is right: proofs, ends, prices and stakes are not checked."""

LAX = Variant(
    "compute",
    "lax about its own wiring and limits",
    (
        Edit(
            ("W-S09",),
            STORE,
            "if (address(earnings) == address(0) || address(proofs) == address(0)) revert ZeroAddress();",
            "",
        ),
        Edit(
            ("W-S09",),
            CLAIMS,
            "bool valid = PROOFS.consume(",
            "bool valid = address(PROOFS) == address(0) || PROOFS.consume(",
        ),
        Edit(("W-S12",), NODE_STORE, "return node.active && node.stakedAmount >= MIN_STAKE;", "return node.active;"),
        Edit(("W-S15",), STORE, "if (feeBps_ > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps_, MAX_FEE_BPS);", ""),
        Edit(("W-S15",), SETTLEMENT, "if (hostPayment != 0) _payEarnings(", "_payEarnings("),
        Edit(("W-S15",), EARNINGS, "if (received == 0) return;", "if (received == 0) revert ZeroAmount();"),
        Edit(
            ("W-S19",),
            DEPOSITS,
            "if (token == address(0)) revert TokenNotAccepted(token);",
            "_verifyAccepted(token);",
        ),
        Edit(("W-S21",), MODELS, "uint256 nonce = p.nonce + 1;", "uint256 nonce = 1;"),
        Edit(("W-S21",), MODELS, NEW_PROPOSAL, NEW_PROPOSAL.replace("0, model", "p.lateVotes, model")),
        Edit(
            ("W-S23",),
            MODELS,
            "if (p.lateVotes < EXTENSION_THRESHOLD || p.extensionCount >= MAX_EXTENSIONS) return;",
            "if (p.lateVotes < EXTENSION_THRESHOLD) return;",
        ),
        Edit(("W-S24",), NODE_STORE, "        if (node.lastSlash > until) until = node.lastSlash;\n", ""),
    ),
    beside=OF_JOBS,
)
"""Fees, wiring, slashed hosts and old votes are taken as they come."""

VARIANTS = (HASTY, LAX)
OURS = Variant("compute", "ours", ())


def having(weakness: str) -> Variant:
    """The variant with a weakness."""
    return variant_with(VARIANTS, weakness)
