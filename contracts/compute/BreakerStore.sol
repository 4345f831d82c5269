// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IBreaker} from "./IBreaker.sol";
import {JobStatus} from "./PromptTypes.sol";
import {MarketplaceStorage} from "./MarketplaceStorage.sol";

/// @title Storage of prompt jobs and of the circuit breaker, at a place of its own
/// @notice All of it lies behind a hash, as ERC-7201 says, so that it can't collide with what else the marketplace
/// stores. The owner is the marketplace's.
abstract contract BreakerStore is MarketplaceStorage, IBreaker {
    /// @dev Each fits: ids are below 2^64, times below 2^40, amounts are the escrow's.
    struct StoredJob {
        address renter;
        uint40 deadline;
        uint40 submittedAt;
        JobStatus status;
        bool requiresProof;
        // second slot
        address host;
        uint32 minReputation;
        // further slots
        bytes32 requestHash;
        bytes32 resultHash;
        mapping(address host => bool) failed;
    }

    /// @dev How often a renter has posted in the current minute and in the current hour of the clock.
    struct Posts {
        uint64 minute;
        uint64 hour;
        uint8 inMinute;
        uint8 inHour;
    }

    /// @custom:storage-location erc7201:lockstep.storage.PromptJobs
    struct PromptStorage {
        uint40 tightenedAt;
        uint40 lastIncident;
        uint32 recoveryPeriod;
        uint32 failureThreshold; // zero stands for the default
        uint32 failures;
        uint32 successes;
        uint32 suspicious;
        bool automatic; // the level was reached without anybody's decision
        // further slots
        address guardian;
        address governance;
        address integration;
        mapping(uint256 jobId => StoredJob job) jobs;
        mapping(address host => uint256 time) lastClaim;
        mapping(address renter => Posts posts) posts;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("lockstep.storage.PromptJobs")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PROMPT_STORAGE = 0x77300cdd4b18fe1308a96232ff895af30f5e5044b6f974116ff9069c22f66000;

    /// @dev Error: OwnableUnauthorizedAccount.
    modifier onlyOwner() {
        if (!_isOwner()) revert OwnableUnauthorizedAccount(msg.sender);
        _;
    }

    /// @dev Assembly, because a place in storage can't be named otherwise.
    // The reason stands above; nothing is written.
    // slither-disable-next-line assembly
    function _store() internal pure returns (PromptStorage storage s) {
        assembly ("memory-safe") {
            s.slot := PROMPT_STORAGE
        }
    }

    /// @dev Whether the caller owns the marketplace, in whose name this code runs.
    function _isOwner() internal view returns (bool) {
        return msg.sender == Ownable(address(this)).owner();
    }
}
