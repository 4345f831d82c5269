// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SessionStatus} from "./ComputeTypes.sol";

/// @notice The function was paused by name.
error FunctionPaused(bytes4 selector);

/// @title What both parts of the marketplace's code store: sessions, assets, the counter of jobs, the pause
/// @notice The marketplace's code is deployed in two parts, of which one runs the other in its own storage. So both
/// begin with this contract and nothing may stand before it.
abstract contract MarketplaceStorage {
    /// @dev A new session fills the first three slots and leaves the others zero; ending it writes only the third.
    /// Nothing here can outgrow its type: amounts are bounded by the limits of deposits, tokens by rate and duration,
    /// ids by what sessions cost.
    struct StoredSession {
        address depositor;
        uint40 startTime;
        uint32 maxDuration;
        uint24 disputeWindow;
        // second slot
        address host;
        uint96 pricePerToken;
        // third slot
        SessionStatus status;
        uint96 funds; // the deposit of an active session; of one that is over, what was refunded
        uint40 proofInterval;
        uint32 pausedAtStart;
        uint32 modelNumber; // place in the model registry's list
        uint16 assetNumber; // zero: the coin
        uint32 listIndex; // among the host's active sessions
        // fourth slot
        uint40 tokensUsed;
        uint32 proofCount;
        uint40 lastProofTime; // zero before the first proof
        uint32 pausedAtProof;
        bool finalClaimMade;
        uint96 cancellationFee; // what a cancelled session cost above its proven work
        // fifth slot
        bytes32 lastProofHash;
    }

    /// @dev One slot for each asset. The coin has number zero and is never `accepted`: that is about tokens.
    struct Asset {
        uint96 minDeposit;
        uint96 maxDeposit;
        uint16 number;
        bool accepted;
    }

    /// @dev Bits of functions that can be paused by name; `FunctionNames` gives the names.
    uint16 internal constant CREATE_SESSION = 1 << 0;
    uint16 internal constant CREATE_SESSION_WITH_TOKEN = 1 << 1;
    uint16 internal constant CREATE_SESSION_FROM_DEPOSIT = 1 << 2;
    uint16 internal constant EXTEND_SESSION = 1 << 3;
    uint16 internal constant DEPOSIT_NATIVE = 1 << 4;
    uint16 internal constant DEPOSIT_TOKEN = 1 << 5;

    // Each part of the code uses some of these and writes others; a look at one part alone sees gaps.
    // slither-disable-start constable-states,uninitialized-state,unused-state
    // The next eight share a slot, which opening a session writes anyway.
    uint64 internal _nextJobId = 1;
    uint40 internal _pausedAt; // zero: not paused
    uint32 internal _pausedSeconds; // of all pauses that are over, but for one that ended by itself
    uint24 internal _disputeWindow = 30;
    uint16 internal _tokenCount;
    uint8 internal _level; // of the breaker: 0 normal, 1 throttled, 2 paused
    uint16 internal _pausedFunctions; // bits
    uint40 internal _pauseEnds; // when the pause ends by itself; zero: it does not

    mapping(uint256 jobId => StoredSession session) internal _sessions;
    mapping(address asset => Asset) internal _assets;
    mapping(uint256 number => address token) internal _tokenAt;

    // slither-disable-end constable-states,uninitialized-state,unused-state

    /// @dev Whether nothing is paused that concerns the functions in `mask`. It may say no although a pause has ended by
    /// itself; then the checks below decide.
    /// Assembly, because field by field the compiler reads the slot many times, and opening sessions has to be cheap.
    // The reason stands above; nothing is written.
    // slither-disable-next-line assembly
    function _isClear(uint16 mask) internal view returns (bool clear) {
        assembly ("memory-safe") {
            let word := sload(_pausedAt.slot)
            let stopped := and(shr(mul(8, _pausedFunctions.offset), word), mask)
            clear := iszero(or(stopped, and(shr(mul(8, _pausedAt.offset), word), 0xffffffffff)))
        }
    }

    /// @dev Whether new obligations are stopped.
    // A block's producer can shift the time by seconds; pauses last hours. Zero stands for "not paused" or "no end".
    // slither-disable-next-line timestamp,incorrect-equality
    function _isPaused() internal view returns (bool) {
        return _pausedAt != 0 && (_pauseEnds == 0 || block.timestamp < _pauseEnds);
    }

    /// @dev Seconds of all pauses, the running one included.
    // A block's producer can shift the time by seconds; pauses last hours. Zero stands for "not paused" or "no end".
    // slither-disable-next-line timestamp,incorrect-equality
    function _pausedTotal() internal view returns (uint256 total) {
        total = _pausedSeconds;
        if (_pausedAt == 0) return total;
        uint256 end = _pauseEnds;
        if (end == 0 || end > block.timestamp) end = block.timestamp;
        total += end - _pausedAt;
    }

    /// @dev Error: FunctionPaused, if any of the functions in `mask` is.
    function _verifyFunction(uint16 mask) internal view {
        if (_pausedFunctions & mask != 0) revert FunctionPaused(msg.sig);
    }
}
