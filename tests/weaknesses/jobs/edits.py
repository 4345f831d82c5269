"""The edits that write the known weaknesses of prompt jobs and of what stands around them back into the contracts."""

from __future__ import annotations

from tests.weaknesses.variant import Edit

FOLDER = "contracts/compute/"
ACCOUNTS, BREAKER, ESCROW = (FOLDER + name for name in ("AccountIntegration.sol", "Breaker.sol", "PaymentEscrow.sol"))
ENDS, POSTING, RECORDS, STORE = (
    FOLDER + name for name in ("PromptEnds.sol", "PromptPosting.sol", "EscrowStore.sol", "PromptStore.sol")
)
GOVERNANCE, GOVERNED, LISTS, MOTIONS = (
    FOLDER + name for name in ("Governance.sol", "Governed.sol", "GovernanceLists.sol", "GovernanceStore.sol")
)
KEYS, NODES, NODE_STORE, PROOFS = (
    FOLDER + name for name in ("SessionKeys.sol", "NodeRegistry.sol", "NodeStore.sol", "JobProofs.sol")
)
PROOF_STORE, REPUTATION, SIGNATURES, STREAMS, WORK = (
    FOLDER + name
    for name in ("JobProofStore.sol", "ReputationSystem.sol", "ProofSystem.sol", "PaymentStreams.sol", "PromptWork.sol")
)
PAYMENTS, TOKEN_CALLS = ("contracts/payments/" + name for name in ("Payments.sol", "TokenCalls.sol"))

CREDIT = "            credits[payee] += amount;\n            totalCredits += amount;\n"
FEES = "    // ------------------------------------------------------------------ fees and incentives\n"
STAKE = "    // ------------------------------------------------------------------ stake\n"

FAILING = """\
        StoredJob storage job = _claimedJob(jobId);

        // Effects
        (job.status, job.host, job.failed[msg.sender]) = (JobStatus.Posted, address(0), true);
        _count(Outcome.Failure);
        _leaveHost(jobId, msg.sender, Outcome.Failure);
"""
FAILED_BY_THE_RENTER = """\
        StoredJob storage job = _knownJob(jobId);
        address host = job.host;
        if (msg.sender != host && msg.sender != job.renter) revert NotAssignedHost(jobId, msg.sender);
        if (job.status != JobStatus.Claimed) revert InvalidJobStatus(jobId, job.status);
        (job.status, job.host, job.failed[host]) = (JobStatus.Posted, address(0), true);
        _count(Outcome.Failure);
        _leaveHost(jobId, host, Outcome.Failure);
"""
RELEASING = """\
        require(byMarketplace || (msg.sender == _escrows[jobId].renter), "Unauthorized");
        if (!byMarketplace) IPromptJobs(marketplace).escrowReleasing(uint256(jobId), msg.sender);
"""
RELEASED_BY_THE_HOST = """\
        address renter = _escrows[jobId].renter;
        require(byMarketplace || msg.sender == renter || msg.sender == _escrows[jobId].host, "Unauthorized");
        if (!byMarketplace) IPromptJobs(marketplace).escrowReleasing(uint256(jobId), renter);
"""
WITHOUT_A_RECORD = """\
    function releasePaymentFor(address payee, uint256 amount) external nonReentrant {
        require(msg.sender == arbiter, "Unauthorized");
        _pay(payee, amount);
    }

    function emergencyWithdraw() external onlyOwner nonReentrant {
        _pay(msg.sender, address(this).balance);
    }

"""
ALL_STAKES = """\
    function emergencyWithdraw() external onlyOwner {
        FAB.safeTransfer(msg.sender, FAB.balanceOf(address(this)));
    }

"""
PAID_BY_THE_WAY = """\
        uint256 owed = vested - s.withdrawn;
        s.withdrawn = uint96(vested);
        totalStreamed -= owed;
        (bool taken,) = s.to.call{value: owed}("");
        require(taken, "Transfer failed");
        _pay(msg.sender, refund);
"""
RECOVERY = """\
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        return fault == ECDSA.RecoverError.NoError && signer == host;
"""
RECOVERED_ANYHOW = """\
        bytes32 r = bytes32(signature[:32]);
        return ecrecover(digest, uint8(signature[64]), r, bytes32(signature[32:64])) == host;
"""

JOBS = (
    Edit(
        ("W-L01", "W-L08"),
        ENDS,
        "(renter && job.status == JobStatus.Disputed);",
        "(renter && job.status >= JobStatus.Disputed);",
    ),
    Edit(
        ("W-L01", "W-L08"),
        RECORDS,
        "if (e.status != EscrowStatus.Active && e.status != EscrowStatus.Disputed) {",
        "if (e.status == EscrowStatus.None) {",
    ),
    Edit(("W-L01", "W-L08"), RECORDS, "(e.status, e.amount) = (status, 0);", "e.status = status;"),
    Edit(("W-L05", "W-L06"), STORE, 'require(msg.sender == _store().integration, "Unauthorized");', ""),
    Edit(("W-L06",), WORK, FAILING, FAILED_BY_THE_RENTER),
    Edit(("W-L07",), WORK, 'require(block.timestamp <= job.deadline, "Job expired");', ""),
    Edit(
        ("W-L07",),
        ENDS,
        "return (block.timestamp > job.deadline, outcome);",
        "return (block.timestamp > job.deadline + (job.host == address(0) ? 0 : ABANDON_AFTER), outcome);",
    ),
    Edit(("W-L09",), POSTING, "require(msg.value == payment,", "require(msg.value >= payment,"),
    Edit(("W-L09",), POSTING, "require(msg.value == _sumOf(payments),", "require(msg.value >= _sumOf(payments),"),
    Edit(("W-L27",), POSTING, "time < MIN_TIME || time >= TIME_LIMIT", "time < MIN_TIME"),
)
MONEY = (
    Edit(
        ("W-L02",),
        RECORDS,
        "_payAsset(token, host, net + bonus);",
        "_payAsset(status == EscrowStatus.Released ? address(0) : token, host, net + bonus);",
    ),
    Edit(("W-L03",), ESCROW, RELEASING, RELEASED_BY_THE_HOST),
    Edit(("W-L04", "W-L14"), ESCROW, FEES, WITHOUT_A_RECORD + FEES),
    Edit(
        ("W-L04",),
        RECORDS,
        "if (fee != 0) accruedFees[token] += fee;",
        "if (fee != 0) accruedFees[token] += fee;\n"
        "        if (status == EscrowStatus.Resolved) _payAsset(token, arbiter, fee);",
    ),
    Edit(
        ("W-L11",),
        TOKEN_CALLS,
        "default { success := and(success, and(gt(returndatasize(), 31), eq(mload(0), 1))) }",
        "default {}",
    ),
    Edit(("W-L12",), PAYMENTS, "_call(payee, amount, PUSH_GAS)", "_call(payee, amount, 0)"),
    Edit(("W-L12",), PAYMENTS, CREDIT, "            revert WithdrawalFailed(payee, amount);\n"),
    Edit(
        ("W-L15",),
        ESCROW,
        "if (block.timestamp <= until) revert DisputeStillOpen(jobId, until);",
        "if (until != 0) revert DisputeStillOpen(jobId, until);",
    ),
    Edit(("W-L26",), STREAMS, "        _pay(msg.sender, refund);\n", PAID_BY_THE_WAY),
)
HOSTS = (
    Edit(("W-L13",), NODE_STORE, "_active.push(host);", 'require(_active.length < 10, "Paused");\n_active.push(host);'),
    Edit(("W-L14",), NODES, STAKE, ALL_STAKES + STAKE),
    Edit(
        ("W-L16",),
        PROOF_STORE,
        "due = status == ProofStatus.Verified && !pending && block.timestamp > p.verifiedAt + CHALLENGE_PERIOD;",
        "due = status == ProofStatus.Verified && !pending;",
    ),
    Edit(("W-L16",), PROOF_STORE, "if (p.challengeId != 0) revert ChallengePending(jobId, p.challengeId);", ""),
    Edit(
        ("W-L16",),
        PROOFS,
        "FAB.safeTransfer(c.challenger, c.stake);",
        "FAB.safeTransfer(c.host, c.stake);",
    ),
    Edit(("W-L17",), WORK, "if (host == job.renter) revert SelfClaim(jobId);", ""),
    Edit(("W-L17",), REPUTATION, "if (hasOutcome[jobId][host]) return;", ""),
    Edit(("W-L28",), SIGNATURES, RECOVERY, RECOVERED_ANYHOW),
)
POWERS = (
    Edit(
        ("W-L10",),
        GOVERNED,
        "setGovernance(address governance_) external onlyOwner",
        "setGovernance(address governance_) external",
    ),
    Edit(("W-L18",), GOVERNANCE, "PROPOSAL_THRESHOLD = 10_000e18", "PROPOSAL_THRESHOLD = 0"),
    Edit(("W-L18",), GOVERNANCE, "EXECUTION_DELAY = 2 days", "EXECUTION_DELAY = 0"),
    Edit(("W-L18",), MOTIONS, "QUORUM_PERCENT = 10;", "QUORUM_PERCENT = 0;"),
    Edit(
        ("W-L19",),
        GOVERNANCE,
        "uint256 weight = FAB.getPastVotes(msg.sender, p.startBlock);",
        "uint256 weight = FAB.getVotes(msg.sender);",
    ),
    Edit(("W-L20",), MOTIONS, "QUEUE_EXPIRY = 14 days", "QUEUE_EXPIRY = 36500 days"),
    Edit(
        ("W-L20",),
        GOVERNANCE,
        "if (!isAllowed[target][selector]) revert TargetNotAllowed(target, selector);",
        "",
    ),
    Edit(
        ("W-L21",),
        LISTS,
        'if (keccak256(bytes(action)) != keccak256("pause")) revert UnknownAction(action);',
        'if (keccak256(bytes(action)) != keccak256("pause")) return;',
    ),
    Edit(("W-L21",), LISTS, "if (block.timestamp < until) revert EmergencyTooSoon(target, until);", ""),
    Edit(
        ("W-L22",),
        BREAKER,
        '            require(owner, "Unauthorized");\n            _verifyCooled();\n',
        "",
    ),
    Edit(("W-L23",), WORK, "_verifyOpen(CLAIM_JOB);", ""),
    Edit(("W-L23",), BREAKER, "if (many && _level != PAUSED)", "if (many && _level > PAUSED)"),
    Edit(("W-L24",), ACCOUNTS, "if (msg.value != sum) revert ValueMismatch(msg.value, sum);", ""),
    Edit(
        ("W-L24",),
        ACCOUNTS,
        "revert OperationNotAllowed(operation.target, selector);",
        '(bool done,) = operation.target.call{value: operation.value}(data);\n            require(done, "Failed");',
    ),
    Edit(("W-L24",), KEYS, "_keys[key][msg.sender] = StoredKey(", "_keys[key][tx.origin] = StoredKey("),
    Edit(("W-L25",), KEYS, "if (expires > latest) revert ExpiryTooFar(expires, latest);", ""),
    Edit(("W-L25",), KEYS, "if (amount > k.budget) revert BudgetExceeded(amount, k.budget);", ""),
    Edit(("W-L25",), KEYS, "k.budget -= uint96(amount);", ""),
)

EDITS = (*JOBS, *MONEY, *HOSTS, *POWERS)
"""All of them; no two disturb each other."""
