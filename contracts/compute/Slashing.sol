// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {MarketplaceLink} from "./MarketplaceLink.sol";
import {NodeOffers} from "./NodeOffers.sol";

/// @title How stake is taken away
/// @notice By the slashing authority, to the treasury; or by the contract of challengeable proofs, to whoever proved
/// a host wrong. Whoever it is: at most half of the stake at once, and nothing again for a day.
abstract contract Slashing is NodeOffers, MarketplaceLink, ReentrancyGuard {
    using SafeERC20 for IERC20;

    uint256 public constant MIN_STAKE_AFTER_SLASH = 100e18;
    uint256 public constant MAX_SLASH_PERCENTAGE = 50;
    uint256 public constant SLASH_COOLDOWN = 24 hours;

    /// @notice The token of stakes.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IERC20 public immutable FAB;

    /// @inheritdoc INodeRegistry
    address public slashingAuthority = msg.sender;

    /// @inheritdoc INodeRegistry
    address public treasury;

    /// @inheritdoc INodeRegistry
    address public jobProofs;

    /// @dev Error: ZeroAddress.
    constructor(IERC20 fab, address treasury_) {
        if (address(fab) == address(0) || treasury_ == address(0)) revert ZeroAddress();
        FAB = fab;
        treasury = treasury_;
    }

    // ------------------------------------------------------------------ slashing

    /// @inheritdoc INodeRegistry
    // The registration and the stake are compared, which share their record with times.
    // slither-disable-next-line timestamp
    function slashStake(address host, uint256 amount, string calldata evidenceCID, string calldata reason)
        external
        nonReentrant
    {
        // Verify
        Node storage node = _nodes[host];
        uint256 staked = node.stakedAmount;
        require(msg.sender == slashingAuthority, "Unauthorized");
        if (staked == 0) revert NothingStaked(host);
        if (bytes(evidenceCID).length == 0) revert EmptyEvidence();
        if (bytes(reason).length == 0) revert EmptyReason();
        if (amount == 0) revert ZeroAmount();
        uint256 max = (staked * MAX_SLASH_PERCENTAGE) / 100;
        if (amount > max) revert SlashAboveMaximum(amount, max);
        _verifySlashCooldown(node.lastSlash);

        // Effects, payments
        uint256 remaining = _takeStake(node, amount, treasury);

        // Events
        emit SlashExecuted(host, amount, remaining, evidenceCID, reason);
        _endIfPoor(host, node, remaining);
    }

    /// @inheritdoc INodeRegistry
    // A block's producer can shift the time by seconds; the cooldown is 24 hours.
    // slither-disable-next-line timestamp
    function slashForChallenge(address host, uint256 amount, address challenger)
        external
        nonReentrant
        returns (uint256 paid)
    {
        // Verify
        require(msg.sender == jobProofs, "Unauthorized");
        Node storage node = _nodes[host];
        uint256 max = (uint256(node.stakedAmount) * MAX_SLASH_PERCENTAGE) / 100;
        paid = amount < max ? amount : max;
        bool cooling = node.lastSlash != 0 && block.timestamp < node.lastSlash + SLASH_COOLDOWN;
        if (paid == 0 || cooling) return 0;

        // Effects, payments
        uint256 remaining = _takeStake(node, paid, challenger);

        // Events
        emit ChallengeSlashed(host, challenger, paid, remaining);
        _endIfPoor(host, node, remaining);
    }

    /// @inheritdoc INodeRegistry
    function setSlashingAuthority(address authority) external onlyOwner {
        // Verify
        if (authority == address(0)) revert ZeroAddress();

        // Effects
        slashingAuthority = authority;

        // Events
        emit SlashingAuthoritySet(authority);
    }

    /// @inheritdoc INodeRegistry
    function setTreasury(address treasury_) external onlyOwner {
        // Verify
        if (treasury_ == address(0)) revert ZeroAddress();

        // Effects
        treasury = treasury_;

        // Events
        emit TreasurySet(treasury_);
    }

    /// @inheritdoc INodeRegistry
    function setJobProofs(address jobProofs_) external onlyOwner {
        // Verify
        if (jobProofs_ == address(0)) revert ZeroAddress();
        if (jobProofs != address(0)) revert JobProofsAlreadySet(jobProofs);

        // Effects
        jobProofs = jobProofs_;

        // Events
        emit JobProofsSet(jobProofs_);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Everything has been checked.
    function _takeStake(Node storage node, uint256 amount, address to) private returns (uint256 remaining) {
        // Effects
        remaining = node.stakedAmount - amount;
        node.stakedAmount = uint96(remaining);
        node.lastSlash = uint40(block.timestamp);

        // Payments
        FAB.safeTransfer(to, amount);
    }

    // The registration is compared, which shares its record with times.
    // slither-disable-next-line timestamp
    function _endIfPoor(address host, Node storage node, uint256 remaining) private {
        if (node.active && remaining < MIN_STAKE_AFTER_SLASH) {
            _unregister(host);
            emit HostAutoUnregistered(host, remaining);
        }
    }

    // A block's producer can shift the time by seconds; the cooldown is 24 hours.
    // slither-disable-next-line timestamp
    function _verifySlashCooldown(uint256 lastSlash) private view {
        uint256 until = lastSlash + SLASH_COOLDOWN;
        if (lastSlash != 0 && block.timestamp < until) revert SlashTooSoon(until);
    }

    function _unregister(address host) internal {
        Node storage node = _nodes[host];
        node.active = false;
        node.unbondingSince = uint40(block.timestamp);
        _withdrawOffer(host);
        emit NodeUnregistered(host, _lockedUntil(node));
    }
}
