// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract OpenWiringVulnerable {
    address public immutable owner = msg.sender;
    address payable public treasury;
    address public governance;
    uint256 public feeBps = 250;
    mapping(address account => bool) public isArbiter;
    mapping(uint256 id => uint256) public amountOf;
    mapping(uint256 id => address payable) public sellerOf;
    uint256 public count;

    function setTreasury(address payable treasury_) external {
        require(treasury_ != address(0), "zero");
        treasury = treasury_;
    }

    function setGovernance(address governance_) external {
        require(governance == address(0), "already set");
        governance = governance_;
    }

    function setFee(uint256 bps) external {
        require(bps <= 10_000);
        feeBps = bps;
    }

    function addArbiter(address account) external {
        isArbiter[account] = true;
    }

    function open(address payable seller) external payable {
        sellerOf[++count] = seller;
        amountOf[count] = msg.value;
    }

    function release(uint256 id) external {
        require(isArbiter[msg.sender] || msg.sender == owner || msg.sender == governance);
        uint256 amount = amountOf[id];
        amountOf[id] = 0;
        uint256 fee = amount * feeBps / 10_000;
        treasury.transfer(fee);
        sellerOf[id].transfer(amount - fee);
    }
}
