// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

contract PauseBlocksExitFixed is Ownable, Pausable {
    mapping(address account => uint256) public credits;
    mapping(address account => uint256) public stakes;
    bool public stakingOpen = true;

    constructor() Ownable(msg.sender) {}

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    function setStaking(bool isOpen) external onlyOwner {
        stakingOpen = isOpen;
    }

    function deposit() external payable whenNotPaused {
        credits[msg.sender] += msg.value;
    }

    function stake() external payable {
        if (!stakingOpen) revert("closed");
        stakes[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function unstake(uint256 amount) external {
        stakes[msg.sender] -= amount;
        payable(msg.sender).transfer(amount);
    }
}
