// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// Settings behind roles and owners of a library, and open setters of what nobody relies on.
contract OpenWiringInnocent is Ownable, AccessControl {
    bytes32 public constant FEE_ROLE = keccak256("FEE_ROLE");

    address payable public treasury;
    uint256 public feeBps;
    string public greeting;
    mapping(address account => mapping(address operator => bool)) public operators;
    mapping(address account => uint256) public balances;

    constructor(address payable treasury_) Ownable(msg.sender) {
        treasury = treasury_;
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    function setTreasury(address payable treasury_) external onlyOwner {
        treasury = treasury_;
    }

    function setFee(uint256 bps) external onlyRole(FEE_ROLE) {
        feeBps = bps;
    }

    function setGreeting(string calldata text) external {
        greeting = text;
    }

    function setOperator(address operator, bool allowed) external {
        operators[msg.sender][operator] = allowed;
    }

    function deposit() external payable {
        uint256 fee = msg.value * feeBps / 10_000;
        balances[msg.sender] += msg.value - fee;
        treasury.transfer(fee);
    }

    function withdrawFrom(address account) external {
        require(operators[account][msg.sender]);
        uint256 amount = balances[account];
        balances[account] = 0;
        payable(msg.sender).transfer(amount);
    }
}
