"""Source lines that no run of lockstep reaches, each with the reason and with what checks them instead."""

from __future__ import annotations

_TESTS = "tests/contracts/compute/"

_CONSTRUCTED = f"lockstep starts from a deployed marketplace; {_TESTS}test_construction.py deploys it wrongly"
_STARVED = (
    f"lockstep gives every transaction the gas of a whole block; {_TESTS}test_settlement.py starves a payment of gas"
)
_BY_MARKETPLACE = f"only the marketplace may call, and it sends what it says; {_TESTS}test_money.py calls it by hand"
_VIEW = f"a view for clients that no action uses; {_TESTS}test_proofs.py asks it"
_SHIFTY = f"tokens in lockstep have honest balances; {_TESTS}test_hostile_parties.py moves them meanwhile"
_APPROVING = f"tokens in lockstep approve in every mood; {_TESTS}test_hostile_parties.py has one that refuses"
_PERMITS = f"permits are OpenZeppelin's; the override only says which parent answers ({_TESTS}test_tokens.py)"
_BY_HAND = f"our own contracts never ask for that; {_TESTS}test_prompt_limits.py does, by hand"
_LONG = f"it takes longer than a run; {_TESTS}test_prompt_limits.py takes that long"
_RICH = f"nobody in lockstep has that much; {_TESTS}test_prompt_limits.py makes somebody rich"
_MANY = "it takes 65,535 accepted tokens"
_LEAST_INTERVAL = "three times the least interval is exactly the minimum, which stands here so that it holds by itself"

_BY_FILE: dict[str, dict[str, str]] = {
    "contracts/compute/AccountIntegration.sol": {
        "if (address(marketplace) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/Breaker.sol": {
        "if (s.suspicious >= SUSPICIOUS_LIMIT && _level == NORMAL) _tighten(THROTTLED, address(this), true);": _LONG,
    },
    "contracts/compute/EscrowStore.sol": {
        "revert EscrowNotActive(jobId, e.status);": _BY_HAND,
        "if (address(reputation) == address(0) || treasury_ == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (arbiter_ == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (feeBps > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps, MAX_FEE_BPS);": _CONSTRUCTED,
    },
    "contracts/compute/FabToken.sol": {"return super.nonces(owner);": _PERMITS},
    "contracts/compute/GovernanceStore.sol": {
        "if (address(fab) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (period == 0 || period > MAX_VOTING_PERIOD) revert InvalidLimits(period, MAX_VOTING_PERIOD);": _CONSTRUCTED,
    },
    "contracts/compute/HostEarnings.sol": {
        "if (msg.value != expected) revert ValueMismatch(msg.value, expected);": _BY_MARKETPLACE,
        "if (received == 0) return;": _BY_MARKETPLACE,
    },
    "contracts/compute/JobMarketplace.sol": {
        "if (prompts == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/JobProofs.sol": {
        "if (address(fab) == address(0) || address(nodes) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (address(reputation) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/MarketParameters.sol": {
        "if (asset.number == 0 && _tokenCount == type(uint16).max) revert TooManyTokens(type(uint16).max);": _MANY,
    },
    "contracts/compute/ModelRegistry.sol": {
        "if (address(fab) == address(0) || treasury_ == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/NodeOffers.sol": {
        "if (address(models) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "revert InvalidLimits(minPriceNative, MAX_PRICE_NATIVE);": _CONSTRUCTED,
    },
    "contracts/compute/PaymentEscrow.sol": {
        "if (e.status != EscrowStatus.None) revert EscrowExists(jobId);": _BY_HAND,
        "if (msg.value != expected) revert ValueMismatch(msg.value, expected);": _BY_HAND,
        "if (received == 0) revert ZeroAmount();": _BY_HAND,
    },
    "contracts/compute/PaymentStreams.sol": {
        "if (total > MAX_STREAM) revert AmountAboveMaximum(total, MAX_STREAM);": _RICH,
    },
    "contracts/compute/PromptEnds.sol": {
        "if (status != JobStatus.Disputed) revert InvalidJobStatus(jobId, status);": _BY_HAND,
    },
    "contracts/compute/PromptStore.sol": {
        "if (address(nodes) == address(0) || address(escrow) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (address(reputation) == address(0) || address(jobProofs) == address(0)) revert ZeroAddress();": (
            _CONSTRUCTED
        ),
    },
    "contracts/compute/ProofSystem.sol": {
        "bytes32 digest = proofDigest(jobId, host, seq, tokensClaimed, cumulativeTokens, proofHash);": _VIEW,
        "if (isConsumed(jobId, seq)) return false;": _VIEW,
        "return _isSignedBy(host, digest, signature);": _VIEW,
    },
    "contracts/compute/ReputationSystem.sol": {
        "if (address(nodes) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/SessionSettlement.sol": {
        "if (!TokenCalls.tryApprove(token, address(EARNINGS), amount, PUSH_TOKEN_GAS)) return false;": _APPROVING,
        "if (gasleft() < GAS_BEFORE_EARNINGS) revert InsufficientGasForPayment();": _STARVED,
    },
    "contracts/compute/SessionStore.sol": {
        "if (address(earnings) == address(0) || address(proofs) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (address(nodes) == address(0) || address(models) == address(0)) revert ZeroAddress();": _CONSTRUCTED,
        "if (feeBps_ > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps_, MAX_FEE_BPS);": _CONSTRUCTED,
        "return timeout < MIN_PROOF_TIMEOUT ? MIN_PROOF_TIMEOUT : timeout;": _LEAST_INTERVAL,
    },
    "contracts/compute/Slashing.sol": {
        "if (address(fab) == address(0) || treasury_ == address(0)) revert ZeroAddress();": _CONSTRUCTED,
    },
    "contracts/compute/Treasury.sol": {"if (treasury_ == address(0)) revert ZeroAddress();": _CONSTRUCTED},
    "contracts/payments/Payments.sol": {
        "if (gasleft() < GAS_BEFORE_PUSH) revert InsufficientGasForPayment();": _STARVED,
    },
    "contracts/payments/TokenCalls.sol": {
        "if (received > amount) received = amount;": _SHIFTY,
        "received = balance > before ? balance - before : 0;": _SHIFTY,
    },
    "contracts/payments/TokenPayments.sol": {
        "if (gasleft() < GAS_BEFORE_TOKEN_PUSH) revert InsufficientGasForPayment();": _STARVED,
    },
}

UNREACHED: dict[str, str] = {
    f"{file}: {line}": reason for file, lines in _BY_FILE.items() for line, reason in lines.items()
}
"""By file and line, without indentation."""
