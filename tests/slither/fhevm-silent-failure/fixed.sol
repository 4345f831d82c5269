// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract SilentFailureFixed {
    struct Purchase {
        address buyer;
        ebool covered;
    }

    mapping(address owner => euint64 balance) private _balances;
    mapping(uint256 item => Purchase purchase) private _pending;
    mapping(uint256 item => uint64 price) private _priceOf;

    function buy(uint256 item) external {
        require(_pending[item].buyer == address(0), "taken");
        euint64 price = FHE.asEuint64(_priceOf[item]);
        ebool covered = FHE.le(price, _balances[msg.sender]);
        euint64 paid = FHE.select(covered, price, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], paid);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
        FHE.allowThis(covered);
        FHE.allow(covered, msg.sender);
        _pending[item] = Purchase(msg.sender, covered);
    }
}
