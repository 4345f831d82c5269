// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract SilentFailureVulnerable {
    mapping(address owner => euint64 balance) private _balances;
    mapping(uint256 item => address owner) private _ownerOf;
    mapping(uint256 item => uint64 price) private _priceOf;

    function buy(uint256 item) external {
        euint64 price = FHE.asEuint64(_priceOf[item]);
        ebool covered = FHE.le(price, _balances[msg.sender]);
        euint64 paid = FHE.select(covered, price, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], paid);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
        _ownerOf[item] = msg.sender;
    }

    function withdraw(uint64 amount) external {
        euint64 balance = _balances[msg.sender];
        ebool covered = FHE.ge(balance, amount);
        _balances[msg.sender] = FHE.select(covered, FHE.sub(balance, amount), balance);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
        payable(msg.sender).transfer(amount);
    }
}
