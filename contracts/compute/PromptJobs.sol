// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobProofs} from "./IJobProofs.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IPaymentEscrow} from "./IPaymentEscrow.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {PromptEnds} from "./PromptEnds.sol";
import {PromptPosting} from "./PromptPosting.sol";
import {PromptStore} from "./PromptStore.sol";
import {PromptWork} from "./PromptWork.sol";

/// @title The second part of the marketplace's code: prompt jobs and the circuit breaker
/// @notice It runs at the marketplace's address, in the marketplace's storage. At its own address it owns nothing, has
/// no owner, and none of the contracts that it calls listens to it. `PromptPosting` begins jobs, `PromptWork` carries
/// them on, `PromptEnds` ends them, `Breaker` slows down or stops what begins.
contract PromptJobs is PromptPosting, PromptWork, PromptEnds {
    /// @param nodes Hosts and their stake.
    /// @param escrow Who holds the money.
    /// @param reputation Who hears of outcomes.
    /// @param jobProofs Who knows about proofs. Error for a zero address: ZeroAddress.
    constructor(INodeRegistry nodes, IPaymentEscrow escrow, IReputationSystem reputation, IJobProofs jobProofs)
        PromptStore(nodes, escrow, reputation, jobProofs)
    {}
}
