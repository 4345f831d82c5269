"""One-line faults in the compute marketplace's contracts, each with the property or comparison that must name it."""

from __future__ import annotations

from dataclasses import dataclass

CONTRACTS = "contracts/compute/"


@dataclass(frozen=True)
class Fault:
    """`find` occurs once in `file` and becomes `replace`; `named` are the reports that count as naming the fault.

    focus: what all runs care for that look for it. stream: the one that finds it soonest, to be tried first; only
    time hangs on both.
    """

    name: str
    file: str
    find: str
    replace: str
    named: tuple[str, ...]
    stream: int = 0
    focus: str = "sessions"


SETTLEMENT = CONTRACTS + "SessionSettlement.sol"
OPENING = CONTRACTS + "SessionOpening.sol"
PROOFS = CONTRACTS + "SessionProofs.sol"
SIGNATURES = CONTRACTS + "ProofSystem.sol"
STORE = CONTRACTS + "SessionStore.sol"
DEPOSITS = CONTRACTS + "Deposits.sol"
TREASURY = CONTRACTS + "Treasury.sol"
PARAMETERS = CONTRACTS + "MarketParameters.sol"
BREAKER = CONTRACTS + "Breaker.sol"
SLASHING = CONTRACTS + "Slashing.sol"
EARNINGS = CONTRACTS + "HostEarnings.sol"
NODES = CONTRACTS + "NodeRegistry.sol"
NODE_STORE = CONTRACTS + "NodeStore.sol"
OFFERS = CONTRACTS + "NodeOffers.sol"
MODELS = CONTRACTS + "ModelRegistry.sol"
TOKENS = "contracts/payments/TokenPayments.sol"
TOKEN_CALLS = "contracts/payments/TokenCalls.sol"

FAULTS = (
    # ---------------------------------------------------------------- settlement
    Fault(
        "completed a second too early",
        SETTLEMENT,
        "if (block.timestamp < until) revert DisputeWindowOpen",
        "if (block.timestamp + 1 < until) revert DisputeWindowOpen",
        ("SES-TIM-02",),
    ),
    Fault(
        "anybody cancels",
        SETTLEMENT,
        "        if (msg.sender != s.depositor) revert NotDepositor(jobId, msg.sender);\n        uint256 fee",
        "        uint256 fee",
        ("SES-ACC-01",),
        stream=3,
    ),
    Fault(
        "the host cancels",
        SETTLEMENT,
        "if (msg.sender != s.depositor) revert NotDepositor(jobId, msg.sender);\n        uint256 fee",
        "if (msg.sender != s.depositor && msg.sender != s.host) revert NotDepositor(jobId, msg.sender);\n"
        "        uint256 fee",
        ("SES-ACC-01",),
        stream=2,
    ),
    Fault(
        "early fee also where the host has left",
        SETTLEMENT,
        "if (_isDue(s) || !NODES.isActiveNode(s.host)) return 0;",
        "if (_isDue(s)) return 0;",
        ("SES-CON-07",),
        stream=6,
    ),
    Fault(
        "early fee of more than is unspent",
        SETTLEMENT,
        "return interval < unspent ? interval : unspent;",
        "return interval;",
        ("SES-CON-07", "SES-LIV-02"),
    ),
    Fault(
        "fee rounded up",
        STORE,
        "return (gross * FEE_BPS) / BPS;",
        "return (gross * FEE_BPS + BPS - 1) / BPS;",
        ("SES-CON-01", "SES-CON-07"),
    ),
    Fault(
        "host's list left from the wrong place",
        SETTLEMENT,
        "        _sessions[moved].listIndex = index;\n",
        "",
        ("SES-SEQ-01", "SES-SEQ-03"),
        stream=4,
    ),
    Fault(
        "token that refuses is forgotten",
        SETTLEMENT,
        "            _creditToken(asset, host, amount);\n",
        "",
        ("SES-LIV-02", "SES-CON-03"),
        stream=2,
    ),
    # ---------------------------------------------------------------- proofs and clocks
    Fault(
        "claims after the end",
        PROOFS,
        "        if (block.timestamp > _endOf(s)) revert SessionExpired(jobId, _endOf(s));\n",
        "",
        ("SES-TIM-01",),
    ),
    Fault(
        "claims one token above the deposit",
        PROOFS,
        "require(cumulativeTokens <= _tokensFor",
        "require(cumulativeTokens <= 1 + _tokensFor",
        ("SES-ARI-01",),
        stream=8,
    ),
    Fault(
        "rate since the start instead of the last proof",
        PROOFS,
        "MAX_TOKENS_PER_SECOND * (block.timestamp - lastTime);",
        "MAX_TOKENS_PER_SECOND * (block.timestamp - (lastTime < s.startTime ? lastTime : s.startTime));",
        ("SES-ARI-02",),
        stream=4,
    ),
    Fault(
        "final claim is not final",
        PROOFS,
        "        if (tokensClaimed < MIN_PROVEN_TOKENS) s.finalClaimMade = true;\n",
        "",
        ("SES-ARI-01", "SES-SEQ-01"),
    ),
    Fault(
        "signature of anybody",
        SIGNATURES,
        "return fault == ECDSA.RecoverError.NoError && signer == host;",
        "return fault == ECDSA.RecoverError.NoError && signer != address(0);",
        ("SES-SEQ-02",),
        stream=1,
    ),
    Fault(
        "signature without the sequence number",
        SIGNATURES,
        "abi.encode(PROOF_TYPEHASH, jobId, host, seq,",
        "abi.encode(PROOF_TYPEHASH, jobId, host, uint256(1),",
        ("SES-SEQ-02",),
    ),
    Fault(
        "pauses count as idleness",
        BREAKER,
        "        _pausedSeconds = uint32(_pausedTotal());\n",
        "",
        ("SES-TIM-03",),
        stream=2,
    ),
    Fault(
        "timeout after one interval",
        STORE,
        "uint256 timeout = 3 * uint256(s.proofInterval);",
        "uint256 timeout = 1 * uint256(s.proofInterval);",
        ("SES-TIM-03",),
    ),
    # ---------------------------------------------------------------- creation, deposits, extension
    Fault(
        "host's own price for a model ignored",
        NODE_STORE,
        "return own > price ? own : price;",
        "return price;",
        ("SES-ARI-03",),
        stream=13,
    ),
    Fault(
        "slashed host takes sessions",
        NODE_STORE,
        "return node.active && node.stakedAmount >= MIN_STAKE;",
        "return node.active;",
        ("SES-ARI-03", "SES-ARI-04"),
        stream=1,
    ),
    Fault(
        "inactive models serve",
        OPENING,
        '        require(approved, "Model not approved");\n',
        "",
        ("SES-ARI-03",),
    ),
    Fault(
        "fee on transfer booked as if it had arrived",
        TOKEN_CALLS,
        "received = balance > before ? balance - before : 0;",
        "received = balance > before ? amount : 0;",
        ("SES-CON-03", "SES-CON-04", "SES-ARI-03", "JOB-CON-02"),
        stream=8,
    ),
    Fault(
        "deposit spent and kept",
        OPENING,
        "        _takeDeposit(asset, deposit);\n",
        "",
        ("SES-CON-02", "SES-CON-03"),
    ),
    Fault(
        "extension shortens",
        OPENING,
        "duration = current + additional;",
        "duration = additional > current ? additional : current;",
        ("SES-CON-07",),
    ),
    Fault(
        "deposits leave while the marketplace runs only",
        DEPOSITS,
        "        _verifyDeposited(asset, amount);\n\n        // Effects",
        "        _verifyDeposited(asset, amount);\n        _verifyNotPaused();\n\n        // Effects",
        ("SES-LIV-03", "SES-TIM-03"),
        stream=10,
    ),
    # ---------------------------------------------------------------- treasury, earnings, tokens
    Fault(
        "fees paid again and again",
        TREASURY,
        "        accumulatedTreasury[asset] = 0;\n",
        "",
        ("SES-ACC-02", "SES-CON-01"),
    ),
    Fault(
        "anybody takes the fees",
        TREASURY,
        'require(msg.sender == treasury, "Unauthorized");',
        'require(msg.sender != address(0), "Unauthorized");',
        ("SES-ACC-02",),
    ),
    Fault(
        "earnings withdrawn twice",
        EARNINGS,
        "        _earnings[msg.sender][token] -= amount;\n",
        "",
        ("SES-CON-04",),
    ),
    Fault(
        "token credit kept after its withdrawal",
        TOKENS,
        "        tokenCredits[token][account] = 0;\n",
        "",
        ("SES-LIV-02", "SES-CON-03"),
        stream=1,
    ),
    Fault(
        "false counts as success",
        TOKEN_CALLS,
        "eq(mload(0), 1)",
        "1",
        ("SES-LIV-02", "SES-CON-03", "SES-LIV-03"),
    ),
    # ---------------------------------------------------------------- hosts
    Fault(
        "stake leaves while sessions are open",
        NODES,
        "        if (open != 0) revert SessionsStillOpen(msg.sender, open);\n",
        "",
        ("SES-TIM-04",),
        stream=5,
    ),
    Fault(
        "stake unbonds from registration's end alone",
        NODE_STORE,
        "        if (node.lastSessionEnd > until) until = node.lastSessionEnd;\n",
        "",
        ("SES-TIM-04",),
        stream=6,
    ),
    Fault(
        "slashed stake stays",
        SLASHING,
        "        FAB.safeTransfer(to, amount);\n",
        "",
        ("SES-CON-05", "events"),
        focus="registries",
        stream=1,
    ),
    Fault(
        "model list left from the wrong place",
        NODE_STORE,
        "        _support[last][modelId].place = place;\n",
        "",
        ("SES-SEQ-03", "SES-LIV-03"),
        focus="registries",
    ),
    Fault(
        "executed after the lapse",
        MODELS,
        "        if (_hasLapsed(p)) revert ProposalHasLapsed(modelId);\n",
        "",
        ("SES-GOV-02",),
        focus="registries",
        stream=1,
    ),
    Fault(
        "votes taken back during the vote",
        MODELS,
        '        require(nonce != p.nonce || p.closed || _hasLapsed(p), "Voting still active");\n',
        "",
        ("SES-GOV-02",),
        focus="registries",
        stream=1,
    ),
    Fault(
        "late votes count again after an extension",
        MODELS,
        "p.lateVotes = 0;",
        "",
        ("SES-GOV-02", "SES-GOV-03"),
        focus="registries",
    ),
)
