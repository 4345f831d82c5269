// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IEmergencyPausable, IGovernance} from "./IGovernance.sol";

/// @title What votes and the emergency role may touch
/// @notice The owner lists it; votes can do nothing else, and the emergency role can only pause, for a time.
abstract contract GovernanceLists is IGovernance, Ownable2Step {
    bytes32 public constant EMERGENCY_ROLE = keccak256("EMERGENCY_ROLE");
    uint256 public constant EMERGENCY_PAUSE = 7 days;
    uint256 public constant EMERGENCY_COOLDOWN = 30 days;

    /// @inheritdoc IGovernance
    mapping(address target => mapping(bytes4 selector => bool)) public isAllowed;
    /// @inheritdoc IGovernance
    mapping(address target => bytes4 selector) public pointerOf;
    /// @inheritdoc IGovernance
    mapping(address target => bool) public isEmergencyTarget;
    /// @inheritdoc IGovernance
    mapping(address target => uint256 time) public emergencyUntil;
    mapping(address account => bool) private _isEmergencyAdmin;

    constructor() Ownable(msg.sender) {}

    // ------------------------------------------------------------------ emergencies

    /// @inheritdoc IGovernance
    // A block's producer can shift the time by seconds; the cooldown is a month. The target was listed by the owner.
    // slither-disable-next-line timestamp,reentrancy-events
    function executeEmergencyAction(string calldata action, address target) external {
        // Verify
        require(_isEmergencyAdmin[msg.sender], "Unauthorized");
        if (keccak256(bytes(action)) != keccak256("pause")) revert UnknownAction(action);
        if (!isEmergencyTarget[target]) revert TargetNotPausable(target);
        uint256 until = emergencyUntil[target];
        if (block.timestamp < until) revert EmergencyTooSoon(target, until);

        // Effects
        emergencyUntil[target] = block.timestamp + EMERGENCY_COOLDOWN;
        IEmergencyPausable(target).emergencyPauseFor(EMERGENCY_PAUSE);

        // Events
        emit EmergencyPause(target, msg.sender, block.timestamp + EMERGENCY_PAUSE);
    }

    /// @inheritdoc IGovernance
    function hasRole(bytes32 role, address account) external view returns (bool) {
        return role == EMERGENCY_ROLE && _isEmergencyAdmin[account];
    }

    // ------------------------------------------------------------------ lists

    /// @inheritdoc IGovernance
    function setAllowed(address target, bytes4 selector, bool allowed) external onlyOwner {
        // Verify
        if (target == address(0)) revert ZeroAddress();

        // Effects
        isAllowed[target][selector] = allowed;

        // Events
        emit TargetAllowed(target, selector, allowed);
    }

    /// @inheritdoc IGovernance
    function setPointer(address target, bytes4 selector) external onlyOwner {
        // Verify
        if (target == address(0)) revert ZeroAddress();

        // Effects
        pointerOf[target] = selector;

        // Events
        emit PointerSet(target, selector);
    }

    /// @inheritdoc IGovernance
    function setEmergencyTarget(address target, bool allowed) external onlyOwner {
        // Verify
        if (target == address(0)) revert ZeroAddress();

        // Effects
        isEmergencyTarget[target] = allowed;

        // Events
        emit EmergencyTargetSet(target, allowed);
    }

    /// @inheritdoc IGovernance
    function setEmergencyAdmin(address account, bool allowed) external onlyOwner {
        // Verify
        if (account == address(0)) revert ZeroAddress();

        // Effects
        _isEmergencyAdmin[account] = allowed;

        // Events
        emit EmergencyAdminSet(account, allowed);
    }
}
