// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Payments that leave the amount alone because something else stops them from being made again.
contract RepeatablePayoutInnocent {
    struct Grant {
        address to;
        uint256 total;
        uint256 released;
        uint64 start;
    }

    mapping(uint256 id => Grant) public grants;
    mapping(uint256 id => mapping(uint256 word => uint256)) private _claimed;
    mapping(uint256 id => uint256) public shares;
    uint256 public count;
    uint256 public drip = 1 gwei;
    mapping(address account => uint256) public nextDrip;

    function grant(address to) external payable {
        grants[++count] = Grant(to, msg.value, 0, uint64(block.timestamp));
    }

    function vest(uint256 id) external {
        Grant storage mine = grants[id];
        uint256 vested = mine.total * (block.timestamp - mine.start) / 365 days;
        if (vested > mine.total) vested = mine.total;
        uint256 amount = vested - mine.released;
        mine.released += amount;
        payable(mine.to).transfer(amount);
    }

    function fundShares(uint256 id, uint256 parts) external payable {
        require(shares[id] == 0);
        shares[id] = msg.value / parts;
    }

    function claim(uint256 id, uint256 index) external {
        uint256 bit = 1 << (index & 255);
        require(_claimed[id][index >> 8] & bit == 0);
        _claimed[id][index >> 8] |= bit;
        payable(msg.sender).transfer(shares[id]);
    }

    /// A faucet's drip is configuration: nobody's deposit is paid out.
    function faucet() external {
        require(block.timestamp >= nextDrip[msg.sender]);
        nextDrip[msg.sender] = block.timestamp + 1 days;
        payable(msg.sender).transfer(drip);
    }
}
