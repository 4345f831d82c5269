// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobManager} from "./IJobManager.sol";

/// @title One result per buyer and cooldown
/// @notice On a dataset with a cooldown a buyer has one place: one live job, and after its result no other job until
/// the cooldown has passed. The place is taken when a job is created, so jobs cannot be piled up before the first
/// result is stamped. A dataset without a cooldown is never recorded here.
abstract contract Cooldown is IJobManager {
    /// @inheritdoc IJobManager
    mapping(uint256 datasetId => mapping(address buyer => uint256 time)) public lastRelease;

    /// @inheritdoc IJobManager
    mapping(uint256 datasetId => mapping(address buyer => uint256 jobId)) public liveJob;

    /// @dev Errors in this order: JobAlreadyLive, CooldownActive. A job may start in the second the cooldown ends.
    // A block's producer can shift the time by seconds; a cooldown is meant in hours or days.
    // slither-disable-next-line timestamp
    function _verifyPlaceFree(uint256 datasetId, address buyer, uint32 cooldownSec) internal view {
        if (cooldownSec == 0) return;
        uint256 live = liveJob[datasetId][buyer];
        if (live != 0) revert JobAlreadyLive(live);
        uint256 last = lastRelease[datasetId][buyer];
        uint256 until = last + cooldownSec;
        if (last != 0 && block.timestamp < until) revert CooldownActive(until);
    }

    function _takePlace(uint256 datasetId, address buyer, uint32 cooldownSec, uint256 jobId) internal {
        if (cooldownSec != 0) liveJob[datasetId][buyer] = jobId;
    }

    /// @dev Without a result: the buyer may start again at once.
    function _freePlace(uint256 datasetId, address buyer, uint32 cooldownSec) internal {
        if (cooldownSec != 0) liveJob[datasetId][buyer] = 0;
    }

    /// @dev With a result: the cooldown starts now.
    function _stampRelease(uint256 datasetId, address buyer, uint32 cooldownSec) internal {
        if (cooldownSec == 0) return;
        lastRelease[datasetId][buyer] = block.timestamp;
        liveJob[datasetId][buyer] = 0;
    }
}
