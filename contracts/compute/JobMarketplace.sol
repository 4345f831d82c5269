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
/// out fees and `SessionViews` reads. Here they are only put together.
contract JobMarketplace is SessionOpening, SessionProofs, SessionSettlement, Treasury, SessionViews {
    /// @param nodes Hosts and their stake.
    /// @param models Which models may be served.
    /// @param earnings What hosts have earned.
    /// @param proofs Signed proofs of work.
    /// @param treasury_ Where fees go.
    /// @param feeBps_ Share of the fee in 1/10000, at most 3000; for good.
    /// @dev The first, third and fourth must in turn name this contract, once, by `setMarketplace`.
    /// Errors: ZeroAddress, FeeAboveMaximum.
    constructor(
        INodeRegistry nodes,
        IModelRegistry models,
        IHostEarnings earnings,
        IProofSystem proofs,
        address treasury_,
        uint256 feeBps_
    ) SessionStore(nodes, models, earnings, proofs, feeBps_) Treasury(treasury_) Ownable(msg.sender) {}
}
