// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

contract OpenInitialiserFixed is Initializable {
    address public owner;
    address public arbiter;
    mapping(address account => uint256) public balances;

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function initialize(address owner_) external initializer {
        owner = owner_;
    }

    function becomeArbiter(address arbiter_) public onlyOwner {
        arbiter = arbiter_;
    }

    function deposit() external payable {
        balances[msg.sender] += msg.value;
    }

    function seize(address account) external onlyOwner {
        uint256 amount = balances[account];
        balances[account] = 0;
        payable(owner).transfer(amount);
    }

    function judge(address account, address payable to) external {
        if (arbiter != msg.sender) revert();
        uint256 amount = balances[account];
        balances[account] = 0;
        to.transfer(amount);
    }
}
