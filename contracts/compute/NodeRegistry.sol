// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {NodeOffers} from "./NodeOffers.sol";
import {Slashing} from "./Slashing.sol";

/// @title Hosts and their stake
/// @notice A stake answers for its host's work: it can be slashed while the host is registered, while sessions are
/// open, and for the unbonding time after that. Stakes are FAB wei; times are seconds.
/// @dev FAB is our own token: it moves exactly what is asked or reverts, and calls nobody. So it is pulled before the
/// books change, and its own errors come first.
contract NodeRegistry is Slashing {
    using SafeERC20 for IERC20;

    /// @param fab The token of stakes.
    /// @param models Which models may be served.
    /// @param treasury_ Where slashed stake goes. Error for a zero address: ZeroAddress.
    /// @param minPriceNative Least price in wei that a host may set, per token and times 1000.
    constructor(IERC20 fab, IModelRegistry models, address treasury_, uint256 minPriceNative)
        NodeOffers(models, minPriceNative)
        Slashing(fab, treasury_)
    {}

    // ------------------------------------------------------------------ registration

    /// @inheritdoc INodeRegistry
    // The registration and the stake are compared, which share their record with times.
    // slither-disable-next-line timestamp
    function registerNode(
        string calldata metadata,
        string calldata apiUrl,
        bytes32[] calldata modelIds,
        uint256 minPricePerTokenNative,
        uint256 minPricePerTokenStable
    ) external nonReentrant {
        // Verify
        Node storage node = _nodes[msg.sender];
        require(!node.active, "Already registered");
        require(bytes(metadata).length != 0, "Empty metadata");
        if (bytes(apiUrl).length == 0) revert EmptyApiUrl();
        _verifyModelCount(modelIds.length);
        _verifyNativePrice(minPricePerTokenNative);
        _verifyStablePrice(minPricePerTokenStable);
        _verifyModels(modelIds);

        // Payments: what is still unbonding counts.
        if (node.stakedAmount < MIN_STAKE) _addStake(node, MIN_STAKE - node.stakedAmount);

        // Effects
        node.active = true;
        node.unbondingSince = 0;
        node.registration += 1;
        (node.metadata, node.apiUrl) = (metadata, apiUrl);
        (node.priceNative, node.priceStable) = (uint64(minPricePerTokenNative), uint64(minPricePerTokenStable));
        _joinActive(msg.sender);
        _joinModels(msg.sender, modelIds);

        // Events
        emit NodeRegistered(msg.sender, node.stakedAmount, metadata, modelIds);
    }

    /// @inheritdoc INodeRegistry
    function unregisterNode() external {
        // Verify
        _verifyRegistered();

        // Effects, events
        _unregister(msg.sender);
    }

    // ------------------------------------------------------------------ stake

    /// @inheritdoc INodeRegistry
    function stake(uint256 amount) external nonReentrant {
        // Verify
        _verifyRegistered();
        if (amount == 0) revert ZeroAmount();

        // Payments, effects
        Node storage node = _nodes[msg.sender];
        _addStake(node, amount);

        // Events
        emit StakeAdded(msg.sender, amount, node.stakedAmount);
    }

    /// @inheritdoc INodeRegistry
    // A block's producer can shift the time by seconds; unbonding takes seven days.
    // slither-disable-next-line timestamp
    function withdrawStake() external nonReentrant {
        // Verify
        Node storage node = _nodes[msg.sender];
        uint256 amount = node.stakedAmount;
        if (amount == 0) revert NothingStaked(msg.sender);
        if (node.active) revert StillRegistered(msg.sender);
        uint256 open = uint256(node.openSessions) + node.openJobs;
        if (open != 0) revert SessionsStillOpen(msg.sender, open);
        uint256 until = _lockedUntil(node);
        if (block.timestamp < until) revert StakeLocked(until);

        // Effects: the rest of the record went with the registration; the times stay.
        node.stakedAmount = 0;
        node.unbondingSince = 0;
        delete node.metadata;
        delete node.apiUrl;

        // Payments
        FAB.safeTransfer(msg.sender, amount);

        // Events
        emit StakeWithdrawn(msg.sender, amount);
    }

    // ------------------------------------------------------------------ sessions

    /// @inheritdoc INodeRegistry
    function sessionOpened(address host) external onlyMarketplace returns (uint256 count) {
        Node storage node = _nodes[host];
        count = node.openSessions + 1;
        node.openSessions = uint32(count); // each takes a deposit: there are never 2^32
    }

    /// @inheritdoc INodeRegistry
    function sessionClosed(address host) external onlyMarketplace returns (uint256 count) {
        Node storage node = _nodes[host];
        count = node.openSessions - 1;
        node.openSessions = uint32(count);
        node.lastSessionEnd = uint40(block.timestamp);
    }

    /// @inheritdoc INodeRegistry
    function jobOpened(address host) external onlyMarketplace {
        _nodes[host].openJobs += 1; // each takes a payment: there are never 2^32
    }

    /// @inheritdoc INodeRegistry
    function jobClosed(address host) external onlyMarketplace {
        Node storage node = _nodes[host];
        node.openJobs -= 1;
        node.lastSessionEnd = uint40(block.timestamp);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors: those of the FAB token.
    function _addStake(Node storage node, uint256 amount) private {
        FAB.safeTransferFrom(msg.sender, address(this), amount);
        // It arrived, so it is at most the supply. FAB is our own token and moves exactly what is asked.
        // slither-disable-next-line escrow-nominal-token-amount
        node.stakedAmount += uint96(amount);
    }
}
