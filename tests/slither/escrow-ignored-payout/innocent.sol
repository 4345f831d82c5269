// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// A payment that may fail: what could not be paid can be withdrawn, or stays booked.
contract IgnoredPayoutInnocent {
    mapping(address account => uint256) public deposits;
    mapping(address account => uint256) public owed;

    function deposit() external payable {
        deposits[msg.sender] += msg.value;
    }

    function payTo(address payable to, uint256 amount) external {
        deposits[msg.sender] -= amount;
        (bool ok,) = to.call{value: amount, gas: 30_000}("");
        if (!ok) owed[to] += amount;
    }

    function sendTo(address payable to, uint256 amount) external {
        uint256 held = deposits[msg.sender];
        deposits[msg.sender] = held - amount;
        bool ok = to.send(amount);
        if (!ok) {
            deposits[msg.sender] = held;
        }
    }

    function tryWithdraw() external returns (bool ok) {
        uint256 amount = owed[msg.sender];
        owed[msg.sender] = 0;
        (ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}
