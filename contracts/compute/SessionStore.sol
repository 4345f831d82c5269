// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SessionStatus} from "./ComputeTypes.sol";
import {IHostEarnings} from "./IHostEarnings.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IProofSystem} from "./IProofSystem.sol";
import {MarketplaceStorage} from "./MarketplaceStorage.sol";

/// @title The clocks and sums of sessions, and what they are made from
/// @notice A record exists from its creation on and is never deleted; ids start at 1. Amounts are in units of the
/// session's asset; times are seconds.
abstract contract SessionStore is MarketplaceStorage, IJobMarketplace {
    uint256 public constant PRICE_PRECISION = 1000;
    uint256 public constant MIN_PROVEN_TOKENS = 100;
    uint256 public constant MIN_PROOF_INTERVAL = 100;
    uint256 public constant MAX_DURATION = 365 days;
    uint256 public constant MAX_TOKENS_PER_SECOND = 2000;

    /// @notice More tokens than this can't be claimed in the longest session.
    uint256 public constant MAX_PROOF_INTERVAL = MAX_TOKENS_PER_SECOND * MAX_DURATION;

    /// @notice Bound of deposits and prices: with it a new session takes three slots.
    uint256 public constant MAX_AMOUNT = type(uint96).max;

    /// @notice A session is idle for at least this long before it times out.
    uint256 public constant MIN_PROOF_TIMEOUT = 300;

    uint256 public constant MAX_FEE_BPS = 3000;
    uint256 private constant BPS = 10_000;

    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-start naming-convention
    INodeRegistry public immutable NODES;
    IModelRegistry public immutable MODELS;
    IHostEarnings public immutable EARNINGS;
    IProofSystem public immutable PROOFS;
    uint256 internal immutable FEE_BPS;
    // slither-disable-end naming-convention

    /// @dev Ids of a host's active sessions, four to a slot. How many count is what the node registry says; what lies
    /// behind them is left as it is, since the next session overwrites it for less than a fresh slot costs.
    mapping(address host => uint64[2 ** 32] jobIds) internal _activeOf;

    /// @inheritdoc IMarketplaceViews
    mapping(address asset => uint256 amount) public accumulatedTreasury;

    constructor(
        INodeRegistry nodes,
        IModelRegistry models,
        IHostEarnings earnings,
        IProofSystem proofs,
        uint256 feeBps_
    ) {
        if (address(nodes) == address(0) || address(models) == address(0)) revert ZeroAddress();
        if (address(earnings) == address(0) || address(proofs) == address(0)) revert ZeroAddress();
        if (feeBps_ > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps_, MAX_FEE_BPS);
        (NODES, MODELS, EARNINGS, PROOFS, FEE_BPS) = (nodes, models, earnings, proofs, feeBps_);
        _assets[address(0)] = Asset(1e14, 1000 ether, 0, false);
    }

    // ------------------------------------------------------------------ lookups

    /// @dev Error: "Session not active".
    function _activeSession(uint256 jobId) internal view returns (StoredSession storage s) {
        s = _sessions[jobId];
        require(s.status == SessionStatus.Active, "Session not active");
    }

    /// @dev Error: "Paused".
    function _verifyNotPaused() internal view {
        require(!_isPaused(), "Paused");
    }

    /// @dev Errors in this order: "Paused", FunctionPaused if one of the functions in `mask` is.
    function _verifyRunning(uint16 mask) internal view {
        if (_isClear(mask)) return;
        _verifyNotPaused();
        _verifyFunction(mask);
    }

    function _assetOf(StoredSession storage s) internal view returns (address) {
        uint256 number = s.assetNumber;
        return number == 0 ? address(0) : _tokenAt[number];
    }

    // ------------------------------------------------------------------ sums

    /// @dev Price of tokens, rounded down.
    function _priceOf(uint256 tokens, uint256 pricePerToken) internal pure returns (uint256) {
        return (tokens * pricePerToken) / PRICE_PRECISION;
    }

    /// @dev Tokens that a deposit pays, rounded down: so their price never exceeds it.
    function _tokensFor(uint256 deposit, uint256 pricePerToken) internal pure returns (uint256) {
        return (deposit * PRICE_PRECISION) / pricePerToken;
    }

    /// @dev The treasury's share, rounded down: the rest is the host's.
    function _feeOf(uint256 gross) internal view returns (uint256) {
        return (gross * FEE_BPS) / BPS;
    }

    // ------------------------------------------------------------------ clocks

    /// @dev Last second in which work can be claimed.
    function _endOf(StoredSession storage s) internal view returns (uint256) {
        return uint256(s.startTime) + s.maxDuration;
    }

    /// @dev When the session was opened or last proven, and the seconds of all pauses until then.
    function _lastActivity(StoredSession storage s) internal view returns (uint256 time, uint256 pausedBefore) {
        if (s.proofCount == 0) return (s.startTime, s.pausedAtStart);
        return (s.lastProofTime, s.pausedAtProof);
    }

    /// @dev Seconds since the last activity, without pauses: nobody can prove during one.
    function _idleSeconds(StoredSession storage s) internal view returns (uint256) {
        (uint256 time, uint256 pausedBefore) = _lastActivity(s);
        return (block.timestamp - time) - (_pausedTotal() - pausedBefore);
    }

    function _timeoutOf(StoredSession storage s) internal view returns (uint256) {
        uint256 timeout = 3 * uint256(s.proofInterval);
        return timeout < MIN_PROOF_TIMEOUT ? MIN_PROOF_TIMEOUT : timeout;
    }

    /// @dev Whether an active session has expired or been idle for too long.
    // A block's producer can shift the time by seconds; a session is due no more than those too soon.
    // slither-disable-next-line timestamp
    function _isDue(StoredSession storage s) internal view returns (bool) {
        return block.timestamp > _endOf(s) || _idleSeconds(s) > _timeoutOf(s);
    }
}
