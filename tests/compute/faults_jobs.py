"""One-line faults in prompt jobs, their escrow and proofs, and the breaker, each with the property that names it."""

from __future__ import annotations

from tests.compute.faults import CONTRACTS, Fault

ENDS = CONTRACTS + "PromptEnds.sol"
WORK = CONTRACTS + "PromptWork.sol"
POSTING = CONTRACTS + "PromptPosting.sol"
ESCROW = CONTRACTS + "PaymentEscrow.sol"
ESCROW_STORE = CONTRACTS + "EscrowStore.sol"
PROOFS = CONTRACTS + "JobProofs.sol"
PROOF_STORE = CONTRACTS + "JobProofStore.sol"
BREAKER = CONTRACTS + "Breaker.sol"
SETTINGS = CONTRACTS + "BreakerParameters.sol"

FAULTS = (
    # ---------------------------------------------------------------- lifecycle
    Fault(
        "the renter pays before the window is over",
        ENDS,
        "(!renter || job.requiresProof)",
        "!renter",
        ("JOB-SEQ-02",),
        focus="jobs",
        stream=1,
    ),
    Fault(
        "a host pays itself",
        ENDS,
        "(!renter || job.requiresProof)",
        "job.requiresProof",
        ("JOB-SEQ-02",),
        focus="jobs",
        stream=6,
    ),
    Fault(
        "a host takes a job again that it gave back",
        WORK,
        '        require(!job.failed[host], "Sybil attack detected");\n',
        "",
        ("JOB-SEQ-01",),
        focus="jobs",
        stream=10,
    ),
    Fault(
        "expired in the last second",
        ENDS,
        "return (block.timestamp > job.deadline, outcome);",
        "return (block.timestamp >= job.deadline, outcome);",
        ("JOB-SEQ-01",),
        focus="jobs",
    ),
    Fault(
        "as many posts as one likes",
        POSTING,
        '        require(inMinute < POSTS_PER_MINUTE && inHour < POSTS_PER_HOUR, "Rate limit exceeded");\n',
        "",
        ("JOB-SEQ-03",),
        focus="jobs",
        stream=6,
    ),
    # ---------------------------------------------------------------- escrow
    Fault(
        "the fee of now instead of the record's",
        ESCROW_STORE,
        "(amount * e.feeBps) / BPS",
        "(amount * feeBasisPoints) / BPS",
        ("JOB-CON-01",),
        focus="jobs",
        stream=1,
    ),
    Fault(
        "a bonus that the pool does not pay",
        ESCROW_STORE,
        "            incentivePool -= bonus;\n",
        "",
        ("JOB-CON-02", "JOB-CON-01"),
        focus="jobs",
        stream=1,
    ),
    Fault(
        "fees are paid again",
        ESCROW,
        "        accruedFees[token] = 0;\n",
        "",
        ("JOB-CON-02",),
        focus="jobs",
    ),
    Fault(
        "a record keeps its amount",
        ESCROW_STORE,
        "(e.status, e.amount) = (status, 0);",
        "e.status = status;",
        ("JOB-CON-01",),
        focus="jobs",
    ),
    Fault(
        "rulings without an end",
        ESCROW,
        "        if (block.timestamp > until) revert DisputeExpired(jobId, until);\n",
        "",
        ("JOB-TIM-01",),
        focus="jobs",
        stream=4,
    ),
    Fault(
        "the default a second early",
        ESCROW,
        "if (block.timestamp <= until) revert DisputeStillOpen",
        "if (block.timestamp < until) revert DisputeStillOpen",
        ("JOB-TIM-01",),
        focus="jobs",
        stream=6,
    ),
    # ---------------------------------------------------------------- proofs
    Fault(
        "parties judge",
        PROOF_STORE,
        "        if (msg.sender == p.host || msg.sender == job.renter) revert SelfVerification(jobId);\n",
        "",
        ("JOB-ACC-02",),
        focus="proofs",
        stream=8,
    ),
    Fault(
        "two challenges at once",
        PROOF_STORE,
        "        if (p.challengeId != 0) revert ChallengePending(jobId, p.challengeId);\n",
        "",
        ("JOB-TIM-02",),
        focus="proofs",
    ),
    Fault(
        "stakes stay booked",
        PROOFS,
        "        totalStaked -= c.stake;\n",
        "",
        ("JOB-CON-03",),
        focus="proofs",
        stream=3,
    ),
    # ---------------------------------------------------------------- breaker
    Fault(
        "loosened after a minute",
        SETTINGS,
        "block.timestamp >= _store().tightenedAt + COOLDOWN",
        "block.timestamp >= _store().tightenedAt + 60",
        ("JOB-SEQ-03",),
        focus="jobs",
        stream=2,
    ),
    Fault(
        "levels are skipped",
        BREAKER,
        'require(level == uint256(_level) + 1, "Cannot skip circuit breaker levels");',
        "",
        ("JOB-SEQ-03",),
        focus="jobs",
        stream=3,
    ),
    Fault(
        "stopped posts with tokens go on",
        POSTING,
        "_verifyOpen(POST_JOB | POST_JOB_WITH_TOKEN);",
        "_verifyOpen(POST_JOB);",
        ("JOB-SEQ-03",),
        focus="jobs",
        stream=2,
    ),
)
