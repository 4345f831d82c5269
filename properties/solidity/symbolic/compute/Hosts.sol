// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {HostTerms} from "../../../../contracts/compute/ComputeTypes.sol";

/// @title A registry of hosts with one answer, which a check sets
contract OneHost {
    HostTerms private _terms;

    function setTerms(HostTerms calldata terms) external {
        _terms = terms;
    }

    function hostTerms(address, bytes32, address) external view returns (HostTerms memory) {
        return _terms;
    }

    function isActiveNode(address) external view returns (bool) {
        return _terms.active;
    }

    function openSessions(address) external pure returns (uint256) {
        return 1;
    }

    function sessionOpened(address) external pure returns (uint256) {
        return 1;
    }

    function sessionClosed(address) external pure returns (uint256) {
        return 0;
    }
}

/// @title A registry of models with one answer, which a check sets
contract OneModel {
    bool private _isApproved;

    function setApproved(bool isApproved) external {
        _isApproved = isApproved;
    }

    function approvalOf(bytes32) external view returns (bool, uint256) {
        return (_isApproved, 0);
    }

    function modelIdAt(uint256) external pure returns (bytes32) {
        return 0;
    }
}

/// @title A proof system that takes every proof, or none
contract OneProof {
    bool private _takes;

    function setTakes(bool takes) external {
        _takes = takes;
    }

    function consume(uint256, address, uint256, uint256, uint256, bytes32, bytes calldata)
        external
        view
        returns (bool)
    {
        return _takes;
    }
}

/// @title A token that keeps any part of a transfer, or refuses it
contract AnyToken {
    mapping(address account => uint256 amount) public balanceOf;
    uint256 private _kept;
    bool private _refuses;

    /// @notice From now on a transfer loses `kept` units, or fails.
    function setMood(uint256 kept, bool refuses) external {
        (_kept, _refuses) = (kept, refuses);
    }

    function give(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (_refuses || _kept > amount || balanceOf[from] < amount) return false;
        balanceOf[from] -= amount;
        balanceOf[to] += amount - _kept;
        return true;
    }
}
