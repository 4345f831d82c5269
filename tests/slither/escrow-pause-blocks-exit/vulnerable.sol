// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

contract PauseBlocksExitVulnerable is Ownable, Pausable {
    mapping(address account => uint256) public credits;
    mapping(address account => uint256) public stakes;
    bool public exitsOpen = true;

    constructor() Ownable(msg.sender) {}

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    function setExits(bool isOpen) external onlyOwner {
        exitsOpen = isOpen;
    }

    function deposit() external payable whenNotPaused {
        credits[msg.sender] += msg.value;
    }

    function stake() external payable {
        stakes[msg.sender] += msg.value;
    }

    function withdraw() external whenNotPaused {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function unstake(uint256 amount) external {
        if (!exitsOpen) revert("closed");
        stakes[msg.sender] -= amount;
        payable(msg.sender).transfer(amount);
    }
}
