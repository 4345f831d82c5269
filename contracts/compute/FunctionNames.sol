// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {MarketplaceStorage} from "./MarketplaceStorage.sol";

/// @title Which functions can be paused by name
/// @notice All that begin something. Those by which hosts deliver and prove can't: their deadlines would run on.
abstract contract FunctionNames is MarketplaceStorage {
    uint16 internal constant POST_JOB = 1 << 6;
    uint16 internal constant POST_JOB_WITH_TOKEN = 1 << 7;
    uint16 internal constant BATCH_POST_JOBS = 1 << 8;
    uint16 internal constant CREATE_JOB_FOR = 1 << 9;
    uint16 internal constant CLAIM_JOB = 1 << 10;
    uint16 internal constant CLAIM_JOB_FOR = 1 << 11;

    /// @dev The bit of a function; zero for an unknown name.
    function _bitOf(string calldata name) internal pure returns (uint16) {
        bytes32 hash = keccak256(bytes(name));
        if (hash == keccak256("createSessionJobForModel")) return CREATE_SESSION;
        if (hash == keccak256("createSessionJobForModelWithToken")) return CREATE_SESSION_WITH_TOKEN;
        if (hash == keccak256("createSessionFromDeposit")) return CREATE_SESSION_FROM_DEPOSIT;
        if (hash == keccak256("extendSession")) return EXTEND_SESSION;
        if (hash == keccak256("depositNative")) return DEPOSIT_NATIVE;
        if (hash == keccak256("depositToken")) return DEPOSIT_TOKEN;
        if (hash == keccak256("postJob")) return POST_JOB;
        if (hash == keccak256("postJobWithToken")) return POST_JOB_WITH_TOKEN;
        if (hash == keccak256("batchPostJobs")) return BATCH_POST_JOBS;
        if (hash == keccak256("createJobFor")) return CREATE_JOB_FOR;
        if (hash == keccak256("claimJob")) return CLAIM_JOB;
        if (hash == keccak256("claimJobFor")) return CLAIM_JOB_FOR;
        return 0;
    }
}
