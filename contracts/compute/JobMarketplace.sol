// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IHostEarnings} from "./IHostEarnings.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IProofSystem} from "./IProofSystem.sol";
import {SessionOpening} from "./SessionOpening.sol";
import {SessionProofs} from "./SessionProofs.sol";
import {SessionSettlement} from "./SessionSettlement.sol";
import {SessionStore} from "./SessionStore.sol";
import {SessionViews} from "./SessionViews.sol";
import {Treasury} from "./Treasury.sol";

/// @title The deployed marketplace
/// @notice `SessionStore` keeps sessions, `MarketParameters` what the owner sets, `Deposits` what users pay ahead;
/// `SessionOpening` begins sessions, `SessionProofs` takes claims, `SessionSettlement` ends and pays, `Treasury` pays
/// out fees and `SessionViews` reads. Here they are only put together. Prompt jobs and the circuit breaker are further
/// functions of this address, whose code is too much for one contract: it is that of `PROMPTS`, and runs here.
contract JobMarketplace is SessionOpening, SessionProofs, SessionSettlement, Treasury, SessionViews {
    /// @notice Where the code of prompt jobs and of the circuit breaker is; for good.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    address public immutable PROMPTS;

    /// @param nodes Hosts and their stake.
    /// @param models Which models may be served.
    /// @param earnings What hosts have earned.
    /// @param proofs Signed proofs of work.
    /// @param treasury_ Where fees go.
    /// @param feeBps_ Share of the fee in 1/10000, at most 3000; for good.
    /// @param prompts The code of `PromptJobs`, made for the same hosts.
    /// @dev The first, third and fourth must in turn name this contract, once, by `setMarketplace`, and so must the
    /// contracts that `prompts` knows. Errors: ZeroAddress, FeeAboveMaximum.
    constructor(
        INodeRegistry nodes,
        IModelRegistry models,
        IHostEarnings earnings,
        IProofSystem proofs,
        address treasury_,
        uint256 feeBps_,
        address prompts
    ) SessionStore(nodes, models, earnings, proofs, feeBps_) Treasury(treasury_) Ownable(msg.sender) {
        if (prompts == address(0)) revert ZeroAddress();
        PROMPTS = prompts;
    }

    /// @notice Runs a function of prompt jobs or of the circuit breaker; anything else reverts there.
    /// @dev Assembly, because what is returned has the length that it has.
    // The code is fixed at deployment, and knows this contract's storage. The reason for assembly stands above.
    // slither-disable-next-line assembly
    fallback() external payable {
        address prompts = PROMPTS;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let success := delegatecall(gas(), prompts, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch success
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }
}
